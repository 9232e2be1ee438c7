import CpayLanguage

extension Command {
  static let chart = Command(
    signature: CommandSignature(
      name: "chart", summary: "draw a value for each label", kind: .end, positional: .chart,
      arguments: [
        CommandSignature.Argument(
          "kind", .choice(ChartKind.allCases.map(\.rawValue)), "how; `bar` by default")
      ],
      result: .chart, collects: true,
      examples: [
        "disputes | summarize by=status n=count() | chart status n",
        "disputes | where currency == eur | sort created | chart id amount kind=line",
      ]),
    evaluation: .chart)
}
