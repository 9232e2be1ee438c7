import CpayModel

/// What a key looks like in a text, whoever wrote it.
public enum KeyPattern {
  /// The text with `…` for what follows a key's prefix.
  public static func masked(_ text: String) -> String {
    guard mayOccur(in: Array(text.utf8)) else { return text }
    var result = ""
    var rest = text[...]
    while let range = nextPrefix(in: rest) {
      result += rest[..<range.upperBound]
      let secret = secret(at: range.upperBound, in: rest)
      result += secret.isEmpty ? "" : "…"
      rest = rest[secret.endIndex...]
    }
    return result + rest
  }

  /// Whether the text holds something that is a key: a prefix at the start of a word, and more of
  /// it behind.
  ///
  /// `task_test_1.csv` is none.
  public static func occurs(in text: String) -> Bool {
    var rest = text[...]
    while let range = nextPrefix(in: rest) {
      let before = text[..<range.lowerBound].unicodeScalars.last
      let isInside = before.map { $0.properties.isAlphabetic || isDigit($0) } ?? false
      if !isInside, !secret(at: range.upperBound, in: rest).isEmpty { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }

  /// Whether one of the prefixes is there.
  static func mayOccur(in bytes: [UInt8]) -> Bool {
    prefixes.contains { bytes.place(of: $0, from: 0) != nil }
  }

  private static let prefixes = KeyPrefix.ofSecrets.map { Array($0.utf8) }

  private static func nextPrefix(in text: Substring) -> Range<String.Index>? {
    KeyPrefix.ofSecrets.compactMap { text.firstRange(of: $0) }.min { $0.lowerBound < $1.lowerBound }
  }

  /// What stands behind a prefix; the full stop of a sentence does not belong to it.
  private static func secret(at start: String.Index, in text: Substring) -> Substring {
    var secret = text[start...].prefix { $0.unicodeScalars.allSatisfy(isOfKey) }
    while secret.last == "." { secret.removeLast() }
    return secret
  }

  private static func isOfKey(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || isDigit(scalar) || "_-.+~".unicodeScalars.contains(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.numericType != nil
  }
}
