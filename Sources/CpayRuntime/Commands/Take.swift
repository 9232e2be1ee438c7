import CpayLanguage

extension Command {
  static let take = Command(
    signature: CommandSignature(
      name: "take", summary: "the first rows only", kind: .filter, positional: .count,
      result: .sameRows, examples: ["disputes | take 5"]),
    evaluation: .rows { (context) throws(EvaluationError) in TakeStage(try context.count()) })
}
