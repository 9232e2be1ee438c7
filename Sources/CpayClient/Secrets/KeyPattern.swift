import CpayModel

/// What a key looks like in a text, whoever wrote it.
public enum KeyPattern {
  /// The text with `…` for what follows a key's prefix.
  public static func masked(_ text: String) -> String {
    guard mayOccur(in: Array(text.utf8)) else { return text }
    let scalars = text.unicodeScalars
    var result = ""
    var (shown, place) = (scalars.startIndex, scalars.startIndex)
    while place < scalars.endIndex {
      guard let start = prefixEnd(at: place, in: text) else {
        place = scalars.index(after: place)
        continue
      }
      place = secretEnd(from: start, in: scalars)
      guard place > start else { continue }
      result += text[shown..<start] + "…"
      shown = place
    }
    return result + text[shown...]
  }

  /// Whether the text holds something that is a key: a prefix at the start of a word, and more of
  /// it behind.
  ///
  /// `task_test_1.csv` is none.
  public static func occurs(in text: String) -> Bool {
    let scalars = text.unicodeScalars
    var isInsideWord = false
    for place in scalars.indices {
      if !isInsideWord, let start = prefixEnd(at: place, in: text),
        secretEnd(from: start, in: scalars) > start
      {
        return true
      }
      isInsideWord = scalars[place].properties.isAlphabetic || isDigit(scalars[place])
    }
    return false
  }

  /// Whether one of the prefixes is there.
  static func mayOccur(in bytes: [UInt8]) -> Bool {
    prefixes.contains { bytes.place(of: $0, from: 0) != nil }
  }

  private static let prefixes = KeyPrefix.ofSecrets.map { Array($0.utf8) }

  /// The end of the prefix that begins there.
  private static func prefixEnd(at place: String.Index, in text: String) -> String.Index? {
    prefixes.first { text.utf8[place...].starts(with: $0) }
      .map { text.utf8.index(place, offsetBy: $0.count) }
  }

  /// Where what stands behind a prefix ends; the full stop of a sentence does not belong to it.
  private static func secretEnd(
    from start: String.Index, in scalars: String.UnicodeScalarView
  ) -> String.Index {
    var end = start
    var place = start
    while place < scalars.endIndex, isOfKey(scalars[place]) {
      let isStop = scalars[place] == "."
      place = scalars.index(after: place)
      if !isStop { end = place }
    }
    return end
  }

  private static func isOfKey(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || isDigit(scalar) || "_-.+~".unicodeScalars.contains(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.numericType != nil
  }
}
