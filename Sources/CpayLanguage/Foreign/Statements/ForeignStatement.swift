import CpayModel
import CpaySyntax

/// A statement that was written as elsewhere, said over again.
struct ForeignStatement {
  /// What was meant, in the words of a program.
  var words: [ForeignWord] = []
  /// The ways of writing that were met, those first that say most.
  var forms: [ForeignForm] = []
  /// What in it may be read in more ways than one.
  var doubt: ForeignDoubt?

  /// What the rows of the last result are; nil where there are none.
  let lastRows: RowType?
  let isCareful: Bool
  let arguments: @Sendable (String) -> [String]?
  /// Whether it gives stages a name, so that they begin with no source.
  var definesStages = false
  /// Whether its stages go on from the last result.
  var continuesLast = false
  /// Whether names that are no fields may be keys of the metadata.
  var mayNameKeys = false

  /// What was meant by the words; nil where nobody can tell.
  ///
  /// Stages that stand by themselves go on from the last result where there is one.
  init?(
    _ words: [ForeignWord], _ catalog: CommandCatalog, definitions: Set<String>,
    lastRows: RowType?
  ) {
    self.lastRows = lastRows
    arguments = { name in
      guard let command = catalog.command(name), command.operand?.makesColumns != true else {
        return nil
      }
      return command.arguments.compactMap(\.name)
    }
    var rest = ForeignStatement.withoutPrompt(words)
    // A name that is given to stages is none that is used.
    let used = ForeignStatement.definition(rest)?.body ?? words
    isCareful = !ForeignStatement.writes(in: used, definitions).isEmpty
    var prefix: [ForeignWord] = []
    if let made = ForeignStatement.whole(rest) {
      self.words = made
      return
    }
    rest = ForeignStatement.explaining(rest)
    if let (head, body) = ForeignStatement.definition(rest) {
      definesStages = true
      (prefix, rest) = (head, body)
    } else if let (name, value) = ForeignStatement.assignment(rest), !isCareful {
      prefix = foreignWords("let", name, "=")
      rest = value
      forms.append(.assignment)
    } else if let end = ForeignStatement.prefix(rest) {
      definesStages = rest.first == "def"
      prefix = [ForeignWord(rest[0].lower, isGlued: rest[0].isGlued)] + rest[1..<end]
      rest = Array(rest[end...])
    }
    let parts = isCareful || !prefix.isEmpty ? [] : ForeignStatement.sequence(rest)
    if parts.count > 1 {
      // A part has no such sign left, so that it comes to one statement.
      let statements = parts.compactMap {
        ForeignStatement(
          $0.beginning(glued: false), catalog, definitions: definitions, lastRows: lastRows)
      }
      guard statements.count == parts.count else { return nil }
      self.words = Array(statements.map(\.words).joined(separator: [ForeignWord(";").glued]))
      doubt = statements.lazy.compactMap(\.doubt).first
      forms = [.sequence]
      return
    }
    guard !rest.isEmpty, let stages = pipeline(rest.beginning(glued: false)) else { return nil }
    var body: [ForeignWord] = []
    for (place, stage) in stages.filter({ !$0.isEmpty }).enumerated() {
      if place > 0 { body.append(ForeignWord("|", .pipe)) }
      body += stage.beginning(glued: false)
    }
    guard !body.isEmpty else { return nil }
    self.words = prefix + body.beginning(glued: false)
    forms.sort { $0.isWhole && !$1.isWhole }
  }

  /// The words of a statement that write, or agree to a write, or are definitions and may.
  static func writes(in words: [ForeignWord], _ definitions: Set<String>) -> [String] {
    words.map(\.text).filter {
      ["draft", "submit", "close", "upload", "apply", "allow"].contains($0)
        || definitions.contains($0)
    }
  }

  /// A write with ids behind it, `close dp_a1, dp_b2`, with or without a source before: where the
  /// write stands, and how it is written for those disputes alone.
  static func writeOnIDs(_ words: [ForeignWord]) -> (place: Int, written: String)? {
    guard
      let place = words.firstIndex(where: {
        ["close", "submit", "draft", "accept"].contains($0.text)
      }), place < 3,
      words[..<place].allSatisfy({ ForeignNames.resource($0.text) == .dispute || $0 == "|" })
    else { return nil }
    let behind = words[(place + 1)...]
    let named = behind.prefix {
      Resource.dispute.isID($0.saying ?? $0.text) || $0 == "," || $0 == "and"
        || ForeignNames.resource($0.text) == .dispute
    }
    let ids = named.map { $0.saying ?? $0.text }.filter { Resource.dispute.isID($0) }
    // One id, straight behind the write, says what it is about.
    let isOwn = words[place].text != "accept"
    guard !ids.isEmpty, place > 0 || named.count > 1 || !isOwn else { return nil }
    let verb = isOwn ? words[place].text : "close"
    let source =
      ids.count == 1 ? "dispute \(ids[0])" : "disputes ids=[\(ids.joined(separator: ", "))]"
    let rest = Array(behind.dropFirst(named.count)).joined
    return (place, "\(source) | \(verb)\(rest.isEmpty ? "" : " \(rest)")")
  }

  // MARK: Pipelines

  mutating func pipeline(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    let prefix = definesStages || lastRows != nil ? [] : [foreignWords("disputes")]
    var maker = ForeignStages(names(.dispute), isCareful: isCareful, arguments: arguments)
    if !isCareful, let formula = ForeignFormula(words, &maker) {
      forms.append(.formula)
      take(maker)
      continuesLast = lastRows != nil
      return continuing(prefix + formula.stages)
    }
    if let sql = ForeignQuery(ForeignStatement.withPaths(words)) {
      guard !isCareful else { return nil }
      forms.append(.sql)
      return sql.stages(&self)
    }
    var words = withoutErrors(
      ForeignStatement.withDocuments(
        ForeignStatement.withFiles(ForeignStatement.withPaths(ForeignStatement.withPipes(words)))))
    var saved: [ForeignWord]?
    if let sign = words.firstIndex(where: { [">", "<", ">=", "<="].contains($0.text) }),
      sign + 1 < words.count, sign > 0, words[sign + 1].text.first?.isNumber == true,
      words[..<sign].allSatisfy({ ForeignNames.resource($0.text) != nil })
    {
      doubt = .condition(words[sign].text)
    }
    if let (place, sign, path) = redirection(words) {
      guard !isCareful else { return nil }
      forms.append(.redirection(sign))
      saved = foreignWords("save", path.written)
      words = Array(words[..<place])
    }
    let parts = words.split { place in
      guard words[place] == "|" else { return 0 }
      // The second of two.
      if place > 0, words[place - 1] == "|", words[place].isGlued { return 0 }
      guard place + 1 < words.count, words[place + 1] == "|", words[place + 1].isGlued else {
        return 1
      }
      let next = place + 2 < words.count ? words[place + 2].lower : ""
      let behind = place + 3 < words.count ? words[place + 3].text : ""
      let isCondition = ["=", "==", "!=", "<", ">", "<=", ">=", "."].contains(behind)
      return ForeignStages.begins(next) && !isCondition ? 2 : 0
    }
    guard let first = parts.first else { return nil }
    let makers: [ForeignStages.Role?] = [.join, .read, .select, .expand, .summarize, .set]
    let isOwn = ForeignNames.resource(first.first?.text ?? "") != nil || lastRows?.isMade != true
    mayNameKeys =
      isOwn
      && !words.contains {
        makers.contains(ForeignStages.roles[$0.lower]) && $0.lower != "type" || $0.kind == .variable
      }
    let resource = lastRows?.subject ?? .dispute
    var stages = ForeignStages(names(resource), isCareful: isCareful, arguments: arguments)
    var made: [[ForeignWord]] = []
    let whole = joined(parts)
    for (place, part) in whole.enumerated() {
      let part = part.beginning(glued: false)
      if place == 0 {
        if part.isEmpty, lastRows != nil {
          continuesLast = true
          continue
        }
        guard let found = source(part, &stages) else { return nil }
        made += found
        continue
      }
      var behind: [[ForeignWord]] = []
      for stage in ForeignStatement.split(part) {
        guard let found = stages.stages(stage) else { return nil }
        behind = ForeignStatement.appending(found, to: behind)
      }
      if behind.count == 1, behind[0].count == 1,
        ForeignStages.roles[behind[0][0].lower] == .compute,
        let summed = stages.computed(behind[0][0], of: made)
      {
        made = summed
        continue
      }
      behind = ForeignStatement.skippingFirst(behind)
      // The length of groups is how many groups there are.
      made =
        part.first?.lower == "length" ? made + behind : ForeignStatement.appending(behind, to: made)
    }
    // The file says the same format: `to csv | save out.csv`.
    if let save = made.last, save.first == "save", let form = made.dropLast().last, !isCareful,
      form.first == "as", form.count == 2, let path = save.last,
      path.lower.hasSuffix("." + form[1].lower)
    {
      made.remove(at: made.count - 2)
    }
    made = continuing(made)
    take(stages)
    if let saved {
      if made.last?.first == "as" { made.removeLast() }
      made.append(saved)
    }
    return ForeignStatement.resolvingLast(made).map(expanding)
  }

  /// The stages, of which those that go on from the last result begin with the sign that says so.
  private func continuing(_ stages: [[ForeignWord]]) -> [[ForeignWord]] {
    guard continuesLast, let first = stages.first else { return stages }
    return [[ForeignWord("|", .pipe)] + first.beginning(glued: false)] + stages.dropFirst()
  }

  /// The stages with the last so many rows told by their order: that of the `sort` before, turned
  /// round, or the time they were made, by which rows come the newest first; nil where it is another.
  static func resolvingLast(_ stages: [[ForeignWord]]) -> [[ForeignWord]]? {
    var made: [[ForeignWord]] = []
    for stage in stages {
      guard stage.count == 2, stage[0] == "last" else {
        made.append(stage)
        continue
      }
      let take = foreignWords("take", stage[1].text)
      let others = made.drop { $0.first != "sort" }.dropFirst()
      if let sort = made.firstIndex(where: { $0.first == "sort" }) {
        guard others.allSatisfy({ ["where", "select", "set", "expand"].contains($0[0].text) })
        else {
          return nil
        }
        made[sort] = ForeignStages.turned(made[sort])
        made.append(take)
      } else {
        guard made.first.flatMap({ $0.first.flatMap { ForeignNames.resource($0.text) } }) != nil,
          made.dropFirst().allSatisfy({ ["where", "expand"].contains($0[0].text) })
        else { return nil }
        made += [foreignWords("sort", "created"), take]
      }
    }
    return made
  }

  func names(_ resource: Resource) -> ForeignNames {
    ForeignNames(resource, mayNameKeys: mayNameKeys, isCareful: isCareful)
  }

  /// The parts, where one that is a member alone goes with the condition before: `won|lost`.
  func joined(_ parts: [[ForeignWord]]) -> [[ForeignWord]] {
    var joined: [[ForeignWord]] = []
    for part in parts {
      if let first = part.first, ["and", "or"].contains(first.lower), part.count > 2,
        let before = joined.last, joined.count > 1,
        ForeignStages.roles[ForeignStages.verb(of: before).name] == .keep
      {
        // where status == won | and amount > 10eur
        joined[joined.count - 1] = before + part.beginning(glued: false)
      } else if part.count == 1, let before = joined.last, before.count > 1,
        joined.count > 1 || part[0].isGlued,
        ForeignNames(.dispute).field(ofMember: part[0].text) != nil
      {
        joined[joined.count - 1] = before + [ForeignWord("or")] + part.beginning(glued: false)
      } else {
        joined.append(part)
      }
    }
    return joined
  }

  /// The stages with the objects put in before whose fields are read: `charge.customer`.
  func expanding(_ stages: [[ForeignWord]]) -> [[ForeignWord]] {
    guard let first = stages.first?.first, let resource = ForeignNames.resource(first.text) else {
      return stages
    }
    var made: [[ForeignWord]] = []
    var expanded: Set<String> = []
    for stage in stages {
      if stage.first == "expand" { expanded.formUnion(stage.map(\.text)) }
      for (place, word) in stage.enumerated().dropFirst() where place + 2 < stage.count {
        guard stage[place + 1] == ".", stage[place - 1] != ".", !expanded.contains(word.text),
          let other = Resource.served.first(where: { $0.name == word.text }),
          resource.field(word.text) != nil, other.field(stage[place + 2].text) != nil
        else { continue }
        made.append(foreignWords("expand", word.text))
        expanded.insert(word.text)
      }
      made.append(stage)
    }
    return made
  }

  mutating func take(_ stages: ForeignStages) {
    forms += stages.forms
    doubt = doubt ?? stages.doubt
  }

  /// The stages with more behind them; a count of groups is that of their rows, and rows turned
  /// around are sorted the other way.
  static func appending(
    _ found: [[ForeignWord]], to made: [[ForeignWord]]
  ) -> [[ForeignWord]] {
    if found.count == 1, found[0].map(\.text) == ["reverse"], let last = made.last,
      last.first == "sort"
    {
      return made.dropLast() + [ForeignStages.turned(last)]
    }
    // What is counted is kept before: `count where …`.
    if found.count == 1, found[0].first == "where", made.last?.map(\.text) == ["count"] {
      return made.dropLast() + found + [foreignWords("count")]
    }
    if found.count == 1, found[0].map(\.text) == ["count"], let last = made.last,
      last.first == "summarize", last.suffix(4).map(\.text) == ["=", "count", "(", ")"]
    {
      return made
    }
    return made + found
  }

  /// The stages of one clause, where `limit 5 offset 10` takes what it has passed over.
  static func skippingFirst(_ stages: [[ForeignWord]]) -> [[ForeignWord]] {
    guard stages.count > 1, let skip = stages.firstIndex(where: { $0.first == "skip" }), skip > 0,
      stages[skip - 1].first == "take"
    else { return stages }
    var stages = stages
    stages.swapAt(skip - 1, skip)
    return stages
  }

  /// `> f.csv` at the end.
  func redirection(
    _ words: [ForeignWord]
  ) -> (place: Int, sign: String, path: ForeignPath)? {
    guard let last = words.lastIndex(where: { $0 == ">" }), last + 1 < words.count, last > 0 else {
      return nil
    }
    let start = words[..<last].lastIndex { $0 == "|" }.map { $0 + 1 } ?? 0
    let isCondition = words[start..<last].contains {
      ForeignStatement.conditionWords.contains($0.lower)
    }
    guard ![.integer, .decimal, .quantity].contains(words[last + 1].kind),
      let path = ForeignPath(Array(words[(last + 1)...]), ending: isCondition ? nil : "csv"),
      !path.written.hasPrefix("@/dev/"),
      path.rest.isEmpty, !(["=", "-"].contains(words[last - 1].text) && words[last].isGlued),
      !words[last...].contains(where: { $0 == ")" || $0 == "}" }),
      OutputFormat(fileName: path.written.filter { $0 != "\"" }) != nil
    else { return nil }
    let isDouble = words[last - 1] == ">" && words[last].isGlued
    // created > yesterday
    let isCompared =
      (last == start + 1 || ForeignNames.resource(words[start].text) != nil && last == start + 2)
      && Resource.dispute.field(words[last - 1].text) != nil
    guard !isCompared || words[(last + 1)...].contains(where: { $0 == "." }) else { return nil }
    return (isDouble ? last - 1 : last, isDouble ? ">>" : ">", path)
  }

  static let conditionWords: Set<String> = ["where", "filter", "having", "set", "select"]

  static let clauses: Set<String> = [
    "where", "limit", "order", "sort", "group", "take", "select", "skip", "having", "offset",
    "filter", "summarize", "orderby", "head", "top", "bottom", "tail", "submit", "close", "draft",
    "apply", "save", "as", "sorted", "ordered", "grouped",
  ]

  /// The words without what a shell does with errors: `2>/dev/null`, `2>&1`.
  mutating func withoutErrors(_ words: [ForeignWord]) -> [ForeignWord] {
    guard words.count > 3,
      let start = words.indices.dropFirst().first(where: { place in
        place + 2 < words.count && ["1", "2"].contains(words[place].text) && !words[place].isGlued
          && words[place + 1] == ">" && words[place + 1].isGlued && words[place + 2].isGlued
      }), case let end = words[(start + 2)...].firstIndex(where: { !$0.isGlued }) ?? words.count,
      end == words.count || words[end] == "|",
      !isCareful || ["/dev/null", "&1"].contains([ForeignWord](words[(start + 2)..<end]).joined)
    else { return words }
    forms.append(.errors)
    return Array(words[..<start] + words[end...])
  }

  /// Whether columns are named with `as` in a stage.
  private static func namesColumns(_ stage: [ForeignWord]?) -> Bool {
    ["select", "summarize", "stats", "group", "project", "count"].contains(
      stage?.first?.lower ?? "")
  }

  /// The stages that run on without a `|` between them.
  static func split(_ words: [ForeignWord]) -> [[ForeignWord]] {
    var parts: [[ForeignWord]] = [[]]
    var place = 0
    while place < words.count {
      let word = words[place]
      let before = place > 0 ? words[place - 1].text : ""
      let next = place + 1 < words.count ? words[place + 1].text : ""
      let isStart =
        place > 0 && !word.isGlued
        && (clauses.contains(word.lower) || word.lower == "count" && next.isEmpty)
        && ![",", "=", "==", "(", "by", "not", "and", "or", "<", ">", "!=", "to"].contains(before)
        && next != "="
        && !(word.lower == "top" && ["select", "take", "limit"].contains(before.lowercased()))
        && !(word.lower == "as" && before == "save")
        && !(word.lower == "as" && namesColumns(parts.last))
        && !(word.lower == "count"
          && parts.last?.first.map { ["summarize", "group", "stats"].contains($0.lower) } == true)
      if isStart { parts.append([]) }
      let end =
        ["(", "[", "{", "$("].contains(word.text) ? words.end(ofBracketAt: place) : place + 1
      parts[parts.count - 1] += words[place..<end]
      place = end
    }
    return parts.filter { !$0.isEmpty }
  }
}
