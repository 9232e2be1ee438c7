import CpayLanguage

extension Command {
  static let summarize = Command(
    signature: CommandSignature(
      name: "summarize", summary: "one row for each group, with sums, counts and their like",
      kind: .filter, positional: .aggregates,
      arguments: [
        CommandSignature.Argument("by", .keys, "what makes a group; one of all rows by default")
      ],
      result: .summary, collects: true,
      examples: [
        "disputes | summarize by=[status, currency] n=count() total=sum(amount)",
        "disputes | where currency == eur | summarize total=sum(amount) largest=max(amount)",
      ]),
    evaluation: .rows { (context) throws(EvaluationError) in
      guard case .rows(let output) = context.stage.output else { throw .missing("columns") }
      return try SummarizeStage(context.stage.arguments, context.compiler, output: output)
    })
}
