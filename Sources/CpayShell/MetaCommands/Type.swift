import CpayLanguage
import CpayRuntime
import CpaySyntax

extension MetaCommand {
  /// Tells what a pipeline or a definition yields, without running it.
  static let type = MetaCommand(
    name: "type", operand: .optional(.program),
    summary: "what a pipeline or a definition yields; alone, the last result",
    examples: [":type disputes | count", ":type"]
  ) { session, text in
    .told(
      session.refusable { () throws(Refusal) in
        let source = Source(text.isEmpty ? "$_" : text)
        let text = try TypeReport.text(of: source, session.context())
        session.output.line(DisplayText(text).string)
      })
  }
}

extension Session {
  /// Does what a check may refuse, and says why.
  func refusable(_ work: () throws(Refusal) -> Void) -> ExitStatus {
    do throws(Refusal) {
      try work()
      return .success
    } catch {
      if cancellation.isRequested {
        errors.line("cpay: interrupted")
        return .interrupted
      }
      report(error)
      return .refused
    }
  }
}
