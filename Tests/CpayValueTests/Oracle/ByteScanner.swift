@testable import CpayValue

/// Walks JSON byte by byte, each behind a check of its bounds: what the scanner of blocks is held
/// against.
struct ByteScanner {
  /// Arrays and objects inside each other, at most.
  static let maximumDepth = 128

  var position: Int

  init(at position: Int = 0) {
    self.position = position
  }

  /// What a string was found to hold.
  struct StringExtent {
    /// The bytes between the quotes.
    let range: Range<Int>
    let hasEscapes: Bool
  }

  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0a, 0x0d: position += 1
      default: return
      }
    }
  }

  /// The next byte after blanks, without passing it.
  mutating func peek(_ bytes: Span<UInt8>) -> UInt8? {
    skipBlanks(bytes)
    return position < bytes.count ? bytes[position] : nil
  }

  /// Passes `scalar` after blanks and says whether it was there.
  mutating func take(_ scalar: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
    guard peek(bytes) == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  mutating func expect(
    _ scalar: Unicode.Scalar, _ bytes: Span<UInt8>, _ reason: String
  ) throws(JSONError) {
    guard take(scalar, bytes) else { throw JSONError(at: position, reason) }
  }

  /// Passes a string whose opening quote is next.
  mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> StringExtent {
    guard take("\"", bytes) else { throw JSONError(at: position, "a \" is missing") }
    let start = position
    var hasEscapes = false
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return StringExtent(range: start..<position - 1, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try escape(bytes)
      case 0..<0x20:
        throw JSONError(at: position, "a control character stands in a text")
      default:
        position += 1
      }
    }
    throw JSONError(at: start - 1, "the text is not closed")
  }

  private mutating func escape(_ bytes: Span<UInt8>) throws(JSONError) {
    let start = position
    guard position + 1 < bytes.count else { throw JSONError(at: start, "the text is not closed") }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      guard let unit = hexUnit(bytes, at: position + 2) else {
        throw JSONError(at: start, "\\u needs four hexadecimal digits")
      }
      position += 6
      switch unit {
      case 0xd800...0xdbff:
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
          bytes[position + 1] == UInt8(ascii: "u"),
          let low = hexUnit(bytes, at: position + 2), (0xdc00...0xdfff).contains(low)
        else { throw JSONError(at: start, "half of a surrogate pair stands alone") }
        position += 6
      case 0xdc00...0xdfff:
        throw JSONError(at: start, "half of a surrogate pair stands alone")
      default: break
      }
    default:
      throw JSONError(at: start, "no such escape")
    }
  }

  /// Passes a number and returns its bytes.
  mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> Range<Int> {
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    let integerStart = position
    let integerDigits = digits(bytes)
    guard integerDigits > 0 else { throw JSONError(at: start, "a value is missing") }
    if integerDigits > 1, bytes[integerStart] == UInt8(ascii: "0") {
      throw JSONError(at: start, "a number may not start with 0")
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      guard digits(bytes) > 0 else { throw JSONError(at: start, "a digit is missing after .") }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      guard digits(bytes) > 0 else { throw JSONError(at: start, "a digit is missing after e") }
    }
    return start..<position
  }

  private mutating func digits(_ bytes: Span<UInt8>) -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    return position - start
  }

  /// Passes `true`, `false` or `null`.
  mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(JSONError) {
    let start = position
    for expected in String(describing: word).utf8 {
      guard position < bytes.count, bytes[position] == expected else {
        throw JSONError(at: start, "a value is missing")
      }
      position += 1
    }
  }

  /// Passes one value of any kind.
  mutating func skipValue(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) {
    switch peek(bytes) {
    case UInt8(ascii: "\""): _ = try string(bytes)
    case UInt8(ascii: "t"): try word("true", bytes)
    case UInt8(ascii: "f"): try word("false", bytes)
    case UInt8(ascii: "n"): try word("null", bytes)
    case UInt8(ascii: "{"):
      try enter(depth)
      position += 1
      if take("}", bytes) { return }
      repeat {
        _ = try string(bytes)
        try expect(":", bytes, "a : is missing")
        try skipValue(bytes, depth: depth + 1)
      } while take(",", bytes)
      try expect("}", bytes, "a , or } is missing")
    case UInt8(ascii: "["):
      try enter(depth)
      position += 1
      if take("]", bytes) { return }
      repeat {
        try skipValue(bytes, depth: depth + 1)
      } while take(",", bytes)
      try expect("]", bytes, "a , or ] is missing")
    default: _ = try number(bytes)
    }
  }

  func enter(_ depth: Int) throws(JSONError) {
    if depth >= ByteScanner.maximumDepth {
      throw JSONError(at: position, "values are nested more than \(ByteScanner.maximumDepth) deep")
    }
  }
}

/// The 16 bits of the four hexadecimal digits at `position`.
private func hexUnit(_ bytes: Span<UInt8>, at position: Int) -> UInt32? {
  guard position + 4 <= bytes.count else { return nil }
  var unit: UInt32 = 0
  for index in position..<position + 4 {
    let digit: UInt8
    switch bytes[index] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[index] - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[index] - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[index] - UInt8(ascii: "A") + 10
    default: return nil
    }
    unit = unit << 4 | UInt32(digit)
  }
  return unit
}
