/// Turns typed bytes into scalars one at a time; whatever is no UTF-8 comes as U+FFFD.
struct ScalarDecoder {
  private var pending: [UInt8] = []
  private var awaited = 0

  /// Whether a scalar has begun that is not whole yet.
  var isInside: Bool { awaited > 0 }

  /// The scalars that `byte` completes: none inside a sequence, two when it also ends a bad one.
  mutating func decode(_ byte: UInt8) -> [Unicode.Scalar] {
    if awaited > 0, byte & 0xc0 == 0x80 {
      pending.append(byte)
      awaited -= 1
      return awaited == 0 ? [finish()] : []
    }
    var scalars = awaited > 0 ? [finish()] : []
    switch byte {
    case 0..<0x80: scalars.append(Unicode.Scalar(byte))
    case 0xc2..<0xf5:
      pending = [byte]
      awaited = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    default: scalars.append("\u{fffd}")
    }
    return scalars
  }

  private mutating func finish() -> Unicode.Scalar {
    let scalars = String(decoding: pending, as: UTF8.self).unicodeScalars
    pending = []
    awaited = 0
    return scalars.count == 1 ? scalars.first ?? "\u{fffd}" : "\u{fffd}"
  }
}
