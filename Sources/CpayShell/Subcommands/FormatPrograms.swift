import CpayLanguage
import CpayRuntime
import CpaySyntax
import FoundationEssentials

/// `cpay fmt`: writes programs the one way they are written.
struct FormatPrograms {
  private let program: CommandLineTool
  private let command: CpayCommand.Format

  init(_ program: CommandLineTool, _ command: CpayCommand.Format) {
    self.program = program
    self.command = command
  }

  func callAsFunction() -> ExitStatus {
    var status = ExitStatus.success
    for path in command.files {
      status = status.combined(with: path == "-" ? formatInput() : format(path))
    }
    return status
  }

  /// Standard input to standard output.
  private func formatInput() -> ExitStatus {
    let bytes: [UInt8]
    switch program.program() {
    case .success(let read): bytes = read
    case .failure(let failure): return program.report(failure, .failed)
    }
    guard let formatted = formatted(Source(name: nil, bytes: bytes)) else { return .refused }
    if command.check { return differs(formatted, from: bytes, "standard input") }
    program.output.write(formatted)
    return .success
  }

  private func format(_ path: String) -> ExitStatus {
    guard let source = program.source(path) else { return .failed }
    guard let formatted = formatted(source) else { return .refused }
    if command.check { return differs(formatted, from: source.bytes, path) }
    return formatted == source.bytes ? .success : rewrite(path, formatted)
  }

  /// The one form of a program; nil, with the reasons reported, when it has none.
  private func formatted(_ source: Source) -> [UInt8]? {
    let tree = Parser.parse(source)
    guard let text = Formatter.format(tree) else { return report(tree) }
    // A program at the limit of its size may be too large in its other form.
    let formatted = Source(name: source.name, bytes: Array(text.utf8))
    let again = Parser.parse(formatted)
    return again.diagnostics.isEmpty ? formatted.bytes : report(again)
  }

  private func report(_ tree: SyntaxTree) -> [UInt8]? {
    for diagnostic in tree.diagnostics { program.errors.write(diagnostic, in: tree.source) }
    return nil
  }

  private func differs(_ formatted: [UInt8], from bytes: [UInt8], _ name: String) -> ExitStatus {
    if formatted == bytes { return .success }
    program.errors.line("\(DisplayText(name).string) is not formatted")
    return .failed
  }

  /// Replaces the file that `path` leads to, not a link on the way there.
  private func rewrite(_ path: String, _ bytes: [UInt8]) -> ExitStatus {
    let file = URL(filePath: FileAccess(folder: program.folder).path(path))
    do throws(FileFailure) {
      let sink = try FileAccess(folder: nil).create(file.resolvingSymlinksInPath().path)
      try sink.write(bytes)
      try sink.commit()
      program.errors.line("\(DisplayText(path).string) rewritten")
      return .success
    } catch {
      program.errors.sentence("cpay: cannot write \(path): \(error.reason)")
      return .failed
    }
  }
}

extension CpayCommand.Format {
  func run(in tool: CommandLineTool) -> ExitStatus { FormatPrograms(tool, self)() }
}
