/// Makes rows whose columns are texts, as files of cells bring them: lines of a text that stay where
/// they are, and others cell by cell.
public struct TextRowBuilder: Sendable {
  private let layout: ColumnLayout
  /// What lines are taken from.
  private var text: [UInt8] = []
  /// The same, and behind it the rows that were made cell by cell.
  private var bytes: [UInt8] = []
  private var rows: [RowExtent] = []
  private var fields: [FieldExtent] = []
  private var lines: [UInt32] = []
  private var start = 0
  private var cellCount = 0

  /// A builder of rows of that layout.
  public init(_ layout: ColumnLayout) {
    self.layout = layout
  }

  /// Begins with the lines of a text, before any row.
  public mutating func begin(_ text: [UInt8]) {
    (self.text, bytes, start) = (text, text, text.count)
  }

  /// The number of whole rows.
  public var count: Int { rows.count }

  /// Adds the next cell of the row; nil for a missing value.
  ///
  /// Cells past the last column are not kept.
  public mutating func append(_ text: ArraySlice<UInt8>?) {
    guard cellCount < layout.openings.count else { return }
    bytes.append(contentsOf: layout.openings[cellCount])
    cellCount += 1
    guard let text else {
      append(TextRowBuilder.null, .null, isQuoted: false)
      return
    }
    if isPlainText(text) {
      append(text, .string, isQuoted: true)
    } else {
      var writer = JSONWriter()
      writer.string(String(decoding: text, as: UTF8.self))
      let isEscaped = writer.bytes.contains(UInt8(ascii: "\\"))
      append(
        writer.bytes.dropFirst().dropLast(), isEscaped ? .escapedString : .string, isQuoted: true)
    }
  }

  private mutating func append(
    _ value: ArraySlice<UInt8>, _ kind: FieldExtent.Kind, isQuoted: Bool
  ) {
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    fields.append(
      FieldExtent(
        offset: UInt32(clamping: bytes.count), length: UInt32(clamping: value.count), kind: kind))
    bytes.append(contentsOf: value)
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
  }

  /// Adds the line that begins at `position` of the text, where it is like most, and says where it
  /// ends: as many cells as are given, each of which is a text that stands in JSON as it is, in quotes
  /// or not, and safe to print.
  ///
  /// Nothing of it is copied. Of any other line nothing is added, and it has to be read cell by cell.
  /// Where that is wanted `look` is given the cells that begin like a number and are more than its
  /// digits, with the places of their columns; cells past the last column are not kept.
  public mutating func appendLine(
    from position: Int, before end: Int, separator: UInt8, cells: Int, line: Int,
    looks: Bool = false, look: (ArraySlice<UInt8>, _ column: Int) -> Void = { _, _ in }
  ) -> Int? {
    guard cellCount == 0, cells > 0, position < end, end <= text.count else { return nil }
    let kept = fields.count
    let text = text
    let span = text.span.extracting(..<end)
    var (place, column) = (position, 0)
    var lineEnd: (end: Int, next: Int)?
    while lineEnd == nil {
      let isQuoted = place < end && span[place] == UInt8(ascii: "\"")
      let start = isQuoted ? place + 1 : place
      var cellEnd = span.endOfPlainCell(
        from: start, separator: isQuoted ? UInt8(ascii: "\"") : separator)
      if cellEnd < end, span[cellEnd] > 0x7f {
        guard let last = endOfCell(span, start..<cellEnd, isQuoted, separator) else { break }
        cellEnd = last
      }
      if isQuoted, cellEnd >= end || span[cellEnd] != UInt8(ascii: "\"") { break }
      let cell = start..<cellEnd
      column += 1
      if column <= layout.openings.count {
        let isMissing = cell.isEmpty && !isQuoted
        fields.append(FieldExtent(cell, isMissing ? .null : .string))
      }
      if looks, !cell.isEmpty, span[start] < UInt8(ascii: ":"), !span.areDigits(in: cell) {
        look(text[cell], column - 1)
      }
      let next = isQuoted ? cellEnd + 1 : cellEnd
      if next < end, span[next] == separator, column < cells {
        place = next + 1
        continue
      }
      guard column == cells, let line = lineEndLength(span, at: next) else { break }
      lineEnd = (next, next + line)
    }
    guard let lineEnd else {
      fields.removeLast(fields.count - kept)
      return nil
    }
    rows.append(
      RowExtent(
        offset: UInt32(clamping: position), length: UInt32(clamping: lineEnd.end - position),
        isPrintable: true, isCells: true))
    lines.append(RowPlace.line(line).mark)
    return lineEnd.next
  }

  /// Where the cell ends that has letters beyond ASCII behind its `start`; nil where one of them is not
  /// safe to print.
  private func endOfCell(
    _ text: Span<UInt8>, _ start: Range<Int>, _ isQuoted: Bool, _ separator: UInt8
  ) -> Int? {
    var end = start.upperBound
    while end < text.count, text[end] > 0x7f {
      end = text.endOfPlainCell(
        from: end + 1, separator: isQuoted ? UInt8(ascii: "\"") : separator)
    }
    return isPrintable(text, start.lowerBound..<end) ? end : nil
  }

  /// The bytes that end a line at `place`; nil where none does.
  @inline(__always)
  private func lineEndLength(_ text: Span<UInt8>, at place: Int) -> Int? {
    if place >= text.count { return 0 }
    if text[place] == UInt8(ascii: "\n") { return 1 }
    let isEnd =
      text[place] == UInt8(ascii: "\r") && place + 1 < text.count
      && text[place + 1] == UInt8(ascii: "\n")
    return isEnd ? 2 : nil
  }

  private static let null = Array("null".utf8)[...]

  /// Ends the row, which began at that line; cells that did not come are missing values.
  public mutating func endRow(line: Int) {
    while cellCount < layout.openings.count { append(nil) }
    if layout.openings.isEmpty { bytes.append(UInt8(ascii: "{")) }
    bytes.append(UInt8(ascii: "}"))
    rows.append(
      RowExtent(
        offset: UInt32(clamping: start), length: UInt32(clamping: bytes.count - start),
        isPrintable: true))
    lines.append(RowPlace.line(line).mark)
    start = bytes.count
    cellCount = 0
  }

  /// The whole rows, after which the builder is empty.
  public mutating func take() -> Batch {
    let storage = RowStorage(
      layout: layout, bytes: bytes, rows: rows, fields: fields, origin: nil, lines: lines)
    // The next rows take about as much room.
    let counts = (rows.count, fields.count)
    (text, bytes, rows, fields, lines) = ([], [], [], [], [])
    (start, cellCount) = (0, 0)
    rows.reserveCapacity(counts.0)
    fields.reserveCapacity(counts.1)
    lines.reserveCapacity(counts.0)
    return Batch(storage)
  }
}

/// Whether a text stands in JSON as it is.
private func isPlainText(_ text: ArraySlice<UInt8>) -> Bool {
  text.span.endOfPlainCell(from: 0, separator: UInt8(ascii: "\"")) == text.count
}
