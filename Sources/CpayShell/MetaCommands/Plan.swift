import CpayLanguage
import CpayRuntime
import CpaySyntax

extension MetaCommand {
  /// Shows a plan that waits.
  static let plan = MetaCommand(
    name: "plan", operand: .optional(.plan),
    summary: "the plan that waits, or that a variable holds",
    examples: [":plan"]
  ) { session, name in
    let plans = session.snapshots.results.filter { if case .plan = $1 { true } else { false } }
    let word = name.hasPrefix("$") ? String(name.dropFirst()) : name
    if plans[word.isEmpty ? "_" : word] != nil {
      return .told(
        await session.execute(Source("$\(word.isEmpty ? "_" : word) | describe")))
    }
    let others = plans.keys.filter { $0 != "_" }.sorted().map { "`:plan $\($0)`" }
    session.errors.sentence(
      "cpay: "
        + (word.isEmpty ? "the last result is no plan" : "`$\(word)` holds no plan")
        + (others.isEmpty ? "" : "; try \(others.joined(separator: " or "))"))
    return .told(.usage)
  }
}
