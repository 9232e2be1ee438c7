/// Makes rows whose columns are texts, cell by cell, as files of cells bring them.
public struct TextRowBuilder: Sendable {
  private let layout: ColumnLayout
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

  /// Adds the row that begins at `position` of a file of cells, and says where it ends, where it is
  /// like most: a line of printable ASCII with so many cells and nothing in quotes.
  ///
  /// Of any other nothing is added, and it has to be read cell by cell. Where that is wanted `look` is
  /// given the cells that begin like a number, with the places of their columns; cells past the last
  /// column are not kept.
  public mutating func appendLine(
    of text: [UInt8], from position: Int, separator: UInt8, cells: Int, line: Int,
    looks: Bool = false, look: (ArraySlice<UInt8>, _ column: Int) -> Void = { _, _ in }
  ) -> Int? {
    let span = text.span
    guard cellCount == 0, cells > 0, position < text.count,
      let end = endOfLine(span, from: position, separator: separator, cells: cells)
    else { return nil }
    var place = position
    for slot in 0..<cells {
      let end = span.endOfPlainCell(from: place, separator: separator)
      if slot < layout.openings.count { append(place..<end, of: span) }
      if looks, end > place, span[place] < UInt8(ascii: ":") { look(text[place..<end], slot) }
      place = end + 1
    }
    endRow(line: line)
    return end
  }

  /// Where the line behind the one ends that begins at `position`, has so many plain cells and none
  /// more; nil where it is another.
  private func endOfLine(
    _ text: Span<UInt8>, from position: Int, separator: UInt8, cells: Int
  ) -> Int? {
    var place = position
    for _ in 1..<max(1, cells) {
      let end = text.endOfPlainCell(from: place, separator: separator)
      guard end < text.count, text[end] == separator else { return nil }
      place = end + 1
    }
    let end = text.endOfPlainCell(from: place, separator: separator)
    if end >= text.count { return text.count }
    if text[end] == UInt8(ascii: "\n") { return end + 1 }
    let isEnd =
      text[end] == UInt8(ascii: "\r") && end + 1 < text.count
      && text[end + 1] == UInt8(ascii: "\n")
    return isEnd ? end + 2 : nil
  }

  /// Adds a plain cell; an empty one is a missing value.
  private mutating func append(_ cell: Range<Int>, of text: Span<UInt8>) {
    bytes.append(contentsOf: layout.openings[cellCount])
    cellCount += 1
    if cell.isEmpty { return append(TextRowBuilder.null, .null, isQuoted: false) }
    bytes.append(UInt8(ascii: "\""))
    fields.append(
      FieldExtent(
        offset: UInt32(clamping: bytes.count), length: UInt32(clamping: cell.count), kind: .string))
    bytes.append(cell, of: text)
    bytes.append(UInt8(ascii: "\""))
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
    let counts = (bytes.count, rows.count, fields.count)
    (bytes, rows, fields, lines) = ([], [], [], [])
    (start, cellCount) = (0, 0)
    bytes.reserveCapacity(counts.0)
    rows.reserveCapacity(counts.1)
    fields.reserveCapacity(counts.2)
    lines.reserveCapacity(counts.1)
    return Batch(storage)
  }
}

/// Whether a text stands in JSON as it is.
private func isPlainText(_ text: ArraySlice<UInt8>) -> Bool {
  text.span.endOfPlainCell(from: 0, separator: UInt8(ascii: "\"")) == text.count
}
