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

  /// Reports a comparison of nothing but quoted texts, one of which is the name of a field.
  func refusesQuotedField(_ sides: [Syntax]) -> Bool {
    let values = sides.flatMap { side in
      let side = side.withoutParentheses
      return side.kind == .list ? side.children.map(\.withoutParentheses) : [side]
    }
    guard values.allSatisfy({ $0.isQuoted || $0.isNull }),
      let (place, field) = values.lazy.compactMap({ value in
        self.fieldInQuotes(value).map { (value.range, $0) }
      }).first
    else { return false }
    report(.quotedField(field), at: place)
    return true
  }

  /// How the field is written whose name stands in quotes; nil where there is none.
  private func fieldInQuotes(_ syntax: Syntax) -> String? {
    let syntax = syntax.withoutParentheses
    guard syntax.isQuoted, let rows else { return nil }
    let text = TextLiteral.text(syntax.mainText)
    let isField = { (name: String) in rows.fields.contains { $0.name == name } }
    let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if isField(text) { return path.count == 1 && text.isName ? text : "row[\"\(text)\"]" }
    return path.count > 1 && isField(path[0]) && path.allSatisfy(\.isName) ? text : nil
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
    case .constant(.string), .template, .withDecimalPoint, .currencyOf: true
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
  /// Whether a variable or a pipeline takes part, so that only running tells what it is.
  fileprivate var readsVariable: Bool {
    kind == .variable || kind == .subpipeline || children.contains { $0.readsVariable }
  }

  /// What stands in the parentheses, if any do.
  fileprivate var withoutParentheses: Syntax {
    kind == .parenthesized ? child.withoutParentheses : self
  }

  fileprivate var isNull: Bool { kind == .literal && mainKind == .null }
}

extension String {
  /// Whether it can be written as the name of a field.
  fileprivate var isName: Bool { Token.Kind(word: self) == .name }
}
