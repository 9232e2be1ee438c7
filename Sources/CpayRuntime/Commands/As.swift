import CpayLanguage
import CpayValue

extension Command {
  static let `as` = Command(
    signature: CommandSignature(
      name: "as", summary: "show the result in this format", kind: .end,
      positional: .format(OutputFormat.allCases.map(\.rawValue)),
      arguments: [Command.rawArgument],
      result: .written, alsoAccepts: [.value],
      examples: ["disputes status=won | as ndjson", "disputes | select id, amount | as csv"]),
    evaluation: .show)

  /// Leaves cells of csv and tsv as they are.
  static let rawArgument = CommandSignature.Argument(
    "raw", .value(.bool),
    "leave csv cells that a spreadsheet takes for formulas as they are; `false` by default")
}
