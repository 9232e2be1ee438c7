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
    var walk = ExpectedFields(at: scanner.position)
    while true {
      let stop = walk.pass(bytes, order, &slots)
      found.hasOtherKeys = found.hasOtherKeys || walk.hasOtherKeys
      scanner.position = walk.position
      switch stop {
      case .end: return found
      case .value(column: -1):
        found.hasOtherKeys = true
        try scanner.skipValue(bytes, depth: 1)
      case .value(let column):
        try field(bytes, &scanner, layout, column, &slots[column], &found, keepsMisfits)
      case .member:
        let start = scanner.position
        guard try scanner.nextMember(isFirst: walk.isFirst, bytes) else { return found }
        let key = try scanner.string(bytes)
        try scanner.expect(":", bytes, "a : is missing")
        scanner.skipBlanks(bytes)
        let column = column(of: key, bytes, layout)
        order.last = walk.step
        order.learn(start..<scanner.position, bytes, column: column)
        walk.step = order.last
        guard let column else {
          found.hasOtherKeys = true
          try scanner.skipValue(bytes, depth: 1)
          break
        }
        guard slots[column].isMissing else {
          throw JSONError(twice: layout.columns[column].name, key)
        }
        try field(bytes, &scanner, layout, column, &slots[column], &found, keepsMisfits)
      }
      walk.isFirst = false
      walk.position = scanner.position
    }
  }

  private static func column(
    of key: JSONScanner.StringExtent, _ bytes: Span<UInt8>, _ layout: ColumnLayout
  ) -> Int? {
    if key.hasEscapes { return layout.slot(decodedString(bytes, key.range)) }
    if let places = layout.places { return places[Array(copying: bytes, key.range)] }
    return layout.keys.firstIndex { equal(bytes, key.range, $0) }
  }

  /// Reads a value of any kind.
  @inline(never)
  private static func field(
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
  /// What lies there.
  @inline(__always)
  init(_ range: Range<Int>, _ kind: Kind) {
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
