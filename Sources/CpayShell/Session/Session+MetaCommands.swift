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
    switch parts.first {
    case ":type" where !operand.isEmpty: return tellType(of: Source(operand))
    case ":type": errors.line("cpay: write `:type disputes | take 5`, or a definition's name")
    default: errors.line("no such command; :help lists what there is")
    }
    return .usage
  }

  private func tellType(of source: Source) -> ExitStatus {
    do throws(Refusal) {
      output.line(try TypeReport.text(of: source, context()))
      return .success
    } catch {
      report(error)
      return .refused
    }
  }
}
