extension CommandDeclaration {
  /// How it is written: `take NUMBER`, `draft evidence=EVIDENCE`; what may be left out stands in
  /// brackets.
  public var usage: String {
    ([name] + (operand.map { [$0.usage] } ?? []) + arguments.map(\.usage)).joined(separator: " ")
  }

  /// What it works on, in a few words.
  public var takes: String {
    switch kind {
    case .source: "nothing; it begins a pipeline"
    case .filter: "rows"
    case .write: "rows with a dispute behind each"
    case .effect: "a plan"
    case .end: (["rows"] + alsoTakes.map { "a \($0.rawValue)" }).joined(separator: ", or ")
    }
  }

  /// How far it reaches and whether it waits for all rows, in a few words.
  public var reach: String {
    if kind == .effect { return "amend or final, as its plan says" }
    let flow = collects ? ", collects all rows first" : kind == .source ? "" : ", streams"
    return effect.name + flow
  }

  /// What it takes behind its name, said where there is too much.
  var operandLimit: String {
    let names = arguments.compactMap(\.name)
    return operand?.takes
      ?? (names.isEmpty
        ? "takes nothing" : "takes \(names.map { "\($0)=" }.joined(separator: ", "))")
  }
}
