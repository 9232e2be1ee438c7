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
      append(Array("null".utf8)[...], .null, isQuoted: false)
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
    (bytes, rows, fields, lines) = ([], [], [], [])
    (start, cellCount) = (0, 0)
    return Batch(storage)
  }
}

/// Whether a text stands in JSON as it is.
private func isPlainText(_ text: ArraySlice<UInt8>) -> Bool {
  text.allSatisfy {
    $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
  }
}
