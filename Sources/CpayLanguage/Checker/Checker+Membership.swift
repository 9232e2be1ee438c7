import CpaySyntax
import CpayValue

extension Checker {
  mutating func membership(
    _ value: Syntax, _ list: Syntax, in rows: RowType?
  ) -> CheckedExpression? {
    guard list.kind == .list else { return computedMembership(value, list, in: rows) }
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

  private mutating func computedMembership(
    _ value: Syntax, _ list: Syntax, in rows: RowType?
  ) -> CheckedExpression? {
    if isTyped(list) {
      let element = expression(value, in: rows)?.type.type ?? .open
      expect(.value(rows, .list(element), sums: false))
    }
    if list.kind == .name, rows?.field(list.mainText) == nil {
      report(.listWanted(list.text, at: list.range))
      return nil
    }
    guard let right = expression(list, in: rows) else { return nil }
    let element: ValueType
    switch right.type.type {
    case .list(let type): element = type
    case .open: element = .open
    default:
      report(.listWanted(list.text, at: list.range))
      return nil
    }
    guard let left = expression(value, in: rows, expecting: element) else { return nil }
    guard left.type.type.isComparable(to: element) else {
      report(.mismatch(left.type.type, element, list.text, at: list.range))
      return nil
    }
    return .contained(left.expression, right.expression)
  }

  mutating func containment(
    _ whole: Syntax, _ part: Syntax, in rows: RowType?
  ) -> CheckedExpression? {
    guard let left = expression(whole, in: rows) else { return nil }
    let wanted: ValueType
    switch left.type.type {
    case .list(let element): wanted = element
    case .open: wanted = .open
    case let type where type.isText: wanted = .string
    default:
      report(.cannotContain(left.type.type, at: whole.range))
      return nil
    }
    guard let right = expression(part, in: rows, expecting: wanted) else { return nil }
    guard wanted.isComparable(to: right.type.type), right.type.type != .null else {
      report(.mismatch(wanted, right.type.type, part.text, at: part.range))
      return nil
    }
    return .containing(left.expression, right.expression)
  }

  mutating func match(
    _ value: Syntax, _ pattern: Syntax, in rows: RowType?
  ) -> CheckedExpression? {
    guard let left = expression(value, in: rows) else { return nil }
    guard left.type.type.isText || left.type.type == .open else {
      report(.wrongType(left.type.type, wanted: .string, at: value.range))
      return nil
    }
    guard pattern.isQuoted || pattern.kind == .parenthesized else {
      report(.patternWanted(at: pattern.range))
      return nil
    }
    guard let right = expression(pattern, in: nil, expecting: .string) else { return nil }
    guard case .constant(.text(let text)) = right.expression else {
      report(.patternWanted(at: pattern.range))
      return nil
    }
    do {
      return .matching(left.expression, try Glob(text))
    } catch {
      report(.badPattern(error.reason, at: pattern.range))
      return nil
    }
  }
}
