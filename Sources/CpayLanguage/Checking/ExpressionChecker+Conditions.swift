import CpaySyntax
import CpayValue

extension ExpressionChecker {
  /// The checked form of a condition; one that may be missing may be unknown.
  func truth(_ syntax: Syntax) -> TypedExpression? {
    switch syntax.kind {
    case .and:
      // What a part has shown to be there is there for the parts behind it.
      var checker = self
      var parts: [TypedExpression] = []
      for child in syntax.children {
        guard let part = checker.truth(child) else { continue }
        parts.append(part)
        checker = checker.knowing(part)
      }
      guard parts.count == syntax.children.count else { return nil }
      return condition(.and(parts.map(\.expression)), of: parts)
    case .or:
      let parts = syntax.children.compactMap { truth($0) }
      guard parts.count == syntax.children.count else { return nil }
      return condition(.or(parts.map(\.expression)), of: parts)
    case .not: return truth(syntax.child).map { condition(.not($0.expression), of: [$0]) }
    case .parenthesized: return truth(syntax.child)
    case .comparison: return comparison(syntax)
    case .negatedComparison:
      return comparison(syntax).map { condition(.not($0.expression), of: [$0]) }
    default:
      guard let typed = expression(syntax, expecting: .bool) else { return nil }
      guard [.bool, .open].contains(typed.type.type) else {
        report(.notACondition(typed.type.type), at: syntax.range)
        return nil
      }
      return condition(typed.expression, of: [typed])
    }
  }

  /// A condition that is unknown where one of its parts is missing or unknown.
  func condition(_ expression: CheckedExpression, of parts: [TypedExpression]) -> TypedExpression {
    TypedExpression(
      expression, .bool, isNullable: parts.contains { $0.type.isNullable || $0.type.type == .open })
  }

  private func comparison(_ syntax: Syntax) -> TypedExpression? {
    let sides = syntax.children
    switch syntax.mainKind {
    case .in: return membership(sides[0], sides[1])
    case .contains: return containment(sides[0], sides[1])
    case .matches: return match(sides[0], sides[1])
    default: break
    }
    guard let sign = ComparisonOperator(rawValue: syntax.mainText),
      let (left, right) = operands(sides[0], sides[1])
    else { return nil }
    let (leftType, rightType) = (left.type.type, right.type.type)
    for (side, place) in zip([left, right], sides) where side.expression.isFileLiteral {
      report(.fileNotHere, at: place.range)
      return nil
    }
    guard leftType.isComparable(to: rightType), !isMinorUnitsAgainstMoney(left, right),
      !isMinorUnitsAgainstMoney(right, left)
    else {
      report(.mismatch(leftType, rightType, sides[1].text), at: sides[1].range)
      return nil
    }
    if sign.isOrdering, let unordered = [leftType, rightType].first(where: { !$0.hasOrder }) {
      report(.noOrder(unordered), at: syntax.range)
      return nil
    }
    guard isMember(right, of: leftType, at: sides[1].range),
      isMember(left, of: rightType, at: sides[0].range)
    else { return nil }
    warnOfNull(sign, left, right, syntax)
    // An order against nothing is unknown, and so is one between two currencies.
    let mixesMoney = leftType == .money && rightType == .money
    let comparison = CheckedExpression.comparison(sign, left.expression, right.expression)
    guard sign.isOrdering, !mixesMoney else {
      return TypedExpression(comparison, .bool, isNullable: sign.isOrdering)
    }
    return condition(comparison, of: [left, right])
  }

  /// Whether a text that is known before the program runs can be a value of the type it is
  /// compared with; reports when not.
  func isMember(
    _ value: TypedExpression, of type: ValueType, at range: Range<Int>
  ) -> Bool {
    guard value.type.type == .string, case .variable(let name) = value.expression,
      case .string(let text) = environment.constants[name], case .enumeration(let members) = type,
      members.index(of: text) == nil
    else { return true }
    report(.unknownMember(text, of: members), at: range)
    return false
  }

  /// Warns of comparisons with null that come out the same for every row.
  private func warnOfNull(
    _ sign: ComparisonOperator, _ left: TypedExpression, _ right: TypedExpression,
    _ syntax: Syntax
  ) {
    guard [left, right].contains(where: { $0.expression.isNullLiteral }) else { return }
    if sign.isOrdering {
      let advice = "nothing is more or less than null; compare with `== null` or `!= null`"
      return report(.neverTrue(syntax.text, advice), at: syntax.range)
    }
    let other = left.expression.isNullLiteral ? right : left
    guard sign == .equal, !other.type.isNullable, other.type.type != .open,
      let path = other.expression.path
    else { return }
    report(.neverTrue(syntax.text, "`\(path)` is always there"), at: syntax.range)
  }

  /// Whether units taken out of an amount are held against an amount written with its currency.
  ///
  /// A plain number against a field of money means minor units; the two sides here have lost or
  /// fixed their currency, and would be compared across currencies in silence.
  private func isMinorUnitsAgainstMoney(_ one: TypedExpression, _ other: TypedExpression) -> Bool {
    guard one.type.type == .int, other.type.type == .money else { return false }
    switch one.expression {
    case .constant(.int), .variable: return false
    default: break
    }
    if case .constant(.money) = other.expression { return true }
    return false
  }

  /// Both sides, each read by what the other is.
  private func operands(
    _ left: Syntax, _ right: Syntax
  ) -> (TypedExpression, TypedExpression)? {
    if left.isReadByOther(in: rows), !(right.kind == .name && rows?.field(right.mainText) == nil) {
      guard let second = expression(right),
        let first = expression(left, expecting: second.type.type)
      else { return nil }
      return (first, second)
    }
    guard let first = expression(left),
      let second = expression(right, expecting: first.type.type)
    else { return nil }
    return (first, second)
  }
}

extension CheckedExpression {
  fileprivate var isNullLiteral: Bool {
    if case .constant(.null) = self { true } else { false }
  }
}

extension CheckedExpression {
  fileprivate var isFileLiteral: Bool {
    if case .constant(.file) = self { true } else { false }
  }
}

extension Syntax {
  /// Whether it means something only beside another value: a text in quotes, a name that is no
  /// field, a member that the API has added.
  fileprivate func isReadByOther(in rows: RowType?) -> Bool {
    switch kind {
    case .literal: mainKind == .string || mainKind == .rawString
    case .name: rows?.field(mainText) == nil
    case .call: mainText == "other"
    default: false
    }
  }
}

extension ValueType {
  /// Whether `==` makes sense between the two.
  func isComparable(to other: ValueType) -> Bool {
    switch (self, other) {
    case (.null, _), (_, .null), (.open, _), (_, .open): true
    case (.money, .int), (.int, .money), (.int, .decimal), (.decimal, .int): true
    case (.string, .id), (.id, .string), (.string, .enumeration), (.enumeration, .string),
      (.string, .currency), (.currency, .string):
      true
    case (.map, _), (.record, _), (.list, _), (.object, _): false
    default: self == other
    }
  }
}
