/// Looks at sixteen bytes at once, where a loop over single bytes would be what a program spends its
/// time in.
///
/// This is the one file that loads more than a byte: every load is of bytes that the loop has just
/// held against the end, and of any alignment. What is less than a block is looked at byte by byte.
extension Span<UInt8> {
  /// The bytes of one block.
  static var blockSize: Int { 16 }

  /// One byte in every place of a block; the compiler makes a constant of it.
  @inline(__always)
  private static func every(_ byte: UInt8) -> SIMD16<UInt8> { SIMD16(repeating: byte) }

  /// The block that begins at `position`, which at least ``blockSize`` bytes follow.
  @inline(__always)
  func block(at position: Int) -> SIMD16<UInt8> {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position, as: SIMD16<UInt8>.self)
  }

  /// The first byte at or behind `position` that ends or interrupts a JSON text: a quote, a
  /// backslash or a control character; the end where there is none.
  @inline(__always)
  func endOfPlainText(from position: Int) -> Int {
    var position = position
    while position <= count - Self.blockSize {
      let block = block(at: position)
      let found = Found(
        (block .== Self.every(0x22)) .| (block .== Self.every(0x5c))
          .| (block .< Self.every(0x20)))
      if let first = found.first { return position + first }
      position += Self.blockSize
    }
    while position < count {
      switch self[position] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20: return position
      default: position += 1
      }
    }
    return position
  }

  /// The first byte at or behind `position` that is a separator, a quote, a backslash or no printable
  /// sign of ASCII: where a plain cell of a file ends, or is none; the end where there is none.
  @inline(__always)
  func endOfPlainCell(from position: Int, separator: UInt8) -> Int {
    var position = position
    while position <= count - Self.blockSize {
      let block = block(at: position)
      let found = Found(
        (block .== Self.every(separator)) .| (block .== Self.every(0x22))
          .| (block .== Self.every(0x5c))
          .| ((block &- Self.every(0x20)) .> Self.every(0x5e)))
      if let first = found.first { return position + first }
      position += Self.blockSize
    }
    while position < count {
      let byte = self[position]
      if byte == separator || byte == 0x22 || byte == 0x5c || byte &- 0x20 > 0x5e { break }
      position += 1
    }
    return position
  }

  /// The first byte of `range` that is no printable sign of ASCII, 0x20 to 0x7e; nil where all are.
  func firstNotASCIISign(in range: Range<Int>) -> Int? {
    var position = range.lowerBound
    while position <= range.upperBound - Self.blockSize {
      let found = Found((block(at: position) &- Self.every(0x20)) .> Self.every(0x5e))
      if let first = found.first { return position + first }
      position += Self.blockSize
    }
    while position < range.upperBound {
      if self[position] &- 0x20 > 0x5e { return position }
      position += 1
    }
    return nil
  }

  /// The first byte at or behind `start` that is not ASCII; nil where all are.
  func firstNotASCII(from start: Int) -> Int? {
    var position = start
    while position <= count - 4 * Self.blockSize {
      let first = block(at: position) | block(at: position + Self.blockSize)
      let second =
        block(at: position + 2 * Self.blockSize) | block(at: position + 3 * Self.blockSize)
      if Found((first | second) .> Self.every(0x7f)).isAny { break }
      position += 4 * Self.blockSize
    }
    while position < count {
      if self[position] > 0x7f { return position }
      position += 1
    }
    return nil
  }

  /// How often a byte occurs in `range`.
  func occurrences(of byte: UInt8, in range: Range<Int>) -> Int {
    var (position, sum) = (range.lowerBound, 0)
    while position <= range.upperBound - Self.blockSize {
      sum += Found(block(at: position) .== Self.every(byte)).count
      position += Self.blockSize
    }
    while position < range.upperBound {
      if self[position] == byte { sum += 1 }
      position += 1
    }
    return sum
  }

  /// Where the whole number ends that begins at `position`, has no sign and is so short that it
  /// fits 64 bits; nil where anything else stands there, or little behind it.
  @inline(__always)
  func endOfShortInteger(at position: Int) -> Int? {
    guard position <= count - Self.blockSize else { return nil }
    let found = Found((block(at: position) &- Self.every(0x30)) .> Self.every(9))
    guard let length = found.first, length > 0 else { return nil }
    if length > 1, self[position] == UInt8(ascii: "0") { return nil }
    switch self[position + length] {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): return nil
    default: return position + length
    }
  }

  /// A number that bytes of the same length and content have in common, and few others.
  @inline(__always)
  func hash(of range: Range<Int>, after start: UInt64) -> UInt64 {
    var (hash, position) = (start ^ UInt64(truncatingIfNeeded: range.count), range.lowerBound)
    while position < range.upperBound {
      var word: UInt64 = 0
      if position <= range.upperBound - 8 {
        word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
      } else {
        for index in position..<range.upperBound { word = word << 8 | UInt64(self[index]) }
      }
      hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
      position += 8
    }
    return hash &* 0x9e37_79b9_7f4a_7c15
  }

  /// Whether all bytes of `range` are letters, digits or underscores of ASCII.
  @inline(__always)
  func isWord(in range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound, position <= count - Self.blockSize {
      let block = block(at: position)
      let letters = ((block | Self.every(0x20)) &- Self.every(0x61)) .< Self.every(26)
      let digits = (block &- Self.every(0x30)) .< Self.every(10)
      let found = Found(.!(letters .| digits .| (block .== Self.every(0x5f))))
      if let first = found.first { return position + first >= range.upperBound }
      position += Self.blockSize
    }
    while position < range.upperBound {
      switch self[position] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        position += 1
      default: return false
      }
    }
    return true
  }

  /// Where the word ends that begins at `position`; nil where another text stands there.
  @inline(__always)
  func end(of word: JSONScanner.Word, at position: Int) -> Int? {
    let start = word == .false ? position + 1 : position
    guard start <= count - 4 else { return nil }
    let found = unsafe UInt32(
      littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self))
    let isThere =
      switch word {
      case .null: found == 0x6c6c_756e
      case .true: found == 0x6575_7274
      case .false: found == 0x6573_6c61 && self[position] == UInt8(ascii: "f")
      }
    return isThere ? start + 4 : nil
  }

  /// The words of 32 bits at `position`, in the machine's own order, which is passed; nil where so many
  /// do not follow.
  func words(_ count: Int, at position: inout Int) -> [UInt32]? {
    let (size, isTooLarge) = count.multipliedReportingOverflow(by: 4)
    guard count >= 0, position >= 0, !isTooLarge, size <= self.count - position else { return nil }
    let start = position
    position += size
    var words: [UInt32] = []
    words.reserveCapacity(count)
    for offset in stride(from: start, to: start + size, by: 4) {
      words.append(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    return words
  }

  /// The bytes of a block for which something holds.
  private struct Found {
    /// Every byte of a word is 0xff where it holds, else 0.
    private let words: (first: UInt64, second: UInt64)

    @inline(__always)
    init(_ mask: SIMDMask<SIMD16<Int8>>) {
      words = unsafe unsafeBitCast(mask, to: (UInt64, UInt64).self)
    }

    @inline(__always)
    var isAny: Bool { words.first | words.second != 0 }

    /// The place of the first one.
    @inline(__always)
    var first: Int? {
      if words.first != 0 { return words.first.trailingZeroBitCount >> 3 }
      if words.second != 0 { return 8 + words.second.trailingZeroBitCount >> 3 }
      return nil
    }

    var count: Int { (words.first.nonzeroBitCount + words.second.nonzeroBitCount) >> 3 }
  }
}

extension [UInt8] {
  /// Adds a part of other bytes.
  @inline(__always)
  mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe append(contentsOf: UnsafeBufferPointer(rebasing: buffer[range]))
    }
  }

  /// Adds words of 32 bits in the machine's own order.
  mutating func append(words: [UInt32]) {
    unsafe words.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}

/// What stands before a value: a bracket or comma, the key and the colon, with any blanks.
struct Opening: Equatable, Sendable {
  /// The bytes that are looked at, and the length at most.
  static let size = 32

  /// The bytes of it; none for one that is too long to be known again.
  let length: Int
  private var first = SIMD16<UInt8>()
  private var second = SIMD16<UInt8>()
  /// The bytes of each block that count.
  private var firstMask = SIMD16<UInt8>()
  private var secondMask = SIMD16<UInt8>()

  /// What stands in `range`.
  init(_ range: Range<Int>, _ bytes: Span<UInt8>) {
    guard range.count <= Opening.size else {
      length = 0
      return
    }
    length = range.count
    for (place, index) in range.enumerated() {
      if place < 16 {
        (first[place], firstMask[place]) = (bytes[index], 0xff)
      } else {
        (second[place - 16], secondMask[place - 16]) = (bytes[index], 0xff)
      }
    }
  }

  /// Whether it stands at `position`, which ``size`` bytes follow.
  @inline(__always)
  func stands(at position: Int, _ bytes: Span<UInt8>) -> Bool {
    guard isNothing((bytes.block(at: position) ^ first) & firstMask) else { return false }
    if length <= 16 { return length > 0 }
    return isNothing((bytes.block(at: position + 16) ^ second) & secondMask)
  }

  @inline(__always)
  private func isNothing(_ block: SIMD16<UInt8>) -> Bool {
    let words = unsafe unsafeBitCast(block, to: (UInt64, UInt64).self)
    return words.0 | words.1 == 0
  }
}
