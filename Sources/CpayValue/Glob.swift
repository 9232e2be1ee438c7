/// A pattern of a whole text: `*` for anything, `?` for one scalar, `[a-z]` and `[!a-z]` for one
/// scalar of a class, `\` before a sign that stands for itself.
///
/// Scalars are compared as they are written: case matters, and composed letters differ from
/// decomposed ones. The time is at most the text's length times the pattern's.
public struct Glob: Hashable, Sendable {
  let parts: [Part]

  /// What one place of a pattern takes.
  enum Part: Hashable, Sendable {
    case scalar(UInt32)
    case anyScalar
    case scalars(in: [ClosedRange<UInt32>], isNegated: Bool)
    case anything
  }

  /// The pattern written `pattern`.
  /// - Throws: ``GlobError`` for a class that is not one, or a `\` at the end.
  public init(_ pattern: String) throws(GlobError) {
    var reader = GlobReader(pattern)
    parts = try reader.parts()
  }

  /// Whether the whole text is of the pattern.
  public func matches(_ text: String) -> Bool {
    matches(text.utf8.span)
  }

  /// Whether the whole text, given as UTF-8, is of the pattern.
  ///
  /// Of several `*` only the last one met is ever widened: what stands before it has matched the
  /// earliest place it can, and a later one would leave less for the rest.
  public func matches(_ text: Span<UInt8>) -> Bool {
    var (place, index) = (0, 0)
    var retry: (place: Int, index: Int)?
    while index < text.count {
      if place < parts.count, parts[place] == .anything {
        place += 1
        retry = (place, index)
        continue
      }
      let (scalar, length) = firstScalar(text, at: index)
      if place < parts.count, parts[place].takes(scalar) {
        (place, index) = (place + 1, index + length)
      } else if let last = retry {
        let next = last.index + firstScalar(text, at: last.index).length
        retry = (last.place, next)
        (place, index) = (last.place, next)
      } else {
        return false
      }
    }
    return parts[place...].allSatisfy { $0 == .anything }
  }
}

extension Glob.Part {
  fileprivate func takes(_ scalar: UInt32) -> Bool {
    switch self {
    case .scalar(let wanted): scalar == wanted
    case .anyScalar: true
    case .scalars(let ranges, let isNegated):
      ranges.contains { $0.contains(scalar) } != isNegated
    case .anything: false
    }
  }
}

extension Row {
  /// Whether the field's text is of that pattern; nil when it is missing or no text.
  public func textMatches(_ slot: Int, _ glob: Glob) -> Bool? {
    guard let text = plainText(slot) else { return text(slot).map { glob.matches($0) } }
    return glob.matches(text.span)
  }
}

/// The scalar whose first byte is at `index`, and its length; a byte that begins none is its own.
private func firstScalar(_ text: Span<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
  let first = text[index]
  let length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  guard length > 1, index + length <= text.count else { return (UInt32(first), 1) }
  var value = UInt32(first) & (length == 2 ? 0x1f : length == 3 ? 0x0f : 0x07)
  for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3f) }
  return (value, length)
}
