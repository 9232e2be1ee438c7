/// Gathers rows of several batches, or rows made field by field, into one storage.
public struct BatchBuilder {
  private let layout: ColumnLayout
  private var bytes: [UInt8] = []
  private var rows: [RowExtent] = []
  private var fields: [FieldExtent] = []
  /// The lines of the rows; empty until one has a line.
  private var lines: [UInt32] = []
  /// The API's own rows behind the gathered ones, once the two differ.
  private var origins: Origins?

  private indirect enum Origins {
    case builder(BatchBuilder)
  }

  /// The bytes that the rows may come to, and their origins as well.
  private let maximumBytes: Int

  /// A builder of rows of that layout.
  public init(_ layout: ColumnLayout) {
    self.init(layout, maximumBytes: Int(Int32.max))
  }

  init(_ layout: ColumnLayout, maximumBytes: Int) {
    self.layout = layout
    self.maximumBytes = maximumBytes
  }

  /// The number of rows gathered.
  public var count: Int { rows.count }

  /// Adds a copy of `row`, whose layout must be the builder's.
  ///
  /// Says whether it fitted: a storage holds at most 2 GiB.
  public mutating func append(_ row: Row) -> Bool {
    let source = row.storage
    let extent = source.rows[row.index]
    guard fits(extent.length) else { return false }
    // The origin first: a row without one would shift all that follow.
    if let origin = source.origin, !appendOrigin(origin[row.index]) { return false }
    let delta = Int(bytes.count) - Int(extent.offset)
    let columnCount = layout.columns.count
    bytes.append(contentsOf: source.bytes[extent.range])
    rows.append(
      RowExtent(
        offset: UInt32(Int(extent.offset) + delta), length: extent.length,
        isPrintable: extent.isPrintable))
    append(line: source.lines.isEmpty ? 0 : source.lines[row.index])
    for slot in 0..<columnCount {
      var field = source.fields[row.index * columnCount + slot]
      if field.kind != .missing { field.offset = UInt32(Int(field.offset) + delta) }
      fields.append(field)
    }
    return true
  }

  /// Keeps the line of the row just added.
  private mutating func append(line: UInt32) {
    if lines.isEmpty {
      guard line > 0 else { return }
      lines = Array(repeating: 0, count: rows.count - 1)
    }
    lines.append(line)
  }

  private func fits(_ length: UInt32) -> Bool { bytes.count + Int(length) < maximumBytes }

  /// Adds a row whose columns are written by `write`, one value a column, and which was made from
  /// `origin`; nil where no object of the API stands behind it.
  ///
  /// Says whether it fitted.
  public mutating func append(
    madeFrom origin: Row?, _ write: (_ slot: Int, _ writer: inout JSONWriter) -> Void
  ) -> Bool {
    var writer = JSONWriter()
    writer.beginObject()
    for (slot, column) in layout.columns.enumerated() {
      writer.key(column.name)
      write(slot, &writer)
    }
    writer.endObject()
    var scanner = RowScanner(layout)
    guard let made = try? scanner.object(writer.bytes), fits(UInt32(writer.bytes.count))
    else { return false }
    if let origin, !appendOrigin(origin.origin) { return false }
    return append(made[0])
  }

  private mutating func appendOrigin(_ row: Row) -> Bool {
    var builder =
      if case .builder(let builder) = origins { builder } else {
        BatchBuilder(row.storage.layout, maximumBytes: maximumBytes)
      }
    origins = nil
    let fitted = builder.append(row)
    origins = .builder(builder)
    return fitted
  }

  /// The rows gathered.
  public func build() -> Batch {
    let origin: Batch? = if case .builder(let builder) = origins { builder.build() } else { nil }
    return Batch(
      RowStorage(
        layout: layout, bytes: bytes, rows: rows, fields: fields, origin: origin, lines: lines))
  }
}
