/// Gathers rows of several batches, or rows made field by field, into one storage.
public struct BatchBuilder {
  let layout: ColumnLayout
  /// The rows' bytes.
  var output = FieldWriter()
  var rows: [RowExtent] = []
  var fields: [FieldExtent] = []
  /// The lines of the rows; empty until one has a line.
  private var lines: [UInt32] = []
  /// The API's own rows behind the gathered ones, once the two differ.
  private var origins: Origins?

  private indirect enum Origins {
    case builder(BatchBuilder)
  }

  /// Whether all rows so far hold the columns and nothing else.
  private var isExact = true

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

  /// The bytes that the rows gathered take, with their tables and the rows that they were made from.
  public var size: Int {
    let tables =
      rows.count * MemoryLayout<RowExtent>.stride + fields.count * MemoryLayout<FieldExtent>.stride
      + lines.count * MemoryLayout<UInt32>.stride
    guard case .builder(let origins) = origins else { return bytes.count + tables }
    return bytes.count + tables + origins.size
  }

  /// Lets all rows go, and keeps the room that they took for others.
  public mutating func removeAll() {
    output.json.bytes.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    isExact = true
    guard case .builder(var builder) = origins else { return }
    origins = nil
    builder.removeAll()
    origins = .builder(builder)
  }

  /// Adds a copy of `row`, whose layout must be the builder's.
  ///
  /// Says whether it fitted: a storage holds at most 2 GiB.
  public mutating func append(_ row: Row) -> Bool {
    let source = row.storage
    let extent = source.rows[row.index]
    if extent.isCells {
      return append(madeFrom: nil, at: row) { slot, writer in writer.field(row, slot) }
    }
    guard fits(Int(extent.length)) else { return false }
    // The origin first: a row without one would shift all that follow.
    if let origin = source.origin, !appendOrigin(origin[row.index]) { return false }
    isExact = isExact && source.isExact
    let delta = bytes.count - Int(extent.offset)
    let columnCount = layout.columns.count
    output.json.bytes.append(contentsOf: source.bytes[extent.range])
    rows.append(
      RowExtent(
        offset: UInt32(Int(extent.offset) + delta), length: extent.length,
        isPrintable: extent.isPrintable, hasOtherKeys: extent.hasOtherKeys))
    append(line: source.lines.isEmpty ? 0 : source.lines[row.index])
    for slot in 0..<columnCount {
      var field = source.fields[row.index * columnCount + slot]
      if field.kind != .missing { field.offset = UInt32(Int(field.offset) + delta) }
      fields.append(field)
    }
    return true
  }

  /// Keeps the line of the row just added.
  mutating func append(line: UInt32) {
    if lines.isEmpty {
      guard line > 0 else { return }
      lines = Array(repeating: 0, count: rows.count - 1)
    }
    lines.append(line)
  }

  private var bytes: [UInt8] { output.json.bytes }

  func fits(_ length: Int) -> Bool { bytes.count + length < maximumBytes }

  /// Adds a copy of `row` with the whole of another in the place of a part of it, as an API expands an id.
  ///
  /// Says whether it fitted.
  /// - Throws: ``JSONError`` where the other would be nested too deep to be read again.
  public mutating func append(
    _ row: Row, replacing part: Row.Part, with other: Row
  ) throws(JSONError) -> Bool {
    if row.isCells {
      var builder = BatchBuilder(layout, maximumBytes: maximumBytes)
      guard builder.append(row) else { return false }
      return try append(builder.build()[0], replacing: part, with: other)
    }
    let (source, whole, new) = (row.storage, row.bytes, other.bytes)
    guard let json = row.json(part.slot) else { return append(row) }
    let old = json.startIndex + part.range.lowerBound..<json.startIndex + part.range.upperBound
    let text = other.storage.bytes
    var scanner = JSONScanner(at: new.startIndex)
    try scanner.skipValue(text.span, depth: 1 + part.depth)
    let (start, growth) = (bytes.count, new.count - old.count)
    guard fits(whole.count + growth) else { return false }
    if let origin = source.origin, !appendOrigin(origin[row.index]) { return false }
    output.json.bytes += whole[..<old.lowerBound]
    output.json.bytes += new
    output.json.bytes += whole[old.upperBound...]
    // What could not be printed may have stood in the field.
    let canPrint =
      other.isPrintable
      && (row.isPrintable || isPrintable(output.json.bytes.span, start..<bytes.count))
    rows.append(
      RowExtent(
        offset: UInt32(start), length: UInt32(whole.count + growth), isPrintable: canPrint,
        hasOtherKeys: row.hasOtherKeys))
    append(line: source.lines.isEmpty ? 0 : source.lines[row.index])
    isExact = false
    let delta = start - whole.startIndex
    for place in layout.columns.indices {
      var field = row.field(place)
      if place == part.slot {
        let length = UInt32(json.count + growth)
        field = FieldExtent(offset: UInt32(json.startIndex + delta), length: length, kind: .other)
      } else if field.kind != .missing {
        let isBehind = Int(field.offset) >= old.upperBound
        field.offset = UInt32(Int(field.offset) + delta + (isBehind ? growth : 0))
      }
      fields.append(field)
    }
    return true
  }

  /// Adds a row whose columns are written by `write`, one value a column, and which was made from
  /// `origin`; nil where no object of the API stands behind it.
  ///
  /// It stands in a file where `source` does. It begins with all columns of `kept`, whose batch
  /// ``Batch/begins(_:)`` the layout. Says whether it fitted: the storage, the forms of the columns, and
  /// no key twice.
  public mutating func append(
    madeFrom origin: Row?, at source: Row? = nil, keeping kept: Row? = nil,
    _ write: (_ slot: Int, _ writer: inout FieldWriter) -> Void
  ) -> Bool {
    let (start, firstField) = (bytes.count, fields.count)
    guard layout.isUnambiguous, appendFields(kept, write), output.isReadable, fits(0),
      origin.map({ appendOrigin($0.origin) }) ?? true
    else {
      output.json.cut(to: start)
      fields.removeLast(fields.count - firstField)
      return false
    }
    rows.append(
      RowExtent(
        offset: UInt32(clamping: start), length: UInt32(clamping: bytes.count - start),
        isPrintable: output.isPrintable))
    append(line: source?.place?.mark ?? 0)
    return true
  }

  /// Writes the row's object; false where a value is not what its column takes.
  private mutating func appendFields(
    _ kept: Row?, _ write: (_ slot: Int, _ writer: inout FieldWriter) -> Void
  ) -> Bool {
    output.beginRow()
    var slot = kept.map { keep($0) } ?? 0
    while slot < layout.openings.count {
      output.begin(layout.openings[slot])
      write(slot, &output)
      guard let field = output.end(layout.forms[slot], isRequired: layout.isRequired[slot]) else {
        return false
      }
      fields.append(field)
      slot += 1
    }
    if layout.openings.isEmpty { output.json.bytes.append(UInt8(ascii: "{")) }
    output.json.bytes.append(UInt8(ascii: "}"))
    return true
  }

  /// Begins a row with all of another; gives how many columns that is.
  private mutating func keep(_ row: Row) -> Int {
    let (columnCount, whole) = (row.storage.layout.columns.count, row.bytes)
    let delta = bytes.count - whole.startIndex
    output.keep(whole.dropLast(), isPrintable: row.isPrintable)
    let start = row.index * columnCount
    for var field in row.storage.fields[start..<start + columnCount] {
      field.offset = UInt32(clamping: Int(field.offset) + delta)
      fields.append(field)
    }
    return columnCount
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

  /// The rows gathered, each made from the row in the same place of a batch, of which nothing is
  /// copied; nil where no objects of the API stand behind them.
  public func build(madeFrom source: Batch?) -> Batch { build(origin: source?.origins) }

  /// The rows gathered.
  public func build() -> Batch {
    let origin: Batch? = if case .builder(let builder) = origins { builder.build() } else { nil }
    return build(origin: origin)
  }

  private func build(origin: Batch?) -> Batch {
    Batch(
      RowStorage(
        layout: layout, bytes: bytes, rows: rows, fields: fields, origin: origin, lines: lines,
        isExact: isExact))
  }
}
