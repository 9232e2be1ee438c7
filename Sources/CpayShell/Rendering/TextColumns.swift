/// Texts below each other in columns without a frame, the last of them as long as it is.
enum TextColumns {
  /// One line for each row; columns at the end that are empty leave no blanks.
  static func lines(_ rows: [[String]]) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        let width = DisplayText(cell).width
        if column < widths.count {
          widths[column] = max(widths[column], width)
        } else {
          widths.append(width)
        }
      }
    }
    return rows.map { row in
      let cells = row[..<(row.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0)]
      return cells.enumerated().map { column, cell in
        let text = DisplayText(cell)
        return column == cells.count - 1 ? text.string : text.padded(to: widths[column])
      }.joined(separator: "  ")
    }
  }
}
