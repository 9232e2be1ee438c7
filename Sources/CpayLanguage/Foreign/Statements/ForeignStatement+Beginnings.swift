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

  /// The words that a definition begins with, here and elsewhere.
  static let definers: Set = ["def", "fn", "func", "function", "macro", "define", "fun", "let"]

  /// A definition of stages, however its name and its body are parted: `def f where …`,
  /// `function f() { where … }`; nil for what is none, or is written as here.
  static func definition(
    _ words: [ForeignWord]
  ) -> (head: [ForeignWord], body: [ForeignWord])? {
    guard words.count > 2, definers.contains(words[0].lower), words[1].isName else { return nil }
    let hasFormals = words[2] == "("
    var place = hasFormals ? words.end(ofBracketAt: 2) : 2
    let formals = Array(words[2..<place])
    guard words[0].lower != "let" || hasFormals,
      formals.count < 3 || formals.contains(where: { $0 == ":" })
    else { return nil }
    let start = place
    while place < words.count, place < start + 2,
      ["=", ":", "-", ">", "as"].contains(words[place].lower)
    {
      place += 1
    }
    var body = Array(words[place...])
    if body.first == "{", body.end(ofBracketAt: 0) == body.count { body = body.unbracketed }
    guard let verb = body.first?.lower, ForeignStages.begins(verb) else { return nil }
    let head =
      foreignWords("def", words[1].text)
      + (hasFormals
        ? formals.beginning(glued: true) : [ForeignWord("(").glued, ForeignWord(")").glued])
    return (head + foreignWords("="), body.beginning(glued: false))
  }

  /// A statement that is no pipeline: `use "lib.cpay"` is `use @lib.cpay`.
  static func whole(_ words: [ForeignWord]) -> [ForeignWord]? {
    guard words.count > 1, words[0].text == "use", words[1].kind != .file else { return nil }
    var name = Array(words.dropFirst()).map(\.text).joined()
    if words.count == 2, let said = words[1].saying { name = said }
    guard name.hasSuffix(".cpay"), words.dropFirst(2).allSatisfy(\.isGlued) else { return nil }
    return foreignWords("use") + [ForeignWord(ForeignPath.written(name), .file)]
  }

  /// The words with `explain` before them, where it stands behind, and nothing between: `explain
  /// analyze disputes`, `disputes | explain`.
  static func explaining(_ words: [ForeignWord]) -> [ForeignWord] {
    guard words.count > 1 else { return words }
    if words[0].lower == "explain", words.count > 2,
      ["analyze", "analyse", "verbose", "plan"].contains(words[1].lower)
    {
      return [words[0]] + words.dropFirst(2)
    }
    guard words.last?.lower == "explain", words[0].lower != "explain" else { return words }
    let rest = words[words.count - 2] == "|" ? words.dropLast(2) : words.dropLast()
    return foreignWords("explain") + Array(rest).beginning(glued: false)
  }

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
