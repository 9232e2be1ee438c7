/// What is wrong with a pattern, and where.
public struct GlobError: Error, Hashable, Sendable {
  /// The byte of the pattern, from 0.
  public let offset: Int
  /// What is wrong, as a sentence without its full stop: `[ is not closed`.
  public let reason: String
}

/// Reads the parts of a pattern.
struct GlobReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  mutating func parts() throws(GlobError) -> [Glob.Part] {
    var parts: [Glob.Part] = []
    while let scalar = next() {
      switch scalar {
      case "*": if parts.last != .anything { parts.append(.anything) }
      case "?": parts.append(.anyScalar)
      case "[": parts.append(try scalarClass())
      case "\\": parts.append(.scalar(try escaped().value))
      default: parts.append(.scalar(scalar.value))
      }
    }
    return parts
  }

  /// A class whose `[` has been read.
  private mutating func scalarClass() throws(GlobError) -> Glob.Part {
    let start = position - 1
    let isNegated = peek() == "!"
    if isNegated { position += 1 }
    var ranges: [ClosedRange<UInt32>] = []
    while peek() != "]" {
      let first = try member(of: start)
      guard peek() == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
        ranges.append(first.value...first.value)
        continue
      }
      position += 1
      let last = try member(of: start)
      guard first <= last else { throw error(start, "a range of the class runs backwards") }
      ranges.append(first.value...last.value)
    }
    position += 1
    guard !ranges.isEmpty else {
      throw error(start, "the class is empty; a ] inside one is written \\]")
    }
    return .scalars(in: ranges, isNegated: isNegated)
  }

  private mutating func member(of start: Int) throws(GlobError) -> Unicode.Scalar {
    guard let scalar = next() else { throw error(start, "[ is not closed; write \\[ for the sign") }
    return scalar == "\\" ? try escaped() : scalar
  }

  /// The sign behind a `\` that has been read.
  private mutating func escaped() throws(GlobError) -> Unicode.Scalar {
    guard let scalar = next() else { throw error(position - 1, "nothing follows the \\") }
    return scalar
  }

  private func error(_ place: Int, _ reason: String) -> GlobError {
    GlobError(offset: scalars[..<place].reduce(0) { $0 + $1.utf8.count }, reason: reason)
  }

  private func peek() -> Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private mutating func next() -> Unicode.Scalar? {
    guard let scalar = peek() else { return nil }
    position += 1
    return scalar
  }
}
