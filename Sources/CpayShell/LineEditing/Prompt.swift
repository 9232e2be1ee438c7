/// What stands before the line being typed.
package struct Prompt: Hashable, Sendable {
  /// Before the first line.
  let text: String
  /// Before each further line, as wide.
  let continuation: String
  /// Whether it is to be noticed, since real money moves.
  let isWarning: Bool

  /// A prompt that shows a label: which account, and what of it.
  package init(_ label: String, isWarning: Bool = false) {
    let shown = DisplayText(label)
    text = shown.string + "> "
    continuation = String(repeating: ".", count: shown.width) + "> "
    self.isWarning = isWarning
  }

  private init(text: String, continuation: String) {
    (self.text, self.continuation, isWarning) = (text, continuation, false)
  }

  /// Before a line that goes on with another.
  var further: Prompt { Prompt(text: continuation, continuation: continuation) }
}
