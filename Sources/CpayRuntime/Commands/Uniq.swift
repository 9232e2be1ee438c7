import CpayLanguage

extension Command {
  static let uniq = Command(
    signature: CommandSignature(
      name: "uniq", summary: "keep the first row of each kind", kind: .filter,
      arguments: [
        CommandSignature.Argument("by", .keys, "what tells rows apart; all columns by default")
      ],
      result: .sameRows,
      examples: ["disputes | uniq by=charge", "disputes | select status | uniq"]),
    evaluation: .rows { (context) throws(EvaluationError) in
      try UniqStage(by: context.stage.arguments.keys, context.compiler)
    })
}
