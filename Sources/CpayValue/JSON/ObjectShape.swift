/// The keys of the objects that have been read, and the kinds of the values under each: what a file
/// of rows has for columns.
///
/// It is found over the bytes. The key behind the last one is tried first, so that a regular stream
/// costs one comparison a key.
public struct ObjectShape: Sendable {
  /// The keys, in the order in which they first occur.
  public private(set) var members: [Member] = []
  /// Where each key is, for when there are so many that trying them one by one takes long.
  private var places: [[UInt8]: Int] = [:]

  /// A key, and what is under it.
  public struct Member: Sendable {
    /// The key.
    public let name: String
    /// The kinds of its values.
    public fileprivate(set) var value = ValueShape()
    fileprivate let key: [UInt8]
    /// What stood before its value the last time.
    fileprivate var opening: Opening?
    /// The last object that had the key.
    fileprivate var lastObject = 0
  }

  /// Keys that one object may have.
  public static let mostKeys = 1000
  private static let keysTriedInTurn = 16
  /// Keys that are held against what stands behind another, for objects that lack some.
  private static let keysExpected = 4

  /// The place of a key behind `last`, whose value the scanner then stands before, where what stands
  /// there stood there before.
  @inline(__always)
  private func expected(
    behind last: Int, isFirst: Bool, _ bytes: Span<UInt8>, _ scanner: inout JSONScanner
  ) -> Int? {
    let start = scanner.position
    guard start <= bytes.count - Opening.size else { return nil }
    // A key that once came first may come later, and the other way round, behind another sign.
    let sign = isFirst ? UInt8(ascii: "{") : UInt8(ascii: ",")
    for place in last + 1..<max(last + 1, min(members.count, last + 1 + ObjectShape.keysExpected)) {
      if let opening = members[place].opening, opening.stands(at: start, beginning: sign, bytes) {
        scanner.position = start + opening.length
        return place
      }
    }
    return nil
  }

  /// The place of a key, which is added where it is new; nil where there are too many.
  fileprivate mutating func place(
    of key: JSONScanner.StringExtent, _ bytes: Span<UInt8>, behind last: Int,
    _ walk: inout ShapeWalk
  ) -> Int? {
    guard !key.hasEscapes else {
      return place(of: Array(decodedString(bytes, key.range).utf8), &walk)
    }
    // Behind the last, where a regular object has it, and a little further for one that lacks some.
    let turns = min(members.count, ObjectShape.keysTriedInTurn)
    var next = last + 1
    for _ in 0..<turns {
      if next >= members.count { next = 0 }
      if equal(bytes, key.range, members[next].key) { return next }
      next += 1
    }
    if members.count <= ObjectShape.keysTriedInTurn {
      return add(Array(copying: bytes, key.range), &walk)
    }
    return place(of: Array(copying: bytes, key.range), &walk)
  }

  private mutating func place(of key: [UInt8], _ walk: inout ShapeWalk) -> Int? {
    places[key] ?? add(key, &walk)
  }

  private mutating func add(_ key: [UInt8], _ walk: inout ShapeWalk) -> Int? {
    guard members.count < ObjectShape.mostKeys, walk.keysLeft > 0 else { return nil }
    walk.keysLeft -= 1
    places[key] = members.count
    members.append(Member(name: String(decoding: key, as: UTF8.self), key: key))
    return members.count - 1
  }

  /// Passes a row, an object whose brace is next.
  mutating func readRow(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, _ walk: inout ShapeWalk
  ) throws(JSONError) {
    let object = walk.nextObject()
    var last = -1
    while true {
      let start = scanner.position
      if let place = expected(behind: last, isFirst: last < 0, bytes, &scanner),
        members[place].lastObject != object
      {
        members[place].lastObject = object
        try members[place].value.read(bytes, &scanner, depth: 1, &walk)
        last = place
        continue
      }
      scanner.position = start
      guard try scanner.nextMember(isFirst: last < 0, bytes) else { return }
      let key = try scanner.string(bytes)
      try scanner.expect(":", bytes, "a : is missing")
      guard let place = place(of: key, bytes, behind: last, &walk) else {
        let limit =
          members.count < ObjectShape.mostKeys
          ? "100000 keys" : "\(ObjectShape.mostKeys) columns"
        throw JSONError(at: key.range.lowerBound - 1, "there are more than \(limit)")
      }
      guard members[place].lastObject != object else {
        throw JSONError(
          at: key.range.lowerBound - 1, "the key \"\(members[place].name)\" occurs twice")
      }
      members[place].lastObject = object
      members[place].opening = Opening(start..<scanner.position, bytes)
      try members[place].value.read(bytes, &scanner, depth: 1, &walk)
      last = place
    }
  }

  /// Passes an object inside a row; says what makes it one that has no type.
  fileprivate mutating func readInside(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, depth: Int, _ walk: inout ShapeWalk
  ) throws(JSONError) -> ValueShape.Kind? {
    let object = walk.nextObject()
    var (last, flaw): (Int, ValueShape.Kind?) = (-1, nil)
    var isFirst = true
    while true {
      let start = scanner.position
      if let place = expected(behind: last, isFirst: isFirst, bytes, &scanner),
        members[place].lastObject != object
      {
        members[place].lastObject = object
        try members[place].value.read(bytes, &scanner, depth: depth + 1, &walk)
        (last, isFirst) = (place, false)
        continue
      }
      scanner.position = start
      guard try scanner.nextMember(isFirst: isFirst, bytes) else { return flaw }
      isFirst = false
      let key = try scanner.string(bytes)
      try scanner.expect(":", bytes, "a : is missing")
      guard let place = place(of: key, bytes, behind: last, &walk) else {
        flaw = .crowdedObject
        try scanner.skipValue(bytes, depth: depth + 1)
        continue
      }
      if members[place].lastObject == object { flaw = .ambiguousObject }
      members[place].lastObject = object
      members[place].opening = Opening(start..<scanner.position, bytes)
      try members[place].value.read(bytes, &scanner, depth: depth + 1, &walk)
      last = place
    }
  }
}

/// The kinds of the values that stand in one place of several objects.
public struct ValueShape: Sendable {
  /// The kinds with the number of the row in which each first occurred, in that order; null is
  /// none.
  public private(set) var kinds: [(kind: Kind, row: UInt32)] = []
  /// The keys of those that are objects.
  public private(set) var object = ObjectShape()
  private var elementShapes: [ValueShape] = []
  private var seen: UInt16 = 0

  /// One kind of value.
  public enum Kind: UInt16, Hashable, Sendable {
    /// `true` or `false`.
    case bool
    /// A whole number of 64 bits.
    case integer
    /// Another number, which 18 places hold.
    case decimal
    /// A number of more places.
    case longNumber
    /// A text.
    case text
    /// A list.
    case list
    /// An object.
    case object
    /// An object with a key twice, either of which could be meant.
    case ambiguousObject
    /// An object with more keys than are kept.
    case crowdedObject
  }

  /// What is in those that are lists; nil while nothing has been.
  public var elements: ValueShape? { elementShapes.first }

  private mutating func note(_ kind: Kind, _ walk: ShapeWalk) {
    let bit: UInt16 = 1 << kind.rawValue
    if seen & bit != 0 { return }
    seen |= bit
    kinds.append((kind, walk.row))
  }

  /// Passes a value.
  @inline(__always)
  fileprivate mutating func read(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, depth: Int, _ walk: inout ShapeWalk
  ) throws(JSONError) {
    // What nearly every value is, and was before.
    let start = scanner.position
    if seen & ValueShape.textBit != 0, start < bytes.count, bytes[start] == UInt8(ascii: "\"") {
      let end = bytes.endOfPlainText(from: start + 1)
      if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
        scanner.position = end + 1
        return
      }
    } else if seen & ValueShape.integerBit != 0, let end = bytes.endOfShortInteger(at: start) {
      scanner.position = end
      return
    }
    try readAny(bytes, &scanner, depth: depth, &walk)
  }

  private static let textBit: UInt16 = 1 << Kind.text.rawValue
  private static let integerBit: UInt16 = 1 << Kind.integer.rawValue

  @inline(never)
  private mutating func readAny(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, depth: Int, _ walk: inout ShapeWalk
  ) throws(JSONError) {
    switch scanner.peek(bytes) {
    case UInt8(ascii: "\""):
      _ = try scanner.string(bytes)
      note(.text, walk)
    case UInt8(ascii: "n"): try scanner.word(.null, bytes)
    case UInt8(ascii: "t"):
      try scanner.word(.true, bytes)
      note(.bool, walk)
    case UInt8(ascii: "f"):
      try scanner.word(.false, bytes)
      note(.bool, walk)
    case UInt8(ascii: "{"):
      try scanner.enter(depth)
      note(.object, walk)
      if let flaw = try object.readInside(bytes, &scanner, depth: depth, &walk) {
        note(flaw, walk)
      }
    case UInt8(ascii: "["):
      try scanner.enter(depth)
      note(.list, walk)
      try readList(bytes, &scanner, depth: depth, &walk)
    default:
      let number = try scanner.number(bytes)
      if parseInteger(bytes, number) != nil {
        note(.integer, walk)
      } else {
        note(isDecimal(bytes, number) ? .decimal : .longNumber, walk)
      }
    }
  }

  private mutating func readList(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, depth: Int, _ walk: inout ShapeWalk
  ) throws(JSONError) {
    scanner.position += 1
    if scanner.take("]", bytes) { return }
    if elementShapes.isEmpty { elementShapes.append(ValueShape()) }
    repeat {
      try elementShapes[0].read(bytes, &scanner, depth: depth + 1, &walk)
    } while scanner.take(",", bytes)
    try scanner.expect("]", bytes, "a , or ] is missing")
  }
}

/// What one look keeps while it goes through objects.
struct ShapeWalk: Sendable {
  /// The number of the row that is being read.
  var row: UInt32 = 0
  /// Keys that may still be found, in whatever objects.
  fileprivate var keysLeft = 100_000
  private var objects = 0

  fileprivate mutating func nextObject() -> Int {
    objects += 1
    return objects
  }
}

/// Whether 18 places hold a number exactly.
private func isDecimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  // Few digits and no exponent: as nearly every number is.
  if range.count <= 18 {
    var isPlain = true
    for index in range where bytes[index] | 0x20 == UInt8(ascii: "e") { isPlain = false }
    if isPlain { return true }
  }
  return Decimal(json: plainString(bytes, range)) != nil
}

extension [UInt8] {
  init(copying bytes: Span<UInt8>, _ range: Range<Int>) {
    self = []
    reserveCapacity(range.count)
    for index in range { append(bytes[index]) }
  }
}
