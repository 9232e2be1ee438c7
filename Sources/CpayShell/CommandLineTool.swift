import ArgumentParser
import CpayClient
import CpayLanguage
import CpayRuntime
import CpaySyntax
import Glibc

/// cpay as a value: arguments, settings and streams in, an exit status out.
///
/// A test is a call of ``run()``; the executable is the same call on the process's own streams.
public struct CommandLineTool: Sendable {
  let arguments: [String]
  let variables: [String: String]
  let input: InputStream
  private(set) var output: OutputStream
  private(set) var errors: OutputStream
  let folder: String?
  /// Keeps the keys that are loaded out of both streams, and out of whatever is saved.
  let redactor = Redactor()

  /// A program with those arguments, without the command's own name.
  ///
  /// Relative paths start from `folder`, or from the process's working folder.
  public init(
    arguments: [String], variables: [String: String], input: InputStream, output: OutputStream,
    errors: OutputStream, folder: String? = nil
  ) {
    self.arguments = arguments
    self.variables = variables
    self.input = input
    self.output = output.changing { [redactor] in redactor.data($0) }
    self.errors = errors.changing { [redactor] in redactor.message($0) }
    self.folder = folder
    color(.auto)
    page(true)
  }

  /// Shows long results a screen at a time from now on, or does not.
  private mutating func page(_ isPaged: Bool) {
    // What is wrong with that file is said where the account is settled.
    let setting = output.isTerminal && isPaged ? (try? ProfileStore(variables)?.pager()) : nil
    output = output.paged(by: isPaged ? Pager(variables, setting: setting) : nil)
  }

  /// Writes in colour from now on, or does not.
  private mutating func color(_ choice: ColorChoice) {
    output = output.colored(choice.holds(for: output, variables))
    errors = errors.colored(choice.holds(for: errors, variables))
  }

  /// Runs to the end.
  ///
  /// Results that could not be written are an error, whatever else became of the program.
  public func run() async -> ExitStatus {
    let status = await runWithoutLookingBack()
    guard let reason = output.failure() else { return status }
    errors.sentence("cpay: results could not be written: \(reason)")
    return status.combined(with: .ledger)
  }

  private func runWithoutLookingBack() async -> ExitStatus {
    if let key = arguments.first(where: KeyPattern.occurs) {
      let place = arguments.firstIndex(of: key).map { $0 + 1 } ?? 0
      errors.sentence(
        "cpay: argument \(place) is an API key, which others on this machine can read")
      errors.sentence("`cpay login NAME` asks for it; and replace it: it has been shown")
      return .usage
    }
    if arguments.count > 1, arguments[0] == "help" {
      let name = arguments.dropFirst().joined(separator: " ")
      if HelpTopic(name) != nil || !CpayCommand.names.contains(arguments[1]) {
        return help(on: name)
      }
    }
    // What is started most does without the parser, whose reflection takes a fifth of the start.
    if arguments == ["--version"] {
      output.line(CpayCommand.configuration.version)
      return .success
    }
    if let request = RunRequest(bare: arguments) { return await RunProgram(self, request)() }
    if let description = DescribeProgram(self) { return description() }
    do {
      return try await run(CpayCommand.command(of: arguments))
    } catch {
      let text = CpayCommand.fullMessage(for: error)
        .split(separator: "\n", omittingEmptySubsequences: false)
        .map { DisplayText($0).string }.joined(separator: "\n")
      guard CpayCommand.exitCode(for: error).isSuccess else {
        errors.line(text)
        return .usage
      }
      output.line(text)
      return .success
    }
  }

  private func help(on name: String) -> ExitStatus {
    guard let topic = HelpTopic(name) else {
      errors.sentence("cpay: \(HelpTopic.missing(name))")
      return .usage
    }
    for text in topic.lines(width: output.helpWidth) { output.line(text) }
    if CpayCommand.names.contains(name) {
      errors.sentence("`cpay \(name) --help` tells of the command line's own `\(name)`")
    }
    return .success
  }

  private func run(_ parsed: any ParsableCommand) async throws -> ExitStatus {
    if let command = parsed as? any Subcommand {
      var tool = self
      if let shape = (command as? any ShapedSubcommand)?.shape {
        tool.color(shape.color)
        if shape.noPager { tool.page(false) }
      }
      return await command.run(in: tool)
    }
    // Help asked for by name is a command of the parser's own.
    var command = parsed
    try command.run()
    return .success
  }

  /// The text of a file that holds a program; `advice` is given where there is none.
  func source(_ path: String, otherwise advice: String? = nil) -> Source? {
    switch FileAccess(folder: folder).read(path) {
    case .success(let bytes): return Source(name: path, bytes: bytes)
    case .failure(let failure):
      let other = path.contains(".") ? nil : CommandLineTool.advice(onCommand: path)
      errors.sentence(
        "cpay: cannot read \(path): \(failure.reason)"
          + ((advice ?? other).map { "; " + $0 } ?? ""))
      return nil
    }
  }

  /// What helps where a command may be meant by what is no file.
  private static func advice(onCommand word: String) -> String {
    CpayCommand.names.contains(word)
      ? "the command stands first: cpay \(word), and its options behind it"
      : "`cpay --help` shows the commands"
  }

  /// The bytes of a program on standard input.
  func program() -> Result<[UInt8], FileFailure> {
    let cancellation = Cancellation()
    let signals = InterruptSignals(cancellation)
    defer { signals.stop() }
    return Result { () throws(FileFailure) in
      try input.waiting(until: cancellation).readAll()
    }
  }

  /// Says why there was no program on standard input; where nobody stopped it that is `status`.
  func report(_ failure: FileFailure, _ status: ExitStatus) -> ExitStatus {
    if failure == .interrupted {
      errors.sentence("cpay: interrupted")
      return .interrupted
    }
    errors.sentence("cpay: cannot read standard input: \(failure.reason)")
    return status
  }

  /// Asks at the terminal for what nobody else may see, and returns what came of it; nil where nobody
  /// can be asked.
  func secret(asking text: String) -> LineInput? {
    guard input.isTerminal, errors.isTerminal, let descriptor = input.descriptor,
      let screen = errors.descriptor
    else { return nil }
    // What was typed before is on the screen already.
    tcflush(descriptor, TCIFLUSH)
    let reader = PlainLineReader(input: descriptor, promptsTo: screen)
    reader.echoes = false
    let answer = reader.answer(to: text)
    errors.line("")
    return answer
  }

  /// Asks at the terminal and returns the line typed; nil where nobody can be asked.
  ///
  /// It takes a terminal on both ends. Ctrl-D is no answer; Ctrl-C is none either, and asks to stop.
  /// What was typed before the question was there is none, and goes to `typeAhead`, or nowhere.
  func question(
    stopping cancellation: Cancellation, keeping typeAhead: TypeAhead? = nil
  ) -> (@Sendable (String) async -> String?)? {
    guard input.isTerminal, errors.isTerminal, let descriptor = input.descriptor,
      let screen = errors.descriptor
    else { return nil }
    return { text in
      if let typeAhead {
        typeAhead.collect(from: descriptor)
      } else {
        tcflush(descriptor, TCIFLUSH)
      }
      let reader = PlainLineReader(input: descriptor, promptsTo: screen)
      switch reader.answer(to: text) {
      case .line(let answer): return answer
      case .endOfInput: return nil
      case .interrupted:
        cancellation.request()
        return nil
      }
    }
  }
}
