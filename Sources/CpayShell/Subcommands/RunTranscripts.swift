import CpayRuntime
import CpaySyntax

/// `cpay test`: runs transcripts and compares what appears.
struct RunTranscripts {
  private let program: CommandLineTool
  private let command: CpayCommand.Test

  init(_ program: CommandLineTool, _ command: CpayCommand.Test) {
    self.program = program
    self.command = command
  }

  func callAsFunction() async -> ExitStatus {
    var (passed, failed) = (0, 0)
    var status = ExitStatus.success
    for path in command.files {
      guard let source = program.source(path) else { return .failed }
      let start = FileAccess(folder: program.folder)
      let folder = FileAccess.folder(of: path).map(start.path) ?? program.folder
      do {
        let transcript = Transcript(source.text(0..<source.bytes.count))
        let (results, updated) = try await TranscriptRunner(folder: folder).run(transcript)
        for result in results where !result.passed { report(result, path) }
        passed += results.count { $0.passed }
        failed += results.count { !$0.passed }
        if command.update, updated.text != transcript.text {
          let file = try start.create(path)
          try file.write(Array(updated.text.utf8))
          try file.commit()
          program.errors.line("\(DisplayText(path).string) rewritten")
        }
      } catch {
        program.errors.line("cpay: \(DisplayText("\(path): \(ErrorText.line(error))").string)")
        status = .failed
      }
    }
    program.output.line("\(passed) passed, \(failed) failed")
    return failed > 0 && !command.update ? .failed : status
  }

  private func report(_ result: TranscriptRunner.Result, _ path: String) {
    program.errors.line("\(DisplayText(path).string):\(result.step.line): \(result.step.input)")
    for line in result.step.expected where !result.shown.contains(line) {
      program.errors.line("  - \(DisplayText(line).string)")
    }
    for line in result.shown where !result.step.expected.contains(line) {
      program.errors.line("  + \(DisplayText(line).string)")
    }
  }
}

extension CpayCommand.Test {
  func run(in tool: CommandLineTool) async -> ExitStatus { await RunTranscripts(tool, self)() }
}
