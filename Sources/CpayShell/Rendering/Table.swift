/// Rows of text as lines for a terminal or a file; every cell is shown whole.
///
/// Titles and cells come as they are and are made safe here, see ``DisplayText``.
package struct Table: Sendable {
  /// One column of a table.
  package struct Column: Sendable {
    /// What stands above the column.
    package let title: String
    /// The side its cells stand at; numbers at the right.
    package let alignment: DisplayText.Alignment

    /// A column called `title`.
    package init(_ title: String, _ alignment: DisplayText.Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  let columns: [Column]
  let rows: [[String]]
  /// The column whose cells are broken into lines between words where the table is too wide.
  package var sentences: Int?

  /// The columns of a terminal that sentences need at least, where they are longer.
  static let sentenceWidth = 24

  /// A table of `rows`; cells missing at the end of a row are empty, and cells past the last
  /// column get a column without a title.
  package init(columns: [Column], rows: [[String]]) {
    let untitled = max(0, (rows.lazy.map(\.count).max() ?? 0) - columns.count)
    self.columns = columns + Array(repeating: Column(""), count: untitled)
    self.rows = rows
  }

  /// The lines of the table, without newlines or trailing blanks.
  ///
  /// A table wider than `width` columns breaks its sentences, if it has any; one that is too wide even
  /// so is laid out with one field a line, as `psql` does in its expanded mode. Of more than `rowLimit` rows the middle ones are left out, and counted in a
  /// line of their own. With `bold`, headings are set in bold.
  package func lines(width: Int, rowLimit: Int? = nil, bold: Bool = false) -> [String] {
    lines(width: width, rowLimit: rowLimit, bold: bold) {}
  }

  /// The same, laid out as long as `check` lets it, which is asked at each row.
  func lines<Stop: Error>(
    width: Int, rowLimit: Int? = nil, bold: Bool = false, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [String] {
    let width = max(1, width)
    let shown = ShownRows(of: rows.count, limit: rowLimit)
    let titles = columns.map { DisplayText($0.title) }
    let head = try cells(shown.head, check)
    let tail = try cells(shown.tail, check)
    var widths = titles.map(\.width)
    for row in head + tail {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.width) }
    }
    var total = widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    if let sentences, total > width {
      let room = max(
        widths[sentences] - (total - width), min(widths[sentences], Table.sentenceWidth))
      total -= widths[sentences] - room
      widths[sentences] = room
    }
    var lines: [String]
    if total <= width || rows.isEmpty {
      try check()
      lines = aligned(titles, head, tail, widths: widths, shown: shown, bold: bold)
    } else {
      let layout = ExpandedLayout(titles: titles, width: width, bold: bold)
      lines = try layout.lines(head, from: shown.head.lowerBound, check)
      if let elision = shown.elision { lines.append(elision) }
      lines += try layout.lines(tail, from: shown.tail.lowerBound, check)
    }
    lines.append(rows.count == 1 ? "(1 row)" : "(\(grouped(rows.count)) rows)")
    return lines
  }

  private func cells<Stop: Error>(
    _ range: Range<Int>, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [[DisplayText]] {
    var cells: [[DisplayText]] = []
    for row in rows[range] {
      try check()
      cells.append(columns.indices.map { DisplayText($0 < row.count ? row[$0] : "") })
    }
    return cells
  }

  private func aligned(
    _ titles: [DisplayText], _ head: [[DisplayText]], _ tail: [[DisplayText]], widths: [Int],
    shown: ShownRows, bold: Bool
  ) -> [String] {
    if columns.isEmpty { return [] }
    func line(_ row: [DisplayText]) -> String {
      let padded = row.indices.map { row[$0].padded(to: widths[$0], columns[$0].alignment) }
      return withoutTrailingBlanks(padded.joined(separator: "  "))
    }
    func broken(_ row: [DisplayText]) -> [String] {
      guard let sentences, row[sentences].width > widths[sentences] else { return [line(row)] }
      let pieces = WrappedText.lines(row[sentences].string, width: widths[sentences])
        .flatMap { DisplayText($0).wrapped(to: widths[sentences]) }
      return pieces.enumerated().map { index, piece in
        var cells = index == 0 ? row : Array(repeating: DisplayText(""), count: row.count)
        cells[sentences] = piece
        return line(cells)
      }
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    var lines = [heading(line(titles), bold: bold), withoutTrailingBlanks(rule)]
    lines += head.flatMap(broken)
    if let elision = shown.elision { lines.append(elision) }
    return lines + tail.flatMap(broken)
  }
}
