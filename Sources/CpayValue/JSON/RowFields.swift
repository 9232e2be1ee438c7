/// Reads the fields of one row.
enum RowFields {
  /// What was found beside the fields.
  struct Found {
    /// Whether the row has keys that no column has.
    var hasOtherKeys = false
    /// Whether a field does not fit its column.
    var isMisfit = false
  }

  /// Reads the object that begins at the scanner's place; `slots` has one field for each column.
  static func read(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ layout: ColumnLayout,
    _ order: inout KeyOrder, into slots: inout [FieldExtent], keepsMisfits: Bool
  ) throws(JSONError) -> Found {
    var found = Found()
    for slot in slots.indices { slots[slot] = FieldExtent() }
    order.beginRow()
    var isFirst = true
    while true {
      let start = scanner.position
      if let (value, column) = order.expected(at: start, isFirst: isFirst, bytes) {
        scanner.position = value
        if column < 0 {
          found.hasOtherKeys = true
          try skip(bytes, &scanner)
          isFirst = false
          continue
        }
        if slots[column].isMissing {
          try field(bytes, &scanner, layout, column, &slots[column], &found, keepsMisfits)
          isFirst = false
          continue
        }
        scanner.position = start
      }
      guard try scanner.nextMember(isFirst: isFirst, bytes) else { return found }
      isFirst = false
      let key = try scanner.string(bytes)
      try scanner.expect(":", bytes, "a : is missing")
      scanner.skipBlanks(bytes)
      let column = column(of: key, bytes, layout)
      order.learn(start..<scanner.position, bytes, column: column)
      guard let column else {
        found.hasOtherKeys = true
        try skip(bytes, &scanner)
        continue
      }
      guard slots[column].isMissing else {
        throw JSONError(twice: layout.columns[column].name, key)
      }
      try anyField(bytes, &scanner, layout, column, &slots[column], &found, keepsMisfits)
    }
  }

  private static func column(
    of key: JSONScanner.StringExtent, _ bytes: Span<UInt8>, _ layout: ColumnLayout
  ) -> Int? {
    if key.hasEscapes { return layout.slot(decodedString(bytes, key.range)) }
    if let places = layout.places { return places[Array(copying: bytes, key.range)] }
    return layout.keys.firstIndex { equal(bytes, key.range, $0) }
  }

  /// Passes a value that is not kept.
  @inline(__always)
  private static func skip(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner
  ) throws(JSONError) {
    let start = scanner.position
    if start < bytes.count, bytes[start] == UInt8(ascii: "\"") {
      let end = bytes.endOfPlainText(from: start + 1)
      if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
        scanner.position = end + 1
        return
      }
    }
    try scanner.skipValue(bytes, depth: 1)
  }

  /// Reads a value, whose first byte is next.
  @inline(__always)
  private static func field(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ layout: ColumnLayout, _ column: Int,
    _ slot: inout FieldExtent, _ found: inout Found, _ keepsMisfits: Bool
  ) throws(JSONError) {
    let (start, form) = (scanner.position, layout.forms[column])
    // What nearly every field is: a text without escapes, or a whole number of a few digits.
    if form == .string || form == .any, start < bytes.count,
      bytes[start] == UInt8(ascii: "\"")
    {
      let end = bytes.endOfPlainText(from: start + 1)
      if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
        scanner.position = end + 1
        slot = FieldExtent(start + 1..<end, .string)
        return
      }
    } else if form == .integer || form == .any,
      let end = bytes.endOfShortInteger(at: start)
    {
      scanner.position = end
      slot = FieldExtent(start..<end, .integer)
      return
    }
    try anyField(bytes, &scanner, layout, column, &slot, &found, keepsMisfits)
  }

  /// Reads a value of any kind.
  @inline(never)
  private static func anyField(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ layout: ColumnLayout, _ column: Int,
    _ slot: inout FieldExtent, _ found: inout Found, _ keepsMisfits: Bool
  ) throws(JSONError) {
    // More blanks may follow than did in the rows before.
    scanner.skipBlanks(bytes)
    let (start, form) = (scanner.position, layout.forms[column])
    switch start < bytes.count ? bytes[start] : nil {
    case UInt8(ascii: "n"):
      try scanner.word(.null, bytes)
      slot = FieldExtent(start..<scanner.position, .null)
      return
    case UInt8(ascii: "\"") where form != .integer && form != .object:
      let string = try scanner.string(bytes)
      slot = FieldExtent(string.range, string.hasEscapes ? .escapedString : .string)
      return
    case let byte? where byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") < 10:
      guard form == .integer || form == .any else { break }
      let number = try scanner.number(bytes)
      slot = FieldExtent(number, parseInteger(bytes, number) == nil ? .other : .integer)
      if slot.kind == .integer || form == .any { return }
    case UInt8(ascii: "{"):
      guard form == .object || form == .any else { break }
      try scanner.skipValue(bytes, depth: 1)
      slot = FieldExtent(start..<scanner.position, .other)
      return
    default:
      guard form == .any else { break }
      try scanner.skipValue(bytes, depth: 1)
      slot = FieldExtent(start..<scanner.position, .other)
      return
    }
    guard keepsMisfits else {
      throw JSONError(at: start, "\"\(layout.columns[column].name)\" is not \(form.name)")
    }
    if scanner.position == start { try scanner.skipValue(bytes, depth: 1) }
    slot = FieldExtent(start..<scanner.position, .other)
    found.isMisfit = true
  }
}

extension FieldExtent {
  @inline(__always)
  fileprivate init(_ range: Range<Int>, _ kind: Kind) {
    self.init(
      offset: UInt32(truncatingIfNeeded: range.lowerBound),
      length: UInt32(truncatingIfNeeded: range.count), kind: kind)
  }
}

extension JSONError {
  init(twice name: String, _ key: JSONScanner.StringExtent) {
    self.init(at: key.range.lowerBound - 1, "the key \"\(name)\" occurs twice")
  }
}

extension ColumnLayout.Form {
  /// The form in messages.
  fileprivate var name: String {
    switch self {
    case .integer: "a whole number of 64 bits"
    case .string: "a text"
    case .object: "an object"
    case .any: "a value"
    }
  }
}
