import CpayLanguage
import CpayRuntime
import CpaySyntax

extension MetaCommand {
  /// Shows the last result again.
  static let last = MetaCommand(
    name: "last", operand: .optional(.format),
    summary: "the last result again; in another format",
    examples: [":last", ":last csv"]
  ) { session, format in
    if !format.isEmpty, OutputFormat(rawValue: format) == nil {
      let names = OutputFormat.allCases.map(\.rawValue)
      let near = Suggestion.nearest(to: format, among: names).map { "did you mean `:last \($0)`?" }
      session.errors.sentence(
        "cpay: there is no format `\(format)`; "
          + (near ?? "there are \(names.joined(separator: ", "))"))
      return .told(.usage)
    }
    switch session.snapshots.results["_"] {
    case nil, .written:
      session.errors.sentence("cpay: there is no result yet that could be shown again")
      return .told(.usage)
    case .plan: return .told(await session.execute(Source("$_ | describe")))
    case .rows, .value, .chart:
      let stage = format.isEmpty ? "" : " | as \(format)"
      return .told(await session.execute(Source("$_" + stage)))
    }
  }
}
