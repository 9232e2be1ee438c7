/// Sentences in lines of a width, broken between words.
enum WrappedText {
  /// The text, made safe to show, in lines of at most `width` columns; a longer word stays whole.
  static func lines(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = margin
    var columns = indent
    var isEmpty = true
    for word in DisplayText(text).string.split(separator: " ", omittingEmptySubsequences: false) {
      let length = DisplayText(word).width
      if !isEmpty, columns + 1 + length > width {
        lines.append(line)
        line = margin
        columns = indent
        isEmpty = true
      }
      if !isEmpty {
        line += " "
        columns += 1
      }
      line += word
      columns += length
      isEmpty = false
    }
    return lines + [line]
  }
}
