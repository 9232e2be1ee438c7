import CpayLanguage
import CpaySyntax
import Dispatch
import Glibc

/// `cpay`, `cpay -c TEXT`, `cpay FILE`, and a program on standard input.
struct RunProgram {
  private let program: CommandLineTool
  private let request: RunRequest

  init(_ program: CommandLineTool, _ request: RunRequest) {
    self.program = program
    self.request = request
  }

  func callAsFunction() async -> ExitStatus {
    switch request.origin {
    case .text(let text):
      return await run(Source(text), isScript: false, input: program.input)
    case .file(let path):
      guard let source = program.source(path, otherwise: adviceOnText) else { return .usage }
      return await run(
        source, isScript: true, folder: FileAccess.folder(of: path), input: program.input)
    case .input: return await runInput()
    }
  }

  /// Runs what is on standard input, or what is typed there.
  private func runInput() async -> ExitStatus {
    guard program.input.isTerminal, let descriptor = program.input.descriptor else {
      switch program.program() {
      case .success(let bytes) where bytes.allSatisfy({ [0x20, 0x09, 0x0a, 0x0d].contains($0) }):
        program.errors.sentence(
          "cpay: there is no program on standard input; give one with -c or a file, or rehearse: "
            + "cpay --sandbox --seed docs -c disputes")
        return .usage
      case .success(let bytes):
        return await run(Source(name: nil, bytes: bytes), isScript: true, input: nil)
      case .failure(let failure): return program.report(failure, .usage)
      }
    }
    if let word = request.options.arguments.first {
      program.errors.sentence(
        "cpay: there is no option \(word); `cpay help run` shows those there are")
      return .usage
    }
    var options = request.options
    options.connection.isInteractive = true
    return await REPL(program, options, descriptor: descriptor)
      .run(keepsHistory: request.keepsHistory)
  }

  /// How a program is run that stands where the name of a file is expected; nil for what is none.
  private var adviceOnText: String? {
    let text = request.words.joined(separator: " ")
    guard Parser.parse(Source(text)).namesCommand else { return nil }
    let options = program.arguments.filter { !request.words.contains($0) }
    let words = options.map { $0.hasPrefix("-") ? $0 : ShellWord($0).text }
    let line = ["cpay"] + words + ["-c", ShellWord(text).text]
    return "a program stands behind -c: " + line.joined(separator: " ")
  }

  /// `input` is what `@-` reads; nil where the program itself came from there.
  private func run(
    _ source: Source, isScript: Bool, folder: String? = nil, input: InputStream?
  ) async -> ExitStatus {
    let start = FileAccess(folder: program.folder)
    var options = request.options
    options.needsAllowance = isScript
    let session = Session(
      options, variables: program.variables,
      output: program.output,
      errors: program.errors,
      files: FileAccess(
        folder: folder.map(start.path) ?? program.folder, home: program.variables["HOME"],
        temporary: program.variables["TMPDIR"], input: input),
      startFolder: start, redactor: program.redactor, question: nil)
    session.question = program.question(stopping: session.cancellation)
    let signals = InterruptSignals(session.cancellation, errors: program.errors)
    defer { signals.stop() }
    let status = await session.execute(source)
    await session.close()
    return status
  }
}

extension SyntaxTree {
  /// Whether it begins as a program does, with a command or a statement's own word.
  fileprivate var namesCommand: Bool {
    guard let statement = root.children.first else { return false }
    guard statement.kind == .pipelineStatement else { return diagnostics.isEmpty }
    return statement.child.children.contains { stage in
      stage.kind == .commandStage && CommandCatalog.standard.command(stage.mainText) != nil
    }
  }
}

extension CpayCommand.Run {
  func run(in tool: CommandLineTool) async -> ExitStatus {
    await RunProgram(tool, RunRequest(self))()
  }
}
