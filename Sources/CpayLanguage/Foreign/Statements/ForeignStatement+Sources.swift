import CpayModel
import CpaySyntax

extension ForeignStatement {
  mutating func source(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    guard let first = words.first else { return nil }
    if first == ".", words.count > 1, ForeignNames.resource(words[1].text) != nil {
      forms.append(.jq)
      return source([ForeignWord](words.dropFirst()).beginning(glued: false), &stages)
    }
    if words.count == 1, !first.isName { return [words] }
    // pd.read_csv(…)
    if ["pd", "pandas", "pl", "polars"].contains(first.text), words.count > 3, words[1] == "." {
      return source(Array(words.dropFirst(2)).beginning(glued: false), &stages)
    }
    if let made = comprehension(words, &stages) { return made }
    if words.count > 1, words[1].isGlued, [".", "["].contains(words[1].text),
      ForeignNames.resource(first.text) != nil || first.lower == "df" || first.kind == .variable
    {
      return chain(words, &stages)
    }
    // count(disputes), len($x)
    if words.count == 4, words[1] == "(", words[3] == ")", ForeignStages.begins(first.lower),
      let rows = rows(words[2])
    {
      forms.append(.methods)
      return stages.stages([first]).map { [rows] + $0 }
    }
    if first.kind == .variable || first.text == "$(" || first.text == "read" {
      return running(words, &stages)
    }
    let prefixes = [
      "list", "show", "get", "fetch", "all", "from", "find", "select", "print", "me", "the",
      "every", "await", "async", "return", "zeige", "alle", "mir", "montre", "les", "lista",
      "muestra", "todos", "los",
    ]
    if let place = words.firstIndex(where: { ForeignNames.resource($0.text) != nil }),
      words[..<place].allSatisfy({
        prefixes.contains($0.lower) || $0 == "/" || $0.lower == "v1" || $0 == "-"
      }),
      let resource = ForeignNames.resource(words[place].text)
    {
      stages = ForeignStages(names(resource), isCareful: isCareful, arguments: arguments)
      var rest = [ForeignWord](words[(place + 1)...])
      if ["list", "all", "ls"].contains(rest.first?.lower ?? "") { rest = Array(rest.dropFirst()) }
      if ["view", "retrieve", "inspect"].contains(rest.first?.lower ?? "") {
        rest = Array(rest.dropFirst())
      }
      return rows(resource, rest, &stages, isSingular: words[place].lower == resource.name)
    }
    if let made = described(words, &stages) { return made }
    // head disputes, sort disputes by amount
    let (verb, length) = ForeignStages.verb(of: words)
    if !isCareful, ForeignStages.begins(verb), words.count > length,
      let resource = ForeignNames.resource(words[length].text),
      words.count == length + 1 || !words[length + 1].isGlued
    {
      stages = ForeignStages(names(resource), isCareful: isCareful, arguments: arguments)
      let rest = Array(words[..<length]) + words[(length + 1)...]
      return stages.stages(rest).map { [foreignWords(resource.plural)] + $0 }
    }
    // what is dp_a1
    let calls: Set = ["what", "is", "show", "view", "find", "get", "open", "describe", "about"]
    if let id = words.last?.text, words.count == 1 || !isCareful,
      let resource = Resource.served.first(where: { $0.isID(id) }),
      words.dropLast().allSatisfy({
        calls.contains($0.lower) || ForeignNames.resource($0.text) == resource
      })
    {
      return [foreignWords(resource.name, id)]
    }
    // dp_a1, dp_b2
    if !isCareful, words.count > 1,
      let resource = Resource.served.first(where: { $0.isID(first.text) }),
      words.allSatisfy({ resource.isID($0.text) || $0 == "," || $0 == "and" })
    {
      return rows(resource, words.filter { $0 != "and" }, &stages, isSingular: false)
    }
    let readers = [
      "cat", "open", "type", "load", "import", "less", "head", "read_csv", "read_json",
      "get-content", "import-csv", "wc",
    ]
    let options = ForeignOptions(
      [ForeignWord](words.dropFirst(length)).unbracketed, flags: ["l"], columns: ["path"])
    let operand = options.hasStrangers ? [] : options.rest
    if !isCareful, readers.contains(verb), let path = ForeignPath(operand),
      RecordFormat(fileName: path.written.filter { $0 != "\"" }) != nil
    {
      stages.isSure = false
      let rows = [foreignWords("read", path.written) + path.rest]
      let ends = ["head": foreignWords("take", "10"), "wc": foreignWords("count")]
      return rows + (ends[verb].map { [$0] } ?? [])
    }
    // won || lost
    if !isCareful, words.count > 1, !ForeignStages.begins(first.lower),
      case let names = names(.dispute), names.field(ofMember: first.text) != nil,
      words.allSatisfy({
        names.field(ofMember: $0.text) != nil || ["|", "or", ","].contains($0.text)
      })
    {
      return [foreignWords("disputes"), foreignWords("where") + stages.condition(words)]
    }
    // A filter, or a stage, by itself.
    if first.kind == .argumentName || words.count > 1 && ["=", "=="].contains(words[1].text) {
      if Resource.dispute.field(first.text) != nil, !isCareful {
        return rows(.dispute, words, &stages, isSingular: false)
      }
    }
    if !isCareful, words.count > 2, Resource.dispute.field(first.text) != nil,
      [.less, .lessOrEqual, .greater, .greaterOrEqual, .notEqual, .in, .contains, .matches]
        .contains(words[1].kind)
    {
      let kept = foreignWords("where") + stages.condition(words)
      continuesLast = lastRows != nil && !definesStages
      return definesStages || lastRows != nil ? [kept] : [foreignWords("disputes"), kept]
    }
    guard !isCareful, ForeignStages.begins(verb) || first == "." || first == "[" else { return nil }
    let isBody = definesStages || lastRows != nil
    let start: [[ForeignWord]] = isBody ? [[]] : [foreignWords("disputes")]
    var made: [[ForeignWord]] = start
    for stage in ForeignStatement.split(words) {
      guard let found = stages.stages(stage) else { return nil }
      made += found
    }
    if definesStages { return Array(made.dropFirst()) }
    if lastRows != nil {
      continuesLast = true
      return Array(made.dropFirst())
    }
    return made
  }

  /// What stands between the rows' name and what is said of it before: `how many won disputes`,
  /// `the 5 largest disputes by amount`; nil for any other words.
  private mutating func described(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    guard let place = words.firstIndex(where: { ForeignNames.resource($0.text) != nil }), place > 0,
      let resource = ForeignNames.resource(words[place].text),
      place + 1 == words.count || !words[place + 1].isGlued
    else { return nil }
    let names = names(resource)
    let fillers: Set = [
      "list", "show", "get", "fetch", "all", "from", "find", "select", "print", "me", "the",
      "every", "my", "our", "those", "these", "any", "only", "just", "give", "of", "display",
      "which",
      "what", "are", "there", "please", "i", "want", "see", "de", "wie",
    ]
    let orders = [
      "largest": "amount desc", "biggest": "amount desc", "highest": "amount desc",
      "smallest": "amount", "lowest": "amount", "newest": "created desc", "latest": "created desc",
      "recent": "created desc", "oldest": "created",
    ]
    var (members, count, order, isCounted) = ([ForeignWord](), String?.none, String?.none, false)
    for (index, word) in words[..<place].enumerated() {
      let next = words[index + 1].lower
      if names.field(ofMember: word.text) != nil {
        members.append(word.spaced)
      } else if isCareful {
        return nil
      } else if word.isDigits, count == nil {
        count = word.text
      } else if let found = orders[word.lower], order == nil {
        order = found
      } else if ["top", "first"].contains(word.lower), next != "of" {
        continue
      } else if ["how", "many", "count", "number", "viele", "combien", "cuantas"].contains(
        word.lower)
      {
        isCounted = isCounted || word.lower != "how"
      } else if !fillers.contains(word.lower) {
        return nil
      }
    }
    stages = ForeignStages(names, isCareful: isCareful, arguments: arguments)
    let tail = words[(place + 1)...]
    let rest = Array(tail.prefix(2).map(\.lower) == ["are", "there"] ? tail.dropFirst(2) : tail)
    if let count, order == nil, !rest.isEmpty, members.isEmpty {
      return stages.stages(foreignWords("top", count) + rest).map {
        [foreignWords(resource.plural)] + $0
      }
    }
    var made: [[ForeignWord]]
    if !members.isEmpty, !rest.isEmpty {
      guard let found = rows(resource, rest, &stages, isSingular: false) else { return nil }
      // Those of a kind are told apart first.
      let condition = foreignWords("where") + stages.condition(members)
      made = [found[0], condition] + found.dropFirst()
    } else {
      guard let found = rows(resource, members + rest, &stages, isSingular: false) else {
        return nil
      }
      made = found
    }
    if let order { made.append(foreignWords("sort") + [ForeignWord](reading: order)) }
    let isOne = order != nil && words[place].lower == resource.name
    if let count = count ?? (isOne ? "1" : nil) { made.append(foreignWords("take", count)) }
    if isCounted, made.last?.first != "summarize" { made.append(foreignWords("count")) }
    return made
  }

  func rows(_ word: ForeignWord) -> [ForeignWord]? {
    if word.kind == .variable { return [word.spaced] }
    if word.lower == "df" { return foreignWords("disputes") }
    return ForeignNames.resource(word.text).map { foreignWords($0.plural) }
  }

  mutating func running(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    let parts = ForeignStatement.split(words)
    var made = [parts[0]]
    stages.isSure = false
    if parts[0].first == "read",
      let path = ForeignPath(
        ForeignStages.unnamed([ForeignWord](parts[0].dropFirst()).unbracketed))
    {
      made = [foreignWords("read", path.written) + path.rest]
    }
    for part in parts.dropFirst() {
      guard let found = stages.stages(part) else { return nil }
      made += found
    }
    return made
  }

  /// A source with what is asked of it: arguments where the API filters, stages for the rest.
  mutating func rows(
    _ resource: Resource, _ words: [ForeignWord], _ stages: inout ForeignStages, isSingular: Bool
  ) -> [[ForeignWord]]? {
    var parts = ForeignStatement.split(words)
    var items: [ForeignWord] = []
    if let first = words.first, let head = parts.first,
      !ForeignStatement.clauses.contains(first.lower) && first.lower != "join"
        || words.count > 1 && words[1] == "="
    {
      items = head
      parts.removeFirst()
    }
    var made = ForeignArguments(resource, isSingular: isSingular, isCareful: isCareful)
    if doubt == nil, !made.read(items, &stages) { return nil }
    if made.hasDashes { forms.append(.option) }
    var result = made.stages
    for part in parts {
      let part =
        ["with", "whose", "that", "which"].contains(part[0].lower)
        ? foreignWords("where") + part.dropFirst() : part
      guard let found = stages.stages(part) else { return nil }
      result += found
    }
    return result
  }
}
