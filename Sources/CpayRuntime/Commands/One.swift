import CpayLanguage

extension Command {
  static let one = Command(
    signature: CommandSignature(
      name: "one", summary: "the only row there is; stop if there is none or another",
      kind: .filter, result: .sameRows, collects: true,
      examples: ["disputes charge=ch_2 | one"]),
    evaluation: .rows { (_) throws(EvaluationError) in OneStage() })
}
