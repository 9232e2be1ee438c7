import CpayModel
import CpaySyntax

extension ForeignStatement {
  // MARK: Before the pipeline

  /// The statements that a shell would run one after the other: `disputes && charges`.
  static func sequence(_ words: [ForeignWord]) -> [[ForeignWord]] {
    words.split { place in
      guard place > 0, place + 1 < words.count else { return 0 }
      let length =
        words[place] == "&&" ? 1 : words[place] == "&" && words[place + 1] == "&" ? 2 : 0
      guard length > 0, place + length < words.count,
        ForeignNames.resource(words[place + length].text) != nil,
        place + length + 1 == words.count || words[place + length + 1] != "."
      else { return 0 }
      return length
    }
  }

  /// The words without the prompt that was copied with them.
  static func withoutPrompt(_ words: [ForeignWord]) -> [ForeignWord] {
    let texts = words.prefix(3).map(\.text)
    if texts.starts(with: ["cpay", ">"]) || texts.starts(with: ["sandbox", ">"]) {
      return Array(words.dropFirst(2))
    }
    // stripe disputes list
    if texts.count > 1, tools.contains(texts[0]),
      words.dropFirst().prefix(2).contains(where: { ForeignNames.resource($0.text) != nil })
    {
      return Array(words.dropFirst()).beginning(glued: false)
    }
    // echo $(…)
    if texts.count > 1, ["echo", "print", "puts", "printf"].contains(texts[0].lowercased()),
      texts[1] == "$(" || words[1].kind == .variable
    {
      return Array(words.dropFirst()).beginning(glued: false)
    }
    if texts.first == "$" || texts.first == ">" || texts.first == "%" {
      return Array(words.dropFirst())
    }
    return words
  }

  /// The files that a shell would put in place: `ids=$(cat ids.txt)` is `ids=@ids.txt`.
  static func withFiles(_ words: [ForeignWord]) -> [ForeignWord] {
    guard let start = words.firstIndex(where: { $0.text == "$(" }), start > 1,
      start + 2 < words.count, words[start + 1].lower == "cat", words[start - 1] == "=",
      case let end = words.end(ofBracketAt: start),
      let path = ForeignPath(Array(words[(start + 2)..<(end - 1)])), path.rest.isEmpty
    else { return words }
    return words[..<start] + [ForeignWord(path.written, .file).glued] + words[end...]
  }

  /// Programs of other houses, and our own, whose commands are named behind them.
  private static let tools: Set<String> = [
    "cpay", "stripe", "gh", "kubectl", "aws", "casapay", "adyen",
  ]

  /// `x = …`, `var x := …`: the name and what it is to be.
  static func assignment(
    _ words: [ForeignWord]
  ) -> (name: String, value: [ForeignWord])? {
    var place = 0
    let keywords = [
      "var", "const", "set", "let", "my", "local", "export", "mut", "val", "dim", "def",
    ]
    var hasKeyword = false
    while place < words.count, keywords.contains(words[place].lower), place < 2 {
      place += 1
      hasKeyword = true
    }
    guard place < words.count else { return nil }
    let first = words[place]
    let name = first.kind == .variable ? String(first.text.dropFirst()) : first.text
    guard first.isName || first.kind == .variable, name != "_" else { return nil }
    place += 1
    // A type that is named as elsewhere is left out.
    if place + 2 < words.count, words[place] == ":", words[place + 1].isName,
      words[place + 2] == "="
    {
      place += 2
    }
    let signs = words[place...].prefix(2).map(\.text)
    let length: Int
    switch signs {
    case [":", "="] where words[place + 1].isGlued: length = 2
    case ["<", "-"] where words[place + 1].isGlued: length = 2
    case _ where signs.first == "=" || signs.first == "==" && hasKeyword: length = 1
    case let found
    where found.first == ":" && hasKeyword && ForeignNames.resource(signs.last ?? "") != nil:
      length = 1
    default: return nil
    }
    let value = words[(place + length)...]
    guard let source = value.first else { return nil }
    let isPlainLet =
      words[0].text == "let" && first.isName && place == 2 && length == 1 && words[2] == "="
    // A name that is given a value is no filter of a source.
    let isRows =
      ForeignNames.resource(source.text) != nil || source.kind == .variable
      || source.text == "read" || source.text == "(" || source.text == "$("
      || value.count == 1 && !source.isName && Resource.dispute.field(name) == nil
    guard !isPlainLet, hasKeyword || isRows || first.kind == .variable || words[1].text == ":"
    else {
      return nil
    }
    return (name, Array(value))
  }

  /// Where the pipeline begins of a statement that is more than one.
  static func prefix(_ words: [ForeignWord]) -> Int? {
    switch words.first?.lower {
    case "let", "def", "param": words.firstIndex { $0 == "=" }.map { $0 + 1 }
    case "explain": 1
    default: nil
    }
  }
}
