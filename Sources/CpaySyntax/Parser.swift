/// Builds the tree of a text by recursive descent; the grammar needs no list of commands.
///
/// After a mistake it goes on at the next `|` or statement, so that one mistake is reported once.
public struct Parser {
  let source: Source
  let tokens: [Token]
  var diagnostics: [Diagnostic]
  /// The place in `tokens` of the next one that is not trivia.
  var position = 0
  var depth = 0
  /// Where the statement begins.
  var statementStart = 0
  private(set) var nodes: [Node] = []
  private(set) var children: [UInt32] = []
  /// What closes the brackets that are open here.
  var closings: [Token.Kind] = []
  /// Whether a newline at the end of the text would not end the statement.
  private let endsOpen: Bool
  /// Whether something was missing at the end of the text.
  var endsTooSoon = false
  private(set) var hasOverflowed = false

  /// The tree of `source`; always one, with what is wrong beside it.
  public static func parse(_ source: Source) -> SyntaxTree {
    guard source.bytes.count <= SyntaxLimits.maximumBytes else {
      var parser = Parser(source: Source(name: source.name, bytes: []))
      let problem = SyntaxProblem.tooLarge("\(SyntaxLimits.maximumBytes >> 20) MiB")
      parser.diagnostics = [Diagnostic(problem, at: 0..<0)]
      return parser.program()
    }
    var parser = Parser(source: source)
    return parser.program()
  }

  private init(source: Source) {
    self.source = source
    (tokens, diagnostics, endsOpen) = Lexer.tokens(of: source)
    skipTrivia()
  }

  private mutating func program() -> SyntaxTree {
    let lexical = diagnostics.count
    var statements: [UInt32] = []
    var (reported, hidden) = (0, Set<Int>())
    while !at(.endOfFile) {
      if take(.terminator) { continue }
      let before = diagnostics.count
      statements.append(statement())
      if !at(.terminator), !at(.endOfFile) {
        fail(expecting: "the end of the statement")
        recover(to: [.terminator])
      }
      reported += diagnostics.count - before
      guard diagnostics.count > before else { continue }
      keepFirst(since: before)
      // A sign that is odd behind it may be so for the same reason, and behind a `}` a text.
      guard let first = diagnostics.dropFirst(before).first, case let start = first.start else {
        continue
      }
      let behind = start..<max(start, current.range.lowerBound)
      let closes = source.text(start..<start + 1) == "}" || closesHole(in: behind)
      hidden.formUnion(
        (0..<lexical).filter {
          behind.contains(diagnostics[$0].start)
            && (diagnostics[$0].follows(closingHole: closes)
              || followsLostQuote(diagnostics[$0], first))
        })
    }
    hidden.formUnion((0..<lexical).filter { followsTextBefore(diagnostics[$0], lexical) })
    _ = finish(.program, from: 0, children: statements)
    let isPartial = endsTooSoon && endsOpen && lexical == 0 && reported == 1
    diagnostics = diagnostics.indices.filter { !hidden.contains($0) }.map { diagnostics[$0] }
    return SyntaxTree(
      source: source, tokens: tokens, diagnostics: sorted(diagnostics), isPartial: isPartial,
      nodes: nodes, children: children)
  }

  /// Whether a text that has no right end lies behind a gap for the same reason: the quote that it
  /// begins with was to end a text, whose words are read as something else.
  private func followsLostQuote(_ mistake: Diagnostic, _ gap: Diagnostic) -> Bool {
    mistake.isTextMistake && gap.isGap && !isApart(mistake, from: gap)
  }

  /// Whether a text is not closed since another before it in its line ends too early: a quote is
  /// missing somewhere between.
  private func followsTextBefore(_ mistake: Diagnostic, _ lexical: Int) -> Bool {
    guard mistake.isUnclosedText else { return false }
    return diagnostics[..<lexical].contains { other in
      other.finding as? SyntaxProblem == .textAfterQuote && other.start < mistake.start
        && !source.text(other.start..<mistake.start).utf8.contains(UInt8(ascii: "\n"))
    }
  }

  private func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.enumerated()
      .sorted { left, right in
        (left.element.start, left.offset) < (right.element.start, right.offset)
      }
      .map(\.element)
  }

  // MARK: Tokens

  var current: Token { tokens[position] }
  var currentText: String { source.text(current.range) }

  func at(_ kind: Token.Kind) -> Bool { current.kind == kind }

  /// The kind of the token after the current one.
  var nextKind: Token.Kind {
    var next = position + 1
    while next < tokens.count, tokens[next].kind.isTrivia { next += 1 }
    return next < tokens.count ? tokens[next].kind : .endOfFile
  }

  /// Whether the next token is `kind` with no blank between.
  func followsDirectly(_ kind: Token.Kind) -> Bool {
    position + 1 < tokens.count && tokens[position + 1].kind == kind
  }

  /// Whether no blank stands before the current token.
  var isDirect: Bool { position > 0 && !tokens[position - 1].kind.isTrivia }

  /// Passes the current token and returns its place; the end of the file is never passed.
  @discardableResult
  mutating func advance() -> Int {
    let taken = position
    if !at(.endOfFile) { position += 1 }
    skipTrivia()
    return taken
  }

  @discardableResult
  mutating func take(_ kind: Token.Kind) -> Bool {
    guard at(kind) else { return false }
    advance()
    return true
  }

  private mutating func skipTrivia() {
    while position < tokens.count - 1, tokens[position].kind.isTrivia { position += 1 }
  }

  // MARK: Nodes

  /// Adds a node over the tokens from `start` to the current one.
  ///
  /// A node that `goesOn` from its first child, as one more value of a sum, stands beside it rather
  /// than above it: whoever walks the tree takes such a chain in one go.
  mutating func finish(
    _ kind: SyntaxKind, from start: Int, main: Int? = nil, children below: [UInt32] = [],
    goesOn: Bool = false
  ) -> UInt32 {
    var height: UInt16 = 1
    for (place, child) in below.enumerated() {
      height = max(height, nodes[Int(child)].height &+ (goesOn && place == 0 ? 0 : 1))
    }
    if height > SyntaxLimits.maximumDepth * 2 || nodes.count > SyntaxLimits.maximumNodes {
      overflow(
        nodes.count > SyntaxLimits.maximumNodes
          ? .tooLarge("\(SyntaxLimits.maximumNodes) parts") : .tooDeep)
      height = 1
    }
    let firstChild = UInt32(children.count)
    children.append(contentsOf: below)
    nodes.append(
      Node(
        kind: kind, firstToken: UInt32(start), endToken: UInt32(max(position, start)),
        mainToken: UInt32(main ?? start), firstChild: firstChild,
        childCount: UInt32(below.count), height: height))
    return UInt32(nodes.count - 1)
  }

  /// Goes one level down; refuses, once, when there are too many.
  mutating func enter() -> Bool {
    guard depth < SyntaxLimits.maximumDepth else {
      overflow(.tooDeep)
      return false
    }
    depth += 1
    return true
  }

  /// Refuses, once, what is too much, and goes no further.
  mutating func overflow(_ problem: SyntaxProblem) {
    if !hasOverflowed {
      hasOverflowed = true
      let isWhole = if case .tooLarge = problem { true } else { false }
      report(problem, at: isWhole ? 0..<0 : current.range)
    }
    position = tokens.count - 1
  }
}

extension Diagnostic {
  /// Where it begins; whatever a parser reports has a place.
  var start: Int { place?.range.lowerBound ?? 0 }

  /// Whether it may follow from a gap before it, perhaps a hole that nothing opens.
  fileprivate func follows(closingHole: Bool) -> Bool {
    switch finding as? SyntaxProblem {
    case .foreignSign, .unexpectedCharacter: true
    case .unclosedText, .textAfterQuote: closingHole
    default: false
    }
  }
}
