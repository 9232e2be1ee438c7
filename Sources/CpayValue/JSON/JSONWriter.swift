/// Writes compact JSON into one growing buffer, members in the order they are given.
///
/// Characters that are unsafe to print leave as `\u` escapes, so that text from the API can be
/// printed anywhere without driving a terminal.
public struct JSONWriter: Sendable {
  /// What has been written so far.
  public internal(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// A writer with nothing written.
  public init() {}

  /// Opens an object as the next value.
  public mutating func beginObject() { open("{") }
  /// Closes the innermost object.
  public mutating func endObject() { close("}") }
  /// Opens an array as the next value.
  public mutating func beginArray() { open("[") }
  /// Closes the innermost array.
  public mutating func endArray() { close("]") }

  /// Writes a member's name; its value follows.
  public mutating func key(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a text.
  public mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    // Runs of plain ASCII are copied whole; an index behind one is always a scalar's first byte.
    var rest = text[...]
    var previous: Unicode.Scalar?
    while let index = rest.utf8.firstIndex(where: { !isPlain($0) }) {
      bytes.append(contentsOf: rest.utf8[..<index])
      let scalar = text.unicodeScalars[index]
      append(scalar, after: index == rest.startIndex ? previous : nil)
      previous = scalar
      rest = text[text.unicodeScalars.index(after: index)...]
    }
    bytes.append(contentsOf: rest.utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a whole number.
  public mutating func integer(_ number: some BinaryInteger) {
    separate()
    if let number = Int64(exactly: number) {
      bytes.append(digits: number)
    } else {
      bytes.append(contentsOf: String(number).utf8)
    }
  }

  /// Writes true or false.
  public mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes null.
  public mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes a value that is JSON already.
  public mutating func raw(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
  }

  /// Ends a line of NDJSON.
  public mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Writes a node as read, in the order read.
  public mutating func node(_ node: JSONNode) {
    switch node.content {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let text): raw(text.utf8)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.node(element) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(member.name)
        self.node(member.value)
      }
      endObject()
    }
  }

  /// Writes a value in the shape made rows have: money as an object, times as unix seconds.
  public mutating func value(_ value: Value) {
    switch value {
    case .null: null()
    case .bool(let flag): bool(flag)
    case .int(let number): integer(number)
    case .decimal(let number): raw(number.description.utf8)
    case .timestamp(let moment): integer(moment.seconds)
    case .duration(let length): integer(length.seconds)
    case .string(let text), .file(let text): string(text)
    case .money(let money):
      beginObject()
      key("amount")
      integer(money.minor)
      key("currency")
      string(money.currency.code)
      endObject()
    case .record(let members):
      beginObject()
      for member in members {
        key(member.name)
        self.value(member.value)
      }
      endObject()
    case .list(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    }
  }

  /// Writes an object that came from outside, and was scanned before, on one line with nothing in
  /// it that could drive a terminal; order, spelling and unknown members stay.
  ///
  /// It is not read into nodes: a row may hold a key twice where no column looks, and still must
  /// be printed.
  public mutating func rewritten(_ json: ArraySlice<UInt8>) {
    separate()
    if json.span.firstNotASCIISign(in: 0..<json.count) == nil { return append(withoutBlanks: json) }
    var isInText = false
    var isEscaped = false
    var previous: Unicode.Scalar?
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if !isInText, " \t\n\r".unicodeScalars.contains(scalar) { continue }
      if scalar == "\"", !isEscaped { isInText.toggle() }
      isEscaped = scalar == "\\" && !isEscaped
      if scalar.isUnsafeToPrint(after: previous) {
        appendEscape(scalar)
      } else {
        bytes.append(contentsOf: String(scalar).utf8)
      }
      previous = scalar
    }
  }

  /// Writes the object that a line of cells makes.
  mutating func object(ofCells row: Row) {
    separate()
    let (layout, text) = (row.storage.layout, row.storage.bytes)
    for slot in layout.openings.indices {
      bytes.append(contentsOf: layout.openings[slot])
      append(cell: row.field(slot), of: text)
    }
    if layout.openings.isEmpty { bytes.append(UInt8(ascii: "{")) }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Adds what a cell is in JSON.
  mutating func append(cell: FieldExtent, of text: [UInt8]) {
    append(cell: cell, of: text.span)
  }

  /// The same.
  mutating func append(cell: FieldExtent, of text: Span<UInt8>) {
    guard cell.kind == .string else {
      bytes.append(contentsOf: JSONWriter.nullBytes)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(cell.range, of: text)
    bytes.append(UInt8(ascii: "\""))
  }

  private static let nullBytes = Array("null".utf8)

  /// Adds JSON of printable ASCII without the blanks between its parts.
  private mutating func append(withoutBlanks json: ArraySlice<UInt8>) {
    var isInText = false
    var isEscaped = false
    for byte in json {
      if !isInText, byte == UInt8(ascii: " ") { continue }
      if byte == UInt8(ascii: "\""), !isEscaped { isInText.toggle() }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      bytes.append(byte)
    }
  }

  /// Writes what stands before a value: punctuation, and keys that are escaped already.
  mutating func append(plain text: some Collection<UInt8>) {
    bytes.append(contentsOf: text)
    needsComma = false
  }

  /// Takes back what was written from `count` on; a value follows.
  mutating func cut(to count: Int) {
    if bytes.count > count { bytes.removeLast(bytes.count - count) }
    needsComma = false
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func open(_ bracket: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  private mutating func append(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) {
    switch scalar {
    case "\"": bytes.append(contentsOf: #"\""#.utf8)
    case "\\": bytes.append(contentsOf: #"\\"#.utf8)
    case "\n": bytes.append(contentsOf: #"\n"#.utf8)
    case "\r": bytes.append(contentsOf: #"\r"#.utf8)
    case "\t": bytes.append(contentsOf: #"\t"#.utf8)
    case _ where scalar.isUnsafeToPrint(after: previous): appendEscape(scalar)
    default: bytes.append(contentsOf: String(scalar).utf8)
    }
  }

  private mutating func appendEscape(_ scalar: Unicode.Scalar) {
    for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
      let hex = String(unit, radix: 16)
      bytes.append(contentsOf: #"\u"#.utf8)
      bytes.append(contentsOf: String(repeating: "0", count: 4 - hex.utf8.count).utf8)
      bytes.append(contentsOf: hex.utf8)
    }
  }
}

/// Whether a byte is printable ASCII that stands for itself in a JSON text.
private func isPlain(_ byte: UInt8) -> Bool {
  byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}
