import CpayLanguage
import CpayRuntime
import CpaySyntax

/// A command of a session that is no program.
///
/// The prompt and transcripts run the same table, and the page of `:help` is made of it: a new
/// command is an entry here.
struct MetaCommand: Sendable {
  /// How it is written, as help shows it.
  let usage: String
  /// What it is for.
  let summary: String
  /// What a line asks it about; nil for a line that is not this command.
  private let operand: @Sendable (_ line: String) -> String?
  private let action: @Sendable (Session, _ operand: String) async -> End

  /// What becomes of the session.
  enum End: Sendable {
    /// It goes on.
    case done(ExitStatus)
    /// The person wants to leave.
    case leave
  }

  /// What there is, in the order of help.
  static let all: [MetaCommand] = [
    MetaCommand(usage: ":help", summary: "this page", operand: oneOf(":help", "help", "?")) {
      (session, _) in
      for line in page { session.errors.line(line) }
      return .done(.success)
    },
    MetaCommand(
      usage: ":help NAME", summary: "a command, function or code, as does NAME?",
      operand: \.helpTopic
    ) { session, name in
      let topic = HelpTopic(name)
      for line in topic?.lines ?? [HelpTopic.missing(name)] { session.errors.line(line) }
      return .done(topic == nil ? .usage : .success)
    },
    MetaCommand(
      usage: ":type P", summary: "what a pipeline or a definition yields", operand: behind(":type")
    ) { session, text in .done(session.tellType(of: text)) },
    MetaCommand(
      usage: ":account NAME", summary: "go over to another profile; alone, which one this is",
      operand: behind(":account")
    ) { session, name in .done(await session.changeAccount(to: name)) },
    MetaCommand(
      usage: ":runs RUN", summary: "what became of the rows of a run; alone, the runs there are",
      operand: behind(":runs")
    ) { session, run in .done(await session.showRuns(run)) },
    MetaCommand(
      usage: ":resume RUN", summary: "go on with a run that ended early, or was cut short",
      operand: behind(":resume")
    ) { session, run in .done(await session.resume(run)) },
    MetaCommand(
      usage: ":quit", summary: "leave, as does Ctrl-D",
      operand: oneOf(":quit", ":q", "exit", "quit")
    ) { _, _ in .leave },
  ]

  /// Does what a line says that is a command, or begins with `:` as if it were one; nil for
  /// anything else, which is a program.
  static func perform(_ text: String, in session: Session) async -> End? {
    let line = text.trimmed
    for command in all {
      if let operand = command.operand(line) { return await command.action(session, operand) }
    }
    guard line.hasPrefix(":") else { return nil }
    session.errors.line("no such command; :help lists what there is")
    return .done(.usage)
  }

  /// What `:help` shows.
  private static var page: [String] {
    let width = all.map(\.usage.utf8.count).max() ?? 0
    return [
      "a program is a source and stages: disputes | where amount > 1000eur | take 5",
      "| at the start of a line goes on from the last result, and let NAME = … keeps one",
      "",
    ] + HelpText.commands + [""]
      + all.map { "\(DisplayText($0.usage).padded(to: width))   \($0.summary)" }
  }

  // MARK: How a command is written

  private static func oneOf(_ words: String...) -> @Sendable (String) -> String? {
    { words.contains($0) ? "" : nil }
  }

  /// What stands behind the word, or nothing.
  private static func behind(_ word: String) -> @Sendable (String) -> String? {
    { $0 == word ? "" : $0.hasPrefix(word + " ") ? String($0.dropFirst(word.count)).trimmed : nil }
  }
}

extension String {
  /// What `:help NAME` or `NAME?` asks about; nil for a text that asks nothing of the kind.
  fileprivate var helpTopic: String? {
    let name =
      hasPrefix(":help ") || hasPrefix("help ")
      ? drop { $0 == ":" }.dropFirst(5).drop { $0 == " " } : hasSuffix("?") ? dropLast() : ""
    return name.isEmpty || name.contains { !$0.isLetter && !$0.isNumber && $0 != "_" }
      ? nil : String(name)
  }
}

extension Session {
  /// Goes over to another profile; a live one only once its name has been typed again.
  fileprivate func changeAccount(to name: String) async -> ExitStatus {
    guard !name.isEmpty else {
      errors.sentence(label?.text ?? "no account is open")
      return .success
    }
    do throws(ConnectionError) {
      if try profile(name).isLive {
        let typed = await question?("\(name) is LIVE, and real money moves; type its name: ")
        guard typed?.trimmed == name else {
          errors.line("not confirmed; the account is the same as before")
          return .usage
        }
      }
      try await change(to: name)
      errors.sentence("\(label?.text ?? name) · variables and results are dropped")
      return .success
    } catch {
      errors.sentence("cpay: \(error.message)")
      return error.status
    }
  }

  /// Shows the runs of the account, or the rows of the one whose name begins so.
  fileprivate func showRuns(_ run: String) async -> ExitStatus {
    await reporting {
      let connection = try await connect()
      let ledger = try connection.ledger()
      let desk = RunDesk(output, errors, options.format, now: try await connection.now())
      if run.isEmpty { try desk.list(ledger) } else { try desk.show(run, in: ledger) }
      return .success
    }
  }

  /// Goes on with a run, by the same consent as the command.
  fileprivate func resume(_ run: String) async -> ExitStatus {
    guard !run.isEmpty else {
      errors.sentence("cpay: write `:resume RUN`; `:runs` lists them")
      return .usage
    }
    return await reporting {
      let connection = try await connect()
      let resume = ResumeRun(
        output: output, errors: errors, files: files.store, format: options.format,
        progress: options.progress, waitsForOthers: options.waitsForOthers,
        consent: options.consent, question: question)
      return try await resume(run, on: connection, hints(connection), cancellation)
    }
  }

  /// Does what a command asks for, and says what keeps it from it.
  private func reporting(_ work: () async throws -> ExitStatus) async -> ExitStatus {
    cancellation.begin()
    do {
      return try await work()
    } catch {
      errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }

  /// Tells what a pipeline or a definition yields, without running it.
  fileprivate func tellType(of text: String) -> ExitStatus {
    guard !text.isEmpty else {
      errors.line("cpay: write `:type disputes | take 5`, or a definition's name")
      return .usage
    }
    do throws(Refusal) {
      output.line(try TypeReport.text(of: Source(text), context()))
      return .success
    } catch {
      report(error)
      return .refused
    }
  }
}
