/// A line that is broken between words where it is wider than the screen.
struct HangingLine: Hashable, Sendable {
  let text: String
  /// Where what does not fit goes on.
  let hang: Int

  /// A line that goes on below its own beginning.
  init(_ text: String, hang: Int? = nil) {
    self.text = text
    self.hang = hang ?? text.prefix { $0 == " " }.count
  }

  /// Sentences below a heading.
  static func prose(_ text: String) -> HangingLine { HangingLine("  " + text) }

  /// The line in lines of at most `width` columns; a longer word stays whole.
  func lines(width: Int) -> [String] {
    WrappedText.lines(text, width: width, hanging: min(hang, width / 2)).map(\.trimmedAtEnd)
  }

  /// Cells in columns, as many in each row; what does not fit goes on below the last of them.
  static func table(_ rows: [[String]], indent: Int = 2) -> [HangingLine] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { DisplayText($0[column]).width }.max() ?? 0
    }
    let hang = indent + widths.dropLast().reduce(0) { $0 + $1 + 2 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : DisplayText(cell).padded(to: widths[column])
      }
      let margin = String(repeating: " ", count: indent)
      return HangingLine(margin + cells.joined(separator: "  "), hang: hang)
    }
  }
}
