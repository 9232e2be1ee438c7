/// A line of help, which is broken between words where it is wider than the screen.
struct HelpLine: Hashable, Sendable {
  let text: String
  /// Where what does not fit goes on.
  let hang: Int

  /// A line that goes on below its own beginning.
  init(_ text: String, hang: Int? = nil) {
    self.text = text
    self.hang = hang ?? text.prefix { $0 == " " }.count
  }

  /// Sentences below a heading.
  static func prose(_ text: String) -> HelpLine { HelpLine("  " + text) }

  /// The line in lines of at most `width` columns; a longer word stays whole.
  func lines(width: Int) -> [String] {
    guard DisplayText(text).width > width else { return [DisplayText(text).string] }
    let margin = String(repeating: " ", count: min(hang, width / 2))
    var lines: [String] = []
    var line = ""
    var isEmpty = true
    for word in DisplayText(text).string.split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, DisplayText(line).width + 1 + DisplayText(word).width > width,
        line.contains(where: { $0 != " " })
      {
        lines.append(line.trimmedAtEnd)
        (line, isEmpty) = (margin + word, false)
        continue
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line.trimmedAtEnd]
  }

  /// Cells in columns; what does not fit goes on below the last of them.
  static func table(_ rows: [[String]]) -> [HelpLine] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { DisplayText($0[column]).width }.max() ?? 0
    }
    let hang = 2 + widths.dropLast().reduce(0) { $0 + $1 + 2 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : DisplayText(cell).padded(to: widths[column])
      }
      return HelpLine("  " + cells.joined(separator: "  "), hang: hang)
    }
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
