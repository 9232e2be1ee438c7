/// The key of a row: values that are written so that two keys have the same bytes exactly where their
/// values are equal.
public struct RowKey: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// What a part begins with.
  private enum Kind: UInt8 {
    case missing
    case text
    case number
    case other
  }

  /// Nothing.
  public init() {}

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Adds a value.
  public mutating func add(_ value: Value) {
    switch value {
    case .null: bytes.append(Kind.missing.rawValue)
    case .string(let text), .file(let text):
      begin(.text, text.utf8.count)
      bytes.append(contentsOf: text.utf8)
    default:
      var writer = JSONWriter()
      writer.value(value)
      let isNumber = writer.bytes.first.map { $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 } ?? false
      begin(isNumber ? .number : .other, writer.bytes.count)
      bytes += writer.bytes
    }
  }

  /// Adds the value of a field of the row whose fields begin at `start`; false where its bytes are not
  /// the value's own.
  @inline(__always)
  mutating func add(
    _ field: KeyField, _ fields: Span<FieldExtent>, at start: Int, _ text: Span<UInt8>
  ) -> Bool {
    switch field {
    case .text(let slot):
      let field = fields[start + slot]
      switch field.kind {
      case .string:
        begin(.text, Int(field.length))
        bytes.append(field.range, of: text)
      case .escapedString: return false
      default: bytes.append(Kind.missing.rawValue)
      }
    case .integer(let slot):
      let field = fields[start + slot]
      guard field.kind == .integer else {
        bytes.append(Kind.missing.rawValue)
        return true
      }
      // There are two ways to write 0.
      if text[Int(field.offset)] == UInt8(ascii: "-") { return false }
      begin(.number, Int(field.length))
      bytes.append(field.range, of: text)
    case .currency(let slot):
      guard add(.text(slot), fields, at: start, text) else { return false }
      lowercaseCurrency(at: bytes.count - 3, fields[start + slot])
    }
    return true
  }

  /// Makes the letters of a code small that was just written at `start`.
  private mutating func lowercaseCurrency(at start: Int, _ field: FieldExtent) {
    guard field.kind == .string, field.length == 3,
      bytes[start...].allSatisfy({ ($0 | 0x20) &- 0x61 < 26 })
    else { return }
    for place in start..<bytes.count { bytes[place] |= 0x20 }
  }

  /// The same for all fields of a key.
  @inline(__always)
  mutating func add(
    _ keys: [KeyField], _ fields: Span<FieldExtent>, at start: Int, _ text: Span<UInt8>
  ) -> Bool {
    for place in keys.indices where !add(keys[place], fields, at: start, text) { return false }
    return true
  }

  /// Lengths from this one on stand in eight bytes behind the first.
  private static let longLength = 63

  private mutating func begin(_ kind: Kind, _ length: Int) {
    let isLong = length >= RowKey.longLength
    bytes.append(kind.rawValue | UInt8(isLong ? RowKey.longLength : length) << 2)
    if isLong {
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: length >> shift))
      }
    }
  }

  // MARK: Reading a key

  /// The values of a key that was written of texts and whole numbers; nil where it has others.
  public static func parts(_ key: ArraySlice<UInt8>) -> [Part]? {
    var (parts, place): ([Part], Int) = ([], key.startIndex)
    while place < key.endIndex {
      let kind = Kind(rawValue: key[place] & 3)
      var length = Int(key[place] >> 2)
      place += 1
      if length == longLength {
        guard place + 8 <= key.endIndex else { return nil }
        length = key[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
        place += 8
      }
      guard length >= 0, length <= key.endIndex - place else { return nil }
      let text = key[place..<place + length]
      switch kind {
      case .missing: parts.append(.missing)
      case .text: parts.append(.text(String(decoding: text, as: UTF8.self)))
      case .number:
        guard let number = Int64(String(decoding: text, as: UTF8.self)) else { return nil }
        parts.append(.integer(number))
      default: return nil
      }
      place += length
    }
    return parts
  }

  /// One value of a key.
  public enum Part: Equatable, Sendable {
    /// Nothing.
    case missing
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int64)
  }
}
