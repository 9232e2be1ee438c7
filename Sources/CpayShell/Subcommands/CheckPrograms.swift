import CpayLanguage
import CpayRuntime
import CpaySyntax

/// `cpay check`: accepts or refuses, and asks nobody.
struct CheckPrograms {
  private let program: CommandLineTool
  private let command: CpayCommand.Check

  init(_ program: CommandLineTool, _ command: CpayCommand.Check) {
    self.program = program
    self.command = command
  }

  func callAsFunction() -> ExitStatus {
    if let text = command.text { return check(Source(text), isScript: false, folder: nil) }
    var status = ExitStatus.success
    for path in command.files {
      guard let source = program.source(path) else {
        status = status.combined(with: .failed)
        continue
      }
      let folder = FileAccess.folder(of: path)
      status = status.combined(with: check(source, isScript: true, folder: folder))
    }
    return status
  }

  private func check(_ source: Source, isScript: Bool, folder: String?) -> ExitStatus {
    var options = SessionOptions()
    options.needsAllowance = isScript
    options.isCheckOnly = true
    options.diagnosticsAsJSON = command.diagnostics == .json
    let start = FileAccess(folder: program.folder)
    let session = Session(
      options, variables: [:], output: program.output, errors: program.errors,
      files: FileAccess(
        folder: folder.map(start.path) ?? program.folder, home: program.variables["HOME"]),
      question: nil)
    do {
      session.report(try session.check(source))
      return .success
    } catch {
      session.report(error)
      return .refused
    }
  }
}

extension CpayCommand.Check {
  func run(in tool: CommandLineTool) -> ExitStatus { CheckPrograms(tool, self)() }
}
