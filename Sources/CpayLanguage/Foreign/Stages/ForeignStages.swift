import CpayModel
import CpaySyntax

/// Says the stages of a pipeline over again that are written as elsewhere.
struct ForeignStages {
  var names: ForeignNames
  /// Whether the rows are known to be objects of that resource.
  var isSure = true
  /// Whether the statement has a write, so that nothing but its conditions and values is touched.
  let isCareful: Bool
  /// What the columns are here that groups have there: `Count` of each is `n`.
  var columns: [String: [ForeignWord]] = [:]
  /// The key of the groups before, and the name of what is computed of each, where there is one.
  var group: (key: [ForeignWord], value: String)?
  var forms: [ForeignForm] = []
  var doubt: ForeignDoubt?

  /// What a command takes by name; nil for a word that is no command, or one whose names are columns.
  let arguments: @Sendable (String) -> [String]?

  init(
    _ names: ForeignNames, isCareful: Bool, arguments: @escaping @Sendable (String) -> [String]?
  ) {
    (self.names, self.isCareful, self.arguments) = (names, isCareful, arguments)
  }

  // MARK: Stages

  /// The stages that one comes to here; nil where nobody can tell.
  mutating func stages(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    guard !words.isEmpty else { return [] }
    var words = words
    if words[0].text == "?" { return stages([ForeignWord("where")] + words.dropFirst()) }
    if let made = signs(words) { return made }
    if !columns.isEmpty { words = renamed(words) }
    if words[0].text == "." || words[0].text == "[" && words.count > 1 && words[1] == "." {
      return query(words)
    }
    let (verb, length) = ForeignStages.verb(of: words)
    var rest = [ForeignWord](words.dropFirst(length)).beginning(glued: false)
    if let names = arguments(verb), words[0] == verb,
      let mended = ForeignStages.arguments(rest, names)
    {
      rest = mended
      words = [words[0]] + mended
    }
    if let file = ForeignStages.loneDocument(verb, rest) { doubt = doubt ?? .document(file) }
    if words[0] == verb, let given = ForeignStages.given(verb, rest) {
      return [[words[0]] + given]
    }
    if rest.count > 1,
      rest[0].lower == "join" || rest[0].lower == "outer" && rest[1].lower == "join"
    {
      let operand = Array(rest.drop { $0.lower != "join" }.dropFirst())
      let join = ForeignJoin(operand, kind: verb, names, isSure: isSure)
      return isCareful ? nil : join.map { [$0.stage] }
    }
    if !isCareful, let formula = ForeignFormula(words, &self) {
      forms.append(.formula)
      return formula.stages
    }
    // The number of each group's rows is among its columns: `map(length)`.
    if verb == "map", !columns.isEmpty, rest.contains(where: { $0.lower == "length" }) { return [] }
    // math sum
    if verb == "math", let name = rest.first, ForeignStages.roles[name.lower] == .compute {
      return stages(rest)
    }
    guard let role = ForeignStages.role(of: verb) else {
      if let implied = implied(words) { return implied }
      guard arguments(verb) == nil, names.field(ofMember: words[0].text) != nil,
        words.allSatisfy({ names.field(ofMember: $0.text) != nil || ["|", "or"].contains($0.text) })
      else { return [words] }
      return [foreignWords("where") + condition(words)]
    }
    let isCall = words.count > length && words[length] == "(" && words[length].isGlued
    if isCall { rest = rest.unbracketed.count < rest.count ? rest.unbracketed : rest }
    if isCall, rest.map(\.text) == ["(", ")"] { rest = [] }
    if words[0].text != verb, words[0].lower != words[0].text, length > 1 {
      forms.append(.powerShell)
    }
    if isCall, verb == "select", rest.contains(where: { $0 == "." }) {
      let hasArrow = rest.indices.dropLast().contains { rest[$0] == "=" && rest[$0 + 1] == ">" }
      if !hasArrow, let condition = jq(condition: rest) { return [condition] }
      // What is there and not false.
      guard rest.count > 2 || isCareful else { return nil }
    }
    if isCall, ["limit", "first", "last"].contains(verb), let made = jq(some: rest, verb) {
      return made
    }
    if isCareful, isCall, verb == "map", rest.first?.text == "select" { return stages(rest) }
    // A write is never widened by what is made of the stages before it.
    if isCareful, role != .keep { return [words] }
    if isCall, verb == "map", rest.first == "." || rest.first?.text == "select" {
      forms.append(.jq)
      return rest.first == "." ? selected(rest) : stages(rest)
    }
    if isCall, [.select, .sort, .summarize, .uniq].contains(role) { rest = body(rest) }
    // A number below nought, and no option: all but so many.
    if isCall && role != .sort || ["take", "skip"].contains(verb), rest.first == "-" { return nil }
    if role == .take || role == .last, rest.count > 2, rest[0] == "-", rest[2] == "-" { return nil }
    if role == .select, ["get", "keep", "only"].contains(verb), rest.contains(where: { $0 == "=" })
    {
      return [filter(rest)]
    }
    if role == .select, ["keep", "only", "just"].contains(verb), let first = rest.first,
      !names.isField(first.text), names.field(ofMember: first.text) != nil
    {
      return [foreignWords("where") + condition(rest)]
    }
    if verb == "get", rest.count == 1, rest[0].isDigits { return slice(rest) }
    switch role {
    case .take: return taken(rest, default: verb == "head" ? 10 : verb == "first" ? 1 : nil)
    case .last: return taken(last: rest, verb)
    case .skip: return skipped(rest)
    case .keep:
      let inside = body(rest)
      return inside.isEmpty ? nil : [foreignWords("where") + condition(inside)]
    case .search: return search(rest)
    case .sort: return sorted(rest)
    case .reverse: return rest.isEmpty ? [foreignWords("reverse")] : nil
    case .select:
      return verb == "columns" && rest.isEmpty ? [foreignWords("describe")] : selected(rest, verb)
    case .set: return columns(rest)
    case .summarize: return summary(rest, verb)
    case .count:
      if rest.count == 2, rest[0].lower == "distinct" {
        return [foreignWords("select", rest[1].text), foreignWords("uniq"), foreignWords("count")]
      }
      let by = rest.first.map { $0.lower == "by" ? [ForeignWord](rest.dropFirst()) : rest } ?? []
      let isPlain =
        by.isEmpty
        || by.allSatisfy {
          !$0.isName || ["l", "rows", "all", "character", "line"].contains($0.lower)
        }
      return isPlain ? [foreignWords("count")] : summary(by, "group")
    case .compute:
      if rest.first?.lower == "of" { rest = Array(rest.dropFirst()) }
      // total amount of all disputes
      if let of = rest.firstIndex(where: { ["of", "for", "in"].contains($0.lower) }), of > 0,
        rest[(of + 1)...].allSatisfy({
          ["all", "the"].contains($0.lower) || ForeignNames.resource($0.text) == names.resource
        })
      {
        rest = Array(rest[..<of])
      }
      let bracketed =
        [ForeignWord("(").glued] + rest.beginning(glued: true) + [ForeignWord(")").glued]
      if rest.isEmpty { return [[words[0].spaced]] }
      if let by = rest.firstIndex(where: { ["by", "per"].contains($0.lower) }), by > 0 {
        rest[by] = ForeignWord("by")
        return summary(
          [words[0].spaced, ForeignWord("(").glued]
            + rest[..<by].map(\.self).unbracketed.beginning(glued: true)
            + [ForeignWord(")").glued] + rest[by...], "summarize")
      }
      return summary([words[0].spaced] + bracketed, "summarize")
    case .measure: return measured(rest)
    case .extreme: return extreme(rest, verb)
    case .ordered: return ordered(rest, verb)
    case .uniq:
      if rest.isEmpty { return [foreignWords("uniq")] }
      if rest.contains(where: { $0 == "=" }) { return [words] }
      if rest.count > 1, rest[0].lower == "by" {
        return [uniq(list(Array(rest.dropFirst()).beginning(glued: false)))]
      }
      if rest.first == "-", rest.count > 2 {
        return summary([ForeignWord](rest.dropFirst(2)), "group")
      }
      let keys = list(rest)
      return verb == "distinct" || verb == "unique"
        ? [foreignWords("select") + commas(keys), foreignWords("uniq")]
        : [uniq(keys)]
    case .save:
      var ending = verb == "save" ? nil : ForeignStages.writers[verb] ?? "csv"
      if rest.count > 1, !rest[1].isGlued, rest[1] != "=",
        OutputFormat(rawValue: rest[0].lower) != nil
      {
        ending = rest[0].lower
        rest = Array(rest.dropFirst()).beginning(glued: false)
      }
      let options = ForeignOptions(
        rest, values: ["encoding", "delimiter"],
        flags: ["notypeinformation", "nti", "force", "f", "a"],
        columns: ["path", "filepath", "literalpath"])
      rest = ForeignStages.unnamed(options.hasStrangers ? rest : options.rest)
      if rest.count > 1, ["to", "as", "in", "into"].contains(rest[0].lower), !rest[1].isGlued {
        rest = Array(rest.dropFirst()).beginning(glued: false)
      }
      if rest.isEmpty, let format = ForeignStages.writers[verb] {
        return [foreignWords("as", format)]
      }
      if rest.count == 1, verb != "save", let format = OutputFormat(rawValue: rest[0].lower) {
        return [foreignWords("as", format.rawValue)]
      }
      return ForeignPath(rest, ending: ending).map { [foreignWords("save", $0.written)] }
    case .show: return shown(rest, verb)
    case .pass:
      if rest.isEmpty || rest[0] == "-" { return [] }
      if verb == "return", ForeignStages.begins(rest[0].lower) { return stages(rest) }
      return ["table", "ft", "format-table", "show", "print", "display", "return"].contains(verb)
        ? selected(rest) : nil
    case .describe: return rest.isEmpty ? [foreignWords("describe")] : nil
    case .read:
      return ForeignPath(ForeignStages.unnamed(rest)).map { path in
        [foreignWords("read", path.written) + path.rest]
      }
    case .expand:
      let keys = rest.elements.map { key in
        key.count == 1 ? ForeignNames.resource(key[0].saying ?? key[0].text)?.name : nil
      }
      guard keys.allSatisfy({ $0 != nil }), !keys.isEmpty else {
        return verb == "expand" ? [words] : nil
      }
      return [foreignWords("expand") + commas(keys.compactMap { $0 }.map { foreignWords($0) })]
    case .chart: return charted(rest, verb) ?? [words]
    case .join: return [ForeignJoin(rest, kind: nil, names, isSure: isSure)?.stage ?? words]
    }
  }

  /// A condition, columns or a number of rows by themselves: `amount > 100eur`, `id, amount`, `5`; nil
  /// for what is none, and near a write for all but a condition.
  private mutating func implied(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    guard let first = words.first else { return nil }
    // with charge
    if !isCareful, first.lower == "with", words.count == 2,
      let other = ForeignNames.resource(words[1].text)
    {
      return [foreignWords("expand", other.name)]
    }
    // exclude won
    if !isCareful, ["exclude", "without", "except", "omit"].contains(first.lower), words.count > 1,
      names.field(ofMember: words[1].text) != nil
    {
      return [
        foreignWords("where") + condition(foreignWords("not") + words[1...].map(\.self))
      ]
    }
    if first.isDigits, words.count == 1, !isCareful { return [foreignWords("take", first.text)] }
    guard names.isField(first.text) || names.isField(first.lower) else { return nil }
    let isOrder = words.count == 2 && ["asc", "desc"].contains(words[1].lower)
    if isOrder { return isCareful ? nil : sorted(words) }
    let isList = words.elements.allSatisfy { $0.allSatisfy { $0 == "." || $0.isName } }
    if words.count == 1 || isList && words.contains(where: { $0 == "," }) {
      return isCareful ? nil : selected(words)
    }
    return [foreignWords("where") + condition(words)]
  }

  /// What jq keeps by a condition: `select(.status == "won")`, `select(.payment_intent | not)`; nil for
  /// what is no condition.
  private mutating func jq(condition words: [ForeignWord]) -> [ForeignWord]? {
    let signs: Set = ["==", "!=", "<", ">", "<=", ">=", "|"]
    var isNot = false
    var words = words
    if words.suffix(2).map(\.text) == ["|", "not"] {
      words.removeLast(2)
      isNot = true
    }
    if words.count == 2, words[0] == ".", names.mayBeMissing(words[1].text) {
      forms.append(.jq)
      return foreignWords("where", words[1].text, isNot ? "==" : "!=", "null")
    }
    guard words.contains(where: { signs.contains($0.text) }) else { return nil }
    forms.append(.jq)
    let made = condition(words)
    return isNot
      ? foreignWords("where", "not") + [ForeignWord("(")] + made.beginning(glued: true)
        + [ForeignWord(")").glued] : foreignWords("where") + made
  }

  /// The first or last of what jq makes of all rows: `limit(5; .[])`, `first(.[] | select(…))`; nil
  /// for any other call.
  private mutating func jq(some words: [ForeignWord], _ verb: String) -> [[ForeignWord]]? {
    let parts = words.elements
    guard let rows = parts.last, rows.first == ".", parts.count == (verb == "limit" ? 2 : 1),
      verb != "limit" || parts[0].count == 1 && parts[0][0].isDigits, !isCareful || verb != "last"
    else { return nil }
    forms.append(.jq)
    var made: [[ForeignWord]] = []
    for part in rows.split(at: { rows[$0] == "|" ? 1 : 0 })
    where part.map(\.text) != [".", "[", "]"] {
      guard let found = stages(part.beginning(glued: false)) else { return nil }
      made += found
    }
    let few = verb == "limit" ? parts[0][0].text : "1"
    return made + [foreignWords(verb == "last" ? "last" : "take", few)]
  }

  /// The words of a stage with the columns of groups as they are called here.
  private func renamed(_ words: [ForeignWord]) -> [ForeignWord] {
    // having count(*) > 5
    var words = words
    if let n = columns["count"]?.first, words.first?.lower != "summarize",
      let call = words.indices.dropFirst().first(where: {
        words[$0].lower == "count" && $0 + 1 < words.count && words[$0 + 1] == "("
      }), case let end = words.end(ofBracketAt: call + 1), end - call < 5
    {
      words.replaceSubrange(call..<end, with: [n.spaced])
    }
    return words.enumerated().flatMap { place, word -> [ForeignWord] in
      let isCall = place + 1 < words.count && words[place + 1] == "(" && words[place + 1].isGlued
      guard place > 0, !isCall, let column = columns[word.lower] else { return [word] }
      return column.beginning(glued: word.isGlued)
    }
  }

  /// A file without the name that it was given: `file=x.csv`.
  static func unnamed(_ words: [ForeignWord]) -> [ForeignWord] {
    guard words.count > 2, words[1] == "=",
      ["file", "path", "filename", "name", "to", "out", "output", "from", "src"].contains(
        words[0].lower)
    else { return words }
    return Array(words.dropFirst(2)).beginning(glued: false)
  }

  /// A `where` of comparisons with commas between them: `status="won", currency="eur"`.
  mutating func filter(_ words: [ForeignWord]) -> [ForeignWord] {
    let conditions = words.elements.map { condition($0) }
    return foreignWords("where") + Array(conditions.joined(separator: [ForeignWord("and")]))
  }

  /// What stands in the braces or parentheses of a block, without what it calls its row.
  mutating func body(_ words: [ForeignWord]) -> [ForeignWord] {
    var words = words
    if words.first == "-", words.count > 1, ["filterscript", "property"].contains(words[1].lower) {
      words = Array(words.dropFirst(2))
    }
    if words.first == "{" { words = words.unbracketed }
    if words.first == "|", let end = words.dropFirst().firstIndex(where: { $0 == "|" }) {
      names.aliases.formUnion(words[1..<end].flatMap { [$0.lower, "$" + $0.lower] })
      words = Array(words[(end + 1)...])
    }
    if let first = words.first?.lower, first == "lambda" || first == "function",
      let sign = words.firstIndex(where: { $0 == ":" || $0 == "{" })
    {
      names.aliases.formUnion(words[1..<sign].map(\.lower))
      words = Array(words[(sign + 1)...])
    }
    if words.count > 2, words[1] == "=", words[2] == ">", words[2].isGlued,
      !names.isField(words[0].text)
    {
      names.aliases.insert(words[0].lower)
      words = Array(words.dropFirst(3))
    } else if words.count > 2, words[1] == "-", words[2] == ">", words[2].isGlued {
      names.aliases.insert(words[0].lower)
      words = Array(words.dropFirst(3))
    }
    if words.count == 1, let text = words[0].saying { return [ForeignWord](reading: text) }
    return words.beginning(glued: false)
  }

  /// A value, as it is written here.
  mutating func value(_ words: [ForeignWord]) -> [ForeignWord] {
    let reader = ForeignConditions.reading(words.beginning(glued: false), names, asValue: true)
    forms += reader.forms
    doubt = doubt ?? reader.doubt
    return reader.written.beginning(glued: false)
  }

  /// A condition, as it is written here.
  mutating func condition(_ words: [ForeignWord]) -> [ForeignWord] {
    // `.reason | test("a")` is a method of the value before.
    let words = words.enumerated().map { place, word in
      let isPipe = word == "|" && place + 2 < words.count && words[place + 1].isName
      return isPipe && words[place + 2] == "(" ? ForeignWord(".").glued : word
    }
    let reader = ForeignConditions.reading(words.beginning(glued: false), names)
    forms += reader.forms
    doubt = doubt ?? reader.doubt
    return reader.written.beginning(glued: false)
  }

  /// What a command is given, with all that it takes by name in one form: `--max 5`, `max: 5`; nil
  /// where nothing else is meant.
  static func arguments(_ words: [ForeignWord], _ names: [String]) -> [ForeignWord]? {
    var result: [ForeignWord] = []
    var place = 0
    var isMended = false
    while place < words.count {
      let dashes = words[place...].prefix(2).prefix { $0 == "-" }.count
      let behind = place + dashes + 1
      guard behind < words.count, case let name = words[place + dashes], names.contains(name.text),
        !words[place].isGlued
      else {
        result.append(words[place])
        place += 1
        continue
      }
      let signs = words[behind...].prefix(2).prefix { ["=", ":", "=="].contains($0.text) }.count
      guard behind + signs < words.count, signs > 0 || dashes > 0 || words[behind].kind != .name
      else {
        result.append(words[place])
        place += 1
        continue
      }
      isMended = isMended || dashes > 0 || words[behind].text != "=" || !words[behind].isGlued
      result += [ForeignWord(name.text), ForeignWord("=").glued]
      place = behind + signs
      // A document that is named without its sign.
      if place + 2 < words.count, words[place].isName, words[place + 1] == ".",
        words[place + 1].isGlued,
        ["json", "csv", "txt", "ndjson"].contains(words[place + 2].text)
      {
        result.append(
          ForeignWord("@\(words[place].text).\(words[place + 2].text)", .file, isGlued: true))
        place += 3
        isMended = true
        continue
      }
      if words[place].kind == .word, words[place].text.hasSuffix(".json") {
        result.append(ForeignWord("@" + words[place].text, .file, isGlued: true))
        place += 1
        isMended = true
        continue
      }
      result.append(words[place].glued)
      place += 1
    }
    return isMended ? result : nil
  }
}
