import CpayLanguage

extension Command {
  static let save = Command(
    signature: CommandSignature(
      name: "save", summary: "write the result to a file, whole or not at all", kind: .end,
      positional: .file(
        endings: OutputFormat.allCases.filter { $0 != .table }.map(\.rawValue) + ["yml"]
          + ChartPicture.endings),
      arguments: [Command.rawArgument],
      result: .written, effect: .read, alsoAccepts: [.chart],
      examples: [
        "disputes status=won | select id, amount, metadata.team | save @won.csv",
        "disputes | summarize by=status n=count() | chart status n | save @status.svg",
      ]),
    evaluation: .save)
}
