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
    case .today, .call(.date, _): return true
    case .constant where syntax.mainKind == .timestamp:
      return !syntax.mainText.utf8.contains(UInt8(ascii: "T"))
    case .variable(let name):
      guard case .timestamp(let moment) = environment.constants[name] else { return false }
      return moment == moment.startOfDay
    case .arithmetic(let first, let rest):
      guard let start = syntax.chain.first?.child else { return false }
      return rest.allSatisfy { step in
        guard case .constant(.duration(let length)) = step.operand else { return false }
        return length.seconds.isMultiple(of: 86_400)
      } && isDay(start, TypedExpression(first, typed.type))
    default: return false
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
