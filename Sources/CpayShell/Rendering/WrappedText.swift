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
    for word in words(of: DisplayText(text).string, atMost: width - others) {
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

  /// The words of a text; what stands in backquotes is one, unless it is wider than a line.
  private static func words(of text: String, atMost width: Int) -> [Substring] {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    var found: [Substring] = []
    var place = words.startIndex
    while place < words.endIndex {
      var end = place
      if words[place].opensQuote,
        let close = words[(place + 1)...].firstIndex(where: \.opensQuote)
      {
        let quoted = text[words[place].startIndex..<words[close].endIndex]
        if DisplayText(quoted).width <= width { end = close }
      }
      found.append(text[words[place].startIndex..<words[end].endIndex])
      place = end + 1
    }
    return found
  }

  /// The text in pieces of at most `width` columns, broken between words; a longer word goes on where
  /// the one before has ended, and is broken where the line is full.
  static func pieces(_ text: String, width: Int) -> [DisplayText] {
    let width = max(1, width)
    var pieces: [DisplayText] = []
    var line: DisplayText?
    for word in words(of: DisplayText(text).string, atMost: width) {
      let joined = DisplayText(line.map { $0.string + " " + word } ?? String(word))
      if joined.width <= width {
        line = joined
        continue
      }
      let own = DisplayText(word)
      let beginsLine = line.map { own.width <= width || $0.width + 1 >= width } ?? true
      if beginsLine, let line { pieces.append(line) }
      let parts = (beginsLine ? own : joined).wrapped(to: width)
      pieces += parts.dropLast()
      line = parts.last
    }
    return pieces + [line ?? DisplayText("")]
  }
}

extension Substring {
  /// Whether a backquote in it has no other.
  fileprivate var opensQuote: Bool { !utf8.count { $0 == UInt8(ascii: "`") }.isMultiple(of: 2) }
}
