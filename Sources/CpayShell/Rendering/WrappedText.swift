/// Sentences in lines of a width, broken between words.
enum WrappedText {
  /// The text, made safe to show, in lines of at most `width` columns; a longer word stays whole.
  ///
  /// Each line begins behind `indent` blanks.
  static func lines(_ text: String, width: Int, indent: Int = 0) -> [String] {
    lines(text, width: width, first: indent, others: indent)
  }

  /// The same, with blanks before all lines but the first.
  static func lines(_ text: String, width: Int, hanging indent: Int) -> [String] {
    lines(text, width: width, first: 0, others: indent)
  }

  private static func lines(_ text: String, width: Int, first: Int, others: Int) -> [String] {
    let margin = String(repeating: " ", count: others)
    var lines: [String] = []
    var line = String(repeating: " ", count: first)
    var columns = first
    var isEmpty = true
    for word in DisplayText(text).string.split(separator: " ", omittingEmptySubsequences: false) {
      let length = DisplayText(word).width
      if !isEmpty, columns + 1 + length > width {
        lines.append(line)
        line = margin
        columns = others
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

  /// The text in pieces of at most `width` columns, broken between words, and in longer words where
  /// these are full.
  static func pieces(_ text: String, width: Int) -> [DisplayText] {
    lines(text, width: width).flatMap { DisplayText($0).wrapped(to: max(1, width)) }
  }
}
