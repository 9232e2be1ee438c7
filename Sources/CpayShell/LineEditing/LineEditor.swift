import CSystemCalls

/// What a person, or a file on standard input, gave for one prompt.
package enum LineInput: Equatable, Sendable {
  /// A line, without its newline.
  case line(String)
  /// Ctrl-C: what had been typed of the line is gone.
  case interrupted
  /// Ctrl-D on an empty line, the end of the file, or a terminal that went away.
  case endOfInput
}

/// Reads lines from a person or a file; used from one thread at a time, which it may block.
///
/// A conformer gives a line of any length whole, and a NUL in it too; bytes that are no UTF-8 come
/// as U+FFFD. Ctrl-C never ends the process. Between two reads the terminal is as it was found.
package protocol LineEditor {
  /// The next line, read after showing the prompt; several lines where an editor takes them as one
  /// text, since the first is not whole or has been pasted with the others.
  func readLine(_ prompt: Prompt, helpedBy help: TypingHelp) -> LineInput
  /// Whether more was typed or pasted than has been read, a moment after the last line.
  var hasInputWaiting: Bool { get }
  /// Reads these bytes, too, which were typed behind what waits; none of them counts as waiting.
  func giveBack(_ bytes: [UInt8])
  /// Drops what was typed and has not become a line.
  func forgetTyped()
  /// Adds an entry that Up and Ctrl-R reach, newest last. Writes no file.
  func remember(_ entry: String)
  /// The same stream, of which whole lines go above the line being typed.
  func above(_ stream: OutputStream) -> OutputStream
}

extension LineEditor {
  package func above(_ stream: OutputStream) -> OutputStream { stream }
}

/// The editor that suits two descriptors.
///
/// Full editing needs a terminal on both sides that can move its cursor (`TERM` other than `dumb`)
/// and a UTF-8 locale; with `NO_COLOR` it shows none. A prompt is shown at a terminal only.
package func lineEditor(
  input: Int32, output: Int32, keys: EditingKeys = .emacs, variables: [String: String]
) -> any LineEditor {
  let isTerminal = cpay_is_terminal(input) == 1 && cpay_is_terminal(output) == 1
  if isTerminal, let type = variables["TERM"], !["", "dumb", "emacs"].contains(type),
    let editor = LibEditLineEditor(
      input: input, output: output, keys: keys,
      usesColour: variables["NO_COLOR", default: ""].isEmpty)
  {
    return editor
  }
  return PlainLineReader(input: input, promptsTo: isTerminal ? output : nil)
}
