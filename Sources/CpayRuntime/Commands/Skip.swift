import CpayLanguage

extension Command {
  static let skip = Command(
    signature: CommandSignature(
      name: "skip", summary: "pass over the first rows", kind: .filter, positional: .count,
      result: .sameRows, examples: ["disputes | skip 2 | take 2"]),
    evaluation: .rows { (context) throws(EvaluationError) in SkipStage(try context.count()) })
}
