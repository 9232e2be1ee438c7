import CpayLanguage

extension Command {
  static let select = Command(
    signature: CommandSignature(
      name: "select", summary: "keep these columns, or make new ones", kind: .filter,
      positional: .columns, result: .columns,
      examples: [
        "disputes | select id, amount, metadata.team",
        "disputes | select id, left=(evidence_due_by - now)",
      ]),
    evaluation: .rows { (context) throws(EvaluationError) in
      guard case .rows(let output) = context.stage.output else { throw .missing("columns") }
      return try SelectStage(context.stage.arguments.columns, context.compiler, output: output)
    })
}
