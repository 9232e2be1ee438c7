import CpayTestSupport

/// A grammar as the reference writes it, read so that texts can be made of it.
///
/// `~` glues its neighbours together; comments are `(* … *)`.
struct EBNF: Sendable {
  indirect enum Part: Sendable {
    case word(String)
    case name(String)
    case glue
    case sequence([Part])
    case choice([Part])
    case optional(Part)
    case repeated(Part)
  }

  private(set) var rules: [String: Part] = [:]
  /// The first rule, which stands for the whole.
  private(set) var start = ""
  /// The least depth of a text of each rule.
  private var depths: [String: Int] = [:]

  struct Malformed: Error {
    let reason: String
  }

  init(_ text: String) throws {
    var tokens = EBNF.tokens(text)[...]
    while let name = tokens.popFirst() {
      guard tokens.popFirst() == "=" else { throw Malformed(reason: "`=` behind \(name)") }
      rules[name] = try EBNF.choice(&tokens)
      if start.isEmpty { start = name }
      guard tokens.popFirst() == ";" else { throw Malformed(reason: "`;` behind \(name)") }
    }
    for _ in rules {
      for (name, part) in rules { depths[name] = depth(part).map { $0 + 1 } }
    }
  }

  /// Words, names, quoted words with their first quote, and signs.
  private static func tokens(_ text: String) -> [String] {
    var (tokens, rest) = ([String](), text[...])
    while let first = rest.first {
      if rest.hasPrefix("(*") {
        rest = rest.firstRange(of: "*)").map { rest[$0.upperBound...] } ?? ""
      } else if first == "\"" {
        let word = rest.dropFirst().prefix { $0 != "\"" }
        tokens.append("\"" + word)
        rest = rest.dropFirst(word.count + 2)
      } else if first.isLetter {
        let name = rest.prefix { $0.isLetter }
        tokens.append(String(name))
        rest = rest.dropFirst(name.count)
      } else {
        if !first.isWhitespace { tokens.append(String(first)) }
        rest = rest.dropFirst()
      }
    }
    return tokens
  }

  private static func choice(_ tokens: inout ArraySlice<String>) throws -> Part {
    var choices = [try sequence(&tokens)]
    while tokens.first == "|" {
      tokens.removeFirst()
      choices.append(try sequence(&tokens))
    }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private static func sequence(_ tokens: inout ArraySlice<String>) throws -> Part {
    var parts: [Part] = []
    while let token = tokens.first, ![";", "|", ")", "]", "}"].contains(token) {
      tokens.removeFirst()
      switch token {
      case "~": parts.append(.glue)
      case "(": parts.append(try closed(")", &tokens))
      case "[": parts.append(.optional(try closed("]", &tokens)))
      case "{": parts.append(.repeated(try closed("}", &tokens)))
      case _ where token.hasPrefix("\""): parts.append(.word(String(token.dropFirst())))
      default: parts.append(.name(token))
      }
    }
    return .sequence(parts)
  }

  private static func closed(_ sign: String, _ tokens: inout ArraySlice<String>) throws -> Part {
    let part = try choice(&tokens)
    guard tokens.popFirst() == sign else { throw Malformed(reason: "`\(sign)`") }
    return part
  }

  private func depth(_ part: Part) -> Int? {
    switch part {
    case .word, .glue, .optional, .repeated: 0
    case .name(let name): rules[name] == nil ? 0 : depths[name]
    case .sequence(let parts):
      parts.reduce(Int?(0)) { most, part in
        most.flatMap { most in depth(part).map { Swift.max(most, $0) } }
      }
    case .choice(let parts): parts.compactMap(depth).min()
    }
  }

  // MARK: What the grammar holds

  /// The names used in any rule.
  var used: Set<String> { Set(rules.values.flatMap { leaves($0) }.compactMap { $0.name }) }
  /// The quoted words of all rules.
  var words: Set<String> { Set(rules.values.flatMap { leaves($0) }.compactMap { $0.word }) }

  private func leaves(_ part: Part) -> [(name: String?, word: String?)] {
    switch part {
    case .word(let word): [(nil, word)]
    case .name(let name): [(name, nil)]
    case .glue: []
    case .sequence(let parts), .choice(let parts): parts.flatMap(leaves)
    case .optional(let part), .repeated(let part): leaves(part)
    }
  }

  // MARK: Texts

  /// A text of the grammar; what is no rule becomes one of `tokens`.
  func text(
    _ tokens: [String: [String]], depth: Int, _ random: inout SeededGenerator
  ) -> String {
    var pieces: [String] = []
    write(.name(start), tokens, depth, &random, &pieces)
    return pieces.joined(separator: " ").replacing(" ~ ", with: "")
  }

  private func write(
    _ part: Part, _ tokens: [String: [String]], _ room: Int, _ random: inout SeededGenerator,
    _ pieces: inout [String]
  ) {
    switch part {
    case .word(let word): pieces.append(word)
    case .glue: pieces.append("~")
    case .name(let name):
      if let rule = rules[name] {
        write(rule, tokens, room - 1, &random, &pieces)
      } else {
        pieces.append(tokens[name]?.randomElement(using: &random) ?? name)
      }
    case .sequence(let parts):
      for part in parts { write(part, tokens, room, &random, &pieces) }
    case .choice(let parts):
      let fitting = parts.filter { depth($0).map { $0 < room } ?? false }
      let least = parts.min { depth($0) ?? .max < depth($1) ?? .max }
      guard let chosen = fitting.randomElement(using: &random) ?? least else { return }
      write(chosen, tokens, room, &random, &pieces)
    case .optional(let part):
      if room > 0, Bool.random(using: &random) { write(part, tokens, room, &random, &pieces) }
    case .repeated(let part):
      while room > 0, Int.random(in: 0..<3, using: &random) == 0 {
        write(part, tokens, room, &random, &pieces)
      }
    }
  }
}
