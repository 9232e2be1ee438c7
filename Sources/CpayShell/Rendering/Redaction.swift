/// Takes API keys out of text that is shown, however they came to be in it.
enum Redaction {
  private static let prefixes = ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"]

  /// The text with `…` for what follows a key's prefix.
  static func redacted(_ text: String) -> String {
    guard prefixes.contains(where: { text.contains($0) }) else { return text }
    var result = ""
    var rest = text[...]
    while let range = nextPrefix(in: rest) {
      result += rest[..<range.upperBound]
      let secret = rest[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      result += secret.isEmpty ? "" : "…"
      rest = rest[secret.endIndex...]
    }
    return result + rest
  }

  private static func nextPrefix(in text: Substring) -> Range<String.Index>? {
    prefixes.compactMap { text.firstRange(of: $0) }.min { $0.lowerBound < $1.lowerBound }
  }
}
