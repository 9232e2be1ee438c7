/// A line that is broken between words where it is wider than the screen.
struct HangingLine: Hashable, Sendable {
  let text: String
  /// Where what does not fit goes on.
  let hang: Int
  /// The cells of a row, where it is one, each but the last as wide as its column, and the columns
  /// before them.
  private var cells: [String] = []
  private var indent = 0

  /// Columns that the last cell of a row has beside the others, at least; else it stands below them.
  private static let minimumColumns = 16

  /// A line that goes on below its own beginning.
  init(_ text: String, hang: Int? = nil) {
    self.text = text
    self.hang = hang ?? text.prefix { $0 == " " }.count
  }

  /// Sentences below a heading.
  static func prose(_ text: String) -> HangingLine { HangingLine("  " + text) }

  /// The line in lines of at most `width` columns; a longer word stays whole.
  func lines(width: Int) -> [String] {
    guard cells.isEmpty || hang <= width / 2 || width - hang >= HangingLine.minimumColumns else {
      return stacked(width)
    }
    let hang = cells.isEmpty ? min(hang, width / 2) : hang
    return WrappedText.lines(text, width: width, hanging: hang).map(\.trimmedAtEnd)
  }

  /// The cells below each other where they do not fit beside the one before; the last by itself.
  private func stacked(_ width: Int) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    for (column, cell) in cells.dropLast().enumerated() {
      let (next, known) = (DisplayText(cell.trimmedAtEnd).width, DisplayText(line).width)
      if column > 0, known + 2 + next > width {
        lines.append(line)
        line = String(repeating: " ", count: indent + 2)
      } else if column > 0 {
        line += "  "
      }
      line += cell
    }
    let last = cells.last.map { WrappedText.lines($0, width: width, indent: indent + 4) } ?? []
    return (lines + [line] + last).map(\.trimmedAtEnd).filter { !$0.isEmpty }
  }

  /// Cells in columns, as many in each row; what does not fit goes on below the last of them, or
  /// below all where there is too little room beside them.
  static func table(_ rows: [[String]], indent: Int = 2, gap: Int = 2) -> [HangingLine] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { DisplayText($0[column]).width }.max() ?? 0
    }
    let hang = indent + widths.dropLast().reduce(0) { $0 + $1 + gap }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : DisplayText(cell).padded(to: widths[column])
      }
      let (margin, between) = (
        String(repeating: " ", count: indent), String(repeating: " ", count: gap)
      )
      var line = HangingLine(margin + cells.joined(separator: between), hang: hang)
      (line.cells, line.indent) = (cells, indent)
      return line
    }
  }
}
