extension MetaCommand {
  /// The page of all commands, or what there is to say of a word.
  static let help = MetaCommand(
    name: "help", synonyms: ["help", "?"], operand: .optional(.word),
    summary: "this page; what a word means, as does NAME?"
  ) { session, word in
    guard !word.isEmpty else {
      for line in page { session.errors.line(line) }
      return .told(.success)
    }
    let topic = HelpTopic(word)
    for line in topic?.lines ?? [HelpTopic.missing(word)] { session.errors.line(line) }
    return .told(topic == nil ? .usage : .success)
  }

  private static var page: [String] {
    let width = all.map(\.usage.utf8.count).max() ?? 0
    return [
      "a program is a source and stages: disputes | where amount > 1000eur | take 5",
      "| at the start of a line goes on from the last result, and let NAME = … keeps one",
      "",
    ] + HelpText.commands + [""]
      + all.map { "\(DisplayText($0.usage).padded(to: width))   \($0.summary)" }
  }
}
