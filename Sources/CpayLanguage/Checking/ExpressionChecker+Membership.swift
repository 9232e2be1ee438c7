import CpaySyntax
import CpayValue

extension ExpressionChecker {
  /// `in` or `not in`.
  func membership(_ syntax: Syntax) -> TypedExpression? {
    let (value, list) = (syntax.children[0], syntax.children[1].unwrapped)
    guard list.kind == .list else { return computedMembership(syntax) }
    guard let left = member(value, of: list) else { return nil }
    var elements: [CheckedExpression] = []
    var days: [(syntax: Syntax, typed: TypedExpression)] = []
    for element in list.children {
      guard let right = expression(element, expecting: left.type.type) else { continue }
      guard left.type.type.isComparable(to: right.type.type) else {
        report(
          .mismatch(left.type.type, right.type.type, element.text), at: element.range)
        continue
      }
      elements.append(right.expression)
      if left.type.type == .timestamp { days.append((element, right)) }
    }
    guard elements.count == list.children.count else { return nil }
    if let day = days.first(where: { isDay($0.syntax, $0.typed) }) {
      warnOfMidnight([(value, left), day], syntax.text, at: list.range)
    }
    return TypedExpression(.membership(left.expression, elements), .bool)
  }

  /// What is looked for in a list that is written out: a name that means nothing by itself is read
  /// as what the first element that does is.
  private func member(_ value: Syntax, of list: Syntax) -> TypedExpression? {
    guard value.isReadByOther(in: rows),
      let other = list.children.first(where: { !$0.isReadByOther(in: rows) }),
      let type = expression(other)?.type.type
    else { return expression(value) }
    return expression(value, expecting: type)
  }

  private func computedMembership(_ syntax: Syntax) -> TypedExpression? {
    let (value, list) = (syntax.children[0], syntax.children[1])
    let sign = syntax.kind == .negatedComparison ? "not in" : "in"
    observe(at: list) {
      .value(rows, .list(expression(value)?.type.type ?? .open), sums: false)
    }
    if list.kind == .name, rows?.field(list.mainText) == nil {
      report(.listWanted(list.text, sign: sign), at: list.range)
      return nil
    }
    guard let right = expression(list) else { return nil }
    let element: ValueType
    switch right.type.type {
    case .list(let type): element = type
    case .open: element = .open
    default:
      report(.listWanted(list.text, sign: sign), at: list.range)
      return nil
    }
    guard let left = expression(value, expecting: element) else { return nil }
    guard left.type.type.isComparable(to: element) else {
      report(.mismatch(left.type.type, element, list.text), at: list.range)
      return nil
    }
    guard isMember(right, of: left.type.type, at: list.range) else { return nil }
    return condition(.contained(left.expression, right.expression), of: [right])
  }

  func containment(
    _ whole: Syntax, _ part: Syntax
  ) -> TypedExpression? {
    guard let left = expression(whole, expecting: self.elements(whole, by: part)) else {
      return nil
    }
    let wanted: ValueType
    switch left.type.type {
    case .list(let element): wanted = element
    case .open: wanted = .open
    case let type where type.isText: wanted = .string
    default:
      report(.cannotContain(left.type.type), at: whole.range)
      return nil
    }
    guard let right = expression(part, expecting: wanted) else { return nil }
    guard wanted.isComparable(to: right.type.type), right.type.type != .null else {
      report(.mismatch(wanted, right.type.type, part.text), at: part.range)
      return nil
    }
    return condition(.containing(left.expression, right.expression), of: [left, right])
  }

  /// What the elements of a list are that is written out, by what it may contain.
  private func elements(_ whole: Syntax, by part: Syntax) -> ValueType? {
    guard whole.unwrapped.kind == .list, whole.isReadByOther(in: rows),
      !part.isReadByOther(in: rows), let type = expression(part)?.type.type
    else { return nil }
    return .list(type)
  }

  func match(
    _ value: Syntax, _ pattern: Syntax
  ) -> TypedExpression? {
    guard let left = expression(value) else { return nil }
    guard left.type.type.isText || left.type.type == .open else {
      report(.wrongType(left.type.type, wanted: .string), at: value.range)
      return nil
    }
    guard pattern.isQuoted || pattern.kind == .parenthesized else {
      report(.patternWanted, at: pattern.range)
      return nil
    }
    guard let right = reading(nil).expression(pattern, expecting: .string) else { return nil }
    guard case .constant(.string(let text)) = right.expression else {
      report(.patternWanted, at: pattern.range)
      return nil
    }
    do {
      let glob = try Glob(text)
      warn(of: glob, text, for: left, at: pattern.range)
      return condition(.matching(left.expression, glob), of: [left])
    } catch {
      report(.badPattern(error.reason), at: pattern.range)
      return nil
    }
  }

  /// Warns of a pattern that no value of a closed list of words has, and of one that has the signs of
  /// another kind of pattern in it.
  private func warn(of glob: Glob, _ text: String, for left: TypedExpression, at range: Range<Int>)
  {
    if case .enumeration(let type) = left.type.type {
      guard !type.members.contains(where: { glob.matches($0.name) }) else { return }
      report(.patternOfNone(text, of: type), at: range)
    } else if [".*", ".+", "%", "|", "\\d", "^"].contains(where: { text.contains($0) }) {
      report(.patternOfNone(text, of: nil), at: range)
    }
  }
}
