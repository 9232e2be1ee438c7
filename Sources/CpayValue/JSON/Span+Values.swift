/// Passes values that are written as most are: nothing escaped, whole numbers of a few digits, and no
/// more blanks than one behind a sign.
///
/// What is passed is JSON; of what is written otherwise nothing is said, and it has to be read.
extension Span<UInt8> {
  /// Where the value ends that begins at `position`, inside so many others; nil where it is not
  /// plain.
  func endOfPlainValue(at position: Int, depth: Int) -> Int? {
    guard position < count else { return nil }
    return switch self[position] {
    case UInt8(ascii: "\""): endOfPlainString(at: position)
    case UInt8(ascii: "{"): endOfPlainObject(at: position, depth: depth)
    case UInt8(ascii: "["): endOfPlainList(at: position, depth: depth)
    case UInt8(ascii: "n"): end(of: .null, at: position)
    case UInt8(ascii: "t"): end(of: .true, at: position)
    case UInt8(ascii: "f"): end(of: .false, at: position)
    default: endOfShortInteger(at: position)
    }
  }

  /// Where the text ends whose quote is at `position`.
  @inline(__always)
  func endOfPlainString(at position: Int) -> Int? {
    let end = endOfPlainText(from: position + 1)
    return end < count && self[end] == UInt8(ascii: "\"") ? end + 1 : nil
  }

  /// Where the object ends whose brace is at `position`.
  func endOfPlainObject(at position: Int, depth: Int) -> Int? {
    guard depth < JSONScanner.maximumDepth, position + 1 < count else { return nil }
    var place = position + 1
    if self[place] == UInt8(ascii: "}") { return place + 1 }
    while true {
      guard place < count, self[place] == UInt8(ascii: "\""),
        let keyEnd = endOfPlainString(at: place), keyEnd < count,
        self[keyEnd] == UInt8(ascii: ":")
      else { return nil }
      place = passBlank(at: keyEnd + 1)
      let isText = place < count && self[place] == UInt8(ascii: "\"")
      guard
        let end = isText
          ? endOfPlainString(at: place) : endOfPlainValue(at: place, depth: depth + 1),
        end < count
      else { return nil }
      switch self[end] {
      case UInt8(ascii: ","): place = passBlank(at: end + 1)
      case UInt8(ascii: "}"): return end + 1
      default: return nil
      }
    }
  }

  /// Where the list ends whose bracket is at `position`.
  private func endOfPlainList(at position: Int, depth: Int) -> Int? {
    guard depth < JSONScanner.maximumDepth, position + 1 < count else { return nil }
    var place = position + 1
    if self[place] == UInt8(ascii: "]") { return place + 1 }
    while let end = endOfPlainValue(at: place, depth: depth + 1), end < count {
      switch self[end] {
      case UInt8(ascii: ","): place = passBlank(at: end + 1)
      case UInt8(ascii: "]"): return end + 1
      default: return nil
      }
    }
    return nil
  }

  /// The place behind the one blank that may stand at `position`.
  @inline(__always)
  func passBlank(at position: Int) -> Int {
    position < count && self[position] == UInt8(ascii: " ") ? position + 1 : position
  }
}
