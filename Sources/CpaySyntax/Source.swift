/// A text that a program or an evidence file was read from, and what to call it.
public struct Source: Hashable, Sendable {
  /// What a person calls it: a path, or nil for text typed or given with `-c`.
  public let name: String?
  /// The text, as UTF-8 as far as it is.
  public let bytes: [UInt8]

  /// The bytes of a file called `name`.
  public init(name: String?, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// A text that was typed.
  public init(_ text: String) {
    self.init(name: nil, bytes: Array(text.utf8))
  }

  /// The text of a range of bytes.
  public func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// A line of the text, with its number from 1 and where it starts.
  public struct Line: Hashable, Sendable {
    /// The line's number, from 1.
    public let number: Int
    /// The bytes of the line, without its end.
    public let range: Range<Int>
  }

  /// The line that holds the byte at `offset`.
  public func line(at offset: Int) -> Line {
    let offset = min(max(offset, 0), bytes.count)
    let newline = UInt8(ascii: "\n")
    let before = bytes[..<offset]
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    var end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let number = before.count { $0 == newline } + 1
    return Line(number: number, range: start..<max(start, end))
  }

  /// The place of a byte as people count: line and column, both from 1, columns in characters
  /// of Unicode scalars.
  public func position(at offset: Int) -> (line: Int, column: Int) {
    let line = line(at: offset)
    let prefix = text(line.range.lowerBound..<max(line.range.lowerBound, offset))
    return (line.number, prefix.unicodeScalars.count + 1)
  }
}
