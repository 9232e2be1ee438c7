import CpayTestSupport

extension TwinGenerator {
  /// A whole number, perhaps missing.
  mutating func number(_ depth: Int) -> Twin {
    guard depth > 0, !random.once(in: 3) else {
      if random.once(in: 3) {
        let literal = random.below(9) - 4
        return Twin("\(literal)", "(\(literal))")
      }
      let name = pick(["a", "b", "c"])
      return Twin(name, ".\(name)")
    }
    switch random.below(10) {
    case 0, 1: return .calculation("+", "plus", number(depth - 1), number(depth - 1))
    case 2: return .calculation("-", "minus", number(depth - 1), number(depth - 1))
    case 3: return product(depth)
    case 4, 5: return .calculation("??", "default", number(depth - 1), number(depth - 1))
    case 6: return .choice(leaf(), number(depth - 1), number(depth - 1))
    case 7:
      let text = text(depth - 1)
      return Twin("length(\(text.cpay))", "(\(text.jq) | size)")
    case 8: return pick([Twin("length(l)", "(.l | size)"), Twin("l[0]", ".l[0]")])
    default:
      let inner = number(depth - 1)
      return random.once(in: 2)
        ? Twin("(-(\(inner.cpay)))", "(\(inner.jq) | opposite)")
        : Twin("abs(\(inner.cpay))", "(\(inner.jq) | absolute)")
    }
  }

  /// A product that stays far below what a double holds exactly.
  private mutating func product(_ depth: Int) -> Twin {
    if random.once(in: 2) { return .calculation("*", "times", number(0), number(0)) }
    let factor = random.below(9) - 4
    return .calculation("*", "times", number(depth - 1), Twin("\(factor)", "(\(factor))"))
  }

  /// A text, perhaps missing.
  mutating func text(_ depth: Int) -> Twin {
    guard depth > 0, !random.once(in: 2) else {
      if random.once(in: 3) {
        let literal = "\"" + pick(GeneratedRows.texts) + "\""
        return Twin(literal, literal)
      }
      let name = pick(["s", "t", "m.k", "m.l"])
      return Twin(name, ".\(name)")
    }
    switch random.below(6) {
    case 0, 1: return .choice(leaf(), text(depth - 1), text(depth - 1))
    case 2, 3: return .calculation("??", "default", text(depth - 1), text(depth - 1))
    case 4:
      let inner = text(depth - 1)
      return Twin("lower(\(inner.cpay))", "(\(inner.jq) | small)")
    default: return pick(TwinGenerator.templates)
    }
  }

  /// Texts with holes, and numbers as text.
  private static let templates = [
    Twin("\"{t}-{c}\"", "(.t + \"-\" + (.c | tostring))"),
    Twin("\"<{s ?? t}>\"", "(\"<\" + default(.s; .t) + \">\")"),
    Twin("\"{a ?? 0}{b ?? c}\"", "((default(.a; 0) | tostring) + (default(.b; .c) | tostring))"),
    Twin("string(a)", "(if .a == null then null else .a | tostring end)"),
  ]
}
