import CpayLanguage

extension MetaCommand {
  /// The page of all commands, or what there is to say of a word.
  static let help = MetaCommand(
    name: "help", synonyms: ["help", "?"], operand: .optional(.word),
    summary: "this page; what a word means, as does NAME?",
    examples: ["submit?", "help :runs", "help topics"]
  ) { session, word in
    guard !word.isEmpty else {
      session.tell(page.flatMap { $0.lines(width: session.errors.helpWidth) })
      return .told(.success)
    }
    let lines = session.help(onDefinition: word) + (HelpTopic(word)?.lines ?? [])
    guard !lines.isEmpty else {
      session.errors.sentence(HelpTopic.missing(word))
      session.mended = HelpTopic.near(word).map { "help " + $0 }
      return .told(.usage)
    }
    session.tell(HelpTopic.lines(lines, width: session.errors.helpWidth))
    return .told(.success)
  }

  /// The page of all commands.
  static var page: [HangingLine] {
    let start = [
      "a program is a source and stages: disputes | where amount > 1000eur | take 5",
      "| at the start of a line goes on from the last result, and let NAME = … keeps one",
      "",
    ]
    return start.map { HangingLine($0) } + commands
      + [
        HangingLine("`NAME?` explains any of them, and `help commands` all in a line each"),
        HangingLine(""),
      ]
      + HangingLine.table(all.map { [$0.usage, $0.summary] }, indent: 0, gap: 3)
      + [HangingLine(""), HangingLine("help topics lists what else there is help on")]
  }

  /// The commands of programs by where they stand.
  private static var commands: [HangingLine] {
    let kinds: [(CommandDeclaration.Kind, String)] = [
      (.source, "begin with"), (.filter, "go on with"), (.write, "plan with"),
      (.effect, "send with"), (.end, "end with"),
    ]
    return HangingLine.table(
      kinds.map { kind, place in
        let names = CommandCatalog.standard.commands.filter { $0.kind == kind }.map(\.name)
        return [place, names.joined(separator: ", ")]
      }, indent: 0)
  }
}

extension Session {
  /// What there is to say of a definition of this session, or of a file that it uses; nothing for
  /// another word.
  fileprivate func help(onDefinition name: String) -> [HangingLine] {
    guard let report = DefinitionReport(of: name, context()) else { return [] }
    let lines = [HangingLine(report.usage, hang: 4)] + (report.help.map { [.prose($0)] } ?? [])
    let others = HelpTopic(name) == nil ? [] : [HangingLine("")]
    return lines + HangingLine.table([["type", report.type]]) + others
  }

  /// Shows lines of help, a screen at a time where there are more.
  fileprivate func tell(_ lines: [String]) {
    if errors.isTerminal, let pager = output.pager, let terminal = output.descriptor,
      pager.wants(lines.count, on: terminal),
      pager.show(lines.joined(separator: "\n") + "\n", on: terminal, {})
    {
      return
    }
    for line in lines { errors.line(line) }
  }
}
