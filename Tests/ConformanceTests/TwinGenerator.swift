import CpayTestSupport

/// Makes expressions by chance.
struct TwinGenerator {
  var random: SeededGenerator

  init(seed: Int) {
    random = SeededGenerator(seed: seed)
  }

  mutating func below(_ bound: Int) -> Int { random.below(bound) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { random.pick(elements) }

  /// A condition of at most that many levels.
  mutating func condition(_ depth: Int) -> Twin {
    guard depth > 0 else { return leaf() }
    switch random.below(5) {
    case 0: return .negation(of: condition(depth - 1))
    case 1: return .calculation("and", "both", condition(depth - 1), condition(depth - 1))
    case 2: return .calculation("or", "either", condition(depth - 1), condition(depth - 1))
    case 3: return .decision(condition(depth - 1), condition(depth - 1), condition(depth - 1))
    default: return leaf()
    }
  }

  /// What rows are sorted by: a number or a text that reads a field, which a key must.
  mutating func key(_ depth: Int, isText: Bool) -> Twin {
    while true {
      let twin = isText ? text(depth) : number(depth)
      if twin.readsField { return twin }
    }
  }

  /// A condition without another inside; texts alone are not compared, where one may name a field.
  mutating func leaf() -> Twin {
    while true {
      let twin = anyLeaf()
      if twin.readsField || !twin.cpay.contains("\"") { return twin }
    }
  }

  private mutating func anyLeaf() -> Twin {
    switch random.below(12) {
    case 0, 1, 2: comparison(number(2), number(2))
    case 3, 4: comparison(text(1), text(1))
    case 5: membership(number(1), [number(0), number(0), number(0)])
    case 6: membership(text(1), [text(0), text(0), text(0)])
    case 7: pick(TwinGenerator.existence)
    case 8: part(of: text(1))
    case 9: element(number(0))
    default: pick(TwinGenerator.truths)
    }
  }

  private mutating func comparison(_ left: Twin, _ right: Twin) -> Twin {
    let (sign, function) = pick([
      ("==", "equal"), ("!=", "unequal"), ("<", "less"), ("<=", "atmost"), (">", "more"),
      (">=", "atleast"),
    ])
    return .calculation(sign, function, left, right)
  }

  private mutating func membership(_ value: Twin, _ list: [Twin]) -> Twin {
    let cpay = "[" + list.map(\.cpay).joined(separator: ", ") + "]"
    let jq = "among(\(value.jq); [" + list.map(\.jq).joined(separator: ", ") + "])"
    return random.once(in: 2)
      ? Twin("(\(value.cpay) in \(cpay))", jq)
      : Twin("(\(value.cpay) not in \(cpay))", "(\(jq) | negated)")
  }

  private mutating func element(_ value: Twin) -> Twin {
    pick([
      Twin("(l contains \(value.cpay))", "listed(\(value.jq); .l)"),
      Twin("(\(value.cpay) in l)", "listed(\(value.jq); .l)"),
      Twin("(\(value.cpay) not in l)", "(listed(\(value.jq); .l) | negated)"),
    ])
  }

  private static let existence =
    ["a", "b", "s", "on", "m.k", "l"].flatMap { name in
      [
        Twin("(\(name) == null)", "(.\(name) == null)"),
        Twin("(null != \(name))", "(.\(name) != null)"),
      ]
    }

  private static let truths = [
    Twin("on", ".on"), Twin("(on == true)", "(.on == true)"),
    Twin("(on != false)", "(.on != false)"), Twin("true", "true"), Twin("false", "false"),
    Twin("(on == (a < b))", "(.on == less(.a; .b))"),
  ]

  /// Patterns, each with a regular expression of the same meaning.
  private static let patterns = [
    ("a*", "^a"), ("*b", "b$"), ("?", "^.$"), ("??", "^..$"), ("[a-z]*", "^[a-z]"),
    ("[!a]*", "^[^a]"), ("*", ""), ("*木*", "木"), ("[é-ж]", "^[é-ж]$"), ("", "^$"),
  ]

  private mutating func part(of text: Twin) -> Twin {
    if random.once(in: 2) {
      let part = pick(GeneratedRows.texts)
      return Twin("(\(text.cpay) contains \"\(part)\")", "holds(\(text.jq); \"\(part)\")")
    }
    let (glob, expression) = pick(TwinGenerator.patterns)
    return Twin("(\(text.cpay) matches \"\(glob)\")", "like(\(text.jq); \"\(expression)\")")
  }
}
