/// A header value of the form `value; name=text; name="quoted text"` (RFC 9110, 5.6.6).
struct HeaderParameters: Sendable {
  /// What stands before the first `;`, in lower case.
  let value: String
  private let parameters: [(name: String, text: String)]

  /// Reads `text`; nil when a parameter has no name or no `=`, is given twice, or when a quote is
  /// not closed.
  init?(_ text: String) {
    var rest = text.unicodeScalars[...]
    value = HeaderParameters.word(&rest, until: ";").lowercased()
    var parameters: [(name: String, text: String)] = []
    while rest.popFirst() != nil {
      let name = HeaderParameters.word(&rest, until: "=;").lowercased()
      if name.isEmpty && rest.first != "=" { continue }
      guard !name.isEmpty, rest.popFirst() == "=", let text = HeaderParameters.text(&rest),
        !parameters.contains(where: { $0.name == name })
      else { return nil }
      parameters.append((name, text))
    }
    self.parameters = parameters
  }

  /// The text of the parameter `name`, which is in lower case.
  subscript(name: String) -> String? { parameters.first { $0.name == name }?.text }

  /// What comes before one of `ends`, without blanks around it.
  private static func word(
    _ rest: inout Substring.UnicodeScalarView, until ends: String
  ) -> String {
    let word = rest.prefix { !ends.unicodeScalars.contains($0) }
    rest = rest[word.endIndex...]
    return trimmed(word)
  }

  /// A text up to the next `;`, quoted or not.
  private static func text(_ rest: inout Substring.UnicodeScalarView) -> String? {
    rest = rest.drop(while: isBlank)
    guard rest.first == "\"" else { return word(&rest, until: ";") }
    rest.removeFirst()
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return word(&rest, until: ";").isEmpty ? String(text) : nil
      // Before other letters a backslash stands for itself, as in paths of Windows; so does one
      // before the quote that ends everything, since browsers do not double it.
      case "\\" where rest.first == "\"" && rest.dropFirst().allSatisfy(isBlank):
        text.append(scalar)
      case "\\" where rest.first == "\"" || rest.first == "\\":
        if let next = rest.popFirst() { text.append(next) }
      default: text.append(scalar)
      }
    }
    return nil
  }

  private static func trimmed(_ word: Substring.UnicodeScalarView) -> String {
    var word = word.drop(while: isBlank)
    while let last = word.last, isBlank(last) { word.removeLast() }
    return String(word)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
}
