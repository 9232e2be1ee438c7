/// The columns that a stream's rows are read into, fixed before the first row.
public struct ColumnLayout: Hashable, Sendable {
  /// One column: a top-level key of the row's object and the form its value must have.
  public struct Column: Hashable, Sendable {
    /// The key.
    public let name: String
    /// The JSON form a value must have.
    public let form: Form
    /// Whether a row without the key, or with null, is refused.
    public let isRequired: Bool

    /// A column read from the key `name`.
    public init(_ name: String, _ form: Form, isRequired: Bool) {
      self.name = name
      self.form = form
      self.isRequired = isRequired
    }
  }

  /// The JSON form of a column's values.
  public enum Form: Hashable, Sendable {
    /// A whole number.
    case integer
    /// A text.
    case string
    /// An object.
    case object
    /// Any JSON value.
    case any
  }

  /// The columns, in slot order.
  public let columns: [Column]
  let keys: [[UInt8]]
  /// The slot of each key, where there are so many that trying them one by one takes long.
  let places: [[UInt8]: Int]?
  /// The form of each column.
  let forms: [Form]
  /// The slots of the columns that no row may lack.
  let required: [Int]
  /// Whether that is so of each column.
  let isRequired: [Bool]
  /// What stands before each column's value in a row that is made: a bracket or comma, and the key.
  let openings: [[UInt8]]
  /// Whether no two columns have the same key.
  let isUnambiguous: Bool

  /// A layout of those columns.
  public init(_ columns: [Column]) {
    self.columns = columns
    keys = columns.map { Array($0.name.utf8) }
    places =
      keys.count <= 16
      ? nil : Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
    forms = columns.map(\.form)
    required = columns.indices.filter { columns[$0].isRequired }
    isRequired = columns.map(\.isRequired)
    openings = columns.enumerated().map { place, column in
      var writer = JSONWriter()
      writer.key(column.name)
      return [UInt8(ascii: place == 0 ? "{" : ",")] + writer.bytes
    }
    isUnambiguous = Set(keys).count == keys.count
  }

  /// Whether the columns are the same.
  public static func == (left: ColumnLayout, right: ColumnLayout) -> Bool {
    left.columns == right.columns
  }

  /// Feeds the columns, which say all.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(columns)
  }

  /// The slot of the column called `name`.
  public func slot(_ name: some StringProtocol) -> Int? {
    if let places { return places[Array(name.utf8)] }
    return columns.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }
}

/// Where one row lies in the buffer, and whether its bytes can be printed as they are.
struct RowExtent: Sendable {
  let offset: UInt32
  let length: UInt32
  let isPrintable: Bool
  /// Whether the row has keys that no column has.
  var hasOtherKeys = false
  /// Whether the row is a line of cells and no object: each field is a text as it stands in JSON too,
  /// without its quotes, or missing.
  var isCells = false

  var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
}

/// Rows as one owned byte buffer and a flat table of where each field lies.
///
/// Values are made only when an expression touches them. A row that is passed on is printed as its
/// own bytes, which keeps unknown fields and their order; of a line of cells an object is made only
/// where one is asked for.
public final class RowStorage: Sendable {
  /// The columns that the table describes.
  public let layout: ColumnLayout
  let bytes: [UInt8]
  let rows: [RowExtent]
  /// Row-major: the fields of row `r` start at `r * layout.columns.count`.
  let fields: [FieldExtent]
  /// The rows that these were made from, one for each, when these are not the API's own.
  let origin: Batch?
  /// Where in the file each row began, as ``RowPlace/mark``; empty where no row came from one.
  let lines: [UInt32]
  /// Whether each row's object holds the columns, in their order, and nothing else.
  let isExact: Bool

  init(
    layout: ColumnLayout, bytes: [UInt8], rows: [RowExtent], fields: [FieldExtent],
    origin: Batch?, lines: [UInt32] = [], isExact: Bool = false
  ) {
    self.lines = lines
    self.isExact = isExact
    self.layout = layout
    self.bytes = bytes
    self.rows = rows
    self.fields = fields
    self.origin = origin
  }
}

/// Some rows of one storage, in an order of their own.
public struct Batch: Sendable {
  /// The rows' bytes and fields.
  public let storage: RowStorage
  /// The rows that are in the batch, as places in the storage; nil for all of them in order.
  private let selection: [Int32]?

  /// All rows of a storage.
  public init(_ storage: RowStorage) {
    self.storage = storage
    self.selection = nil
  }

  init(_ storage: RowStorage, selection: [Int32]?) {
    self.storage = storage
    self.selection = selection
  }

  /// The number of rows.
  public var count: Int { selection?.count ?? storage.rows.count }

  /// Whether there are no rows.
  public var isEmpty: Bool { count == 0 }

  /// Whether the object of each row holds the columns that `layout` begins with, and nothing else,
  /// so that rows of that layout can begin with its bytes.
  public func begins(_ layout: ColumnLayout) -> Bool {
    let columns = storage.layout.columns
    return storage.isExact && !columns.isEmpty && layout.columns.starts(with: columns)
  }

  /// The row at `index`, from 0.
  public subscript(index: Int) -> Row {
    Row(storage: storage, index: place(index))
  }

  /// The rows for which `isIncluded` holds, without copying any.
  ///
  /// - Throws: what `isIncluded` throws; no further row is looked at then.
  public func filter<Failure: Error>(
    _ isIncluded: (Row) throws(Failure) -> Bool
  ) throws(Failure) -> Batch {
    var kept: [Int32] = []
    kept.reserveCapacity(count)
    for index in 0..<count where try isIncluded(self[index]) {
      kept.append(Int32(truncatingIfNeeded: place(index)))
    }
    return Batch(storage, selection: kept)
  }

  /// The first `maximum` rows, without copying any; none when `maximum` is negative.
  public func prefix(_ maximum: Int) -> Batch {
    guard maximum < count else { return self }
    let places = 0..<max(0, maximum)
    return Batch(storage, selection: places.map { Int32(truncatingIfNeeded: place($0)) })
  }

  /// The rows in those places, without copying any.
  public func part(_ places: Range<Int>) -> Batch {
    let places = places.clamped(to: 0..<count)
    return Batch(storage, selection: places.map { Int32(truncatingIfNeeded: place($0)) })
  }

  /// The rows in another order: `order` holds places in this batch.
  public func reordered(_ order: [Int]) -> Batch {
    Batch(storage, selection: order.map { Int32(truncatingIfNeeded: place($0)) })
  }

  /// The same rows with the capital ASCII letters of a column's texts made small; nothing is copied
  /// where there are none.
  public func lowercased(_ slot: Int) -> Batch {
    let width = storage.layout.columns.count
    var capitals: [Int] = []
    let (table, text) = (storage.fields, storage.bytes)
    let (fields, bytes) = (table.span, text.span)
    for row in storage.rows.indices {
      let field = fields[row * width + slot]
      guard field.kind == .string else { continue }
      for place in field.range where bytes[place] &- 0x41 < 26 { capitals.append(place) }
    }
    if capitals.isEmpty { return self }
    var small = storage.bytes
    for place in capitals { small[place] |= 0x20 }
    return Batch(
      RowStorage(
        layout: storage.layout, bytes: small, rows: storage.rows, fields: storage.fields,
        origin: storage.origin, lines: storage.lines, isExact: storage.isExact),
      selection: selection)
  }

  /// The rows that the API gave behind these, in the same places, without copying any.
  public var origins: Batch {
    guard let origin = storage.origin else { return self }
    return origin.reordered((0..<count).map(place))
  }

  /// The first row before `end` with keys that no column has.
  public func firstRowWithOtherKeys(before end: Int) -> Int? {
    (0..<min(end, count)).first { storage.rows[place($0)].hasOtherKeys }
  }

  /// The first row before `end` whose field at `slot` is neither missing nor a text, or a whole
  /// number.
  public func firstRow(before end: Int, whereFieldAt slot: Int, isNot form: FieldForm) -> Int? {
    let table = storage.fields
    let fields = table.span
    let width = storage.layout.columns.count
    for index in 0..<min(end, count) {
      switch (fields[place(index) * width + slot].kind, form) {
      case (.missing, _), (.null, _), (.string, .text), (.escapedString, .text),
        (.integer, .integer):
        continue
      default: return index
      }
    }
    return nil
  }

  /// The first row from `index` on whose text at `slot` is none of those.
  public func firstRow(from index: Int, whereTextAt slot: Int, isNoneOf texts: [[UInt8]]) -> Int? {
    let (table, text) = (storage.fields, storage.bytes)
    let (fields, bytes) = (table.span, text.span)
    let width = storage.layout.columns.count
    let test = FieldTest.text(slot, oneOf: texts, isWanted: false)
    let words = texts.compactMap { $0.span.shortText($0.indices) }
    for index in index..<max(index, count) {
      let start = place(index) * width
      let field = fields[start + slot]
      if field.kind == .string, let word = bytes.shortText(field.range), words.contains(word) {
        continue
      }
      if test.truth(fields, at: start, bytes) == .yes { return index }
    }
    return nil
  }

  /// A form of fields that their table tells.
  public enum FieldForm: Sendable {
    /// A text.
    case text
    /// A whole number.
    case integer
  }

  /// The rows of a whole storage, known to begin at those lines of a file, from 1.
  public func numbered(_ lines: [Int]) -> Batch {
    let rows = storage
    return Batch(
      RowStorage(
        layout: rows.layout, bytes: rows.bytes, rows: rows.rows, fields: rows.fields,
        origin: rows.origin,
        lines: rows.rows.indices.map { $0 < lines.count ? RowPlace.line(lines[$0]).mark : 0 }),
      selection: selection)
  }

  @inline(__always)
  func place(_ index: Int) -> Int {
    guard let selection else { return index }
    return Int(selection[index])
  }
}

/// One row of a batch.
public struct Row: Sendable {
  let storage: RowStorage
  let index: Int

  /// Whether both are the same row of the same batch.
  public func isSame(as other: Row) -> Bool {
    storage === other.storage && index == other.index
  }

  /// The row as it came from the API, whatever its columns have become; nil for made rows
  /// that no API object stands behind.
  public var origin: Row { storage.origin.map { $0[index] } ?? self }

  /// Where in its file the row, or the one it was made from, stands; nil for rows that came from
  /// none.
  public var place: RowPlace? {
    if !storage.lines.isEmpty, let place = RowPlace(mark: storage.lines[index]) { return place }
    return storage.origin?[index].place
  }

  /// The line of the file that the row, or the one it was made from, began at, from 1; nil for
  /// rows that came from no file, or from an array.
  public var line: Int? {
    if case .line(let number) = place { number } else { nil }
  }

  /// Whether the row's object has keys that none of its columns has.
  public var hasOtherKeys: Bool { storage.rows[index].hasOtherKeys }

  /// The slot of the column called `name`; nil where the row has no such column.
  public func slot(_ name: String) -> Int? { storage.layout.slot(name) }

  func field(_ slot: Int) -> FieldExtent {
    storage.fields[index * storage.layout.columns.count + slot]
  }

  /// Whether the row's bytes can be printed as they are.
  var isPrintable: Bool { storage.rows[index].isPrintable }

  /// Whether the field is absent or null.
  public func isNull(_ slot: Int) -> Bool {
    switch field(slot).kind {
    case .missing, .null: true
    default: false
    }
  }

  /// The field's whole number.
  public func integer(_ slot: Int) -> Int64? {
    let field = field(slot)
    guard field.kind == .integer else { return nil }
    let bytes = storage.bytes
    return parseInteger(bytes.span, field.range)
  }

  /// The field's number, where 18 places hold it exactly.
  public func decimal(_ slot: Int) -> Decimal? {
    let field = field(slot)
    switch field.kind {
    case .integer, .other:
      return Decimal(json: String(decoding: storage.bytes[field.range], as: UTF8.self))
    default: return nil
    }
  }

  /// The field's text.
  public func text(_ slot: Int) -> String? {
    let field = field(slot)
    switch field.kind {
    case .string: return String(decoding: storage.bytes[field.range], as: UTF8.self)
    case .escapedString:
      let bytes = storage.bytes
      return decodedString(bytes.span, field.range)
    default: return nil
    }
  }

  /// The bytes of the field's text where they need no decoding; nil for any other field.
  public func plainText(_ slot: Int) -> ArraySlice<UInt8>? {
    let field = field(slot)
    return field.kind == .string ? storage.bytes[field.range] : nil
  }

  /// Whether the field is that text, compared as UTF-8 bytes; nil when it is missing.
  public func textEquals(_ slot: Int, _ text: [UInt8]) -> Bool? {
    let field = field(slot)
    switch field.kind {
    case .string:
      let bytes = storage.bytes
      return equal(bytes.span, field.range, text)
    case .escapedString: return self.text(slot)?.utf8.elementsEqual(text)
    default: return nil
    }
  }

  /// The field's currency code.
  public func currency(_ slot: Int) -> Currency? {
    let field = field(slot)
    switch field.kind {
    case .string: return Currency(bytes: storage.bytes[field.range])
    case .escapedString: return text(slot).flatMap { Currency($0) }
    default: return nil
    }
  }

  /// The field as JSON; nil when it is missing.
  public func json(_ slot: Int) -> ArraySlice<UInt8>? {
    let field = field(slot)
    switch field.kind {
    case .missing: return nil
    case _ where isCells:
      var writer = JSONWriter()
      writer.append(cell: field, of: storage.bytes)
      return writer.bytes[...]
    case .string, .escapedString:
      return storage.bytes[field.range.lowerBound - 1..<field.range.upperBound + 1]
    default: return storage.bytes[field.range]
    }
  }

  /// The field read as a whole document, for objects and for values of no fixed form.
  public func node(_ slot: Int) -> JSONNode? {
    guard let json = json(slot) else { return nil }
    return try? JSONReader.read(Array(json))
  }

  /// A value in a row: that of a field, or one inside the object in it.
  public struct Part: Sendable {
    /// The text that it is; nil for any other value.
    public let text: String?
    let slot: Int
    /// Its bytes in the JSON of the field.
    let range: Range<Int>
    /// How many objects of the field it stands in.
    let depth: Int
  }

  /// The value that those keys lead to in a field, which is the field's own without any; nil where it
  /// is missing.
  public func part(_ slot: Int, _ keys: [String] = []) -> Part? {
    if keys.isEmpty {
      return json(slot).map { Part(text: text(slot), slot: slot, range: 0..<$0.count, depth: 0) }
    }
    var node = self.node(slot)
    for key in keys { node = node?[key] }
    return node.map { Part(text: $0.string, slot: slot, range: $0.range, depth: keys.count) }
  }

  /// The whole row as JSON, as it was read.
  public var bytes: ArraySlice<UInt8> {
    guard isCells else { return storage.bytes[storage.rows[index].range] }
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes[...]
  }

  /// Whether the row is a line of cells.
  var isCells: Bool { storage.rows[index].isCells }

  /// Writes the row's object: its own bytes where nothing in them needs escaping.
  public func write(to writer: inout JSONWriter) {
    if isCells {
      writer.object(ofCells: self)
    } else if isPrintable {
      writer.raw(bytes)
    } else {
      writer.rewritten(bytes)
    }
  }
}

/// The whole number in `range`; nil when it does not fit 64 bits.
func parseInteger(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
  var index = range.lowerBound
  let isNegative = index < range.upperBound && bytes[index] == UInt8(ascii: "-")
  if isNegative { index += 1 }
  guard index < range.upperBound else { return nil }
  var result: Int64 = 0
  if range.upperBound - index <= 18 {
    // So few digits fit.
    while index < range.upperBound {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      result = result &* 10 &+ Int64(digit)
      index += 1
    }
    return isNegative ? -result : result
  }
  while index < range.upperBound {
    let digit = bytes[index] &- UInt8(ascii: "0")
    guard digit < 10 else { return nil }
    let (product, overflow) = result.multipliedReportingOverflow(by: 10)
    let (next, carry) = product.subtractingReportingOverflow(Int64(digit))
    guard !overflow, !carry else { return nil }
    result = next
    index += 1
  }
  if isNegative { return result }
  return result == .min ? nil : -result
}
