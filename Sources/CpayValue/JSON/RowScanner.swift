/// Reads objects into the rows of a ``RowStorage``, without making a value of any field.
///
/// The key order of the last row predicts that of the next, so that a regular stream costs one
/// comparison a key. A key that no column has stays in the row's bytes only.
public struct RowScanner: Sendable {
  let layout: ColumnLayout
  /// What stood before the values of the rows so far.
  private var order: KeyOrder
  /// The fields of the row that is being read.
  private var slots: [FieldExtent]
  /// The bytes of one row of a file, at most.
  var rowLimit = RowScanner.longestRow

  /// What keys and values the rows had, where they are only looked at.
  public private(set) var shape: ObjectShape?
  private var walk = ShapeWalk()
  /// The rows that have been read.
  public internal(set) var rowCount = 0
  /// The bytes of a row, as the last text had it; none before the first.
  private var rowLength = 0
  /// Whether a fault was found inside a row, rather than between two.
  var isInRow = false
  /// The line that begins behind the last lines that were read.
  public internal(set) var endLine = 1
  /// Whether a list has been read that says that more rows follow elsewhere.
  public internal(set) var isPage = false

  /// Whether a field that does not fit its column is read as it is, so that one object spoils no
  /// other.
  private let keepsMisfits: Bool
  /// The places of the rows of the last page or object that have such a field, or lack one.
  public private(set) var misfits: [Int] = []

  /// A scanner for rows of that layout; where it `keepsMisfits`, also for rows that do not fit it,
  /// whose wrong fields then are no text and no number.
  public init(_ layout: ColumnLayout, keepsMisfits: Bool = false) {
    (self.layout, self.keepsMisfits) = (layout, keepsMisfits)
    order = KeyOrder(layout)
    slots = Array(repeating: FieldExtent(), count: layout.columns.count)
  }

  /// A scanner that only looks at rows: they have no columns, and ``shape`` tells of their keys.
  public static func looking() -> RowScanner {
    var scanner = RowScanner(ColumnLayout([]))
    scanner.shape = ObjectShape()
    return scanner
  }

  /// The row, from 1, in which a fault was found; nil for one between two rows.
  public var faultyRow: Int? { isInRow ? rowCount + 1 : nil }

  /// The rows of a list answer: the `data` array and `has_more` of the pagination page.
  public struct Page: Sendable {
    /// The objects of the page.
    public let rows: Batch
    /// Whether further rows follow in the direction of travel.
    public let hasMore: Bool
  }

  /// Reads `{"object":"list","data":[…],"has_more":…}`.
  /// - Throws: ``JSONError`` where the text is not such a list, or a row does not fit the layout.
  public mutating func page(_ bytes: [UInt8]) throws(JSONError) -> Page {
    let span = bytes.span
    var table = newTable(for: bytes.count)
    misfits = []
    var hasMore: Bool?
    var hasRows = false
    var scanner = try start(bytes)
    try scanner.expect("{", span, "the answer is not a list")
    if scanner.peek(span) == UInt8(ascii: "}") {
      throw JSONError(at: scanner.position, "the answer is not a list")
    }
    repeat {
      let key = try scanner.string(span)
      try scanner.expect(":", span, "a : is missing")
      switch key.hasEscapes
        ? decodedString(span, key.range) : String(decoding: bytes[key.range], as: UTF8.self)
      {
      case "data":
        if hasRows { throw twice("data", key) }
        hasRows = true
        try rows(span, &scanner, &table)
      case "has_more":
        if hasMore != nil { throw twice("has_more", key) }
        hasMore = scanner.peek(span) == UInt8(ascii: "t")
        try scanner.word(hasMore == true ? .true : .false, span)
      default: try scanner.skipValue(span, depth: 1)
      }
    } while scanner.take(",", span)
    try scanner.expect("}", span, "a , or } is missing")
    try end(span, &scanner)
    guard hasRows, let hasMore else { throw JSONError(at: 0, "the answer is not a list") }
    return Page(rows: Batch(table.storage(layout, bytes)), hasMore: hasMore)
  }

  /// Reads one object as a batch of one row.
  /// - Throws: ``JSONError`` where the text is not an object that fits the layout.
  public mutating func object(_ bytes: [UInt8]) throws(JSONError) -> Batch {
    let span = bytes.span
    var table = newTable(for: bytes.count)
    misfits = []
    var scanner = try start(bytes)
    try row(span, &scanner, &table)
    try end(span, &scanner)
    return Batch(table.storage(layout, bytes))
  }

  func start(_ bytes: [UInt8]) throws(JSONError) -> JSONScanner { try start(bytes.span, from: 0) }

  /// A scanner of the text that begins at `place`.
  func start(_ bytes: Span<UInt8>, from place: Int) throws(JSONError) -> JSONScanner {
    guard bytes.count < FieldExtent.longest else {
      throw JSONError(at: place, "the text is over 512 MiB")
    }
    try requireUTF8(bytes, from: place)
    return JSONScanner(at: place)
  }

  func end(_ bytes: Span<UInt8>, _ scanner: inout JSONScanner) throws(JSONError) {
    if scanner.peek(bytes) != nil {
      throw JSONError(at: scanner.position, "something follows the value")
    }
  }

  mutating func rows(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ table: inout Table
  ) throws(JSONError) {
    try scanner.expect("[", bytes, "the answer is not a list")
    if scanner.take("]", bytes) { return }
    repeat {
      try row(bytes, &scanner, &table)
    } while scanner.take(",", bytes)
    try scanner.expect("]", bytes, "a , or ] is missing")
  }

  /// Reads a row, which has that number where it is only looked at.
  mutating func row(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ table: inout Table, number: Int = 0
  ) throws(JSONError) {
    isInRow = true
    _ = scanner.peek(bytes)
    let start = scanner.position
    var hasOtherKeys = false
    if shape == nil {
      hasOtherKeys = try fields(bytes, &scanner, &table, at: start)
    } else {
      walk.row = UInt32(clamping: number)
      try shape?.readRow(bytes, &scanner, &walk)
    }
    table.rows.append(
      RowExtent(
        offset: UInt32(start), length: UInt32(scanner.position - start),
        isPrintable: isPrintable(bytes, start..<scanner.position), hasOtherKeys: hasOtherKeys))
    rowCount += 1
    isInRow = false
  }

  /// Reads the fields of a row; says whether it has keys that no column has.
  private mutating func fields(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ table: inout Table, at start: Int
  ) throws(JSONError) -> Bool {
    var found = try RowFields.read(
      bytes, &scanner, layout, &order, into: &slots, keepsMisfits: keepsMisfits)
    for slot in layout.required where slots[slot].isNull {
      guard keepsMisfits else {
        throw JSONError(at: start, "the object has no \"\(layout.columns[slot].name)\"")
      }
      found.isMisfit = true
    }
    table.fields += slots
    if found.isMisfit { misfits.append(table.rows.count) }
    return found.hasOtherKeys
  }

  func twice(_ name: String, _ key: JSONScanner.StringExtent) -> JSONError {
    JSONError(twice: name, key)
  }

  /// An empty table, with room for the rows of a text of so many bytes.
  func newTable(for count: Int) -> Table {
    var table = Table()
    let rows = rowLength == 0 ? 1 : count / rowLength + 1
    table.rows.reserveCapacity(rows)
    table.lines.reserveCapacity(rows)
    table.fields.reserveCapacity(rows * layout.columns.count)
    return table
  }

  /// Remembers how long rows are, from those of a text of so many bytes.
  mutating func noteRows(_ table: Table, of count: Int) {
    // A little less than on the average, so that few tables grow.
    if table.rows.count > 8 { rowLength = max(1, count / table.rows.count * 15 / 16) }
  }

  /// The rows read so far.
  struct Table {
    var rows: [RowExtent] = []
    var fields: [FieldExtent] = []
    var lines: [UInt32] = []

    func storage(_ layout: ColumnLayout, _ bytes: [UInt8]) -> RowStorage {
      RowStorage(
        layout: layout, bytes: bytes, rows: rows, fields: fields, origin: nil, lines: lines)
    }
  }
}

func equal(_ bytes: Span<UInt8>, _ range: Range<Int>, _ key: [UInt8]) -> Bool {
  range.count == key.count && bytes.isEqual(range, to: key.span, at: 0)
}
