import CpayLanguage

extension Command {
  static let sort = Command(
    signature: CommandSignature(
      name: "sort", summary: "order the rows; missing values come last", kind: .filter,
      positional: .sortKeys, result: .sameRows, collects: true,
      examples: ["disputes | sort evidence_due_by", "disputes | sort status, amount desc"]),
    evaluation: .rows { (context) throws(EvaluationError) in
      try SortStage(context.stage.arguments.sortKeys, context.compiler)
    })
}
