import CpayLanguage

extension Command {
  static let `where` = Command(
    signature: CommandSignature(
      name: "where", summary: "keep the rows for which the condition is true", kind: .filter,
      positional: .condition, result: .sameRows,
      examples: [
        "disputes | where amount > 1000eur and status == needs_response",
        "disputes | where evidence_due_by < now + 48h",
      ]),
    evaluation: .rows { (context) throws(EvaluationError) in
      try WhereStage(context.stage.arguments.conjuncts, context.compiler)
    })
}
