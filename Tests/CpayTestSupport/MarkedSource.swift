public import CpaySyntax

/// A text in which `«…»` marks the place a diagnostic must have, so that nobody counts columns.
public struct MarkedSource: Sendable {
  /// The text without the marks.
  public let source: Source
  /// The bytes between the marks, in order.
  public let marked: [Range<Int>]

  /// Reads a marked text.
  public init(_ text: String) {
    var bytes: [UInt8] = []
    var marked: [Range<Int>] = []
    var starts: [Int] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "«": starts.append(bytes.count)
      case "»": if let start = starts.popLast() { marked.append(start..<bytes.count) }
      default: bytes.append(contentsOf: String(scalar).utf8)
      }
    }
    source = Source(name: nil, bytes: bytes)
    self.marked = marked
  }
}
