@testable import CpayValue

/// Reads objects that follow each other, byte by byte and without remembering any key: what the
/// scanner of rows is held against.
struct ByteRows {
  let layout: ColumnLayout
  let keepsMisfits: Bool

  /// A row as it was found.
  struct Found: Equatable, CustomStringConvertible {
    var range = 0..<0
    var fields: [String] = []
    var isPrintable = false
    var hasOtherKeys = false
    var isMisfit = false

    var description: String {
      "\(range) \(fields) \(isPrintable) \(hasOtherKeys) \(isMisfit)"
    }
  }

  /// The only object of a text.
  func object(_ bytes: [UInt8]) throws(JSONError) -> Found {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONError(at: error.byteOffsets.lowerBound, "the text is not UTF-8")
    }
    var scanner = ByteScanner()
    let row = try row(bytes.span, &scanner)
    if scanner.peek(bytes.span) != nil {
      throw JSONError(at: scanner.position, "something follows the value")
    }
    return row
  }

  private func row(_ bytes: Span<UInt8>, _ scanner: inout ByteScanner) throws(JSONError) -> Found {
    var found = Found()
    var fields = Array(repeating: FieldExtent(), count: layout.columns.count)
    scanner.skipBlanks(bytes)
    let start = scanner.position
    try scanner.expect("{", bytes, "an object is missing")
    if !scanner.take("}", bytes) {
      repeat {
        let key = try scanner.string(bytes)
        try scanner.expect(":", bytes, "a : is missing")
        guard let slot = slot(of: key, bytes) else {
          found.hasOtherKeys = true
          try scanner.skipValue(bytes, depth: 1)
          continue
        }
        guard fields[slot].kind == .missing else {
          throw JSONError(
            at: key.range.lowerBound - 1,
            "the key \"\(layout.columns[slot].name)\" occurs twice")
        }
        let (field, fits) = try field(bytes, &scanner, layout.columns[slot])
        fields[slot] = field
        if !fits { found.isMisfit = true }
      } while scanner.take(",", bytes)
      try scanner.expect("}", bytes, "a , or } is missing")
    }
    for (slot, column) in layout.columns.enumerated()
    where column.isRequired && [.missing, .null].contains(fields[slot].kind) {
      guard keepsMisfits else {
        throw JSONError(at: start, "the object has no \"\(column.name)\"")
      }
      found.isMisfit = true
    }
    found.range = start..<scanner.position
    found.fields = fields.map(\.told)
    var text: [UInt8] = []
    for index in found.range { text.append(bytes[index]) }
    found.isPrintable = String(decoding: text, as: UTF8.self).isSafeToPrint
    return found
  }

  private func slot(of key: ByteScanner.StringExtent, _ bytes: Span<UInt8>) -> Int? {
    let name = decodedString(bytes, key.range)
    return layout.columns.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }

  private func field(
    _ bytes: Span<UInt8>, _ scanner: inout ByteScanner, _ column: ColumnLayout.Column
  ) throws(JSONError) -> (FieldExtent, fits: Bool) {
    let next = scanner.peek(bytes)
    let start = scanner.position
    let isAny = column.form == .any
    switch next {
    case UInt8(ascii: "n"):
      try scanner.word("null", bytes)
      return (extent(start..<scanner.position, .null), true)
    case UInt8(ascii: "\"") where isAny || column.form == .string:
      let string = try scanner.string(bytes)
      return (extent(string.range, string.hasEscapes ? .escapedString : .string), true)
    case let byte? where byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") < 10:
      guard isAny || column.form == .integer else { break }
      let number = try scanner.number(bytes)
      if Int64(plainString(bytes, number)) != nil { return (extent(number, .integer), true) }
      if isAny { return (extent(number, .other), true) }
    default:
      guard isAny || column.form == .object && next == UInt8(ascii: "{") else { break }
      try scanner.skipValue(bytes, depth: 1)
      return (extent(start..<scanner.position, .other), true)
    }
    guard keepsMisfits else {
      let form =
        switch column.form {
        case .integer: "a whole number of 64 bits"
        case .string: "a text"
        case .object: "an object"
        case .any: "a value"
        }
      throw JSONError(at: start, "\"\(column.name)\" is not \(form)")
    }
    if scanner.position == start { try scanner.skipValue(bytes, depth: 1) }
    return (extent(start..<scanner.position, .other), false)
  }

  private func extent(_ range: Range<Int>, _ kind: FieldExtent.Kind) -> FieldExtent {
    FieldExtent(offset: UInt32(range.lowerBound), length: UInt32(range.count), kind: kind)
  }
}

extension FieldExtent {
  /// The field as a test tells it.
  var told: String { kind == .missing ? "-" : "\(kind) \(range)" }
}
