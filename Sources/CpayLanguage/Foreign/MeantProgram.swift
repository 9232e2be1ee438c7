import CpayModel
import CpaySyntax

/// Finds what was meant by the statements of a refused program, and proves that it would be
/// accepted.
///
/// Each statement that no single edit mends is said over again as it would be written here, and the
/// edits that its mistakes offer are made one after another. What comes out is offered only where
/// nothing is wrong with it, and where it writes what the statement wrote and nothing else.
struct MeantProgram {
  /// The refusal with what was meant, where that has been found.
  private(set) var refusal: Refusal

  private static let maximumBytes = 16 << 10
  private static let maximumStatements = 8
  private static let maximumEdits = 6
  /// Words of a statement that are read anew, at most.
  private static let maximumWords = 500

  private let context: CheckContext
  private let program: Source
  /// The names of definitions, any of which may write.
  private let definitions: Set<String>

  init(_ refusal: Refusal, _ context: CheckContext) {
    (self.context, program) = (context, refusal.source)
    self.refusal = refusal
    let isShort = refusal.source.bytes.count <= MeantProgram.maximumBytes
    let tree = Parser.parse(isShort ? refusal.source : Source(""))
    definitions = Set(context.scope.definitions.keys)
      .union(tree.root.children.filter { $0.kind == .defStatement }.map(\.mainText))
    guard isShort else { return }
    var diagnostics = refusal.diagnostics
    var answered = 0
    for range in MeantProgram.statements(tree) where answered < MeantProgram.maximumStatements {
      let own = diagnostics.filter { $0.isIn(range) && !$0.isAboutFile }
      guard !own.isEmpty else { continue }
      answered += 1
      guard let said = answer(to: own, in: range, tree) else { continue }
      let first = diagnostics.firstIndex(where: own.contains) ?? 0
      diagnostics.removeAll { own.contains($0) }
      diagnostics.insert(said, at: min(first, diagnostics.count))
    }
    self.refusal = Refusal(diagnostics: diagnostics, source: program)
  }

  /// The places of the statements; a query over several lines is one.
  private static func statements(_ tree: SyntaxTree) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    var end = 0
    var depth = 0
    for (place, token) in tree.tokens.enumerated() {
      switch token.kind {
      case .terminator where depth > 0 && closes(depth, tree.tokens[(place + 1)...], tree.source):
        break
      case .terminator, .endOfFile:
        if let start { ranges.append(start..<end) }
        start = nil
        depth = 0
      case .comment where start != nil && ForeignText(tree.source.text(token.range)).hasNumberSign,
        .comment
      where start.map({ tree.source.text($0..<end).contains("://") }) == true
        && end == token.range.lowerBound:
        end = token.range.upperBound
      case let kind where kind.isTrivia && kind != .invalid: break
      default:
        start = start ?? token.range.lowerBound
        end = token.range.upperBound
        depth = max(0, depth + step(token, tree.source))
      }
    }
    return joined(ranges, tree)
  }

  /// How many brackets a token opens, less those that it closes.
  private static func step(_ token: Token, _ source: Source) -> Int {
    switch source.text(token.range) {
    case "(", "[", "{", "$(": 1
    case ")", "]", "}": -1
    default: 0
    }
  }

  /// Whether so many brackets are closed before the line ends, so that a `;` stands inside them.
  private static func closes(_ depth: Int, _ tokens: ArraySlice<Token>, _ source: Source) -> Bool {
    var depth = depth
    for token in tokens {
      if token.kind == .endOfFile || token.kind == .terminator && source.text(token.range) != ";" {
        return false
      }
      depth += step(token, source)
      if depth == 0 { return true }
    }
    return false
  }

  /// The statements, of which those that go on from the one before are one with it: a query over
  /// several lines, `for … ; do … ; done`.
  private static func joined(_ ranges: [Range<Int>], _ tree: SyntaxTree) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    var (isQuery, isNamed) = (false, false)
    for range in ranges {
      let word = tree.source.text(range).prefix { $0.isLetter }.lowercased()
      if isQuery,
        [
          "from", "where", "group", "having", "order", "limit", "offset", "join", "left", "inner",
          "on",
          "and", "or",
        ].contains(word) || word == "select" && isNamed,
        let last = joined.popLast()
      {
        joined.append(last.lowerBound..<range.upperBound)
      } else if ["do", "done", "then", "fi", "else", "elif", "esac"].contains(word),
        let last = joined.popLast()
      {
        joined.append(last.lowerBound..<range.upperBound)
      } else {
        joined.append(range)
        isQuery = ["select", "from", "with"].contains(word)
        isNamed = word == "with"
      }
    }
    return joined
  }

  // MARK: What is said

  /// What to say of a statement in place of its mistakes; nil where they say it themselves.
  private func answer(
    to own: [Diagnostic], in range: Range<Int>, _ tree: SyntaxTree
  ) -> Diagnostic? {
    let text = ForeignText(program.text(range))
    if text.forms.isEmpty, own.allSatisfy({ $0.fix != nil }), mends(own, range) { return nil }
    let isPlain = text.forms.isEmpty && text.text == program.text(range)
    let words = isPlain ? [ForeignWord](tree, in: range) : [ForeignWord](placeless: text.text)
    guard words.count <= MeantProgram.maximumWords else { return nil }
    if words.isEmpty, text.forms.contains(.comment) {
      let finding = LanguageProblem.foreignForm(.comment, written: text.commented(""))
      return Diagnostic(finding, at: range)
    }
    let plain = ForeignStatement.withoutPrompt(words)
    if let (place, written) = ForeignStatement.writeOnIDs(plain) {
      return Diagnostic(
        LanguageProblem.writeOnIDs(plain[place].text, written: written),
        at: plain[place].range ?? range)
    }
    // What stood in a comment is put in no program.
    if text.hasNumberSign, !writes(in: words).isEmpty {
      return Diagnostic(LanguageProblem.foreignGap(.numberSign), at: range)
    }
    let meant = ForeignStatement(
      words, context.catalog, definitions: definitions, lastRows: lastRows)
    if let (word, answer) = ForeignHabit.answer(to: words), isNoCommand(words) {
      if let found = meant.flatMap({ said(over: $0, text, words, own, range) }) { return found }
      if ["select", "with", "from"].contains(word.lowercased()),
        let (gap, place) = ForeignGap.met(in: words, isQuery: true)
      {
        return Diagnostic(LanguageProblem.foreignGap(gap), at: place ?? range)
      }
      let place = words[0].range ?? range
      return Diagnostic(
        LanguageProblem.habit(word, answer),
        at: place.lowerBound..<place.lowerBound + word.utf8.count)
    }
    if let said = meant.flatMap({ said(over: $0, text, words, own, range) }) { return said }
    guard let edited = accepted(range, text.text, words) else {
      if own[0].fix == nil || own[0].finding is SyntaxProblem,
        let (gap, place) = ForeignGap.met(in: words)
      {
        return Diagnostic(LanguageProblem.foreignGap(gap), at: place ?? range)
      }
      if text.forms.contains(.spoken) {
        return Diagnostic(
          LanguageProblem.foreignGap(.contraction), at: own[0].place?.range ?? range)
      }
      return text.forms.contains(.quote)
        ? Diagnostic(LanguageProblem.foreignGap(.apostrophe), at: own[0].place?.range ?? range)
        : nil
    }
    if let form = text.forms.first {
      return Diagnostic(
        LanguageProblem.foreignForm(form, written: text.commented(edited)), at: range)
    }
    let edit = edit(from: words, to: edited, in: range, .stage)
    return own[0].mended(by: edit, telling: own[0].leadsNowhere)
  }

  private func said(
    over meant: ForeignStatement, _ text: ForeignText, _ words: [ForeignWord], _ own: [Diagnostic],
    _ range: Range<Int>
  ) -> Diagnostic? {
    if let doubt = meant.doubt {
      return Diagnostic(LanguageProblem.doubt(doubt), at: own[0].place?.range ?? range)
    }
    guard let written = accepted(range, meant.words.joined, words) else { return nil }
    let form = meant.forms.first { $0.isWhole } ?? text.forms.first ?? meant.forms.first
    let extent: Extent =
      form?.isWhole == true
      ? .statement : meant.forms.count == 1 && form?.isValue == true ? .words : .stage
    let edit = edit(from: words, to: text.commented(written), in: range, extent)
    if let form, form.isWhole || own[0].saysLittle {
      let finding = LanguageProblem.foreignForm(form, written: edit.replacement)
      return Diagnostic(finding, at: edit.place)
    }
    // What it says to write is no longer what would be.
    let isOther = own[0].advice?.hasPrefix("write `") == true && own[0].fix != nil
    let tells = !meant.forms.isEmpty || own[0].isGeneral || own[0].leadsNowhere || isOther
    return own[0].mended(by: edit, telling: tells)
  }

  /// Whether the first word means nothing here, so that it may be a habit.
  private func isNoCommand(_ words: [ForeignWord]) -> Bool {
    guard let name = words.first?.text else { return false }
    if name == "select", words.contains(where: { $0.lower == "from" }) { return true }
    return context.catalog.command(name) == nil && context.scope.definitions[name] == nil
      && words.dropFirst().first?.text != "="
  }

  /// What the rows of the last result are; nil where there are none.
  private var lastRows: RowType? {
    if case .rows(let rows) = context.scope.variables["_"] { rows } else { nil }
  }

  // MARK: Edits

  /// How much an edit puts anew: what differs alone, or what a person reads as one.
  private enum Extent {
    case words, stage, statement
  }

  /// An edit that makes one text of the other.
  private func edit(
    from words: [ForeignWord], to text: String, in range: Range<Int>, _ extent: Extent
  ) -> Fix {
    let whole = Fix(at: Place(range), text)
    guard extent != .statement else { return whole }
    let other = [ForeignWord](reading: text)
    let isSame = { (one: ForeignWord, other: ForeignWord) in
      one.text == other.text && one.isGlued == other.isGlued
    }
    let same = zip(words, other).prefix { isSame($0, $1) }.count
    let tail = zip(words.dropFirst(same).reversed(), other.dropFirst(same).reversed())
      .prefix { isSame($0, $1) }.count
    var (from, to) = (same..<words.count - tail, same..<other.count - tail)
    // A blank that comes or goes is put anew with the word before it.
    if let word = other[to].first, let old = words[from].first, word.isGlued != old.isGlued,
      from.lowerBound > 0
    {
      (from, to) = (from.lowerBound - 1..<from.upperBound, to.lowerBound - 1..<to.upperBound)
    }
    // What begins with a sign is read only with what stands before it.
    let isOpen = other[to].first.map { !$0.isName && !$0.isText && !$0.hasDigitFirst } ?? true
    let isCut =
      other[to].last.map {
        !$0.isName && !$0.isText && !$0.hasDigitFirst && $0.kind != .variable
          && ["+", "-", "*", "/", "<", ">", "==", "!=", "<=", ">=", "=", ",", "??"].contains(
            $0.text)
      } ?? false
    if extent == .stage || from.isEmpty || isOpen || isCut {
      let before = words[..<from.lowerBound].reversed().prefix { $0.text != "|" }.count
      let behind = words[from.upperBound...].prefix { $0.text != "|" }.count
      from = from.lowerBound - before..<from.upperBound + behind
      to = to.lowerBound - before..<to.upperBound + behind
    }
    guard !to.isEmpty, let start = words[from].first?.range?.lowerBound,
      let end = words[from].last?.range?.upperBound
    else { return whole }
    return Fix(at: Place(start..<end), [ForeignWord](other[to]).joined)
  }

  /// The text with the edits that its mistakes offer, once nothing is wrong with it; nil where
  /// something stays wrong.
  private func accepted(
    _ range: Range<Int>, _ text: String, _ words: [ForeignWord]
  ) -> String? {
    var text = text
    for _ in 0...MeantProgram.maximumEdits {
      let candidate = Fix(at: Place(range), text).applied(to: program)
      let place = range.lowerBound..<range.lowerBound + text.utf8.count
      let all = mistakes(candidate)
      let wrong = all.filter { $0.isIn(place) && !$0.isAboutFile }
      if wrong.isEmpty {
        // What is wrong with the text hides what is wrong elsewhere; else no other may come up. In a
        // statement that nothing has been said of, none may.
        let isText = refusal.diagnostics.contains { $0.finding is SyntaxProblem }
        let shift = text.utf8.count - range.count
        let elsewhere = all.filter { !$0.isIn(place) && !$0.isAboutFile }
        guard elsewhere.allSatisfy({ isTold($0, movedBy: shift, behind: range) }) else {
          return nil
        }
        guard isText || all.count < refusal.diagnostics.count || all.allSatisfy(\.isAboutFile)
        else {
          return nil
        }
        let made = [ForeignWord](reading: text)
        guard ForeignStatement.writes(in: made, definitions) == writes(in: words),
          keeps(words, text)
        else { return nil }
        return writes(in: words).isEmpty || isAsNarrow(made, words) ? text : nil
      }
      guard let fix = wrong.lazy.compactMap(\.fix).first(where: { $0.place.source == nil }),
        fix.place.range.lowerBound >= place.lowerBound,
        fix.place.range.upperBound <= place.upperBound
      else { return nil }
      let inside = fix.place.range
      let local = inside.lowerBound - range.lowerBound..<inside.upperBound - range.lowerBound
      text = String(
        decoding: Fix(at: Place(local), fix.replacement).applied(to: Source(text)).bytes,
        as: UTF8.self)
    }
    return nil
  }

  /// Whether something is said already of the statement that a mistake is in, once those behind
  /// `range` have moved.
  private func isTold(_ mistake: Diagnostic, movedBy shift: Int, behind range: Range<Int>) -> Bool {
    guard let place = mistake.place, place.source == nil else { return true }
    let start = place.range.lowerBound
    let before = start > range.lowerBound ? start - shift : start
    guard
      let statement = MeantProgram.statements(Parser.parse(program)).last(where: {
        $0.lowerBound <= before
      })
    else { return true }
    return refusal.diagnostics.contains { $0.isIn(statement) }
  }

  /// The words of a statement that write, or may.
  private func writes(in words: [ForeignWord]) -> [String] {
    ForeignStatement.writes(in: words, definitions)
  }

  /// Whether what was made of a statement that writes cannot reach more rows by a slip of reading: it
  /// negates as often, ties no more conditions together, reads no other source, turns no key of one's
  /// own round nor asks whether it is missing, which it is in every row that has no such key, and takes
  /// no rows by the end of an order, where ties and what is missing have a place of their own.
  private func isAsNarrow(_ made: [ForeignWord], _ words: [ForeignWord]) -> Bool {
    func count(_ texts: Set<String>, _ words: [ForeignWord]) -> Int {
      words.count { texts.contains($0.lower) }
    }
    func adds(_ name: String) -> Bool { count([name], words) == 0 && count([name], made) > 0 }
    let negations: Set = [
      "not", "!", "!=", "<>", "ne", "isnt", "notin", "notlike", "notmatch", "notnull", "nor",
      "except",
      "without", "unless", "no",
    ]
    let ends: Set = ["last", "tail", "bottom", "reverse", "reversed", "rev", "tac"]
    let turns = count(negations, made)
    let (ties, choices) = (count(["and", "&&"], made), count(["or", "||"], made))
    return turns == count(negations, words) && choices <= count(["or", "||"], words)
      && (ties <= count(["and", "&&"], words) || turns == 0 && choices == 0)
      && !Resource.served.contains { adds($0.plural) }
      && !(adds("metadata") && (turns > 0 || count(["null"], made) > 0))
      && (count(ends, words) == 0 || count(["take"], made) == 0)
      && !(adds("currency") && choices > 0)
  }

  /// Whether all ids and members that were named are named still: nothing is left out unsaid.
  private func keeps(_ words: [ForeignWord], _ text: String) -> Bool {
    let names = ForeignNames(.dispute)
    let kept = Set([ForeignWord](reading: text).map { $0.saying ?? $0.text })
    return words.allSatisfy { word in
      let value = word.saying ?? word.text
      let isValue = names.field(ofMember: value) != nil || names.field(ofID: value) != nil
      return !isValue || kept.contains(value) || text.contains(value)
    }
  }

  /// Whether nothing is wrong with the statement once all of these edits are made.
  private func mends(_ own: [Diagnostic], _ range: Range<Int>) -> Bool {
    var mended = program
    var length = range.count
    for fix in own.compactMap(\.fix).sorted(by: {
      $0.place.range.lowerBound > $1.place.range.lowerBound
    }) {
      guard fix.place.source == nil else { return true }
      mended = fix.applied(to: mended)
      length += fix.replacement.utf8.count - fix.place.range.count
    }
    let place = range.lowerBound..<range.lowerBound + max(0, length)
    return !mistakes(mended).contains { $0.isIn(place) && !$0.isAboutFile }
  }

  private func mistakes(_ source: Source) -> [Diagnostic] {
    do throws(Refusal) {
      _ = try Checker.check(Parser.parse(source), context)
      return []
    } catch {
      return error.diagnostics
    }
  }
}

extension Diagnostic {
  /// Whether it is about those bytes of the program, or about what is missing behind them.
  fileprivate func isIn(_ range: Range<Int>) -> Bool {
    guard let place, place.source == nil else { return false }
    return place.range.lowerBound >= range.lowerBound && place.range.lowerBound <= range.upperBound
  }

  /// Whether it is about a file, which says nothing of how the program is written.
  fileprivate var isAboutFile: Bool {
    switch finding as? LanguageProblem {
    case .unreadableFile, .unwritableFile, .unfitDocument, .notAllowed, .notAllowedByHost: true
    default: false
    }
  }

  /// Whether what it says to do names nothing that could be written.
  fileprivate var leadsNowhere: Bool { advice?.contains("`") != true }

  /// Whether a way of writing says more than it does.
  fileprivate var saysLittle: Bool {
    isGeneral && (advice.map { $0.utf8.count > Diagnostic.shortAdvice } ?? true)
  }

  /// Whether it says only that something else is expected, so that a way of writing says more.
  fileprivate var isGeneral: Bool {
    if finding is SyntaxProblem { return true }
    switch finding as? LanguageProblem {
    case .extraOperand, .unknownCommand, .missingSign, .wordNeedsParentheses, .unknownField,
      .unknownName, .noSourceFirst, .missingPipe, .rowsWanted,
      .assignmentWanted(_, isCondition: false):
      return true
    default: return false
    }
  }
}
