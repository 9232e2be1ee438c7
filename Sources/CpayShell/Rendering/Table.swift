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
    /// What stands below the title, such as the type of the cells; nil for nothing.
    package let note: String?

    /// A column called `title`.
    package init(
      _ title: String, _ alignment: DisplayText.Alignment = .left, note: String? = nil
    ) {
      (self.title, self.alignment, self.note) = (title, alignment, note)
    }
  }

  /// One cell: its text, and what that means.
  package struct Cell: Hashable, Sendable {
    package let text: String
    package let tone: Tone

    package init(_ text: String, _ tone: Tone = .plain) {
      (self.text, self.tone) = (text, tone)
    }
  }

  let columns: [Column]
  let rows: [[Cell]]
  /// The column whose cells are broken into lines between words where the table is too wide.
  package var sentences: Int?

  /// The columns of a terminal that sentences need at least, where they are longer.
  static let sentenceWidth = 24

  /// A table of rows; cells missing at the end of a row are empty, and cells past the last
  /// column get a column without a title.
  package init(columns: [Column], cells rows: [[Cell]]) {
    let untitled = max(0, (rows.lazy.map(\.count).max() ?? 0) - columns.count)
    self.columns = columns + Array(repeating: Column(""), count: untitled)
    self.rows = rows
  }

  /// The same of texts that mean nothing in particular.
  package init(columns: [Column], rows: [[String]]) {
    self.init(columns: columns, cells: rows.map { $0.map { Cell($0) } })
  }

  /// The lines of the table, without newlines or trailing blanks.
  ///
  /// A table wider than `width` columns breaks its sentences, if it has any; one that is too wide even
  /// so is laid out with one field a line, as `psql` does in its expanded mode. Of more than
  /// `rowLimit` rows the middle ones are left out, and counted in a line of their own and in the last.
  /// With `colored`, headings are set in bold and cells in the colours of their tones.
  package func lines(width: Int, rowLimit: Int? = nil, colored: Bool = false) -> [String] {
    lines(width: width, rowLimit: rowLimit, colored: colored) {}
  }

  /// The same, laid out as long as `check` lets it, which is asked at each row.
  func lines<Stop: Error>(
    width: Int, rowLimit: Int? = nil, colored: Bool = false, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [String] {
    let width = max(1, width)
    let shown = ShownRows(of: rows.count, limit: rowLimit)
    let head = try cells(shown.head, colored, check)
    let tail = try cells(shown.tail, colored, check)
    var widths = columns.map { column in
      max(DisplayText(column.title).width, column.note.map { DisplayText($0).width } ?? 0)
    }
    for row in head + tail {
      for (index, cell) in row.enumerated() {
        widths[index] = max(widths[index], cell.text.width)
      }
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
      lines = aligned(head, tail, widths: widths, shown: shown, colored: colored)
    } else {
      let layout = ExpandedLayout(columns, width: width, colored: colored)
      lines = try layout.lines(head, from: shown.head.lowerBound, check)
      if let elision = shown.elision { lines.append(elision) }
      lines += try layout.lines(tail, from: shown.tail.lowerBound, check)
    }
    lines.append(shown.footer)
    return lines
  }

  private func cells<Stop: Error>(
    _ range: Range<Int>, _ colored: Bool, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [[ShownCell]] {
    var cells: [[ShownCell]] = []
    for row in rows[range] {
      try check()
      cells.append(
        columns.indices.map { place in
          guard place < row.count else { return ShownCell(DisplayText("")) }
          return ShownCell(DisplayText(row[place].text), colored ? row[place].tone : .plain)
        })
    }
    return cells
  }

  private func aligned(
    _ head: [[ShownCell]], _ tail: [[ShownCell]], widths: [Int], shown: ShownRows, colored: Bool
  ) -> [String] {
    if columns.isEmpty { return [] }
    func line(_ row: [ShownCell]) -> String {
      let padded = row.indices.map { row[$0].padded(to: widths[$0], columns[$0].alignment) }
      return withoutTrailingBlanks(padded.joined(separator: "  "))
    }
    func broken(_ row: [ShownCell]) -> [String] {
      guard let sentences, row[sentences].text.width > widths[sentences] else { return [line(row)] }
      let pieces = WrappedText.pieces(row[sentences].text.string, width: widths[sentences])
      return pieces.enumerated().map { index, piece in
        var cells = index == 0 ? row : row.map { _ in ShownCell(DisplayText("")) }
        cells[sentences] = ShownCell(piece, row[sentences].tone)
        return line(cells)
      }
    }
    let tone: Tone = colored ? .heading : .plain
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    var lines = [line(columns.map { ShownCell(DisplayText($0.title), tone) })]
    if columns.contains(where: { $0.note != nil }) {
      lines.append(line(columns.map { ShownCell(DisplayText($0.note ?? "")) }))
    }
    lines.append(withoutTrailingBlanks(rule))
    lines += head.flatMap(broken)
    if let elision = shown.elision { lines.append(elision) }
    return lines + tail.flatMap(broken)
  }
}

/// One cell that is safe to show.
struct ShownCell {
  let text: DisplayText
  let tone: Tone

  init(_ text: DisplayText, _ tone: Tone = .plain) { (self.text, self.tone) = (text, tone) }

  /// The text in its colour, with blanks outside it up to `columns`.
  func padded(to columns: Int, _ alignment: DisplayText.Alignment) -> String {
    let blanks = String(repeating: " ", count: max(0, columns - text.width))
    let painted = tone.painted(text.string)
    return alignment == .left ? painted + blanks : blanks + painted
  }
}
