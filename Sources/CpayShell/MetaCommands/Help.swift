extension MetaCommand {
  /// The page of all commands, or what there is to say of a word.
  static let help = MetaCommand(
    name: "help", synonyms: ["help", "?"], operand: .optional(.word),
    summary: "this page; what a word means, as does NAME?"
  ) { session, word in
    guard !word.isEmpty else {
      for line in page.flatMap({ $0.lines(width: session.errors.helpWidth) }) {
        session.errors.line(line)
      }
      return .told(.success)
    }
    let topic = HelpTopic(word)
    let lines = topic?.lines(width: session.errors.helpWidth) ?? [HelpTopic.missing(word)]
    for line in lines { session.errors.line(line) }
    return .told(topic == nil ? .usage : .success)
  }

  private static var page: [HangingLine] {
    let width = all.map(\.usage.utf8.count).max() ?? 0
    let start = [
      "a program is a source and stages: disputes | where amount > 1000eur | take 5",
      "| at the start of a line goes on from the last result, and let NAME = … keeps one",
      "",
    ]
    return start.map { HangingLine($0) } + HelpText.commands + [HangingLine("")]
      + all.map {
        HangingLine("\(DisplayText($0.usage).padded(to: width))   \($0.summary)", hang: width + 3)
      }
      + [HangingLine(""), HangingLine("help topics lists what else there is help on")]
  }
}
