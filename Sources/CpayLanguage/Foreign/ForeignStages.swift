import CpayModel
import CpaySyntax

/// Says the stages of a pipeline over again that are written as elsewhere.
struct ForeignStages {
  private(set) var names: ForeignNames
  /// Whether the rows are known to be objects of that resource.
  var isSure = true
  /// Whether the statement has a write, so that nothing but its conditions and values is touched.
  private let isCareful: Bool
  private(set) var forms: [ForeignForm] = []
  private(set) var doubt: (String, String)?

  /// What a command takes by name; nil for a word that is no command, or one whose names are columns.
  private let arguments: @Sendable (String) -> [String]?

  init(
    _ names: ForeignNames, isCareful: Bool, arguments: @escaping @Sendable (String) -> [String]?
  ) {
    (self.names, self.isCareful, self.arguments) = (names, isCareful, arguments)
  }

  /// What another tool's command does here.
  private enum Role {
    case take, last, compute, skip, keep, search, sort, select, set, summarize, count, uniq, save,
      show, pass
    case read, describe, expand, join
  }

  private static let roles: [String: Role] = [
    "take": .take, "limit": .take, "head": .take, "first": .take, "top": .take, "fetch": .take,
    "last": .last, "tail": .last, "bottom": .last,
    "skip": .skip, "offset": .skip, "drop": .skip,
    "where": .keep, "filter": .keep, "having": .keep, "where-object": .keep, "find": .keep,
    "query": .keep, "search": .search, "grep": .search, "rg": .search, "select-string": .search,
    "sort": .sort, "order": .sort, "orderby": .sort, "order_by": .sort, "sort-by": .sort,
    "sort_by": .sort, "sort-object": .sort, "sortby": .sort, "arrange": .sort, "sort_values": .sort,
    "sorted": .sort,
    "select": .select, "project": .select, "fields": .select, "columns": .select, "map": .select,
    "select-object": .select, "cut": .select, "pick": .select, "pluck": .select, "get": .select,
    "keep": .select, "only": .select,
    "set": .set, "mutate": .set, "extend": .set, "assign": .set, "with_columns": .set, "eval": .set,
    "summarize": .summarize, "summarise": .summarize, "group": .summarize, "group-by": .summarize,
    "group_by": .summarize, "groupby": .summarize, "group-object": .summarize, "stats": .summarize,
    "aggregate": .summarize, "value_counts": .summarize, "countby": .summarize,
    "count_by": .summarize,
    "tally": .summarize, "histogram": .summarize,
    "count": .count, "length": .count, "len": .count, "wc": .count, "size": .count,
    "measure-object": .count, "measure": .count, "nrow": .count, "tally()": .count,
    "sum": .compute, "avg": .compute, "mean": .compute, "average": .compute, "min": .compute,
    "max": .compute,
    "uniq": .uniq, "distinct": .uniq, "unique": .uniq, "dedup": .uniq, "drop_duplicates": .uniq,
    "get-unique": .uniq,
    "save": .save, "tee": .save, "out-file": .save, "export-csv": .save, "to_csv": .save,
    "to_json": .save, "write": .save, "export": .save, "into": .save, "output": .save,
    "dump": .save,
    "as": .show, "to": .show, "convertto-json": .show, "convertto-csv": .show, "format": .show,
    "jq": .show, "json": .show, "csv": .show,
    "less": .pass, "more": .pass, "cat": .pass, "bat": .pass, "print": .pass, "show": .pass,
    "display": .pass, "format-table": .pass, "table": .pass, "collect": .pass, "all": .pass,
    "tolist": .pass, "echo": .pass, "ft": .pass, "tostring": .pass, "toarray": .pass,
    "describe": .describe, "desc": .describe, "info": .describe, "schema": .describe,
    "columns?": .describe,
    "read": .read, "open": .read, "load": .read, "import": .read, "import-csv": .read,
    "read_csv": .read, "type": .read, "get-content": .read, "from": .read,
    "expand": .expand, "join": .join,
  ]

  /// Whether a word begins a stage, here or elsewhere.
  static func begins(_ verb: String) -> Bool { roles[verb] != nil }

  /// The word that a stage begins with, with the parts that a dash joins, in small letters, and how
  /// many words it takes.
  static func verb(of words: [ForeignWord]) -> (name: String, length: Int) {
    guard let first = words.first else { return ("", 0) }
    if first == "?" { return ("where", 1) }
    guard words.count > 2, words[1].text == "-", words[1].isGlued, words[2].isGlued,
      words[2].isName,
      first.isName, !words[1].text.isEmpty, words.count < 4 || words[3].text != "=",
      roles["\(first.lower)-\(words[2].lower)"] != nil
    else { return (first.lower, 1) }
    return ("\(first.lower)-\(words[2].lower)", 3)
  }

  // MARK: Stages

  /// The stages that one comes to here; nil where nobody can tell.
  mutating func stages(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    guard !words.isEmpty else { return [] }
    var words = words
    if words[0].text == "?" { return stages([ForeignWord("where")] + words.dropFirst()) }
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
    guard let role = ForeignStages.roles[verb] else { return [words] }
    let isCall = words.count > length && words[length] == "(" && words[length].isGlued
    if isCall { rest = rest.unbracketed.count < rest.count ? rest.unbracketed : rest }
    if isCall, rest.map(\.text) == ["(", ")"] { rest = [] }
    if words[0].text != verb, words[0].lower != words[0].text, length > 1 {
      forms.append(.powerShell)
    }
    // A write is never widened by what is made of the stages before it.
    if isCareful, role != .keep { return [words] }
    if isCall, verb == "select",
      rest.contains(where: { ["==", "!=", "<", ">", "<=", ">="].contains($0.text) }),
      rest.contains(where: { $0 == "." })
    {
      forms.append(.jq)
      return [foreignWords("where") + condition(rest)]
    }
    if isCall, verb == "map", rest.first == "." || rest.first?.text == "select" {
      forms.append(.jq)
      return rest.first == "." ? selected(rest) : stages(rest)
    }
    if isCall, [.select, .sort, .summarize, .uniq].contains(role) { rest = body(rest) }
    // A number below nought, and no option.
    if ["take", "skip"].contains(verb), rest.first == "-" { return nil }
    switch role {
    case .take: return taken(rest, default: verb == "head" ? 10 : verb == "first" ? 1 : nil)
    case .last:
      return counted(rest, default: 10).map {
        [foreignWords("sort", "created"), foreignWords("take", $0)]
      }
    case .skip: return counted(rest, default: nil).map { [foreignWords("skip", $0)] }
    case .keep:
      let inside = body(rest)
      return inside.isEmpty ? nil : [foreignWords("where") + condition(inside)]
    case .search: return search(rest)
    case .sort: return sorted(rest)
    case .select: return selected(rest, verb)
    case .set: return columns(rest)
    case .summarize: return summary(rest, verb)
    case .count:
      let by = rest.first.map { $0.lower == "by" ? [ForeignWord](rest.dropFirst()) : rest } ?? []
      let isPlain =
        by.isEmpty
        || by.allSatisfy {
          !$0.isName || ["l", "rows", "all", "character", "line"].contains($0.lower)
        }
      return isPlain ? [foreignWords("count")] : summary(by, "group")
    case .compute:
      let bracketed =
        [ForeignWord("(").glued] + rest.beginning(glued: true) + [ForeignWord(")").glued]
      return rest.isEmpty ? nil : summary([words[0].spaced] + bracketed, "summarize")
    case .uniq:
      if rest.isEmpty { return [foreignWords("uniq")] }
      if rest.contains(where: { $0 == "=" }) { return [words] }
      if rest.first == "-", rest.count > 2 {
        return summary([ForeignWord](rest.dropFirst(2)), "group")
      }
      let keys = list(rest)
      return verb == "distinct" || verb == "unique"
        ? [foreignWords("select") + commas(keys), foreignWords("uniq")]
        : [uniq(keys)]
    case .save:
      let ending = verb == "save" ? nil : verb == "to_json" ? "json" : "csv"
      if rest.count > 1, ["to", "as", "in", "into"].contains(rest[0].lower), !rest[1].isGlued {
        rest = Array(rest.dropFirst()).beginning(glued: false)
      }
      return ForeignPath(rest, ending: ending).map { [foreignWords("save", $0.written)] }
    case .show: return shown(rest, verb)
    case .pass: return rest.isEmpty || rest[0] == "-" ? [] : nil
    case .describe: return rest.isEmpty ? [foreignWords("describe")] : nil
    case .read:
      return ForeignPath(rest).map { path in
        [foreignWords("read", path.written) + path.rest]
      }
    case .expand, .join: return [words]
    }
  }

  /// What stands in the braces or parentheses of a block, without what it calls its row.
  private mutating func body(_ words: [ForeignWord]) -> [ForeignWord] {
    var words = words
    if words.first == "-", words.count > 1, ["filterscript", "property"].contains(words[1].lower) {
      words = Array(words.dropFirst(2))
    }
    if words.first == "{" { words = words.unbracketed }
    if words.first == "|", let end = words.dropFirst().firstIndex(where: { $0 == "|" }) {
      names.aliases.formUnion(words[1..<end].map(\.lower))
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
  private mutating func value(_ words: [ForeignWord]) -> [ForeignWord] {
    let reader = ForeignConditions.reading(words.beginning(glued: false), names, asValue: true)
    forms += reader.forms
    doubt = doubt ?? reader.doubt
    return reader.written.beginning(glued: false)
  }

  /// A condition, as it is written here.
  mutating func condition(_ words: [ForeignWord]) -> [ForeignWord] {
    let reader = ForeignConditions.reading(words.beginning(glued: false), names)
    forms += reader.forms
    doubt = doubt ?? reader.doubt
    return reader.written.beginning(glued: false)
  }

  /// What a command is given, with all that it takes by name in one form: `--max 5`, `max: 5`; nil
  /// where nothing else is meant.
  private static func arguments(_ words: [ForeignWord], _ names: [String]) -> [ForeignWord]? {
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

  // MARK: How many

  private func counted(_ words: [ForeignWord], default fallback: Int?) -> String? {
    if let number = words.first(where: { $0.isDigits }) { return number.text }
    if let first = words.first, first.kind == .variable { return first.text }
    return words.isEmpty ? fallback.map(String.init) : nil
  }

  private mutating func taken(_ words: [ForeignWord], default fallback: Int?) -> [[ForeignWord]]? {
    let nouns = [
      "n", "rows", "row", "items", "results", "records", "lines", "only", "by", "disputes", "desc",
      "asc",
    ]
    let isPlain = words.allSatisfy { word in
      word.isDigits || ["-", "=", "(", ")"].contains(word.text) || nouns.contains(word.lower)
        || names.isField(word.text) || word.kind == .variable && words.count == 1
    }
    guard isPlain, words.count(where: \.isDigits) < 2,
      let count = counted(words, default: fallback),
      words.count < 2 || words[0] != "("
    else { return nil }
    let behind = words.drop { !$0.isDigits }.dropFirst()
    // `top 5 by amount`: the largest.
    if let by = behind.first, by.lower == "by", behind.count > 1 {
      let keys = sorted(Array(behind.dropFirst()), order: "desc")
      return keys.map { $0 + [foreignWords("take", count)] }
    }
    return [foreignWords("take", count)]
  }

  // MARK: Lists of fields

  /// Names in a list, whatever its brackets and quotes.
  private mutating func list(_ words: [ForeignWord]) -> [[ForeignWord]] {
    var words = words
    while words.unbracketed.count < words.count { words = words.unbracketed }
    let hasCommas = words.contains { $0 == "," }
    let parts = hasCommas ? words.elements : spaced(words)
    return parts.map { part in
      if part.count == 1, let name = part[0].saying { return [ForeignWord](reading: name) }
      return value(part)
    }
  }

  /// Words with blanks between them.
  private func spaced(_ words: [ForeignWord]) -> [[ForeignWord]] {
    var parts: [[ForeignWord]] = []
    for word in words {
      if word.isGlued, !parts.isEmpty {
        parts[parts.count - 1].append(word)
      } else {
        parts.append([word])
      }
    }
    return parts
  }

  private func commas(_ parts: [[ForeignWord]]) -> [ForeignWord] {
    var words: [ForeignWord] = []
    for (place, part) in parts.enumerated() {
      if place > 0 { words.append(ForeignWord(",").glued) }
      words += part.beginning(glued: false)
    }
    return words
  }

  private func uniq(_ keys: [[ForeignWord]]) -> [ForeignWord] {
    foreignWords("uniq") + argument("by", keys)
  }

  /// `by=status`, `by=[status, currency]`.
  private func argument(_ name: String, _ keys: [[ForeignWord]]) -> [ForeignWord] {
    let sign = [ForeignWord(name), ForeignWord("=").glued]
    if keys.count == 1, keys[0].allSatisfy({ $0.isName || $0 == "." }) {
      return sign + keys[0].beginning(glued: true)
    }
    return sign + [ForeignWord("[").glued] + commas(keys).beginning(glued: true)
      + [ForeignWord("]").glued]
  }

  private mutating func sorted(_ words: [ForeignWord], order: String? = nil) -> [[ForeignWord]]? {
    var words = words
    if words.contains(where: { $0 == "." && !$0.isGlued }) {
      words = words.filter { !($0 == "." && !$0.isGlued) }.map(\.self)
    }
    var isReversed = false
    var kept: [ForeignWord] = []
    var place = 0
    while place < words.count {
      let word = words[place]
      let next = place + 1 < words.count ? words[place + 1] : nil
      if word.lower == "by", next?.text != "=" || kept.isEmpty {
        place += next?.text == "=" ? 2 : 1
        continue
      }
      if word.lower == "ascending" || word.lower == "reverse" || word.lower == "descending",
        next?.text == "=", words.count > place + 2
      {
        let isTrue = words[place + 2].lower == "true"
        isReversed = word.lower == "ascending" ? !isTrue : isTrue
        place += 3
        continue
      }
      if word == "-", !word.isGlued, let next, next.isGlued {
        let flag =
          next.lower == "-" && place + 2 < words.count ? words[place + 2].lower : next.lower
        let length = next.lower == "-" ? 3 : 2
        if flag.hasPrefix("desc") || flag.hasPrefix("rev") || flag == "r" || flag == "nr"
          || flag == "rn"
        {
          isReversed = true
          place += length
          continue
        }
        if ["property", "n", "k", "natural", "asc", "ascending", "ignore"].contains(flag) {
          place += length
          continue
        }
        if names.isField(next.text) {
          kept += [next.spaced, ForeignWord("desc")]
          place += 2
          continue
        }
      }
      kept.append(word)
      place += 1
    }
    while let last = kept.last, last == "," { kept.removeLast() }
    guard !kept.isEmpty else { return nil }
    let keys = kept.unbracketed.elements.map { key($0, isReversed ? "desc" : order) }
    guard keys.allSatisfy({ !$0.isEmpty }) else { return nil }
    return [foreignWords("sort") + commas(keys)]
  }

  /// One key of `sort`, its order behind it.
  private mutating func key(_ words: [ForeignWord], _ order: String?) -> [ForeignWord] {
    let orders = [
      "desc": "desc", "descending": "desc", "asc": "asc", "ascending": "asc", "reverse": "desc",
      "reversed": "desc", "newest": "desc", "oldest": "asc", "largest": "desc", "smallest": "asc",
    ]
    var words = words.beginning(glued: false)
    var order = order
    if words.count > 3, let found = orders[words[0].lower], words[1] == "(" {
      order = found
      words = [ForeignWord](words.dropFirst()).unbracketed
    }
    if let first = words.first, let found = orders[first.lower], words.count > 1 {
      order = found
      words = Array(words.dropFirst())
    }
    if let last = words.last, let found = orders[last.lower], words.count > 1 {
      order = found
      words = Array(words.dropLast())
    }
    if words.count > 1, words.last == "first" || words.last == "last" { words.removeLast() }
    if words.count > 1, words.last == "=" || words.last == ":" { words.removeLast() }
    if words.count == 1, let name = words[0].saying { words = [ForeignWord](reading: name) }
    return value(words) + (order.map { foreignWords($0) } ?? [])
  }

  private mutating func selected(
    _ words: [ForeignWord], _ verb: String = "select"
  ) -> [[ForeignWord]]? {
    var words = words
    // Select-Object -First 5 -Property id
    var limit: String?
    var kept: [ForeignWord] = []
    var place = 0
    while place < words.count {
      let word = words[place]
      if word == "-", !word.isGlued, place + 1 < words.count, words[place + 1].isGlued {
        switch words[place + 1].lower {
        case "first" where place + 2 < words.count:
          limit = words[place + 2].text
          place += 3
          continue
        case "property", "expandproperty", "f":
          place += 2
          continue
        default: break
        }
      }
      kept.append(word)
      place += 1
    }
    words = kept
    let stop = limit.map { [foreignWords("take", $0)] } ?? []
    while words.unbracketed.count < words.count { words = words.unbracketed }
    if words.isEmpty || words.map(\.text) == ["*"] { return stop }
    if words.first?.lower == "distinct" {
      let items = list(Array(words.dropFirst()))
      return [foreignWords("select") + commas(items), foreignWords("uniq")]
    }
    let items =
      words.contains { $0 == "," } || words.contains { $0.lower == "as" }
      ? words.elements : spaced(words)
    return stop + [foreignWords("select") + commas(items.map { item($0) })]
  }

  /// One column: `amount as a`, `a = amount`, `.id`, `"id"`.
  private mutating func item(_ words: [ForeignWord]) -> [ForeignWord] {
    if words.count == 1, let name = words[0].saying { return [ForeignWord](reading: name) }
    if let sign = words.lastIndex(where: { $0.lower == "as" }), sign > 0, sign + 2 == words.count {
      return named(words[sign + 1].saying ?? words[sign + 1].text, Array(words[..<sign]))
    }
    if words.count > 2, words[0].isName, words[1] == "=" || words[1] == ":" {
      return named(words[0].text, Array(words.dropFirst(words[2] == "=" ? 3 : 2)))
    }
    return value(words)
  }

  private mutating func named(_ name: String, _ value: [ForeignWord]) -> [ForeignWord] {
    let value = self.value(value)
    let isPlain =
      value.count == 1 || value.allSatisfy { $0.isName || $0 == "." }
      || value[0].isName && value.count > 1 && value[1] == "(" && value[1].isGlued
        && value.end(ofBracketAt: 1) == value.count
    let sign = [ForeignWord(name), ForeignWord("=").glued]
    return sign
      + (isPlain || value.unbracketed.count < value.count
        ? value.beginning(glued: true)
        : [ForeignWord("(").glued] + value.beginning(glued: true) + [ForeignWord(")").glued])
  }

  private mutating func columns(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    let items = words.elements
    guard
      items.allSatisfy({ $0.count > 2 && $0[0].isName && ($0[1] == "=" || $0[1].lower == "to") })
    else { return nil }
    return [
      foreignWords("set")
        + items.flatMap { named($0[0].text, Array($0.dropFirst(2))).beginning(glued: false) }
    ]
  }

  // MARK: Groups

  private static let aggregates = [
    "count": "count", "sum": "sum", "min": "min", "max": "max", "avg": "avg", "mean": "avg",
    "average": "avg", "size": "count", "total": "sum", "n": "count", "len": "count",
    "dcount": "count",
  ]

  /// Groups and what is computed of each, however the two are told apart.
  mutating func summary(_ words: [ForeignWord], _ verb: String) -> [[ForeignWord]]? {
    var keys: [[ForeignWord]] = []
    var others: [ForeignWord] = []
    let by = words.firstIndex { $0.lower == "by" }
    if let by {
      let hasSign = by + 1 < words.count && words[by + 1].text == "="
      let (found, length) = keyList(Array(words[(by + (hasSign ? 2 : 1))...]))
      keys = found
      others = Array(words[..<by]) + words[(by + (hasSign ? 2 : 1) + length)...]
    } else if verb == "summarize" || verb == "stats" || verb == "summarise" {
      others = words
    } else {
      var rest = words
      if rest.first == "-", rest.count > 1 { rest = Array(rest.dropFirst(2)) }
      if rest.first == "{" || rest.first == "|" { rest = body(rest) }
      let (found, length) = keyList(rest.unbracketed.count < rest.count ? rest.unbracketed : rest)
      keys = found
      if rest.unbracketed.count == rest.count { others = Array(rest.dropFirst(length)) }
    }
    var made: [[ForeignWord]] = []
    for part in others.split(at: { others[$0] == "," ? 1 : 0 }) {
      guard let found = aggregates(part) else { return nil }
      made += found
    }
    if verb == "summarize", keys.isEmpty, made.isEmpty { return nil }
    if made.isEmpty {
      made = [named("n", [ForeignWord("count"), ForeignWord("(").glued, ForeignWord(")").glued])]
    }
    // Amounts are added within a currency only.
    let addsMoney = made.contains { item in
      item.contains { names.isAmount($0.text) } && !item.contains { $0 == "count" }
    }
    if addsMoney, !keys.contains(where: { $0.map(\.text) == ["currency"] }) {
      keys.append(foreignWords("currency"))
    }
    let by2 = keys.isEmpty ? [] : argument("by", keys)
    return [foreignWords("summarize") + by2 + made.flatMap { $0.beginning(glued: false) }]
  }

  /// Keys with commas between them, or in brackets, and how many words they take.
  private mutating func keyList(_ words: [ForeignWord]) -> ([[ForeignWord]], Int) {
    if let first = words.first, ["[", "("].contains(first.text) {
      let end = words.end(ofBracketAt: 0)
      return (list(Array(words[..<end])), end)
    }
    var keys: [[ForeignWord]] = []
    var place = 0
    while place < words.count, words[place].isName || words[place].isText || words[place] == "." {
      var end = place + 1
      while end < words.count, words[end].isGlued, words[end] != "," {
        end = ["(", "["].contains(words[end].text) ? words.end(ofBracketAt: end) : end + 1
      }
      keys += list(Array(words[place..<end]))
      place = end
      guard place < words.count, words[place] == "," else { break }
      place += 1
    }
    return (keys, place)
  }

  private mutating func aggregates(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    var made: [[ForeignWord]] = []
    var place = 0
    while place < words.count {
      var name: String?
      if place + 2 < words.count, words[place].isName, words[place + 1] == "=" {
        name = words[place].text
        place += 2
      }
      guard let function = ForeignStages.aggregates[words[place].lower] else { return nil }
      place += 1
      var inside: [ForeignWord] = []
      if place < words.count, words[place] == "(" {
        let end = words.end(ofBracketAt: place)
        inside = [ForeignWord](words[place..<end])
        inside = inside.count == 2 ? [] : inside.unbracketed
        place = end
      } else if place < words.count, names.isField(words[place].text), function != "count" {
        inside = [words[place]]
        place += 1
      }
      if ["*", "1"].contains(inside.first?.text ?? "") { inside = [] }
      if place + 1 < words.count, words[place].lower == "as" {
        name = words[place + 1].text
        place += 2
      }
      let value = self.value(inside)
      let fallback =
        function == "count"
        ? "n" : function == "sum" ? "total" : "\(function)_\(inside.last?.text ?? "")"
      made.append(
        named(
          name ?? fallback,
          [ForeignWord(function), ForeignWord("(").glued] + value.beginning(glued: true)
            + [ForeignWord(")").glued]))
    }
    return made
  }

  // MARK: Searching and showing

  private mutating func search(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    guard isSure else { return nil }
    let isNot = words.contains { $0.lower == "v" }
    let sought = words.last.map { $0.saying ?? $0.text } ?? ""
    let field = names.field(ofMember: sought) ?? names.field(ofID: sought)
    return field.map { [foreignWords("where", $0, isNot ? "!=" : "==", sought)] }
  }

  private mutating func shown(_ words: [ForeignWord], _ verb: String) -> [[ForeignWord]]? {
    let formats = OutputFormat.allCases.map(\.rawValue)
    switch verb {
    case "convertto-json": return [foreignWords("as", "json")]
    case "convertto-csv", "csv": return [foreignWords("as", "csv")]
    case "json": return [foreignWords("as", "json")]
    case "jq":
      guard let program = words.last?.saying ?? (words.last.map(\.text)) else { return nil }
      forms.append(.jq)
      if program == "." { return [foreignWords("as", "json")] }
      var made: [[ForeignWord]] = []
      let inside = [ForeignWord](reading: program)
      for stage in inside.split(at: { inside[$0] == "|" ? 1 : 0 }) {
        guard let found = stages(stage.beginning(glued: false)) else { return nil }
        made += found
      }
      return made
    default:
      let words = words.first == "." ? [ForeignWord](words.dropFirst()) : words
      let format = words.first.map { ($0.saying ?? $0.text).lowercased() } ?? ""
      let meant =
        ["yml": "yaml", "markdown": "md", "jsonl": "ndjson", "text": "table"][format] ?? format
      guard formats.contains(meant) else { return nil }
      let rest = [ForeignWord](words.dropFirst())
      if verb == "to", let path = ForeignPath(rest) { return [foreignWords("save", path.written)] }
      return [foreignWords("as", meant) + rest]
    }
  }

  /// What a path of jq selects: `.[0]`, `.[]`, `.id`, `.[:5]`.
  private mutating func query(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    forms.append(.jq)
    var stages: [[ForeignWord]] = []
    var place = 0
    while place < words.count {
      guard words[place] == "." || words[place] == "[" else { return nil }
      if words[place] == "." { place += 1 }
      guard place < words.count else { break }
      if words[place] == "[" {
        let end = words.end(ofBracketAt: place)
        let inside = [ForeignWord](words[place + 1..<max(place + 1, end - 1)])
        place = end
        guard let found = slice(inside) else {
          return stages + [foreignWords("select") + commas(list(inside))]
        }
        stages += found
      } else if words[place].isName {
        var path = [words[place].spaced]
        place += 1
        while place + 1 < words.count, words[place] == ".", words[place].isGlued,
          words[place + 1].isName
        {
          path += [words[place], words[place + 1]]
          place += 2
        }
        stages.append(foreignWords("select") + path)
      } else {
        return nil
      }
    }
    return stages
  }

  /// The rows that an index or a slice takes; nil where it is neither.
  func slice(_ inside: [ForeignWord]) -> [[ForeignWord]]? {
    let texts = inside.map(\.text)
    if texts.isEmpty { return [] }
    if texts == ["0"] { return [foreignWords("take", "1")] }
    if texts.count == 1, let number = Int(texts[0]) {
      return [foreignWords("skip", String(number)), foreignWords("take", "1")]
    }
    if texts.count == 2, texts[0] == ":", Int(texts[1]) != nil {
      return [foreignWords("take", texts[1])]
    }
    if texts.count == 2, texts[1] == ":", Int(texts[0]) != nil {
      return [foreignWords("skip", texts[0])]
    }
    if texts.count == 3, texts[1] == ":", let low = Int(texts[0]), let high = Int(texts[2]),
      high > low
    {
      let few = foreignWords("take", String(high - low))
      return low == 0 ? [few] : [foreignWords("skip", texts[0]), few]
    }
    return nil
  }
}
