/// Cuts a text into tokens, walking its bytes once.
///
/// Blanks matter in two places only, and both are settled here: `name=value` and `name(`.
struct Lexer {
  private let bytes: [UInt8]
  private var position = 0
  private var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The last token that the parser will see.
  private var previous: Token.Kind = .terminator
  private var isAfterLet = false
  private var bracketDepth = 0
  /// The last place that a look past newlines ended at, and whether a pipe stood there.
  private var lookedAt = (position: 0, isPipe: false)

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The tokens of `source`, the last one being the end of the file, what is wrong with it, and
  /// whether a newline at its end would not end the statement.
  static func tokens(
    of source: Source
  ) -> (tokens: [Token], diagnostics: [Diagnostic], endsOpen: Bool) {
    var lexer = Lexer(source.bytes)
    lexer.diagnostics = CharacterCheck.diagnostics(source.bytes)
    if source.bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      lexer.position = 3
      lexer.append(.blank, from: 0)
    }
    if source.bytes[lexer.position...].starts(with: "#!".utf8) { lexer.comment() }
    while lexer.position < lexer.bytes.count { lexer.next() }
    let endsOpen = lexer.bracketDepth > 0 || lexer.previous.continuesLine
    lexer.append(.endOfFile, from: lexer.position)
    return (lexer.tokens, lexer.diagnostics, endsOpen)
  }

  private mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < SyntaxLimits.maximumDiagnostics { diagnostics.append(diagnostic) }
  }

  private func peek(_ ahead: Int = 0) -> UInt8 {
    position + ahead < bytes.count ? bytes[position + ahead] : 0
  }

  private mutating func append(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind, start..<position))
    guard !kind.isTrivia else { return }
    isAfterLet = kind == .name && previous == .terminator && isLet(start..<position)
    previous = kind
  }

  private func isLet(_ range: Range<Int>) -> Bool {
    bytes[range].elementsEqual("let".utf8)
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
    case UInt8(ascii: "\""): text()
    case UInt8(ascii: "'"): rawText()
    case UInt8(ascii: "@"): file()
    case UInt8(ascii: "$"): variable()
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

  /// A newline ends a statement unless the statement plainly goes on.
  private mutating func newline() {
    let start = position
    position += 1
    let goesOn = bracketDepth > 0 || previous.continuesLine || nextLineStartsWithPipe()
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

  private mutating func name() {
    let start = position
    while isNamePart(peek()) { position += 1 }
    if let reserved = Token.Kind.reserved(bytes[start..<position]) {
      append(reserved, from: start)
    } else if startsArgument() {
      append(.argumentName, from: start)
      argumentSign()
    } else {
      append(.name, from: start)
    }
  }

  /// Whether `=` and a value stand here with no blank before or between.
  private func startsArgument() -> Bool {
    guard peek() == UInt8(ascii: "="), peek(1) != UInt8(ascii: "="), !isAfterLet else {
      return false
    }
    return isWordByte(peek(1)) || "\"'[{($@".utf8.contains(peek(1))
  }

  /// The `=` of an argument, and the word behind it where it is one.
  private mutating func argumentSign() {
    let sign = position
    position += 1
    append(.assign, from: sign)
    let start = position
    guard isWordByte(peek()), peek() != UInt8(ascii: "@") else { return }
    while isWordByte(peek()) { position += 1 }
    if peek() == UInt8(ascii: "("), isNameStart(bytes[start]),
      bytes[start..<position].allSatisfy(isNamePart)
    {
      append(.name, from: start)
    } else {
      append(.word, from: start)
    }
  }

  private mutating func number() {
    let start = position
    if let end = timestampEnd() {
      position = end
      return append(.timestamp, from: start)
    }
    digits()
    var kind = Token.Kind.integer
    if peek() == UInt8(ascii: "."), isDigit(peek(1)) {
      position += 1
      digits()
      kind = .decimal
    }
    if isNameStart(peek()) {
      while isNamePart(peek()) { position += 1 }
      kind = .quantity
    }
    append(kind, from: start)
  }

  private mutating func digits() {
    while isDigit(peek()) || peek() == UInt8(ascii: "_") { position += 1 }
  }

  /// Where a date or a time that starts here ends, if one does.
  private func timestampEnd() -> Int? {
    let shape = "dddd-dd-dd"
    guard position + shape.utf8.count <= bytes.count else { return nil }
    for (byte, form) in zip(bytes[position...], shape.utf8) {
      guard form == UInt8(ascii: "d") ? isDigit(byte) : byte == form else { return nil }
    }
    var end = position + shape.utf8.count
    guard end < bytes.count, bytes[end] == UInt8(ascii: "T") else { return end }
    end += 1
    while end < bytes.count, isDigit(bytes[end]) || bytes[end] == UInt8(ascii: ":") { end += 1 }
    guard end < bytes.count else { return end }
    switch bytes[end] {
    case UInt8(ascii: "Z"): end += 1
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      end += 1
      while end < bytes.count, isDigit(bytes[end]) || bytes[end] == UInt8(ascii: ":") { end += 1 }
    default: break
    }
    return end
  }

  private mutating func variable() {
    let start = position
    position += 1
    if peek() == UInt8(ascii: "(") {
      position += 1
      bracketDepth += 1
      return append(.openPipeline, from: start)
    }
    guard isNameStart(peek()) else {
      report(
        .expected("a variable's name after `$`", at: start..<position, found: "none"))
      return append(.invalid, from: start)
    }
    while isNamePart(peek()) { position += 1 }
    append(.variable, from: start)
  }

  private mutating func file() {
    let start = position
    position += 1
    if peek() == UInt8(ascii: "\"") {
      quoted(from: start)
      return append(.file, from: start)
    }
    while position < bytes.count, !endsFile(bytes[position]) { position += 1 }
    guard position > start + 1 else {
      report(.expected("a path after `@`", at: start..<position, found: "none"))
      return append(.invalid, from: start)
    }
    append(.file, from: start)
  }

  private mutating func text() {
    let start = position
    quoted(from: start)
    refuseTextAfterQuote()
    append(.string, from: start)
  }

  /// Passes a text whose opening quote is next.
  private mutating func quoted(from start: Int) {
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return
      case UInt8(ascii: "\n"):
        report(.unclosedText(at: start..<position))
        return
      case UInt8(ascii: "\\"): escape()
      case UInt8(ascii: "{"):
        report(.hole(at: position..<position + 1))
        position += 1
      default: position += 1
      }
    }
    report(.unclosedText(at: start..<position))
  }

  private mutating func escape() {
    let start = position
    position = min(position + 2, bytes.count)
    switch bytes[position - 1] {
    case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "\""), UInt8(ascii: "\\"),
      UInt8(ascii: "{"):
      return
    case UInt8(ascii: "u") where peek() == UInt8(ascii: "{"):
      while position < bytes.count, !"}\"\n".utf8.contains(bytes[position]) { position += 1 }
      if peek() == UInt8(ascii: "}") { position += 1 }
      if TextLiteral.scalar(bytes[start..<position]) == nil {
        report(.badEscape(at: start..<position))
      }
    default:
      if bytes[position - 1] == UInt8(ascii: "\n") { position -= 1 }
      skipContinuationBytes()
      report(.badEscape(at: start..<position))
    }
  }

  private mutating func rawText() {
    let start = position
    position += 1
    while position < bytes.count, !"'\n".utf8.contains(bytes[position]) { position += 1 }
    if peek() == UInt8(ascii: "'") {
      position += 1
      refuseTextAfterQuote()
    } else {
      report(.unclosedText(at: start..<position))
    }
    append(.rawString, from: start)
  }

  private mutating func refuseTextAfterQuote() {
    guard isNamePart(peek()) || "\"'".utf8.contains(peek()) else { return }
    let start = position
    var end = position
    while end < bytes.count, isNamePart(bytes[end]) || "\"'".utf8.contains(bytes[end]) { end += 1 }
    report(.textAfterQuote(at: start..<end))
    position = end
  }

  private mutating func sign() {
    let start = position
    let (kind, length) = signKind()
    guard let kind else { return unexpected() }
    position += length
    switch String(decoding: bytes[start..<position], as: UTF8.self) {
    case "<>": report(.foreignSign("<>", meaning: "!=", at: start..<position))
    case "===": report(.foreignSign("===", meaning: "==", at: start..<position))
    default: break
    }
    switch kind {
    case .openParenthesis, .openBracket, .openBrace: bracketDepth += 1
    case .closeParenthesis, .closeBracket, .closeBrace: bracketDepth = max(0, bracketDepth - 1)
    default: break
    }
    append(kind, from: start)
  }

  private func signKind() -> (Token.Kind?, Int) {
    switch (peek(), peek(1)) {
    case (UInt8(ascii: "="), UInt8(ascii: "=")) where peek(2) == UInt8(ascii: "="): (.equal, 3)
    case (UInt8(ascii: "="), UInt8(ascii: "=")): (.equal, 2)
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): (.notEqual, 2)
    case (UInt8(ascii: "!"), UInt8(ascii: "=")): (.notEqual, 2)
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): (.lessOrEqual, 2)
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): (.greaterOrEqual, 2)
    case (UInt8(ascii: "?"), UInt8(ascii: "?")): (.coalesce, 2)
    case (UInt8(ascii: "="), _): (.assign, 1)
    case (UInt8(ascii: "<"), _): (.less, 1)
    case (UInt8(ascii: ">"), _): (.greater, 1)
    case (UInt8(ascii: "|"), _): (.pipe, 1)
    case (UInt8(ascii: ","), _): (.comma, 1)
    case (UInt8(ascii: ";"), _): (.terminator, 1)
    case (UInt8(ascii: ":"), _): (.colon, 1)
    case (UInt8(ascii: "."), _): (.dot, 1)
    case (UInt8(ascii: "+"), _): (.plus, 1)
    case (UInt8(ascii: "-"), _): (.minus, 1)
    case (UInt8(ascii: "*"), _): (.times, 1)
    case (UInt8(ascii: "/"), _): (.divide, 1)
    case (UInt8(ascii: "("), _): (.openParenthesis, 1)
    case (UInt8(ascii: ")"), _): (.closeParenthesis, 1)
    case (UInt8(ascii: "["), _): (.openBracket, 1)
    case (UInt8(ascii: "]"), _): (.closeBracket, 1)
    case (UInt8(ascii: "{"), _): (.openBrace, 1)
    case (UInt8(ascii: "}"), _): (.closeBrace, 1)
    default: (nil, 0)
    }
  }

  /// A character that begins nothing, with its repetitions, as in `&&`.
  ///
  /// What hides or is not UTF-8 has been reported already.
  private mutating func unexpected() {
    let start = position
    position += 1
    skipContinuationBytes()
    let character = bytes[start..<position]
    let text = String(decoding: character, as: UTF8.self)
    let isReported =
      !text.utf8.elementsEqual(character)
      || text.unicodeScalars.contains { CharacterCheck.isHidden($0, at: start) }
    while bytes[position...].starts(with: character) { position += character.count }
    if !isReported { report(.unexpectedCharacter(text, at: start..<position)) }
    append(.invalid, from: start)
  }

  private mutating func skipContinuationBytes() {
    while position < bytes.count, bytes[position] & 0xc0 == 0x80 { position += 1 }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

func isNameStart(_ byte: UInt8) -> Bool {
  byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
}

func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

private func isWordByte(_ byte: UInt8) -> Bool {
  isNamePart(byte) || "_.:/@+-".utf8.contains(byte)
}

private func endsFile(_ byte: UInt8) -> Bool {
  byte <= 0x20 || ",;|)]}".utf8.contains(byte)
}
