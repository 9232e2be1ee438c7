import CpaySyntax

/// Texts that are written without their quotes, and such as are put together.
extension ForeignConditions {
  /// What stands behind a field for texts up to the next word that ties conditions, as a text:
  /// `Jane Doe`, `jane@example.com`; nil, and passes nothing, where it may be anything else.
  mutating func bareText(of field: [ForeignWord], from start: Int) -> ForeignWord? {
    guard names.isText(field), let first = words.dropFirst(start).first, !names.isField(first.text)
    else { return nil }
    let ends = ["and", "or", "&&", "||", "&", "|", ",", ")", "]", "}"]
    let rest = words[start...].prefix { !ends.contains($0.lower) }
    // What goes on as a condition of its own is none of the text.
    guard !rest.contains(where: { names.isField($0.text) || names.field(ofMember: $0.text) != nil })
    else { return nil }
    guard let text = Self.bareText(Array(rest)) else { return nil }
    index = start + rest.count
    return text
  }

  static let openers: Set = ["“", "”", "„", "‘", "`", "«"]
  static let closers: Set = ["“", "”", "’", "‘", "`", "»"]

  /// Words that can only be a text without its quotes; nil for one name, which may be a field, and
  /// for what is an expression.
  static func bareText(_ words: [ForeignWord]) -> ForeignWord? {
    // Texts in other quotes say what stands between them.
    if let first = words.first, let last = words.last, openers.contains(first.text),
      closers.contains(last.text), words.count > 2
    {
      let inside = [ForeignWord](words[1..<words.count - 1])
      return inside.contains { openers.contains($0.text) || closers.contains($0.text) || $0.isText }
        ? nil : ForeignWord(TextLiteral.quoted(inside.joined), .string)
    }
    guard !words.contains(where: { openers.contains($0.text) || closers.contains($0.text) }) else {
      return nil
    }
    guard let first = words.first, let last = words.last, words.count > 1 || first.isDigits,
      first.isName || first.text.first?.isNumber == true || first.kind == .invalid,
      ![".", "+", "-", "*", "/"].contains(last.text)
    else { return nil }
    let isPlain = words.allSatisfy { word in
      word.isName || word.text.first?.isNumber == true || word.kind == .file
        || [".", "-", "/", "@", ":"].contains(word.text) && word.isGlued || word.kind == .invalid
    }
    // A path, a call or a difference has a meaning of its own.
    let isPath = words.count == 3 && words[1] == "." && first.isName && last.isName
    let hasText = words.contains { word in
      word.isName || word.kind == .invalid || word.kind == .file
    }
    guard isPlain, !isPath, hasText || words.count == 1 else { return nil }
    let text = words.beginning(glued: true).joined.map { sign in
      sign == ForeignText.apostrophe ? "'" : sign
    }
    return ForeignWord(TextLiteral.quoted(String(text)), .string)
  }

  /// Values put together to one text, whose holes hold those that are none; nil where none is one.
  static func text(of parts: [[ForeignWord]]) -> ForeignWord? {
    guard parts.contains(where: { $0.count == 1 && ($0[0].isText || $0[0].kind == .textEnd) })
    else {
      return nil
    }
    var text = ""
    for part in parts {
      if part.count == 1, let said = part[0].saying {
        text += TextLiteral.quoted(said).dropFirst().dropLast()
      } else if part.count == 1, part[0].kind == .textEnd {
        text += part[0].text.dropFirst().dropLast()
      } else {
        text += "{\(part.beginning(glued: true).joined)}"
      }
    }
    return ForeignWord("\"\(text)\"", .textEnd)
  }
}
