import CpaySyntax

/// One value or another, and what is missing, as other languages ask for it.
extension ForeignConditions {
  /// A test, what holds where it does, and what holds where it does not.
  struct Choice {
    let test: [ForeignWord]
    let value: [ForeignWord]
    let other: [ForeignWord]
  }

  /// The parts of `test ? one : other`, `one if test else other` and `if test { one } else { other }`,
  /// where all of the words are one.
  static func parts(ofChoice words: [ForeignWord]) -> Choice? {
    func cut(_ signs: [String]) -> [[ForeignWord]]? {
      let parts = words.split { signs.contains(words[$0].text) ? 1 : 0 }
      let found = words.filter { signs.contains($0.text) }.map(\.text)
      return found == signs && parts.count == 3 && parts.allSatisfy { !$0.isEmpty } ? parts : nil
    }
    if let parts = cut(["?", ":"]) {
      return Choice(test: parts[0], value: parts[1], other: parts[2])
    }
    if words.first?.lower == "if", !words.contains(where: { $0.lower == "else" }) {
      let parts = words.dropFirst().map(\.self).split { words[$0 + 1].lower == "then" ? 1 : 0 }
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
      return Choice(test: parts[0], value: parts[1], other: foreignWords("null"))
    }
    guard !words.contains(where: { $0.lower == "then" }) else { return nil }
    if let parts = cut(["if", "else"]) {
      return Choice(test: parts[1], value: parts[0], other: parts[2])
    }
    guard words.first == "if", let open = words.firstIndex(where: { $0 == "{" }), open > 1,
      case let end = words.end(ofBracketAt: open), end + 1 < words.count,
      words[end].lower == "else", words[end + 1] == "{",
      words.end(ofBracketAt: end + 1) == words.count
    else { return nil }
    return Choice(
      test: Array(words[1..<open]), value: [ForeignWord](words[open..<end]).unbracketed,
      other: [ForeignWord](words[(end + 1)...]).unbracketed)
  }

  /// A choice of `if`, `then` and `else`.
  mutating func choosing(_ choice: Choice) -> [ForeignWord] {
    var written: [ForeignWord] = []
    let parts = [
      ("if", choice.test, false), ("then", choice.value, true), ("else", choice.other, true),
    ]
    for (word, part, isValue) in parts {
      let reader = ForeignConditions.reading(
        part.beginning(glued: false), names, asValue: isValue, depth: depth + 1)
      take(reader)
      written += foreignWords(word) + reader.result.beginning(glued: false)
    }
    return written
  }

  /// `case when … end` or `iff(test, one, other)`, which it passes; nil where neither stands here.
  mutating func choice() -> [ForeignWord]? {
    guard depth < Self.maximumDepth else { return nil }
    if ["if", "iff", "iif", "ifelse", "if_else"].contains(lower()), at(1) == "(",
      at(1)?.isGlued == true
    {
      let end = words.end(ofBracketAt: index + 1)
      let parts = [ForeignWord](words[(index + 1)..<end]).unbracketed.elements
      guard parts.count == 2 || parts.count == 3 else { return nil }
      index = end
      let other = parts.count == 3 ? parts[2] : foreignWords("null")
      return choosing(Choice(test: parts[0], value: parts[1], other: other))
    }
    guard lower() == "case", let end = end(ofCase: index) else { return nil }
    let inside = Array(words[(index + 1)..<end])
    guard let choice = cases(inside) else { return nil }
    index = end + 1
    return choice
  }

  /// Where the `end` stands of the `case` at that place.
  private func end(ofCase place: Int) -> Int? {
    var depth = 0
    for end in place..<words.count {
      if words[end].lower == "case" { depth += 1 }
      if words[end].lower == "end" { depth -= 1 }
      if depth == 0 { return end }
    }
    return nil
  }

  /// What stands between `case` and `end` as choices, the next behind the `else` of the one before.
  private mutating func cases(_ words: [ForeignWord]) -> [ForeignWord]? {
    func parts(at name: String, _ words: [ForeignWord]) -> [[ForeignWord]] {
      var depth = 0
      return words.split { place in
        let word = words[place].lower
        depth += word == "case" ? 1 : word == "end" ? -1 : 0
        return depth == 0 && word == name ? 1 : 0
      }
    }
    let whole = parts(at: "else", words)
    let branches = parts(at: "when", whole[0])
    guard whole.count < 3, branches.count > 1 else { return nil }
    var other = whole.count == 2 ? whole[1] : foreignWords("null")
    for branch in branches.dropFirst().reversed() {
      let sides = parts(at: "then", branch)
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { return nil }
      let subject = branches[0].isEmpty ? [] : branches[0] + foreignWords("==")
      let choice = Choice(test: subject + sides[0], value: sides[1], other: other)
      // What has been said over already is passed as it is.
      other = choosing(choice)
    }
    return other
  }

  /// `no payment_intent`, `has payment_intent`, which it passes: whether one is missing.
  mutating func missing() -> [ForeignWord]? {
    let isMissing: Bool
    switch lower() {
    case "no", "without", "missing", "lacks": isMissing = true
    case "has", "with", "exists": isMissing = false
    default: return nil
    }
    guard let field = at(1), names.mayBeMissing(field.text), isLone(at: index + 1) else {
      return nil
    }
    index += 2
    return foreignWords(field.text, isMissing ? "==" : "!=", "null")
  }
}
