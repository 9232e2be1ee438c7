extension Lexer {
  /// A number, with what stands directly behind it; what it is worth is looked at later, since a
  /// word may turn out to be a number too.
  mutating func number() {
    let start = position
    if let end = timestampEnd() {
      position = end
      return append(.timestamp, from: start)
    }
    digits()
    var kind = Token.Kind.integer
    if peek() == UInt8(ascii: "."), isDigit(peek(1)) {
      position += 1
      digits()
      kind = .decimal
    }
    if isNameStart(peek()) {
      while isNamePart(peek()) { position += 1 }
      kind = .quantity
    }
    append(kind, from: start)
  }

  private mutating func digits() {
    while isDigit(peek()) || peek() == UInt8(ascii: "_") { position += 1 }
  }

  /// Where a date or a time that starts here ends, if one does.
  private func timestampEnd() -> Int? {
    let shape = "dddd-dd-dd"
    guard position + shape.utf8.count <= bytes.count else { return nil }
    for (byte, form) in zip(bytes[position...], shape.utf8) {
      guard form == UInt8(ascii: "d") ? isDigit(byte) : byte == form else { return nil }
    }
    let end = position + shape.utf8.count
    guard end < bytes.count, bytes[end] == UInt8(ascii: "T") else { return end }
    return offsetEnd(clockEnd(end + 1))
  }

  private func clockEnd(_ start: Int) -> Int {
    var end = start
    while end < bytes.count, isDigit(bytes[end]) || bytes[end] == UInt8(ascii: ":") { end += 1 }
    return end
  }

  /// Where the `Z` or the offset behind a time ends; an offset is digits alone, so that in `+48h`
  /// and `-$length` a sum goes on.
  private func offsetEnd(_ start: Int) -> Int {
    guard start < bytes.count else { return start }
    switch bytes[start] {
    case UInt8(ascii: "Z"): return start + 1
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let end = clockEnd(start + 1)
      let isOffset = end > start + 1 && !(end < bytes.count && isNamePart(bytes[end]))
      return isOffset ? end : start
    default: return start
    }
  }
}
