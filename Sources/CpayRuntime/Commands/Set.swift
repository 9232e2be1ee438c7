import CpayLanguage

extension Command {
  static let set = Command(
    signature: CommandSignature(
      name: "set", summary: "add columns to those there are", kind: .filter,
      positional: .assignments, result: .extended,
      examples: [
        "disputes | set left=(evidence_due_by - now) | select id, left",
        "disputes | set urgent=(evidence_due_by < now + 48h) | where urgent",
      ]),
    evaluation: .rows { (context) throws(EvaluationError) in
      guard case .rows(let output) = context.stage.output else { throw .missing("columns") }
      return try SelectStage(
        adding: context.stage.arguments.columns, context.compiler, output: output)
    })
}
