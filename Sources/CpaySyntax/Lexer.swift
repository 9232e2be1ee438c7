import CpayValue

/// Cuts a text into tokens, walking its bytes once.
///
/// Blanks matter in two places only, and both are settled here: `name=value` and `name(`. A text
/// with holes becomes its pieces, with the tokens of the holes between them.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  private(set) var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The last token that the parser will see.
  private var previous: Token.Kind = .terminator
  /// Whether the next name is being defined, so that `=` behind it starts no argument.
  private(set) var isDefining = false
  /// Whether a type stands here: between `:` and what ends it.
  var isInType = false
  /// The brackets and holes that are open here.
  var brackets: [Bracket] = []
  /// The texts whose holes are open here, the innermost last.
  var texts: [OpenText] = []
  /// The last place that a look past newlines ended at, and whether a pipe stood there.
  private var lookedAt = (position: 0, isPipe: false)

  /// Cuts `bytes` into tokens; what is open at their end stays open.
  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    if let encoding = TextStart.foreignEncoding(bytes) {
      diagnostics = [Diagnostic(SyntaxProblem.foreignEncoding(encoding), at: 0..<2)]
      position = bytes.count
      append(.blank, from: 0)
      return
    }
    diagnostics = CharacterCheck.diagnostics(bytes)
    position = TextStart.markLength(bytes)
    if position > 0 {
      append(.blank, from: 0)
    }
    if bytes[position...].starts(with: "#!".utf8) { comment() }
    while position < bytes.count { next() }
  }

  /// The tokens of `source`, the last one being the end of the file, what is wrong with it, and
  /// whether a newline at its end would not end the statement.
  static func tokens(
    of source: Source
  ) -> (tokens: [Token], diagnostics: [Diagnostic], endsOpen: Bool) {
    var lexer = Lexer(reading: source.bytes)
    if let text = lexer.texts.last { lexer.refuseUnclosed(.string, from: text.start) }
    let endsOpen = !lexer.brackets.isEmpty || lexer.previous.continuesLine
    lexer.append(.endOfFile, from: lexer.position)
    return (lexer.tokens, lexer.diagnostics, endsOpen)
  }

  private mutating func next() {
    let start = position
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "\n"): newline()
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      while [0x20, 0x09, 0x0d].contains(peek()) { position += 1 }
      append(.blank, from: start)
    case UInt8(ascii: "#"): comment()
    case UInt8(ascii: "\""): text(isFile: false)
    case UInt8(ascii: "'"): rawText()
    case UInt8(ascii: "@"): file()
    case UInt8(ascii: "$"): variable()
    case UInt8(ascii: "}") where closesHole: resumeText()
    case _ where isDigit(byte): number()
    case _ where isNameStart(byte): name()
    default: sign()
    }
  }

  private mutating func comment() {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    append(.comment, from: start)
  }

  /// A newline ends a statement unless the statement plainly goes on; in a hole it leaves the text
  /// unclosed.
  private mutating func newline() {
    if let text = texts.last { refuseUnclosed(.string, from: text.start) }
    let start = position
    position += 1
    let goesOn = !brackets.isEmpty || previous.continuesLine || nextLineStartsWithPipe()
    append(goesOn ? .blank : .terminator, from: start)
  }

  /// Whether the next line that holds more than blanks and comments starts with a pipe.
  ///
  /// All newlines before that line share one look, so that many of them cost no more than their
  /// bytes.
  private mutating func nextLineStartsWithPipe() -> Bool {
    if position <= lookedAt.position { return lookedAt.isPipe }
    var index = position
    var isInComment = false
    look: while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"): isInComment = false
      case _ where isInComment: break
      case UInt8(ascii: "#"): isInComment = true
      case 0x20, 0x09, 0x0d: break
      default: break look
      }
      index += 1
    }
    lookedAt = (index, index < bytes.count && bytes[index] == UInt8(ascii: "|"))
    return lookedAt.isPipe
  }

  // MARK: What all parts use

  func peek(_ ahead: Int = 0) -> UInt8 {
    position + ahead < bytes.count ? bytes[position + ahead] : 0
  }

  mutating func append(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind, start..<position))
    guard !kind.isTrivia else { return }
    isDefining = kind == .name && previous == .terminator && definesName(bytes[start..<position])
    if kind == .terminator { isInType = false }
    previous = kind
  }

  private func definesName(_ word: ArraySlice<UInt8>) -> Bool {
    ["let", "def", "param"].contains { word.elementsEqual($0.utf8) }
  }

  mutating func report(_ problem: SyntaxProblem, at range: Range<Int>) {
    guard diagnostics.count < SyntaxLimits.maximumDiagnostics else { return }
    diagnostics.append(Diagnostic(problem, at: range))
  }

  /// Forgets the tokens and mistakes since `text` began, for it becomes one token.
  mutating func forget(since text: OpenText) {
    tokens.removeSubrange(text.tokenCount...)
    diagnostics.removeSubrange(text.diagnosticCount...)
  }

  mutating func skipContinuationBytes() {
    while position < bytes.count, bytes[position] & 0xc0 == 0x80 { position += 1 }
  }
}

func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

func isNameStart(_ byte: UInt8) -> Bool {
  byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
}

func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
