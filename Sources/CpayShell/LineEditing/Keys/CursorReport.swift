/// What a terminal says of its cursor when it is asked: `ESC [ row ; column R`.
struct CursorReport: Hashable, Sendable {
  /// Where it stands among the bytes.
  let range: Range<Int>
  /// The row, from zero.
  let row: Int

  /// The first one in bytes that may hold keys, too; nil where there is none.
  init?(in bytes: [UInt8]) {
    for start in bytes.indices where bytes[start...].starts(with: [0x1b, UInt8(ascii: "[")]) {
      let rest = bytes[(start + 2)...]
      let parameters = rest.prefix { 0x30...0x3b ~= $0 }
      guard parameters.endIndex < bytes.endIndex, bytes[parameters.endIndex] == UInt8(ascii: "R")
      else { continue }
      let numbers = parameters.split(separator: UInt8(ascii: ";"))
        .map { Int(String(decoding: $0, as: UTF8.self)) }
      guard numbers.count == 2, let row = numbers[0], row > 0, numbers[1] != nil else { continue }
      (range, self.row) = (start..<parameters.endIndex + 1, row - 1)
      return
    }
    return nil
  }
}
