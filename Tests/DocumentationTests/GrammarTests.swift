import CpaySyntax
import CpayTestSupport
import Testing

/// The grammar of the reference is the one that the parser follows.
@Suite struct GrammarTests {
  /// The block of EBNF as written.
  static var block: String {
    get throws {
      let text = try ReferencePage("Grammar.md").text
      let start = try #require(text.firstRange(of: "```ebnf\n"))
      let end = try #require(text[start.upperBound...].firstRange(of: "\n```"))
      return String(text[start.upperBound..<end.lowerBound])
    }
  }

  /// The grammar, read once.
  static let grammar = Result { try EBNF(block) }

  /// What stands for the tokens that the grammar leaves to prose.
  static let tokens = [
    "NAME": ["id", "amount", "disputes", "where", "status"], "INTEGER": ["0", "5"],
    "DECIMAL": ["1.5"], "QUANTITY": ["10eur", "48h"], "TIME": ["2024-02-07T09:00Z"],
    "TEXT": [#""a""#, "'a'", #""a {id} b""#], "FILE": [#"@"a.json""#],
    "WORD": ["needs_response", "metadata.team"], "END": [";"],
  ]

  @Test func `every rule is used, and every name is a rule or a token`() throws {
    let grammar = try GrammarTests.grammar.get()
    let rules = Set(grammar.rules.keys)
    #expect(rules.subtracting(grammar.used) == [grammar.start])
    #expect(grammar.used.subtracting(rules) == Set(GrammarTests.tokens.keys))
  }

  @Test(arguments: UInt64(1)...300)
  func `every text of the grammar is parsed`(_ seed: UInt64) throws {
    let grammar = try GrammarTests.grammar.get()
    var random = SeededGenerator(seed: seed)
    let text = grammar.text(GrammarTests.tokens, depth: 24, &random)
    let tree = Parser.parse(Source(text))
    #expect(tree.diagnostics.isEmpty, "\(text)\n\(tree.diagnostics.map(\.message))")
  }

  @Test func `its texts bring about every kind of node`() throws {
    let grammar = try GrammarTests.grammar.get()
    var found: Set<SyntaxKind> = []
    for seed in 1...300 {
      var random = SeededGenerator(seed: seed)
      let text = grammar.text(GrammarTests.tokens, depth: 24, &random)
      GrammarTests.visit(Parser.parse(Source(text)).root) { found.insert($0.kind) }
    }
    let kinds = Set((UInt8.min ... .max).compactMap(SyntaxKind.init(rawValue:)))
    // A path with holes is a token that the grammar leaves to prose.
    #expect(kinds.subtracting(found) == [.missing, .fileTemplate])
  }

  private static func visit(_ node: Syntax, _ note: (Syntax) -> Void) {
    note(node)
    for child in node.children { visit(child, note) }
  }

  @Test func `every node of the tree is named`() throws {
    let named = Set(
      try GrammarTests.block.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    let kinds = (UInt8.min ... .max).compactMap(SyntaxKind.init(rawValue:))
    #expect(kinds.count > 40)
    for kind in kinds where kind != .missing {
      #expect(named.contains(String(describing: kind)), "\(kind)")
    }
  }

  @Test func `every reserved word occurs, and those that begin statements`() throws {
    let words = try GrammarTests.grammar.get().words
    let reserved = (UInt8.min ... .max).compactMap(Token.Kind.init(rawValue:)).filter { kind in
      let word = String(describing: kind)
      return kind != .name && Token.Kind(word: word) == kind
    }
    #expect(reserved.count == 14)
    for kind in reserved { #expect(words.contains(String(describing: kind)), "\(kind)") }
    for word in words where word.allSatisfy(\.isLetter) && Token.Kind(word: word) == .name {
      if word == "asc" || word == "desc" { continue }
      #expect(
        Parser.parse(Source("\(word) 1 2 3")).root.child.kind != .pipelineStatement, "\(word)")
    }
  }

  @Test func `every sign that means something occurs`() throws {
    let words = try GrammarTests.grammar.get().words
    let signs = (UInt8(ascii: "!")...UInt8(ascii: "~")).map { String(Unicode.Scalar($0)) }
      .filter { !$0.allSatisfy { $0.isLetter || $0.isNumber || "_\"'#@$;".contains($0) } }
    let pairs = signs.flatMap { first in signs.map { first + $0 } } + ["$("]
    for sign in signs + pairs where GrammarTests.isToken(sign) {
      #expect(words.contains(sign), "\(sign)")
    }
    for word in words where !word.contains(where: \.isLetter) && word != "$" {
      #expect(GrammarTests.isToken(word) || word == "?", "\(word)")
    }
  }

  /// Whether a sign is one token of the language.
  private static func isToken(_ sign: String) -> Bool {
    let tree = Parser.parse(Source("a \(sign) b"))
    let found = tree.tokens.filter { !$0.kind.isTrivia || $0.kind == .invalid }
    return found.count == 4 && found[1].kind != .invalid
      && !tree.diagnostics.contains { $0.code == "E008" }
  }
}
