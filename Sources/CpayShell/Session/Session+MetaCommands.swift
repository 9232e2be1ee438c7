import CpayLanguage
import CpaySyntax

/// The commands of a session that are no programs.
extension Session {
  /// Does what a person typed: a command that begins with `:`, or a program.
  func perform(_ text: String) async -> ExitStatus {
    text.trimmed.hasPrefix(":") ? answer(text.trimmed) : await execute(Source(text))
  }

  /// Does what a command says that begins with `:`; asks nobody.
  func answer(_ command: String) -> ExitStatus {
    let parts = command.split(separator: " ", maxSplits: 1)
    let operand = parts.count > 1 ? String(parts[1]).trimmed : ""
    guard parts.first == ":type" else {
      errors.line("no such command; :help lists what there is")
      return .usage
    }
    return tellType(of: Source(operand))
  }

  private func tellType(of source: Source) -> ExitStatus {
    do throws(Refusal) {
      guard let text = try TypeReport.text(of: source, context()) else {
        errors.line("write `:type disputes | take 5`, or a definition's name")
        return .usage
      }
      output.line(text)
      return .success
    } catch {
      report(error)
      return .refused
    }
  }
}
