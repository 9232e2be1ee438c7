import CpayModel

/// Takes API keys out of text that is shown, however they came to be in it.
enum Redaction {
  /// The text with `…` for what follows a key's prefix.
  static func redacted(_ text: String) -> String {
    guard KeyPrefix.ofSecrets.contains(where: { text.contains($0) }) else { return text }
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
    KeyPrefix.ofSecrets.compactMap { text.firstRange(of: $0) }.min { $0.lowerBound < $1.lowerBound }
  }
}
