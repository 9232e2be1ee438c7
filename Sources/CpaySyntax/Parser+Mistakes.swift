extension Parser {
  mutating func report(_ problem: SyntaxProblem, at range: Range<Int>) {
    guard diagnostics.count < SyntaxLimits.maximumDiagnostics else { return }
    diagnostics.append(Diagnostic(problem, at: range))
  }

  /// Reports that `what` should stand here and returns a node for the gap.
  mutating func failed(expecting what: String, from start: Int) -> UInt32 {
    fail(expecting: what)
    return finish(.missing, from: start)
  }

  /// Reports that `what` should stand here, unless something else is wrong with this place.
  mutating func fail(expecting what: String) {
    guard isNews() else { return }
    // Where a sign is missing a value stands before, so that it may be compared.
    if at(.assign) {
      let isSign = what.hasPrefix("`") && !what.hasPrefix("`|`")
      return report(isSign ? .assignmentInExpression : .strayAssignment, at: current.range)
    }
    refuse(expecting: what)
  }

  /// Keeps, of what has been reported of one statement since the first `count` mistakes, the first
  /// by its place, and what lies in a later stage: what follows a gap mostly follows from it.
  mutating func keepFirst(since count: Int) {
    var kept: [Diagnostic] = []
    var gap: Diagnostic?
    for mistake in diagnostics[count...].sorted(by: { $0.start < $1.start }) {
      guard mistake.isGap else {
        // One side of a comparison that is not there leaves its sign before the next.
        if mistake.isChain, let gap, !isApart(mistake, from: gap) { continue }
        kept.append(mistake)
        continue
      }
      guard gap.map({ isApart(mistake, from: $0) }) ?? true else { continue }
      gap = mistake
      kept.append(mistake)
    }
    diagnostics.replaceSubrange(count..., with: kept)
  }

  /// Whether a `}` stands there that nothing opens, as the end of a hole does whose text has lost its
  /// beginning.
  func closesHole(in range: Range<Int>) -> Bool {
    var depth = 0
    for token in tokens where range.contains(token.range.lowerBound) {
      if token.kind == .openBrace { depth += 1 }
      if token.kind == .closeBrace { depth -= 1 }
      if depth < 0 { return true }
    }
    return false
  }

  /// Whether a gap does not follow from one before: it lies in a later stage, or in a bracket that
  /// was opened behind that one.
  func isApart(_ mistake: Diagnostic, from gap: Diagnostic) -> Bool {
    if case .unclosed = gap.finding as? SyntaxProblem { return false }
    let between = gap.start..<max(gap.start, mistake.start)
    var (depth, lowest) = (0, 0)
    let signs = tokens.filter { between.contains($0.range.lowerBound) && !$0.kind.isTrivia }
    // A pipe that was the gap, or stands directly behind it, begins no stage.
    if signs.count < 3, signs.last?.kind == .pipe { return false }
    for token in signs {
      switch token.kind {
      case .pipe: return true
      case .openParenthesis, .openBracket, .openBrace, .openPipeline: depth += 1
      case .closeParenthesis, .closeBracket, .closeBrace: depth -= 1
      default: break
      }
      lowest = min(lowest, depth)
    }
    return depth > lowest
  }

  /// A node for what is missing behind a mistake that has been reported.
  mutating func gap() -> UInt32 { finish(.missing, from: position) }

  /// Passes a token of `kind` and returns its place, or reports that `what` should stand here.
  @discardableResult
  mutating func expect(_ kind: Token.Kind, _ what: String) -> Int? {
    if at(kind) { return advance() }
    if isNews() { refuse(expecting: what) }
    return nil
  }

  /// Passes the `=` before what a name is given, or reports that it is missing.
  mutating func expectEquals() -> Bool {
    switch current.kind {
    case .name, .variable, .string, .rawString, .integer, .decimal, .quantity:
      guard isNews() else { return false }
      report(.missingEquals(source.excerpt(mistakeRange)), at: mistakeRange)
      return false
    default: return expect(.assign, "`=`") != nil
    }
  }

  private mutating func refuse(expecting what: String) {
    let isEnd = at(.endOfFile) || at(.terminator)
    let found = isEnd ? "the end" : "`\(source.excerpt(mistakeRange))`"
    report(.expected(what, found: found), at: mistakeRange)
  }

  /// Whether a mistake at the current token has not been reported yet; a second gap at the end of
  /// the text, or one where the lexer refused something, is none.
  private mutating func isNews() -> Bool {
    guard !hasOverflowed, diagnostics.last?.range != mistakeRange, !followsRefused, !isRefusedText
    else {
      return false
    }
    guard at(.endOfFile) else { return true }
    defer { endsTooSoon = true }
    return !endsTooSoon
  }

  /// The bytes that a mistake at the current token is reported at; of a piece of text, its `}`.
  private var mistakeRange: Range<Int> {
    let range = current.range
    return isAtPiece ? range.lowerBound..<range.lowerBound + 1 : range
  }

  /// Whether a piece of text stands here that ends a hole.
  var isAtPiece: Bool { at(.textMiddle) || at(.textEnd) }

  /// Whether the lexer refused the text that stands here, which may have swallowed what is missing.
  private var isRefusedText: Bool {
    diagnostics.contains { $0.isTextMistake && current.range.contains($0.start) }
  }

  /// Whether a text that is not closed stands behind that place, and may have swallowed what closes a
  /// bracket there.
  private func isSwallowed(behind start: Int) -> Bool {
    diagnostics.contains { mistake in
      if case .unclosedText = mistake.finding as? SyntaxProblem {
        mistake.start > start
      } else {
        false
      }
    }
  }

  /// Whether what stands directly before was refused by the lexer, so that the gap is no news: it
  /// begins nothing, or is a text that may have swallowed what is missing.
  var followsRefused: Bool {
    for token in tokens[..<position].reversed() {
      if token.kind == .invalid { return true }
      if token.kind.isTrivia { continue }
      return diagnostics.contains {
        $0.isUnclosedText(endingAt: token.range.upperBound)
      }
    }
    return false
  }

  // MARK: Brackets

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
    let range = tokens[open].range
    guard at(.endOfFile) else {
      if !(at(.colon) && refusesStatementWord(statementStart)) { fail(expecting: "`\(sign)`") }
      passTerminator(before: closing)
      recover(to: [.terminator])
      take(closing)
      if at(.endOfFile), isSwallowed(behind: range.lowerBound) { endsTooSoon = true }
      return
    }
    if endsTooSoon { return }
    endsTooSoon = true
    if followsRefused || isSwallowed(behind: range.lowerBound) { return }
    report(.unclosed(source.text(range), with: sign), at: range)
  }

  /// Passes a `;` that stands for a comma: what closes the bracket comes before the next one.
  private mutating func passTerminator(before closing: Token.Kind) {
    guard at(.terminator) else { return }
    let start = position
    advance()
    recover(to: [.terminator])
    if !at(closing) { position = start }
  }

  // MARK: Going on

  /// Passes tokens up to one of `kinds` outside brackets, or to what closes an open bracket or the
  /// hole this stands in.
  mutating func recover(to kinds: [Token.Kind]) {
    var open = 0
    while !at(.endOfFile) {
      switch current.kind {
      case .textStart, .fileStart:
        passText()
        continue
      case .textMiddle, .textEnd: return
      case .openParenthesis, .openBracket, .openBrace, .openPipeline: open += 1
      case let kind where open == 0 && closings.contains(kind): return
      case .closeParenthesis, .closeBracket, .closeBrace: open = max(0, open - 1)
      case let kind where open == 0 && kinds.contains(kind): return
      default: break
      }
      advance()
    }
  }

  /// Passes a text with its holes and the texts in them; the lexer has seen to it that it ends.
  private mutating func passText() {
    var open = 0
    repeat {
      switch current.kind {
      case .textStart, .fileStart: open += 1
      case .textEnd: open -= 1
      default: break
      }
      advance()
    } while open > 0 && !at(.endOfFile)
  }

  /// Passes what is left of a hole, up to the piece of text behind it.
  mutating func recoverHole() {
    while !isAtPiece, !at(.endOfFile) {
      if at(.textStart) || at(.fileStart) { passText() } else { advance() }
    }
  }
}

extension Diagnostic {
  /// Whether it is about a comparison of a comparison.
  fileprivate var isChain: Bool { finding as? SyntaxProblem == .chainedComparison }

  /// Whether it is about where a text ends.
  var isTextMistake: Bool {
    switch finding as? SyntaxProblem {
    case .unclosedText, .textAfterQuote: true
    default: false
    }
  }

  /// Whether something else stands there than should, so that what follows is read as it was not
  /// meant.
  var isGap: Bool {
    switch finding as? SyntaxProblem {
    case .expected, .unclosed, .assignmentInExpression, .assignmentInList, .strayAssignment,
      .spacedArgument, .longArgument:
      true
    default: false
    }
  }
}

extension Source {
  /// The beginning of a range of bytes, short enough for a message.
  fileprivate func excerpt(_ range: Range<Int>) -> String {
    let scalars = text(range.lowerBound..<min(range.upperBound, range.lowerBound + 200))
      .unicodeScalars
    guard scalars.count > 40 else { return String(scalars) }
    return String(String.UnicodeScalarView(scalars.prefix(40))) + "…"
  }
}
