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
  fileprivate func block(at position: Int) -> SIMD16<UInt8> {
    assert(position >= 0 && position <= count - Self.blockSize)
    return unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: position, as: SIMD16<UInt8>.self)
  }

  /// The eight bytes that begin at `position`, which at least eight follow, the first of them lowest.
  @inline(__always)
  fileprivate func word(at position: Int) -> UInt64 {
    assert(position >= 0 && position <= count - 8)
    return unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
  }

  /// The bytes of a text of at most seven as one number, the first of them lowest and how many there
  /// are on top, which no other text has; nil for longer ones.
  @inline(__always)
  func shortText(_ range: Range<Int>) -> UInt64? {
    guard range.count < 8, range.upperBound <= count else { return nil }
    let length = UInt64(range.count)
    let unused = 64 - 8 * length
    let text =
      if range.isEmpty {
        UInt64(0)
      } else if range.lowerBound <= count - 8 {
        (word(at: range.lowerBound) << unused) >> unused
      } else {
        range.reversed().reduce(0) { $0 << 8 | UInt64(self[$1]) }
      }
    return text | length << 56
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
      if let first = found.first { return position &+ first }
      position &+= Self.blockSize
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
      if let first = found.first { return position &+ first }
      position &+= Self.blockSize
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
    while position <= range.upperBound - 4 * Self.blockSize {
      let first = Self.larger(
        offsetFromBlank(position), offsetFromBlank(position &+ Self.blockSize))
      let second = Self.larger(
        offsetFromBlank(position &+ 2 &* Self.blockSize),
        offsetFromBlank(position &+ 3 &* Self.blockSize))
      if Found(Self.larger(first, second) .> Self.every(0x5e)).isAny { break }
      position &+= 4 &* Self.blockSize
    }
    while position <= range.upperBound - Self.blockSize {
      let found = Found(offsetFromBlank(position) .> Self.every(0x5e))
      if let first = found.first { return position &+ first }
      position &+= Self.blockSize
    }
    if position < range.upperBound, range.count >= Self.blockSize {
      // What is left is the end of a block, of whose other bytes none was found.
      let start = range.upperBound - Self.blockSize
      return Found(offsetFromBlank(start) .> Self.every(0x5e)).first.map { start + $0 }
    }
    while position < range.upperBound {
      if self[position] &- 0x20 > 0x5e { return position }
      position += 1
    }
    return nil
  }

  /// A block less 0x20, so that what is below is far above.
  @inline(__always)
  private func offsetFromBlank(_ position: Int) -> SIMD16<UInt8> {
    block(at: position) &- Self.every(0x20)
  }

  /// The larger byte in every place.
  @inline(__always)
  private static func larger(
    _ left: SIMD16<UInt8>, _ right: SIMD16<UInt8>
  ) -> SIMD16<UInt8> {
    left.replacing(with: right, where: right .> left)
  }

  /// The first byte at or behind `start` that is not ASCII; nil where all are.
  func firstNotASCII(from start: Int) -> Int? {
    var position = start
    while position <= count - 4 * Self.blockSize {
      let first = block(at: position) | block(at: position &+ Self.blockSize)
      let second =
        block(at: position &+ 2 &* Self.blockSize) | block(at: position &+ 3 &* Self.blockSize)
      if Found((first | second) .> Self.every(0x7f)).isAny { break }
      position &+= 4 &* Self.blockSize
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
      position &+= Self.blockSize
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
      let word = word(at: position, before: range.upperBound)
      hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
      position += 8
    }
    return hash &* 0x9e37_79b9_7f4a_7c15
  }

  /// The eight bytes at `position`, the first of them lowest, with nothing in the place of those at
  /// `end` and behind.
  @inline(__always)
  private func word(at position: Int, before end: Int) -> UInt64 {
    let length = end - position
    if position <= count - 8 {
      let word = word(at: position)
      return length >= 8 ? word : word & ((1 &<< UInt64(8 &* length)) &- 1)
    }
    var word: UInt64 = 0
    for index in (position..<end).reversed() { word = word << 8 | UInt64(self[index]) }
    return word
  }

  /// Whether the bytes of `range` are the same as those of another text at `start`, which has as many
  /// behind it.
  @inline(__always)
  func isEqual(_ range: Range<Int>, to other: Span<UInt8>, at start: Int) -> Bool {
    guard start >= 0, range.count <= other.count - start, range.upperBound <= count else {
      return false
    }
    guard range.count >= 8 else {
      for place in 0..<range.count
      where self[range.lowerBound &+ place] != other[start &+ place] { return false }
      return true
    }
    var place = 0
    while place <= range.count &- 8 {
      guard word(at: range.lowerBound &+ place) == other.word(at: start &+ place) else {
        return false
      }
      place &+= 8
    }
    // What is left is the end of a word, of whose other bytes all are the same.
    let last = range.count &- 8
    return word(at: range.lowerBound &+ last) == other.word(at: start &+ last)
  }

  /// Whether all bytes of `range` are digits.
  @inline(__always)
  func areDigits(in range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      if position > count - Self.blockSize {
        guard self[position] &- 0x30 < 10 else { return false }
        position &+= 1
        continue
      }
      let found = Found((block(at: position) &- Self.every(0x30)) .> Self.every(9))
      if let first = found.first { return position &+ first >= range.upperBound }
      position &+= Self.blockSize
    }
    return true
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
      position &+= Self.blockSize
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
  /// The length at most, which is also what is looked at.
  static let size = 32

  /// The bytes of it; none for one that is too long to be known again.
  let length: Int
  /// Its bytes, eight a word, and nothing behind them.
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  /// The bytes of each word that count.
  private var masks: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// What stands in `range`.
  init(_ range: Range<Int>, _ bytes: Span<UInt8>) {
    guard !range.isEmpty, range.count <= Opening.size else {
      length = 0
      return
    }
    length = range.count
    (words.0, masks.0) = Opening.word(0, of: range, bytes)
    (words.1, masks.1) = Opening.word(1, of: range, bytes)
    (words.2, masks.2) = Opening.word(2, of: range, bytes)
    (words.3, masks.3) = Opening.word(3, of: range, bytes)
  }

  /// The bytes of a word, and which of them count.
  private static func word(
    _ number: Int, of range: Range<Int>, _ bytes: Span<UInt8>
  ) -> (UInt64, UInt64) {
    var (word, mask): (UInt64, UInt64) = (0, 0)
    let start = range.lowerBound + 8 * number
    for index in (start..<max(start, min(range.upperBound, start + 8))).reversed() {
      (word, mask) = (word << 8 | UInt64(bytes[index]), mask << 8 | 0xff)
    }
    return (word, mask)
  }

  /// Whether it begins with `sign` and stands at `position`, which ``size`` bytes follow.
  @inline(__always)
  func stands(at position: Int, beginning sign: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard length > 0, UInt8(truncatingIfNeeded: words.0) == sign else { return false }
    let first = (bytes.word(at: position) ^ words.0) & masks.0
    let second = (bytes.word(at: position &+ 8) ^ words.1) & masks.1
    guard first | second == 0 else { return false }
    if length <= 16 { return true }
    let third = (bytes.word(at: position &+ 16) ^ words.2) & masks.2
    let fourth = (bytes.word(at: position &+ 24) ^ words.3) & masks.3
    return third | fourth == 0
  }

  static func == (left: Opening, right: Opening) -> Bool {
    left.length == right.length && left.words == right.words
  }
}
