import CpaySyntax

/// What the words before the place ask for by themselves, whatever the checker finds there.
extension Completer {
  /// The words that may follow a `not` behind the first side of a comparison; nil where none stands
  /// there.
  var negated: [Draft]? {
    guard let not = place.before.last, not.kind == .not,
      let operand = place.before.dropLast().last, operand.kind.endsValue,
      !isCommand(operand, behind: place.before.dropLast(2).last)
    else { return nil }
    let head = Source(
      name: source.name, bytes: Array(source.bytes[..<not.range.lowerBound]))
    return Completer(head, at: not.range.lowerBound, context, surroundings).candidates
      .filter { ["in", "contains", "matches"].contains($0.text) }
      .map { Draft($0.text, .word, meaning: "`not \($0.text)`: the opposite of `\($0.text)`") }
  }

  /// What leads on where the `|` before a stage has been left out, as in `disputes where `: the stage
  /// with its `|`, and what may stand in it; nil where none is missing.
  var runOn: [Completion.Candidate]? {
    guard mayLackPipe, let stage = stageWithoutPipe else { return nil }
    let sign = Array("| ".utf8)
    let whole = source.bytes[..<stage] + sign + source.bytes[stage...]
    let found = Completer(
      Source(name: source.name, bytes: Array(whole)), at: place.offset + sign.count, context,
      surroundings, mayLackPipe: false
    ).candidates.filter { $0.range.lowerBound >= stage + sign.count }
    if found.isEmpty { return nil }
    return found.map { candidate in
      let start = candidate.range.lowerBound - sign.count
      return Completion.Candidate(
        "| " + source.text(stage..<start) + candidate.text,
        stage..<candidate.range.upperBound - sign.count, candidate.kind, type: candidate.type,
        meaning: candidate.meaning)
    }
  }

  /// Where the last stage of the statement begins, where it has no `|` before it.
  private var stageWithoutPipe: Int? {
    let stage = place.before.reversed().prefix { $0.kind != .pipe && $0.kind != .terminator }
      .dropLast()
      .first { $0.kind == .name && context.catalog.command(source.text($0.range)) != nil }
    guard let stage else { return nil }
    let head = source.bytes[..<place.word.lowerBound] + Array(TypedWord.name.utf8)
    do throws(Refusal) {
      _ = try Checker.check(
        Parser.parse(Source(name: source.name, bytes: Array(head))), context)
      return nil
    } catch {
      let isMissing = error.diagnostics.contains { diagnostic in
        guard case .missingPipe? = diagnostic.finding as? LanguageProblem else { return false }
        return diagnostic.place?.source == nil
          && diagnostic.place?.range.lowerBound == stage.range.lowerBound
      }
      return isMissing ? stage.range.lowerBound : nil
    }
  }

  /// Whether a token is the command of a stage.
  private func isCommand(_ token: Token, behind sign: Token?) -> Bool {
    guard token.kind == .name else { return false }
    return switch sign?.kind {
    case nil, .pipe, .terminator, .assign, .openPipeline:
      context.catalog.command(source.text(token.range)) != nil
    default: false
    }
  }

  /// The word that an `if` still needs behind a value: `then`, or `else`.
  var goingOnWithIf: String? {
    guard let last = place.before.last, last.kind.endsValue else { return nil }
    var (depth, whole) = (0, 0)
    var word = "then"
    for token in place.before.reversed() {
      switch token.kind {
      case .closeParenthesis, .closeBracket, .closeBrace: depth += 1
      case .openParenthesis, .openBracket, .openBrace, .openPipeline:
        if depth == 0 { return nil }
        depth -= 1
      case .pipe, .terminator, .comma:
        if depth == 0 { return nil }
      case .else where depth == 0: whole += 1
      case .then where depth == 0 && whole == 0: word = "else"
      case .if where depth == 0:
        if whole == 0 { return word }
        whole -= 1
      default: break
      }
    }
    return nil
  }
}

extension Token.Kind {
  /// Whether a value may end with it.
  fileprivate var endsValue: Bool {
    switch self {
    case .name, .word, .variable, .file, .integer, .decimal, .quantity, .timestamp, .string,
      .rawString, .textEnd, .true, .false, .null, .now, .today, .closeParenthesis, .closeBracket,
      .closeBrace:
      true
    default: false
    }
  }
}
