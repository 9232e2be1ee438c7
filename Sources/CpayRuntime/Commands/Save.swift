import CpayLanguage

extension Command {
  static let save = Command(
    signature: CommandSignature(
      name: "save", summary: "write the result to a file, whole or not at all", kind: .end,
      positional: .file(
        endings: OutputFormat.allEndings + ChartFormat.allCases.map(\.rawValue)),
      arguments: [Command.rawArgument],
      result: .written, effect: .read, alsoAccepts: [.chart],
      examples: [
        "disputes status=won | select id, amount, metadata.team | save @won.csv",
        "disputes | summarize by=status n=count() | chart status n | save @status.svg",
      ]),
    evaluation: .save)
}
