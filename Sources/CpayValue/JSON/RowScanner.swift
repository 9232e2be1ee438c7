/// Reads objects into the rows of a ``RowStorage``, without making a value of any field.
///
/// The key order of the last row predicts that of the next, so that a regular stream costs one
/// comparison a key. A key that no column has stays in the row's bytes only.
public struct RowScanner: Sendable {
  let layout: ColumnLayout
  /// The column of the n-th key of the last row; -1 for a key without one.
  private var predicted: [Int] = []
  /// The bytes of one row of a file, at most.
  var rowLimit = RowScanner.longestRow

  /// What keys and values the rows had, where they are only looked at.
  public private(set) var shape: ObjectShape?
  private var walk = ShapeWalk()
  /// The rows that have been read.
  public internal(set) var rowCount = 0
  /// Whether a fault was found inside a row, rather than between two.
  var isInRow = false
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
    var table = Table()
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
        try scanner.word(hasMore == true ? "true" : "false", span)
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
    var table = Table()
    misfits = []
    var scanner = try start(bytes)
    try row(span, &scanner, &table)
    try end(span, &scanner)
    return Batch(table.storage(layout, bytes))
  }

  func start(_ bytes: [UInt8]) throws(JSONError) -> JSONScanner {
    guard bytes.count < Int(Int32.max) else { throw JSONError(at: 0, "the text is over 2 GiB") }
    try requireUTF8(bytes.span)
    return JSONScanner()
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
    let firstField = table.fields.count
    var hasOtherKeys = false
    table.fields.append(
      contentsOf: repeatElement(FieldExtent(), count: layout.columns.count))
    try scanner.expect("{", bytes, "an object is missing")
    var keyIndex = 0
    if !scanner.take("}", bytes) {
      repeat {
        let key = try scanner.string(bytes)
        try scanner.expect(":", bytes, "a : is missing")
        let column = column(of: key, bytes, keyIndex)
        keyIndex += 1
        if let column {
          guard table.fields[firstField + column].kind == .missing else {
            throw twice(layout.columns[column].name, key)
          }
          let (found, fits) = try field(bytes, &scanner, layout.columns[column])
          table.fields[firstField + column] = found
          if !fits { noteMisfit(table) }
        } else {
          hasOtherKeys = true
          try scanner.skipValue(bytes, depth: 1)
        }
      } while scanner.take(",", bytes)
      try scanner.expect("}", bytes, "a , or } is missing")
    }
    for (index, column) in layout.columns.enumerated() where column.isRequired {
      switch table.fields[firstField + index].kind {
      case .missing, .null:
        guard keepsMisfits else {
          throw JSONError(at: start, "the object has no \"\(column.name)\"")
        }
        noteMisfit(table)
      default: break
      }
    }
    return hasOtherKeys
  }

  func twice(_ name: String, _ key: JSONScanner.StringExtent) -> JSONError {
    JSONError(at: key.range.lowerBound - 1, "the key \"\(name)\" occurs twice")
  }

  private mutating func column(
    of extent: JSONScanner.StringExtent, _ bytes: Span<UInt8>, _ keyIndex: Int
  ) -> Int? {
    let key = extent.range
    if extent.hasEscapes { return layout.slot(decodedString(bytes, key)) }
    if keyIndex < predicted.count, predicted[keyIndex] >= 0,
      equal(bytes, key, layout.keys[predicted[keyIndex]])
    {
      return predicted[keyIndex]
    }
    let found = layout.keys.firstIndex { equal(bytes, key, $0) }
    if keyIndex < predicted.count {
      predicted[keyIndex] = found ?? -1
    } else if keyIndex == predicted.count, keyIndex < 64 {
      predicted.append(found ?? -1)
    }
    return found
  }

  /// Notes that the row which is being read does not fit the layout.
  private mutating func noteMisfit(_ table: Table) {
    if misfits.last != table.rows.count { misfits.append(table.rows.count) }
  }

  /// Where a field's value lies, and whether its column takes it.
  private func field(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ column: ColumnLayout.Column
  ) throws(JSONError) -> (extent: FieldExtent, fits: Bool) {
    let next = scanner.peek(bytes)
    let start = scanner.position
    switch next {
    case UInt8(ascii: "n"):
      try scanner.word("null", bytes)
      return (extent(start..<scanner.position, .null), true)
    case UInt8(ascii: "\"") where column.form != .integer && column.form != .object:
      let string = try scanner.string(bytes)
      return (extent(string.range, string.hasEscapes ? .escapedString : .string), true)
    case let byte? where byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") < 10:
      guard column.form == .integer || column.form == .any else { break }
      let number = try scanner.number(bytes)
      if parseInteger(bytes, number) != nil { return (extent(number, .integer), true) }
      if column.form == .any { return (extent(number, .other), true) }
    case UInt8(ascii: "{"):
      guard column.form == .object || column.form == .any else { break }
      try scanner.skipValue(bytes, depth: 1)
      return (extent(start..<scanner.position, .other), true)
    default:
      guard column.form == .any else { break }
      try scanner.skipValue(bytes, depth: 1)
      return (extent(start..<scanner.position, .other), true)
    }
    guard keepsMisfits else {
      throw JSONError(at: start, "\"\(column.name)\" is not \(column.form.name)")
    }
    if scanner.position == start { try scanner.skipValue(bytes, depth: 1) }
    return (extent(start..<scanner.position, .other), false)
  }

  private func extent(_ range: Range<Int>, _ kind: FieldExtent.Kind) -> FieldExtent {
    FieldExtent(
      offset: UInt32(range.lowerBound), length: UInt32(range.count), kind: kind)
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

extension ColumnLayout.Form {
  /// The form in messages.
  var name: String {
    switch self {
    case .integer: "a whole number of 64 bits"
    case .string: "a text"
    case .object: "an object"
    case .any: "a value"
    }
  }
}

func equal(_ bytes: Span<UInt8>, _ range: Range<Int>, _ key: [UInt8]) -> Bool {
  guard range.count == key.count else { return false }
  for index in 0..<key.count where bytes[range.lowerBound + index] != key[index] { return false }
  return true
}
