import CpaySyntax
import CpayValue

/// Finds the candidates for one place.
///
/// A name that no program has is put in the place of the word being typed. The checker goes over
/// that text, and what it says it wants where it meets the name decides.
struct Completer {
  let source: Source
  let place: WritingPlace
  let context: CheckContext
  let surroundings: Completion.Surroundings
  /// Whether a `|` may be missing before the stage; one is put in the place of one that is.
  let mayLackPipe: Bool

  /// A candidate whose range is not settled.
  struct Draft {
    let text: String
    let kind: Completion.Kind
    let type: String
    let meaning: String

    /// Whether it begins with the `|` that it needs before it.
    var isNextStage: Bool { text.hasPrefix("| ") }

    init(_ text: String, _ kind: Completion.Kind, type: String = "", meaning: String = "") {
      (self.text, self.kind, self.type, self.meaning) = (text, kind, type, meaning)
    }
  }

  init(
    _ source: Source, at offset: Int, _ context: CheckContext,
    _ surroundings: Completion.Surroundings, mayLackPipe: Bool = true
  ) {
    (self.source, self.context, self.surroundings) = (source, context, surroundings)
    self.mayLackPipe = mayLackPipe
    place = WritingPlace(in: source, at: offset)
  }

  var candidates: [Completion.Candidate] {
    switch place.kind {
    case .none: return []
    case .number: return settled(quantities(), in: place.word)
    case .file: return settled(namedFiles(), in: place.word)
    case .word where followsUse: return settled(files(.program), in: place.word)
    case .word, .variable: break
    }
    if place.kind == .word, let negated { return settled(negated, in: place.word) }
    if let run = runOn { return run }
    let found = allDrafts
    // What stands for going on is a `|` before a word that is nothing else.
    let (stages, words) = (found.filter(\.isNextStage), found.filter { !$0.isNextStage })
    var whole = settled(words, in: place.word)
    if whole.isEmpty { whole = settled(stages, in: place.word) }
    guard whole.isEmpty, let path = lastPart else { return whole }
    return settled(drafts(from: path.lowerBound), in: path)
  }

  /// Waits for the checker to come by the word being typed, and keeps what it wants there first.
  final class TypedWord: CheckObserver {
    /// The name that stands for the word; a variable has its `$` before it.
    static let name = "_here_"

    private(set) var found: (wanted: Wanted, environment: CheckEnvironment)?

    func observe(_ word: String?, _ environment: CheckEnvironment, _ wanted: () -> Wanted) {
      guard found == nil, word == TypedWord.name || word == "$" + TypedWord.name else { return }
      let wanted = wanted()
      // What is wanted may itself be found by checking, which comes by the word again.
      if found == nil { found = (wanted, environment) }
    }
  }

  /// What the word may be, the one that an `if` still needs first.
  private var allDrafts: [Draft] {
    let found = drafts(from: place.word.lowerBound)
    guard place.kind == .word, let word = goingOnWithIf else { return found }
    // A stage does not end inside of it.
    return [Draft(word, .word)] + found.filter { !$0.isNextStage && $0.text != "|" }
  }

  /// What the word would be after everything before the byte `start`.
  private func drafts(from start: Int) -> [Draft] {
    let sign = place.kind == .variable ? "$" : ""
    guard let (wanted, checker) = wanted(from: start, sign + TypedWord.name) else { return [] }
    return drafts(for: wanted, checker)
  }

  /// What the checker wants of the word in `text`, where that stands after everything before the byte
  /// `start`; nil where it does not come by it.
  func wanted(from start: Int, _ text: String) -> (wanted: Wanted, checker: PipelineChecker)? {
    let bytes = source.bytes[..<start] + (text + place.closing).utf8
    let tree = Parser.parse(Source(name: source.name, bytes: Array(bytes)))
    let word = TypedWord()
    Checker.watch(tree, context, word)
    return word.found.map { ($0.wanted, PipelineChecker(CheckState(context), $0.environment)) }
  }

  private func drafts(for wanted: Wanted, _ checker: PipelineChecker) -> [Draft] {
    switch wanted {
    case .source: sources(checker) + (beginsStatement ? statementWords : [])
    case .stage(let input, let mayShow, let mayWrite):
      // A definition begins with stages or with a source.
      stages(behind: input, mayShow: mayShow, mayWrite: mayWrite, checker)
        + (place.before.last?.kind == .assign ? sources(checker) : [])
    case .item(let command, let rows, let before, let given):
      items(of: command, rows, before: before, given: given, checker)
    case .argument(let wants, let rows, let other): choices(for: wants, rows, other, checker)
    case .formal(let definition, let given): formals(of: definition, given: given)
    case .value(let rows, let type, let sums): values(type, rows, sums: sums, checker)
    case .part(let type): parts(of: type)
    case .reference(let type): references(type)
    case .key(let type, let given): keys(of: type, given: given)
    case .variable(.rows?): variables(checker, .rows) + [ownPipeline]
    case .variable(let holding): variables(checker, holding)
    case .type: types
    case .resource: resources
    case .allowance: allowances
    }
  }

  /// What goes on behind a stage that is whole: a `|`, with the command being typed where one is.
  ///
  /// Nothing where more of the stage follows, or a `|` is there already.
  var goingOn: [Draft] {
    let behind = source.bytes[place.word.upperBound...].first { $0 != UInt8(ascii: " ") }
    guard behind.map({ "\n\r;)#".utf8.contains($0) }) ?? true,
      let (wanted, checker) = wanted(from: place.word.lowerBound, "| " + TypedWord.name),
      case .stage = wanted
    else { return [] }
    let stages = drafts(for: wanted, checker)
    if stages.isEmpty { return [] }
    if place.word.lowerBound == place.offset {
      return [Draft("|", .word, meaning: "goes on with what there is so far")]
    }
    return stages.map { Draft("| " + $0.text, $0.kind, type: $0.type, meaning: $0.meaning) }
  }

  // MARK: The word being typed

  /// What has been typed of a word that is to be replaced.
  private func typed(_ range: Range<Int>) -> String {
    source.text(range.lowerBound..<place.offset)
  }

  /// The part behind the last dot of a path in an argument, where one is being typed.
  private var lastPart: Range<Int>? {
    guard place.before.last?.kind == .assign else { return nil }
    let dot = UInt8(ascii: ".")
    let (word, bytes) = (place.word, source.bytes)
    guard let start = bytes[word.lowerBound..<place.offset].lastIndex(of: dot) else { return nil }
    let end = bytes[place.offset..<word.upperBound].firstIndex(of: dot) ?? word.upperBound
    return start + 1..<end
  }

  var beginsStatement: Bool { place.before.last.map { $0.kind == .terminator } ?? true }

  /// Whether the file of a `use` is wanted.
  var followsUse: Bool {
    guard let word = place.before.last, word.kind == .name, source.text(word.range) == "use" else {
      return false
    }
    return place.before.dropLast().last.map { $0.kind == .terminator } ?? true
  }

  /// The drafts that begin with what is typed, then those that do so in another case.
  private func settled(_ drafts: [Draft], in range: Range<Int>) -> [Completion.Candidate] {
    let typed = typed(range).withoutDelimiters
    let folded = typed.lowercased()
    var exact: [Completion.Candidate] = []
    var others: [Completion.Candidate] = []
    var seen: Set<String> = []
    for draft in drafts {
      let name = draft.text.withoutDelimiters
      guard name.lowercased().hasPrefix(folded), seen.insert(draft.text).inserted else { continue }
      let part = draft.kind == .field ? firstPart(range) : range
      let candidate = Completion.Candidate(
        draft.text, replaced(part, by: draft.text), draft.kind, type: draft.type,
        meaning: draft.meaning)
      if name.hasPrefix(typed) { exact.append(candidate) } else { others.append(candidate) }
    }
    return exact + others
  }

  /// The first part of a path, where one of the others stands behind the place.
  private func firstPart(_ range: Range<Int>) -> Range<Int> {
    let behind = source.bytes[place.offset..<range.upperBound]
    return range.lowerBound..<(behind.firstIndex(of: UInt8(ascii: ".")) ?? range.upperBound)
  }

  /// The range with the `=` or `(` behind it that the text brings along.
  private func replaced(_ range: Range<Int>, by text: String) -> Range<Int> {
    guard let last = text.utf8.last, last == UInt8(ascii: "=") || last == UInt8(ascii: "("),
      range.upperBound < source.bytes.count, source.bytes[range.upperBound] == last
    else { return range }
    return range.lowerBound..<range.upperBound + 1
  }
}

extension String {
  /// The word itself, without the signs and quotes that it is written with.
  fileprivate var withoutDelimiters: String {
    let bytes = Array(utf8)
    var start = 0
    if bytes.starts(with: "row[".utf8) { start = 4 }
    if bytes.starts(with: "| ".utf8) { start = 2 }
    while start < bytes.count, "@\"$".utf8.contains(bytes[start]) { start += 1 }
    return String(decoding: bytes[start...], as: UTF8.self)
  }
}
