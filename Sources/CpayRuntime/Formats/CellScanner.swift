/// Walks the cells of csv or tsv, quoted as RFC 4180 has it; lines end with LF or CR LF.
struct CellScanner {
  let bytes: [UInt8]
  /// Where the bytes end that are walked.
  private let end: Int
  var separator: UInt8
  private(set) var position: Int
  /// The line that has been reached.
  private(set) var line: Int

  init(_ bytes: [UInt8], separator: UInt8, line: Int) {
    self.init(bytes, in: bytes.indices, separator: separator, line: line)
  }

  /// Walks a part of the bytes.
  init(_ bytes: [UInt8], in part: Range<Int>, separator: UInt8, line: Int) {
    (self.bytes, self.separator, self.line) = (bytes, separator, line)
    (position, end) = (part.lowerBound, part.upperBound)
  }

  var isAtEnd: Bool { position == end }

  /// Whether a line of the bytes ended the last row, rather than the bytes themselves.
  private(set) var hasLineEnd = false

  /// Reads the cells of the next row: an empty cell without quotes is a missing value.
  mutating func row(
    _ take: (ArraySlice<UInt8>?) -> Void
  ) throws(RecordFault) {
    hasLineEnd = false
    while true {
      take(try cell())
      guard position < end else { return }
      switch bytes[position] {
      case separator: position += 1
      case UInt8(ascii: "\n"): return endLine(1)
      case UInt8(ascii: "\r"):
        guard position + 1 < end, bytes[position + 1] == UInt8(ascii: "\n") else {
          throw RecordFault(at: position, "a carriage return stands outside of quotes")
        }
        return endLine(2)
      default: throw RecordFault(at: position, "something follows the closing quote")
      }
    }
  }

  /// Passes a line with nothing on it; says whether there was one.
  mutating func skipEmptyLine() -> Bool {
    if bytes[position..<end].starts(with: "\n".utf8) {
      endLine(1)
    } else if bytes[position..<end].starts(with: "\r\n".utf8) {
      endLine(2)
    } else {
      return false
    }
    return true
  }

  /// Passes so many bytes, the last of which may end a line.
  mutating func pass(_ length: Int) {
    for byte in bytes[position..<position + length] where byte == UInt8(ascii: "\n") { line += 1 }
    position += length
  }

  /// Passes a line that was read otherwise, up to its end.
  mutating func passLine(to end: Int) {
    hasLineEnd = end > position && bytes[end - 1] == UInt8(ascii: "\n")
    position = end
    if hasLineEnd { line += 1 }
  }

  private mutating func endLine(_ length: Int) {
    position += length
    line += 1
    hasLineEnd = true
  }

  private mutating func cell() throws(RecordFault) -> ArraySlice<UInt8>? {
    if position < end, bytes[position] == quote { return try quoted() }
    let start = position
    while position < end {
      switch bytes[position] {
      case separator, UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        return start == position ? nil : bytes[start..<position]
      case quote:
        throw RecordFault(
          at: position, "a quote stands in a cell without quotes; quote the cell and double it")
      default: position += 1
      }
    }
    return start == position ? nil : bytes[start..<position]
  }

  private mutating func quoted() throws(RecordFault) -> ArraySlice<UInt8> {
    let opening = position
    position += 1
    var start = position
    var text: [UInt8] = []
    while position < end {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      guard byte == quote else { continue }
      guard position < end, bytes[position] == quote else {
        let rest = bytes[start..<position - 1]
        return text.isEmpty ? rest : (text + rest)[...]
      }
      text += bytes[start..<position]
      position += 1
      start = position
    }
    throw RecordFault(at: opening, "the quotes are not closed")
  }

  private var quote: UInt8 { UInt8(ascii: "\"") }
}
