import CpaySyntax
import CpayValue

extension Checker {
  /// The checked form of a condition.
  mutating func truth(_ syntax: Syntax, in rows: RowType?) -> CheckedExpression? {
    switch syntax.kind {
    case .and:
      let parts = syntax.children.compactMap { truth($0, in: rows) }
      return parts.count == syntax.children.count ? .and(parts) : nil
    case .or:
      let parts = syntax.children.compactMap { truth($0, in: rows) }
      return parts.count == syntax.children.count ? .or(parts) : nil
    case .not: return truth(syntax.child, in: rows).map { .not($0) }
    case .parenthesized: return truth(syntax.child, in: rows)
    case .comparison: return comparison(syntax, in: rows)
    case .negatedComparison: return comparison(syntax, in: rows).map { .not($0) }
    default:
      guard let typed = expression(syntax, in: rows) else { return nil }
      guard typed.type.type == .bool else {
        report(.notACondition(typed.type.type, at: syntax.range))
        return nil
      }
      return typed.expression
    }
  }

  private mutating func comparison(_ syntax: Syntax, in rows: RowType?) -> CheckedExpression? {
    let sides = syntax.children
    switch syntax.mainKind {
    case .in: return membership(sides[0], sides[1], in: rows)
    case .contains, .matches:
      report(.notInThisEdition("`\(syntax.mainText)`", at: syntax.mainRange))
      return nil
    default: break
    }
    guard let sign = ComparisonOperator(rawValue: syntax.mainText),
      let (left, right) = operands(sides[0], sides[1], in: rows)
    else { return nil }
    let (leftType, rightType) = (left.type.type, right.type.type)
    guard leftType.isComparable(to: rightType) else {
      report(.mismatch(leftType, rightType, sides[1].text, at: sides[1].range))
      return nil
    }
    guard !isMinorUnitsAgainstMoney(left, right), !isMinorUnitsAgainstMoney(right, left) else {
      report(.mismatch(leftType, rightType, sides[1].text, at: sides[1].range))
      return nil
    }
    if sign.isOrdering, let unordered = [leftType, rightType].first(where: { !$0.hasOrder }) {
      report(.noOrder(unordered, at: syntax.range))
      return nil
    }
    return .comparison(sign, left.expression, right.expression)
  }

  /// Whether units taken out of an amount are held against an amount written with its currency.
  ///
  /// A plain number against a field of money means minor units; the two sides here have lost or
  /// fixed their currency, and would be compared across currencies in silence.
  private func isMinorUnitsAgainstMoney(_ one: TypedExpression, _ other: TypedExpression) -> Bool {
    guard one.type.type == .int, other.type.type == .money else { return false }
    if case .constant(.int) = one.expression { return false }
    if case .variable = one.expression { return false }
    if case .constant(.money) = other.expression { return true }
    return false
  }

  /// Both sides, each read by what the other is.
  private mutating func operands(
    _ left: Syntax, _ right: Syntax, in rows: RowType?
  ) -> (TypedExpression, TypedExpression)? {
    if left.isQuoted || left.kind == .name && rows?.field(left.mainText) == nil,
      !(right.kind == .name && rows?.field(right.mainText) == nil)
    {
      guard let second = expression(right, in: rows),
        let first = expression(left, in: rows, expecting: second.type.type)
      else { return nil }
      return (first, second)
    }
    guard let first = expression(left, in: rows),
      let second = expression(right, in: rows, expecting: first.type.type)
    else { return nil }
    return (first, second)
  }

  private mutating func membership(
    _ value: Syntax, _ list: Syntax, in rows: RowType?
  ) -> CheckedExpression? {
    guard list.kind == .list else {
      report(
        Diagnostic(
          "E308", "`in` needs a list", at: list.range, advice: "write `in [\(list.text)]`"))
      return nil
    }
    guard let left = expression(value, in: rows) else { return nil }
    var elements: [CheckedExpression] = []
    for element in list.children {
      guard let right = expression(element, in: rows, expecting: left.type.type) else { continue }
      guard left.type.type.isComparable(to: right.type.type) else {
        report(
          .mismatch(left.type.type, right.type.type, element.text, at: element.range))
        continue
      }
      elements.append(right.expression)
    }
    guard elements.count == list.children.count else { return nil }
    return .membership(left.expression, elements)
  }
}

extension Syntax {
  /// Whether it is a text in quotes, which is read as what the other side is.
  fileprivate var isQuoted: Bool {
    kind == .literal && (mainKind == .string || mainKind == .rawString)
  }
}

extension ValueType {
  /// Whether `==` makes sense between the two.
  fileprivate func isComparable(to other: ValueType) -> Bool {
    switch (self, other) {
    case (.null, _), (_, .null): true
    case (.money, .int), (.int, .money), (.decimal, .int), (.int, .decimal): true
    case (.string, .id), (.id, .string), (.string, .enumeration), (.enumeration, .string),
      (.string, .currency), (.currency, .string):
      true
    case (.map, _), (.record, _), (.list, _): false
    default: self == other
    }
  }

  /// Whether `<` makes sense.
  fileprivate var hasOrder: Bool {
    switch self {
    case .int, .decimal, .money, .timestamp, .duration, .string, .null: true
    default: false
    }
  }
}
