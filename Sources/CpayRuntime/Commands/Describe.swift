import CpayLanguage

extension Command {
  static let describe = Command(
    signature: CommandSignature(
      name: "describe",
      summary: "what columns there are and what is in them; of a plan, its preview",
      kind: .end, result: .made(DescribeStage.fields), collects: true, alsoAccepts: [.plan],
      examples: ["disputes | describe"]),
    evaluation: .describe)
}
