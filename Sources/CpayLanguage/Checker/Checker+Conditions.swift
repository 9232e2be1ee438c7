import CpaySyntax
import CpayValue

extension Checker {
  /// The checked form of a condition.
  mutating func truth(_ syntax: Syntax, in rows: RowType?) -> CheckedExpression? {
    switch syntax.kind {
    case .and:
      // What a part has shown to be there is there for the parts behind it.
      var known = rows
      var parts: [CheckedExpression] = []
      for child in syntax.children {
        guard let part = truth(child, in: known) else { continue }
        parts.append(part)
        known = known?.after([CheckedArguments.Conjunct(expression: part, text: "")])
      }
      return parts.count == syntax.children.count ? .and(parts) : nil
    case .or:
      let parts = syntax.children.compactMap { truth($0, in: rows) }
      return parts.count == syntax.children.count ? .or(parts) : nil
    case .not: return truth(syntax.child, in: rows).map { .not($0) }
    case .parenthesized: return truth(syntax.child, in: rows)
    case .comparison: return comparison(syntax, in: rows)
    case .negatedComparison: return comparison(syntax, in: rows).map { .not($0) }
    default:
      guard let typed = expression(syntax, in: rows, expecting: .bool) else { return nil }
      guard [.bool, .open].contains(typed.type.type) else {
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
    case .contains: return containment(sides[0], sides[1], in: rows)
    case .matches: return match(sides[0], sides[1], in: rows)
    default: break
    }
    guard let sign = ComparisonOperator(rawValue: syntax.mainText),
      let (left, right) = operands(sides[0], sides[1], in: rows)
    else { return nil }
    let (leftType, rightType) = (left.type.type, right.type.type)
    for (side, place) in zip([left, right], sides) where side.expression.isFileLiteral {
      report(.fileNotHere(at: place.range))
      return nil
    }
    guard leftType.isComparable(to: rightType), !isMinorUnitsAgainstMoney(left, right),
      !isMinorUnitsAgainstMoney(right, left)
    else {
      report(.mismatch(leftType, rightType, sides[1].text, at: sides[1].range))
      return nil
    }
    if sign.isOrdering, let unordered = [leftType, rightType].first(where: { !$0.hasOrder }) {
      report(.noOrder(unordered, at: syntax.range))
      return nil
    }
    guard isMember(right, of: leftType, at: sides[1].range),
      isMember(left, of: rightType, at: sides[0].range)
    else { return nil }
    warnOfNull(sign, left, right, syntax)
    return .comparison(sign, left.expression, right.expression)
  }

  /// Whether a text that is known before the program runs can be a value of the type it is
  /// compared with; reports when not.
  mutating func isMember(
    _ value: TypedExpression, of type: ValueType, at range: Range<Int>
  ) -> Bool {
    guard value.type.type == .string, case .variable(let name) = value.expression,
      case .text(let text) = constants[name], case .enumeration(let members) = type,
      members.index(of: text) == nil
    else { return true }
    report(.unknownMember(text, of: members, at: range))
    return false
  }

  /// Warns of comparisons with null that come out the same for every row.
  private mutating func warnOfNull(
    _ sign: ComparisonOperator, _ left: TypedExpression, _ right: TypedExpression,
    _ syntax: Syntax
  ) {
    guard [left, right].contains(where: { $0.expression.isNullLiteral }) else { return }
    if sign.isOrdering {
      let advice = "nothing is more or less than null; compare with `== null` or `!= null`"
      return report(.neverTrue(syntax.text, advice, at: syntax.range))
    }
    let other = left.expression.isNullLiteral ? right : left
    guard sign == .equal, !other.type.isNullable, other.type.type != .open,
      let path = other.expression.path
    else { return }
    report(.neverTrue(syntax.text, "`\(path)` is always there", at: syntax.range))
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
  private mutating func operands(
    _ left: Syntax, _ right: Syntax, in rows: RowType?
  ) -> (TypedExpression, TypedExpression)? {
    if left.isReadByOther(in: rows), !(right.kind == .name && rows?.field(right.mainText) == nil) {
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
