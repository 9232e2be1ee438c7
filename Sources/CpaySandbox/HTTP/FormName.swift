/// The name of a form's pair, taken apart: `evidence[customer_name]`, `expand[]`.
struct FormName: Sendable {
  /// Keys of one name, at most.
  static let maximumDepth = 8

  /// One step into the value.
  enum Key: Hashable, Sendable {
    /// The member of an object.
    case member(String)
    /// `[]`: the next element of a list.
    case next
  }

  /// The name as it was given, its escapes read.
  let text: String
  /// At least one; ``Key/next`` only at the end.
  let keys: [Key]

  /// Takes `text` apart.
  ///
  /// - Throws: ``APIError`` (400) for brackets that do not pair, an empty name, `[]` inside, and
  ///   too many keys.
  init(_ text: String) throws(APIError) {
    self.text = text
    guard let keys = FormName.keys(text) else {
      throw .malformed(
        "The name '\(text.prefix(80))' must be a word, with further words in brackets.")
    }
    self.keys = keys
    guard keys.count <= FormName.maximumDepth else {
      throw refusal("has more than \(FormName.maximumDepth) keys")
    }
  }

  /// The name as errors give it: `evidence.customer_name`.
  var param: String {
    let words = keys.compactMap { key in
      if case .member(let word) = key { word } else { nil }
    }
    return words.joined(separator: ".")
  }

  /// An error that says something about this name.
  func refusal(_ predicate: String) -> APIError {
    .invalid(param, "The parameter '\(param)' \(predicate).")
  }

  private static func keys(_ text: String) -> [Key]? {
    let bytes = text.utf8
    let open = UInt8(ascii: "[")
    let close = UInt8(ascii: "]")
    let word = bytes.prefix { $0 != open }
    guard !word.isEmpty, !word.contains(close) else { return nil }
    var keys = [Key.member(String(Substring(word)))]
    var rest = bytes[word.endIndex...]
    while let first = rest.popFirst() {
      guard first == open, keys.last != .next, let end = rest.firstIndex(of: close) else {
        return nil
      }
      let word = rest[..<end]
      guard !word.contains(open) else { return nil }
      keys.append(word.isEmpty ? .next : .member(String(Substring(word))))
      rest = rest[rest.index(after: end)...]
    }
    return keys
  }
}
