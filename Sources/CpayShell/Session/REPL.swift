import CpayLanguage
import CpayLedger
import CpayRuntime
import CpaySyntax
import CpayValue
import Glibc

/// Reads lines at a terminal and runs each program as soon as it is whole.
///
/// A line that begins with `|` goes on from the last result. Ctrl-C drops what is typed or stops
/// what runs, never the shell; Ctrl-D ends it.
struct REPL {
  private let program: CommandLineTool
  private let session: Session
  private let editor: EditorThread
  private let descriptor: Int32
  /// Tells the lines of this session from others in the history.
  private let name = String(UInt32.random(in: 0...UInt32.max), radix: 16)
  private let typeAhead = TypeAhead()

  init(_ program: CommandLineTool, _ options: SessionOptions, descriptor: Int32) {
    var options = options
    options.keepsResults = true
    let editor = lineEditor(
      input: descriptor, output: program.output.descriptor ?? 1,
      keys: REPL.keys(program), variables: program.variables)
    self.program = program
    self.editor = EditorThread(editor)
    self.descriptor = descriptor
    session = Session(
      options, variables: program.variables, output: editor.above(program.output),
      errors: editor.above(program.errors),
      files: FileAccess(
        folder: program.folder, home: program.variables["HOME"],
        temporary: program.variables["TMPDIR"]),
      redactor: program.redactor, question: nil)
    session.question = program.question(stopping: session.cancellation, keeping: typeAhead)
  }

  /// The keys that the person has chosen; what is wrong with that file is said, and stops nobody.
  private static func keys(_ program: CommandLineTool) -> EditingKeys {
    do throws(ConnectionError) {
      return try ProfileStore(program.variables)?.editing() ?? .emacs
    } catch {
      program.errors.sentence("cpay: \(error.message)")
      return .emacs
    }
  }

  func run(keepsHistory: Bool) async -> ExitStatus {
    let history = keepsHistory ? await openHistory() : nil
    session.keptHistory = history.map { history in
      {
        try history.load().map {
          TypedLine(time: Timestamp(seconds: $0.time), text: $0.text)
        }
      }
    }
    do {
      // What asks the API for nothing needs no account.
      if try session.hasAccount() { _ = try await session.connect() }
    } catch {
      program.errors.sentence("cpay: \(ErrorText.line(error))")
      return error.status
    }
    greet()
    warn()
    var status = ExitStatus.success
    var waiting: [String] = []
    let between = SignalWatch(SIGINT)
    while let text = await readProgram(history, &waiting, between) {
      if text.trimmed.isEmpty { continue }
      session.cancellation.begin()
      let signals = InterruptSignals(session.cancellation, errors: program.errors)
      if between.take() {
        signals.stop()
        status = session.fail(EvaluationError.interrupted)
        continue
      }
      let answer = await session.answer(text)
      signals.stop()
      // As at any prompt, Ctrl-C drops what waits; what was typed since then is for the next.
      if session.cancellation.isRequested {
        _ = typeAhead.take()
        await editor.forgetTyped()
      }
      typeAhead.collect(from: descriptor)
      await editor.giveBack(typeAhead.take())
      switch answer {
      case .ran(let ended): status = ended
      case .told: break
      case .leave:
        await session.close()
        return status
      }
    }
    program.errors.line("")
    await session.close()
    return status
  }

  /// Says which account this is; where there is none, how to begin.
  private func greet() {
    let help = ":help for help, Ctrl-D to leave"
    if let account = session.label?.text {
      program.errors.sentence("\(account) · \(help)", alarm: session.label?.alarm)
      if session.options.consent.isGiven {
        program.errors.sentence(
          "the command line agrees to plans, which are sent without a question; `:account` ends that"
        )
      }
      return
    }
    let profiles = session.profileNames
    guard profiles.isEmpty else {
      program.errors.sentence(
        "no account is open, so that nothing is asked of the API · \(help)")
      program.errors.sentence("`:account NAME` opens one: \(profiles.joined(separator: ", "))")
      return
    }
    program.errors.sentence("no account is set up, so that nothing is asked of the API · \(help)")
    let ways = [
      [":tour", MetaCommand.tour.summary], [":sandbox", MetaCommand.sandbox.summary],
      ["cpay login NAME", "set up your own account, at your shell"],
    ]
    for line in HangingLine.table(ways).flatMap({ $0.lines(width: program.errors.helpWidth) }) {
      program.errors.line(line)
    }
  }

  /// Tells of runs that were cut short, where the session works on a ledger that is there.
  private func warn() {
    let options = session.options.connection
    if options.sandbox || options.rehearses { return }
    do {
      let folder = try LedgerPlaces.folder(of: options.profile, program.variables)
      guard try LedgerPlaces.hasLedger(folder) else { return }
      let ledger = try Ledger(folder: folder, clock: Connection.systemTime)
      let hints = RunHints(options, profile: session.label?.profile, inSession: true)
      for line in try ledger.warnings(hints) { program.errors.sentence(line) }
    } catch {
      program.errors.sentence("cpay: \(ErrorText.line(error))")
    }
  }

  /// The next whole program; nil at the end of input.
  ///
  /// Lines that are there already when one ends were pasted with it, and mean what they mean in a
  /// file: a line that begins with `|` belongs to the one before. What is typed while another program
  /// runs are lines by themselves.
  private func readProgram(
    _ history: HistoryFile?, _ waiting: inout [String], _ between: SignalWatch
  ) async -> String? {
    var text = ""
    var help = session.typingHelp()
    if let history { help.history = { try? history.load().map(\.text) } }
    let label = session.label?.prompt ?? (session.options.connection.sandbox ? "sandbox" : "cpay")
    while true {
      let prompt = Prompt(label, isWarning: session.label?.warning != nil)
      // What was asked before the line was typed is not about it.
      if waiting.isEmpty { _ = between.take() }
      let input =
        waiting.isEmpty
        ? await editor.readLine(text.isEmpty ? prompt : prompt.further, helpedBy: help)
        : .line(waiting.removeFirst())
      switch input {
      case .endOfInput where text.isEmpty: return nil
      case .endOfInput, .interrupted: text = ""
      case .line(let line):
        // A command stands alone, however the lines came.
        if !text.isEmpty, !MetaCommand.isPartial(text), MetaCommand.reading(line) != nil {
          waiting.append(line)
          await remember(text, history)
          return text
        }
        text += (text.isEmpty ? "" : "\n") + line
        if MetaCommand.isPartial(text) { continue }
        if MetaCommand.reading(text) == nil, await editor.hasInputWaiting() { continue }
        await remember(text, history)
        return text
      }
    }
  }

  private func openHistory() async -> HistoryFile? {
    do {
      let folder = try Connection.stateFolder(program.variables)
      try PrivateFolder.make(folder)
      let history = HistoryFile(path: folder + "/history")
      await editor.remember(try history.load().map(\.text))
      return history
    } catch {
      let text = ErrorText.line(error)
      program.errors.sentence(text.hasPrefix("history is off: ") ? text : "no history: \(text)")
      return nil
    }
  }

  private func remember(_ text: String, _ history: HistoryFile?) async {
    guard mayBeKept(text), !text.trimmed.isEmpty else { return }
    await editor.remember([text])
    let label = session.label
    do {
      _ = try history?.append(
        HistoryFile.Entry(
          time: Connection.systemTime().seconds, session: name,
          account: label.map { $0.profile ?? $0.place } ?? "", mode: label?.mode ?? "",
          text: text))
    } catch {
      program.errors.sentence("not kept in history: \(ErrorText.line(error))")
    }
  }
}
