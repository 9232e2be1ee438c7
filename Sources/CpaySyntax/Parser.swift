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
  private var nodes: [Node] = []
  private var children: [UInt32] = []
  private var endsTooSoon = false
  private var hasOverflowed = false

  /// The tree of `source`; always one, with what is wrong beside it.
  public static func parse(_ source: Source) -> SyntaxTree {
    guard source.bytes.count <= SyntaxLimits.maximumBytes else {
      var parser = Parser(source: Source(name: source.name, bytes: []))
      parser.diagnostics = [.tooLarge("\(SyntaxLimits.maximumBytes >> 20) MiB")]
      return parser.program()
    }
    var parser = Parser(source: source)
    return parser.program()
  }

  private init(source: Source) {
    self.source = source
    (tokens, diagnostics) = Lexer.tokens(of: source)
    skipTrivia()
  }

  private mutating func program() -> SyntaxTree {
    let hasLexicalErrors = !diagnostics.isEmpty
    var statements: [UInt32] = []
    while !at(.endOfFile) {
      if take(.terminator) { continue }
      statements.append(statement())
      if !at(.terminator), !at(.endOfFile) {
        fail(expecting: "the end of the statement")
        recover(to: [.terminator])
      }
    }
    _ = finish(.program, from: 0, children: statements)
    let isPartial = endsTooSoon && !hasLexicalErrors && diagnostics.count == 1
    return SyntaxTree(
      source: source, tokens: tokens, diagnostics: sorted(diagnostics), isPartial: isPartial,
      nodes: nodes, children: children)
  }

  private func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.enumerated()
      .sorted { ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset) }
      .map(\.element)
  }

  // MARK: Statements

  private mutating func statement() -> UInt32 {
    let start = position
    guard at(.name), let word = StatementWord(currentText) else { return pipelineStatement() }
    switch word {
    case .cpay where follows(.integer):
      advance()
      let number = advance()
      return finish(.editionStatement, from: start, main: number)
    case .allow where follows(.name):
      advance()
      var names: [UInt32] = []
      repeat {
        names.append(nameNode("the name of a command"))
      } while take(.comma)
      return finish(.allowStatement, from: start, children: names)
    case .let where follows(.name):
      advance()
      let name = advance()
      guard take(.assign) else { return failed(expecting: "`=`", from: start) }
      return finish(.letStatement, from: start, main: name, children: [pipeline()])
    case .explain where !follows(.pipe) && !follows(.assign):
      advance()
      return finish(.explainStatement, from: start, children: [pipeline()])
    case .use, .param, .def, .require:
      if follows(.name) || follows(.file) {
        diagnostics.append(.notInThisEdition("`\(word.rawValue)`", at: current.range))
        recover(to: [.terminator])
        return finish(.missing, from: start)
      }
      return pipelineStatement()
    default: return pipelineStatement()
    }
  }

  private mutating func pipelineStatement() -> UInt32 {
    let start = position
    return finish(.pipelineStatement, from: start, children: [pipeline()])
  }

  private mutating func nameNode(_ what: String) -> UInt32 {
    let start = position
    guard at(.name) else { return failed(expecting: what, from: start) }
    let name = advance()
    return finish(.name, from: start, main: name)
  }

  // MARK: Pipelines

  mutating func pipeline() -> UInt32 {
    let start = position
    guard enter() else { return finish(.missing, from: start) }
    defer { depth -= 1 }
    var stages: [UInt32] = []
    if at(.pipe) {
      stages.append(finish(.lastResultStage, from: start))
    } else {
      stages.append(firstStage())
      recoverStage()
    }
    while take(.pipe) {
      stages.append(stage())
      recoverStage()
    }
    return finish(.pipeline, from: start, children: stages)
  }

  /// A command, or a value such as `$due`.
  private mutating func firstStage() -> UInt32 {
    if at(.name), !followsDirectly(.openParenthesis) { return stage() }
    let start = position
    return finish(.valueStage, from: start, children: [expression()])
  }

  private mutating func stage() -> UInt32 {
    let start = position
    guard at(.name) else { return failed(expecting: "a command", from: start) }
    let name = advance()
    var items: [UInt32] = []
    while startsItem {
      if at(.argumentName) {
        items.append(argument())
        take(.comma)
      } else {
        items.append(key())
        if take(.comma), !startsItem {
          items.append(failed(expecting: "a value", from: position))
          break
        }
      }
    }
    if at(.assign), let last = items.last, nodes[Int(last)].kind == .key {
      diagnostics.append(.spacedArgument(source.text(mainRange(last)), at: current.range))
      recover(to: [.pipe, .terminator])
    }
    return finish(.commandStage, from: start, main: name, children: items)
  }

  private func mainRange(_ node: UInt32) -> Range<Int> {
    tokens[Int(nodes[Int(node)].mainToken)].range
  }

  private var startsItem: Bool {
    switch current.kind {
    case .pipe, .terminator, .endOfFile, .closeParenthesis, .closeBracket, .closeBrace, .comma,
      .assign, .colon:
      false
    default: true
    }
  }

  private mutating func argument() -> UInt32 {
    let start = position
    let name = advance()
    advance()
    let valueStart = position
    let value: UInt32
    if at(.word) {
      let word = advance()
      value = finish(.word, from: valueStart, main: word)
    } else {
      value = primary()
    }
    return finish(.argument, from: start, main: name, children: [value])
  }

  private mutating func key() -> UInt32 {
    let start = position
    let value = expression()
    var main = Int(nodes[Int(value)].mainToken)
    if at(.name), currentText == "asc" || currentText == "desc" { main = advance() }
    return finish(.key, from: start, main: main, children: [value])
  }

  // MARK: Tokens

  var current: Token { tokens[position] }
  var currentText: String { source.text(current.range) }

  func at(_ kind: Token.Kind) -> Bool { current.kind == kind }

  /// The kind of the token after the current one.
  func follows(_ kind: Token.Kind) -> Bool {
    var next = position + 1
    while next < tokens.count, tokens[next].kind.isTrivia { next += 1 }
    return next < tokens.count && tokens[next].kind == kind
  }

  /// Whether the next token is `kind` with no blank between.
  func followsDirectly(_ kind: Token.Kind) -> Bool {
    position + 1 < tokens.count && tokens[position + 1].kind == kind
  }

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
  mutating func finish(
    _ kind: SyntaxKind, from start: Int, main: Int? = nil, children below: [UInt32] = []
  ) -> UInt32 {
    var height: UInt16 = 1
    for child in below { height = max(height, nodes[Int(child)].height &+ 1) }
    if height > SyntaxLimits.maximumDepth * 2 || nodes.count > SyntaxLimits.maximumNodes {
      overflow(nodes.count > SyntaxLimits.maximumNodes)
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
      overflow(false)
      return false
    }
    depth += 1
    return true
  }

  private mutating func overflow(_ tooManyNodes: Bool) {
    if !hasOverflowed {
      hasOverflowed = true
      diagnostics.append(
        tooManyNodes
          ? .tooLarge("\(SyntaxLimits.maximumNodes) parts") : .tooDeep(at: current.range))
    }
    position = tokens.count - 1
  }

  // MARK: Mistakes

  /// Reports that `what` should stand here and returns a node for the gap.
  mutating func failed(expecting what: String, from start: Int) -> UInt32 {
    fail(expecting: what)
    return finish(.missing, from: start)
  }

  mutating func fail(expecting what: String) {
    guard !hasOverflowed, diagnostics.last?.range != current.range else { return }
    if at(.endOfFile) { endsTooSoon = true }
    if at(.assign) {
      return diagnostics.append(.assignmentInExpression(at: current.range))
    }
    let found = at(.endOfFile) || at(.terminator) ? "the end" : "`\(currentText)`"
    diagnostics.append(.expected(what, at: current.range, found: found))
  }

  /// Reports an opening bracket that nothing closes.
  mutating func failUnclosed(_ open: Int, _ closing: String) {
    guard !hasOverflowed else { return }
    guard at(.endOfFile) else { return fail(expecting: "`\(closing)`") }
    if endsTooSoon { return }
    endsTooSoon = true
    let range = tokens[open].range
    diagnostics.append(.unclosed(source.text(range), with: closing, at: range))
  }

  private mutating func recoverStage() {
    switch current.kind {
    case .pipe, .terminator, .endOfFile, .closeParenthesis: return
    default:
      fail(expecting: "`|` or the end of the statement")
      recover(to: [.pipe, .terminator])
    }
  }

  /// Passes tokens up to one of `kinds` outside brackets.
  mutating func recover(to kinds: [Token.Kind]) {
    var open = 0
    while !at(.endOfFile) {
      switch current.kind {
      case .openParenthesis, .openBracket, .openBrace, .openPipeline: open += 1
      case .closeParenthesis, .closeBracket, .closeBrace: open = max(0, open - 1)
      case let kind where open == 0 && kinds.contains(kind): return
      default: break
      }
      advance()
    }
  }
}

/// The words that are special at the start of a statement.
private enum StatementWord: String {
  case cpay
  case allow
  case use
  case `let`
  case param
  case def
  case require
  case explain

  init?(_ text: String) {
    self.init(rawValue: text)
  }
}
