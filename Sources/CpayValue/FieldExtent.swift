/// Where one field of one row lies in the buffer, and what it is, in eight bytes: a table has one
/// for every field of every row.
struct FieldExtent: Sendable {
  enum Kind: UInt32, Sendable {
    case missing
    case null
    case string
    case escapedString
    case integer
    case other
  }

  /// The bytes that a field may have: what the length can say beside the kind.
  static let longest = 1 << 29 - 1

  var offset: UInt32
  /// The length, and the kind in the lowest three bits.
  let lengthAndKind: UInt32

  /// A field of at most ``longest`` bytes; what is longer is cut.
  init(offset: UInt32, length: UInt32, kind: Kind) {
    self.offset = offset
    lengthAndKind = min(length, UInt32(FieldExtent.longest)) << 3 | kind.rawValue
  }

  /// A field as another one was.
  init(offset: UInt32, lengthAndKind: UInt32) {
    (self.offset, self.lengthAndKind) = (offset, lengthAndKind)
  }

  /// A field that is not there.
  init() {
    self.init(offset: 0, length: 0, kind: .missing)
  }

  var kind: Kind { Kind(rawValue: lengthAndKind & 7) ?? .missing }

  /// Whether there is no value.
  var isNull: Bool { lengthAndKind & 7 <= Kind.null.rawValue }

  /// Whether it is a text.
  var isText: Bool { kind == .string || kind == .escapedString }

  /// Whether the field is not there.
  var isMissing: Bool { lengthAndKind & 7 == Kind.missing.rawValue }

  var length: UInt32 { lengthAndKind >> 3 }

  var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
}
