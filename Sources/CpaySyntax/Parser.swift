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
  /// What closes the brackets that are open here.
  private var closings: [Token.Kind] = []
  /// Whether a newline at the end of the text would not end the statement.
  private let endsOpen: Bool
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
    (tokens, diagnostics, endsOpen) = Lexer.tokens(of: source)
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
    let isPartial = endsTooSoon && endsOpen && !hasLexicalErrors && diagnostics.count == 1
    return SyntaxTree(
      source: source, tokens: tokens, diagnostics: sorted(diagnostics), isPartial: isPartial,
      nodes: nodes, children: children)
  }

  private func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.enumerated()
      .sorted { left, right in
        (left.element.range.lowerBound, left.offset)
          < (right.element.range.lowerBound, right.offset)
      }
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
        report(.notInThisEdition("`\(word.rawValue)`", at: current.range))
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
      let before = position
      items.append(at(.argumentName) ? argument() : key())
      if take(.comma), !startsItem {
        items.append(failed(expecting: "a value", from: position))
      }
      if position == before { break }
    }
    if at(.assign), let last = items.last { refuseAssign(after: last) }
    return finish(.commandStage, from: start, main: name, children: items)
  }

  /// Refuses an `=` with blanks around it: behind a name it was to be an argument's, behind
  /// anything else a comparison's.
  private mutating func refuseAssign(after item: UInt32) {
    let node = nodes[Int(item)]
    if node.kind == .key, nodes[Int(children[Int(node.firstChild)])].kind == .name {
      let name = source.text(tokens[Int(node.mainToken)].range)
      report(.spacedArgument(name, at: current.range))
    } else {
      fail(expecting: "`|` or the end of the statement")
    }
    recover(to: [.pipe, .terminator])
  }

  private var startsItem: Bool {
    switch current.kind {
    case .pipe, .terminator, .endOfFile, .closeParenthesis, .closeBracket, .closeBrace, .comma,
      .assign, .colon:
      false
    default: true
    }
  }

  mutating func argument() -> UInt32 {
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
      report(
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
    guard !hasOverflowed, diagnostics.last?.range != current.range, !followsInvalid else { return }
    if at(.endOfFile) {
      if endsTooSoon { return }
      endsTooSoon = true
    }
    if at(.assign) {
      return report(.assignmentInExpression(at: current.range))
    }
    let found = at(.endOfFile) || at(.terminator) ? "the end" : "`\(currentText)`"
    report(.expected(what, at: current.range, found: found))
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < SyntaxLimits.maximumDiagnostics { diagnostics.append(diagnostic) }
  }

  /// Whether what stands directly before was refused by the lexer, so that the gap is no news.
  private var followsInvalid: Bool {
    for token in tokens[..<position].reversed() {
      if token.kind == .invalid { return true }
      if !token.kind.isTrivia { return false }
    }
    return false
  }

  /// What `inside` reads behind the opening bracket, which is current, up to the closing one.
  mutating func enclosed<Inside>(
    by closing: Token.Kind, _ sign: String, _ inside: (inout Parser) -> Inside
  ) -> Inside {
    let open = advance()
    closings.append(closing)
    let result = inside(&self)
    if !take(closing) { refuseUnclosed(open, closing, sign) }
    closings.removeLast()
    return result
  }

  /// Reports an opening bracket that nothing closes, or what stands where it should be closed;
  /// then passes on to where it is.
  private mutating func refuseUnclosed(_ open: Int, _ closing: Token.Kind, _ sign: String) {
    guard !hasOverflowed else { return }
    guard at(.endOfFile) else {
      fail(expecting: "`\(sign)`")
      recover(to: [.terminator])
      take(closing)
      return
    }
    if endsTooSoon || followsInvalid { return }
    endsTooSoon = true
    let range = tokens[open].range
    report(.unclosed(source.text(range), with: sign, at: range))
  }

  private mutating func recoverStage() {
    switch current.kind {
    case .pipe, .terminator, .endOfFile, .closeParenthesis: return
    default:
      fail(expecting: "`|` or the end of the statement")
      recover(to: [.pipe, .terminator])
    }
  }

  /// Passes tokens up to one of `kinds` outside brackets, or to what closes an open bracket.
  mutating func recover(to kinds: [Token.Kind]) {
    var open = 0
    while !at(.endOfFile) {
      switch current.kind {
      case .openParenthesis, .openBracket, .openBrace, .openPipeline: open += 1
      case let kind where open == 0 && closings.contains(kind): return
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
