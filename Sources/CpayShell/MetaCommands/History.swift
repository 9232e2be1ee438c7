import CpayRuntime
import CpayValue

extension MetaCommand {
  /// Lists what was typed.
  static let history = MetaCommand(
    name: "history", operand: .optional(.text),
    summary: "the last lines typed; of all, those with a text",
    examples: [":history", ":history submit"]
  ) { session, text in
    await session.listHistory(text)
  }
}

extension Session {
  /// Lines that are listed where nothing says which.
  private static let recentLines = 50

  fileprivate func listHistory(_ text: String) async -> SessionAnswer {
    do {
      let all = try history()
      let wanted = text.lowercased()
      let found = all.filter { wanted.isEmpty || $0.text.lowercased().contains(wanted) }
      if found.isEmpty {
        errors.sentence(text.isEmpty ? "nothing was typed yet" : "no line has `\(text)` in it")
        return .told(.success)
      }
      let shown = wanted.isEmpty ? found.suffix(Session.recentLines) : found[...]
      let width = shown.map { $0.time.display.utf8.count }.max() ?? 0
      for entry in shown {
        if cancellation.isRequested { return .told(.interrupted) }
        output.line(line(entry, timeWidth: width))
      }
      if shown.count < found.count {
        errors.sentence(
          "the last \(shown.count) of \(found.count) lines; `:history TEXT` looks in all")
      }
      return .told(.success)
    } catch {
      errors.sentence("cpay: \(ErrorText.line(error))")
      return .told(ErrorText.status(error))
    }
  }

  /// When it was typed, and the text with its further lines below, whether the time has seconds or not.
  private func line(_ entry: TypedLine, timeWidth: Int) -> String {
    let time = DisplayText(entry.time.display).padded(to: timeWidth)
    let margin = "\n" + String(repeating: " ", count: time.utf8.count + 2)
    return time + "  "
      + entry.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { output.masked(DisplayText(String($0)).string) }.joined(separator: margin)
  }
}
