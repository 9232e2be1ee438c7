/// Sentences in lines of a width, broken between words.
enum WrappedText {
  /// The text, made safe to show, in lines of at most `width` columns; a longer word stays whole.
  static func lines(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = DisplayText("")
    for word in DisplayText(text).string.split(separator: " ", omittingEmptySubsequences: false) {
      let longer = DisplayText(line.string + " " + word)
      if lines.isEmpty && line.string.isEmpty && word.isEmpty {
        line = longer
      } else if line.string.isEmpty {
        line = DisplayText(word)
      } else if indent + longer.width <= width {
        line = longer
      } else {
        lines.append(margin + line.string)
        line = DisplayText(word)
      }
    }
    return lines + [margin + line.string]
  }
}
