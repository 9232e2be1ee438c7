/// Finds where the elements of an array of JSON end in bytes that come in pieces, before these are
/// read: behind a comma of the array, or its last bracket.
///
/// It tells brackets and commas from those in texts and takes the rest for what it is; whether it is
/// JSON the reader says.
public struct ElementEnds: Sendable {
  /// What the bytes so far begin with; nil before any bracket.
  public private(set) var isArray: Bool?
  private var depth = 0
  private var isInText = false
  private var isEscaped = false

  /// Before any bytes.
  public init() {}

  /// Looks at the bytes from `start` on, which follow what it saw before, and says behind which the
  /// last whole element ends; nil where none does.
  public mutating func last(in bytes: [UInt8], from start: Int) -> Int? {
    let span = bytes.span
    var (index, end): (Int, Int?) = (start, nil)
    while index < span.count {
      if isInText {
        index = passText(span, from: index)
        continue
      }
      switch span[index] {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if isArray == nil { isArray = span[index] == UInt8(ascii: "[") }
        depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth <= 0, isArray == true { end = index + 1 }
      case UInt8(ascii: ","): if depth == 1, isArray == true { end = index + 1 }
      default: break
      }
      index += 1
    }
    return end
  }

  /// Where the text ends that `index` lies in, or the bytes do.
  private mutating func passText(_ bytes: Span<UInt8>, from index: Int) -> Int {
    if isEscaped {
      isEscaped = false
      return index + 1
    }
    let next = bytes.endOfPlainText(from: index)
    guard next < bytes.count else { return next }
    switch bytes[next] {
    case UInt8(ascii: "\\"): isEscaped = true
    case UInt8(ascii: "\""): isInText = false
    default: break
    }
    return next + 1
  }
}
