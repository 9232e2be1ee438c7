/// Walks the bytes of one JSON text, strictly: the grammar of RFC 8259 and nothing else.
///
/// The bytes are passed to each call, since a span cannot be kept. Nesting is limited, so that no
/// text can exhaust the stack.
struct JSONScanner {
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

  @inline(__always)
  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0a, 0x0d: position += 1
      default: return
      }
    }
  }

  /// The next byte after blanks, without passing it.
  @inline(__always)
  mutating func peek(_ bytes: Span<UInt8>) -> UInt8? {
    skipBlanks(bytes)
    return position < bytes.count ? bytes[position] : nil
  }

  /// Passes `scalar` after blanks and says whether it was there.
  @inline(__always)
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

  /// Passes what stands before the next key of an object, its brace or a comma; false at its end,
  /// which is passed.
  mutating func nextMember(isFirst: Bool, _ bytes: Span<UInt8>) throws(JSONError) -> Bool {
    if isFirst {
      try expect("{", bytes, "an object is missing")
      return !take("}", bytes)
    }
    if take(",", bytes) { return true }
    try expect("}", bytes, "a , or } is missing")
    return false
  }

  /// Passes a string whose opening quote is next.
  mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> StringExtent {
    guard take("\"", bytes) else { throw JSONError(at: position, "a \" is missing") }
    let start = position
    var hasEscapes = false
    while true {
      position = bytes.endOfPlainText(from: position)
      guard position < bytes.count else {
        throw JSONError(at: start - 1, "the text is not closed")
      }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return StringExtent(range: start..<position - 1, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try escape(bytes)
      default: throw JSONError(at: position, "a control character stands in a text")
      }
    }
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

  /// A value that is written as a word.
  enum Word {
    case null
    case `true`
    case `false`
  }

  /// Passes `true`, `false` or `null`.
  mutating func word(_ word: Word, _ bytes: Span<UInt8>) throws(JSONError) {
    guard let end = bytes.end(of: word, at: position) else {
      throw JSONError(at: position, "a value is missing")
    }
    position = end
  }

  /// Passes one value of any kind.
  mutating func skipValue(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) {
    switch peek(bytes) {
    case UInt8(ascii: "\""): _ = try string(bytes)
    case UInt8(ascii: "t"): try word(.true, bytes)
    case UInt8(ascii: "f"): try word(.false, bytes)
    case UInt8(ascii: "n"): try word(.null, bytes)
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
    if depth >= JSONScanner.maximumDepth {
      throw JSONError(at: position, "values are nested more than \(JSONScanner.maximumDepth) deep")
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

/// The text of a JSON string's inside, its escapes resolved; the scanner has accepted it before.
func decodedString(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
  var result: [UInt8] = []
  result.reserveCapacity(range.count)
  var index = range.lowerBound
  while index < range.upperBound {
    guard bytes[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound else {
      result.append(bytes[index])
      index += 1
      continue
    }
    switch bytes[index + 1] {
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0c)
    case UInt8(ascii: "n"): result.append(0x0a)
    case UInt8(ascii: "r"): result.append(0x0d)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      var scalar = hexUnit(bytes, at: index + 2) ?? 0xfffd
      if (0xd800...0xdbff).contains(scalar), let low = hexUnit(bytes, at: index + 8) {
        scalar = 0x10000 + (scalar - 0xd800) << 10 + (low &- 0xdc00)
        index += 6
      }
      result.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
      index += 4
    default: result.append(bytes[index + 1])
    }
    index += 2
  }
  return String(decoding: result, as: UTF8.self)
}

/// Refuses bytes that are not UTF-8 from `place` on.
func requireUTF8(_ bytes: Span<UInt8>, from place: Int = 0) throws(JSONError) {
  guard let start = bytes.firstNotASCII(from: place) else { return }
  do {
    _ = try UTF8Span(validating: bytes.extracting(start...))
  } catch {
    throw JSONError(at: start + error.byteOffsets.lowerBound, "the text is not UTF-8")
  }
}
