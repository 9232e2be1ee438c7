import CpayModel
import CpaySyntax
import CpayValue

/// What looks as if it read a field of the rows, and reads none.
extension ExpressionChecker {
  /// Whether a key differs from row to row, or may; reports one that cannot.
  func isKey(_ typed: TypedExpression, _ syntax: Syntax) -> Bool {
    if typed.expression.readsRow || syntax.readsVariable { return true }
    report(.fieldlessKey(syntax.text, field: fieldInQuotes(syntax)), at: syntax.range)
    return false
  }

  /// Reports values of which none reads anything, and of whose quoted texts, however they are used,
  /// one is the name of a field.
  func refusesQuotedField(_ values: [Syntax]) -> Bool {
    var texts: [Syntax] = []
    for value in values {
      guard let quoted = value.quotedTexts(in: rows) else { return false }
      texts += quoted
    }
    guard
      let (place, field) = texts.lazy.compactMap({ text in
        self.fieldInQuotes(text).map { (text.range, $0) }
      }).first
    else { return false }
    report(.quotedField(field, hasRows: rows != nil), at: place)
    return true
  }

  /// How the field is written whose name stands in quotes, in either case of letters; nil where
  /// there is none.
  ///
  /// Without rows it may be any that a dispute has.
  private func fieldInQuotes(_ syntax: Syntax) -> String? {
    let syntax = syntax.withoutParentheses
    guard syntax.isQuoted else { return nil }
    let text = TextLiteral.text(syntax.mainText)
    let names = rows.map { $0.fields.map(\.name) } ?? Resource.dispute.fields.map(\.name)
    let field = { (name: String) in
      names.first { $0 == name } ?? names.first { $0.lowercased() == name.lowercased() }
    }
    if let name = field(text) { return name.isName ? name : "row[\"\(name)\"]" }
    let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.count > 1, path.allSatisfy(\.isName), let first = field(path[0]) else { return nil }
    return ([first] + path.dropFirst()).joined(separator: ".")
  }

  /// Warns of a time that is held against a day, where only its midnight is equal.
  func warnOfMidnight(
    _ sides: [(syntax: Syntax, typed: TypedExpression)],
    _ whole: String, at range: Range<Int>
  ) {
    guard sides.count > 1, sides.allSatisfy({ $0.typed.type.type == .timestamp }) else { return }
    let times = sides.filter { !isDay($0.syntax, $0.typed) }
    guard let time = times.first, times.count < sides.count, time.typed.expression.readsRow
    else { return }
    report(.midnightOnly(whole, time: time.syntax.withoutParentheses.text), at: range)
  }

  /// Whether a time is written or computed as a day.
  func isDay(_ syntax: Syntax, _ typed: TypedExpression) -> Bool {
    let syntax = syntax.withoutParentheses
    switch typed.expression {
    case .constant where syntax.kind == .literal:
      return !syntax.mainText.utf8.contains(UInt8(ascii: "T"))
    case .arithmetic(let first, let rest) where syntax.kind == .arithmetic:
      guard let start = syntax.chain.first?.child else { return false }
      return rest.allSatisfy(\.isWholeDays) && isDay(start, TypedExpression(first, typed.type))
    default: return environment.isDay(typed.expression)
    }
  }
}

extension CheckEnvironment {
  /// Whether a time is computed as a day.
  func isDay(_ expression: CheckedExpression) -> Bool {
    switch expression {
    case .today: return true
    // Of a text it is the time that the text says.
    case .call(.date, let arguments): return arguments.first?.isText != true
    case .constant(.timestamp(let moment)): return moment == moment.startOfDay
    case .variable(let name):
      if case .timestamp(let moment) = constants[name] { return moment == moment.startOfDay }
      return days.contains(name)
    case .arithmetic(let first, let rest): return rest.allSatisfy(\.isWholeDays) && isDay(first)
    case .fallback(let choices): return choices.allSatisfy(isDay)
    case .conditional(_, let yes, let no): return isDay(yes) && isDay(no)
    default: return false
    }
  }
}

extension CheckedExpression.Calculation {
  /// Whether a whole number of days is added or taken off.
  fileprivate var isWholeDays: Bool {
    guard case .constant(.duration(let length)) = operand else { return false }
    return length.seconds.isMultiple(of: 86_400)
  }
}

extension CheckedExpression {
  /// Whether the value is a text.
  fileprivate var isText: Bool {
    switch self {
    case .constant(.string), .template, .plainNumber, .currencyOf: true
    case .field(let field): field.type.isText
    case .namedField(_, let type), .entry(_, _, let type): type.isText
    case .call(let function, _): [.lower, .upper, .trim, .string].contains(function)
    case .fallback(let parts): parts.contains { $0.isText }
    case .conditional(_, let yes, let no): yes.isText || no.isText
    // Elements of lists and of maps; no list of times comes from anywhere.
    case .element: true
    default: false
    }
  }
}

extension Syntax {
  /// Whether a variable takes part, so that only running tells what it is; not what a pipeline
  /// inside yields, nor how many rows there are, which is the same for all rows.
  fileprivate var readsVariable: Bool {
    switch kind {
    case .variable: true
    case .subpipeline: false
    case .call where mainText == AggregateFunction.count.rawValue: false
    default: children.contains { $0.readsVariable }
    }
  }

  /// The quoted texts among values that are written out and what functions make of them; nil where
  /// something is read besides.
  fileprivate func quotedTexts(in rows: RowType?) -> [Syntax]? {
    let parts: [Syntax]
    switch kind {
    case .literal: return isQuoted ? [self] : []
    case .textPiece: return []
    // What is no field here is a member or an id.
    case .name: return rows?.field(mainText) == nil ? [] : nil
    case .arithmetic: parts = [chain[0].child] + chain.map { $0.children[1] }
    case .call where AggregateFunction(rawValue: mainText) != nil: return nil
    case .parenthesized, .list, .call, .negation, .template: parts = children
    default: return nil
    }
    var texts: [Syntax] = []
    for part in parts {
      guard let quoted = part.quotedTexts(in: rows) else { return nil }
      texts += quoted
    }
    return texts
  }

  /// What stands in the parentheses, if any do.
  fileprivate var withoutParentheses: Syntax {
    kind == .parenthesized ? child.withoutParentheses : self
  }
}

extension String {
  /// Whether it can be written as the name of a field.
  fileprivate var isName: Bool { Token.Kind(word: self) == .name }
}
