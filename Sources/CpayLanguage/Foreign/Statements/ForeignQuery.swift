import CpayModel
import CpaySyntax

/// A query of SQL, cut into its clauses.
struct ForeignQuery {
  private var clauses: [String: [ForeignWord]] = [:]
  private var joins: [(kind: String?, words: [ForeignWord])] = []
  /// Queries that have a name: `with won as (…)`.
  private var views: [String: [ForeignWord]]

  private static let starts: Set<String> = [
    "select", "from", "where", "group", "having", "order", "limit", "offset", "join", "inner",
    "left", "fetch",
  ]

  /// Kinds of joins, and what makes one of two queries, that nothing here does.
  private static let strangers: Set<String> = [
    "right", "full", "cross", "natural", "union", "except", "intersect", "minus",
  ]

  /// Cuts the words; nil where they are no query.
  init?(_ words: [ForeignWord], views: [String: [ForeignWord]] = [:]) {
    var words = ForeignQuery.withNames(words)
    self.views = views
    while words.count > 4, words[0].lower == "with" || !self.views.isEmpty && words[0] == ",",
      words[1].isName, words[2].lower == "as", words[3] == "("
    {
      let end = words.end(ofBracketAt: 3)
      self.views[words[1].lower] = [ForeignWord](words[3..<end]).unbracketed
      words = Array(words[end...]).beginning(glued: false)
    }
    guard !words.contains(where: { ForeignQuery.strangers.contains($0.lower) }) else { return nil }
    guard words.count > 2, ["select", "from"].contains(words[0].lower),
      words.contains(where: { $0.lower == "from" }),
      !words.indices.contains(where: {
        words[$0] == "|" && !($0 + 1 < words.count && words[$0 + 1] == "|")
          && !($0 > 0 && words[$0 - 1] == "|")
      })
    else { return nil }
    var name = ""
    var place = 0
    while place < words.count {
      let word = words[place]
      if ForeignQuery.starts.contains(word.lower), !word.isGlued || place == 0 {
        place += 1
        var clause = word.lower
        let kind = clause == "left" || clause == "inner" ? clause : nil
        if ["inner", "left"].contains(clause), place < words.count, words[place].lower == "outer" {
          place += 1
        }
        if ["inner", "left"].contains(clause), place < words.count, words[place].lower == "join" {
          place += 1
          clause = "join"
        }
        if ["group", "order"].contains(clause), place < words.count, words[place].lower == "by" {
          place += 1
        }
        if clause == "join" {
          joins.append((kind, []))
        } else if clauses[clause] != nil {
          return nil
        }
        if clause != "join" { clauses[clause] = [] }
        name = clause
        continue
      }
      let end = ["(", "[", "{"].contains(word.text) ? words.end(ofBracketAt: place) : place + 1
      if name == "join" {
        joins[joins.count - 1].words += words[place..<end]
      } else {
        clauses[name, default: []] += words[place..<end]
      }
      place = end
    }
    guard let from = clauses["from"], !from.isEmpty, clauses["where"]?.isEmpty != true else {
      return nil
    }
  }

  /// The words with names out of the quotes and brackets of SQL, and tables without their schema:
  /// `"id"`, `[amount]`, `public.disputes`.
  private static func withNames(_ words: [ForeignWord]) -> [ForeignWord] {
    func isKnown(_ name: String) -> Bool {
      ForeignNames.resource(name) != nil || Resource.served.contains { $0.field(name) != nil }
    }
    var result: [ForeignWord] = []
    var place = 0
    while place < words.count {
      let word = words[place]
      let isQuoted =
        place + 2 < words.count && isKnown(words[place + 1].text)
        && (word == "`" && words[place + 2] == "`" || word == "[" && words[place + 2] == "]")
      let before = result.last?.text ?? ""
      if isQuoted {
        result.append(ForeignWord(words[place + 1].text, isGlued: word.isGlued))
        place += 3
      } else if word.kind == .string, let name = word.saying, isKnown(name),
        before == ","
          || ["select", "from", "by", "join", "and", "or", "where", "on", "."].contains(
            before.lowercased())
      {
        result.append(ForeignWord(name, isGlued: word.isGlued))
        place += 1
      } else if ["public", "dbo", "main"].contains(word.lower), place + 2 < words.count,
        words[place + 1] == ".", ForeignNames.resource(words[place + 2].text) != nil
      {
        place += 2
      } else {
        result.append(word)
        place += 1
      }
    }
    return result
  }

  /// The stages that do the same; nil where some of it has no like here.
  func stages(_ statement: inout ForeignStatement) -> [[ForeignWord]]? {
    guard let (rows, names) = rows(&statement), let query = resolved(names) else { return nil }
    return query.stages(behind: rows, names, &statement)
  }

  /// The rows that the query begins with, and what its words may be names of there.
  private func rows(
    _ statement: inout ForeignStatement
  ) -> (stages: [[ForeignWord]], names: ForeignNames)? {
    guard let from = clauses["from"], let table = from.first else { return nil }
    let end = table == "(" ? from.end(ofBracketAt: 0) : 1
    guard from.count < end + 3 || file(from) != nil else { return nil }
    var names = ForeignNames(ForeignNames.resource(table.text) ?? .dispute)
    names.countsCents = true
    if from.count > end, let alias = from.last { names.aliases.insert(alias.lower) }
    names.aliases.insert(table.lower)
    let inner = table == "(" ? [ForeignWord](from[..<end]).unbracketed : views[table.lower]
    if inner == nil, let file = file(from) {
      return ([foreignWords("read", file.written)], names)
    }
    guard let inner else {
      return ForeignNames.resource(table.text).map { ([foreignWords($0.plural)], names) }
    }
    // Each query with a name has only those before it.
    let others = views.filter { $0.key != table.lower }
    return ForeignQuery(inner, views: others)?.stages(&statement).map { ($0, names) }
  }

  /// The file whose rows are asked for: `from 'leases.csv'`.
  private func file(_ from: [ForeignWord]) -> ForeignPath? {
    guard from[0].isText || from.count == 3 && from[1] == ".", let path = ForeignPath(from),
      path.rest.isEmpty,
      RecordFormat(fileName: path.written.filter { $0 != "\"" }) != nil
    else { return nil }
    return path
  }

  /// The query with its columns called as here: those of joined objects by the object's name, and
  /// those that are told by their number.
  private func resolved(_ names: ForeignNames) -> ForeignQuery? {
    var query = self
    for (place, join) in joins.enumerated() {
      guard let table = join.words.first else { return nil }
      var rest = Array(join.words.dropFirst())
      var aliases: Set = [table.lower]
      if rest.first?.lower == "as" { rest.removeFirst() }
      if let alias = rest.first, alias.isName, !["on", "using"].contains(alias.lower) {
        aliases.insert(alias.lower)
        rest.removeFirst()
      }
      query.joins[place].words = [table] + rest
      guard let object = ForeignNames.resource(table.text)?.name else { continue }
      query.clauses = query.clauses.mapValues { words in
        words.enumerated().map { place, word in
          let isOwner =
            aliases.contains(word.lower) && place + 1 < words.count && words[place + 1] == "."
            && words[place + 1].isGlued
          return isOwner ? ForeignWord(object, isGlued: word.isGlued) : word
        }
      }
    }
    let columns = (clauses["select"] ?? []).elements
    for clause in ["group", "order"] {
      query.clauses[clause] = query.clauses[clause]?.enumerated().flatMap { place, word in
        guard let number = Int(word.text), columns.indices.contains(number - 1) else {
          return [word]
        }
        let column = columns[number - 1]
        let isNamed = column.count > 2 && column[column.count - 2].lower == "as"
        return isNamed && clause == "order"
          ? column.suffix(1).map(\.spaced) : column.prefix { $0.lower != "as" }.map(\.self)
      }
    }
    return query
  }

  private func stages(
    behind rows: [[ForeignWord]], _ names: ForeignNames, _ statement: inout ForeignStatement
  ) -> [[ForeignWord]]? {
    var stages = ForeignStages(names, isCareful: false, arguments: statement.arguments)
    defer { statement.take(stages) }
    var made = rows
    for join in joins {
      guard let join = ForeignJoin(join.words, kind: join.kind, names, isSure: views.isEmpty) else {
        return nil
      }
      made.append(join.stage)
    }
    if let condition = clauses["where"] {
      made.append(foreignWords("where") + stages.condition(condition))
    }
    let columns = clauses["select"] ?? []
    let isGrouped =
      clauses["group"] != nil
      || columns.elements.contains { item in
        item.count > 1 && ["count", "sum", "min", "max", "avg"].contains(item[0].lower)
          && item[1] == "("
      }
    if isGrouped {
      guard let groups = groups(columns, &stages) else { return nil }
      made += groups
    }
    if let having = clauses["having"] {
      made.append(foreignWords("where") + stages.condition(naming(having, made.last ?? [])))
    }
    let isDistinct = columns.first?.lower == "distinct"
    func order() -> [[ForeignWord]]? {
      guard let keys = clauses["order"] else { return [] }
      let summary = isGrouped ? made.last { $0.first == "summarize" } : nil
      // What is missing comes last here anyway.
      let isLast = keys.suffix(2).map(\.lower) == ["nulls", "last"]
      return stages.stages(
        foreignWords("sort") + naming(isLast ? keys.dropLast(2) : keys, summary ?? []))
    }
    func limits() -> [[ForeignWord]] {
      var made: [[ForeignWord]] = []
      if let skip = clauses["offset"]?.first(where: \.isDigits) {
        made.append(foreignWords("skip", skip.text))
      }
      let rows = clauses["limit"] ?? clauses["fetch"]
      // limit 5, 10
      if let skip = rows?.first, rows?.elements.count == 2 {
        made.append(foreignWords("skip", skip.text))
      }
      if let take = rows?.last(where: \.isDigits) { made.append(foreignWords("take", take.text)) }
      return made
    }
    guard let sorted = order() else { return nil }
    if !isDistinct { made += sorted + limits() }
    if !isGrouped {
      var columns = columns
      if columns.first?.lower == "top", columns.count > 2, columns[1].isDigits {
        made.append(foreignWords("take", columns[1].text))
        columns = Array(columns.dropFirst(2))
      }
      // distinct on (status) *
      if columns.count > 4, columns[1].lower == "on", columns[0].lower == "distinct" {
        let end = columns.end(ofBracketAt: 2)
        made.append(stages.uniq(stages.list(Array(columns[2..<end]))))
        columns = Array(columns[end...])
      }
      if columns.count == 3, columns[0].isName, columns[2] == "*" { columns = [columns[2]] }
      // id dispute_id
      let items = columns.elements.map { item in
        item.count == 2 && item.allSatisfy { $0.isName && !$0.isGlued || $0.text == item[0].text }
          && names.isField(item[0].text) && !names.isField(item[1].text)
          ? [item[0], ForeignWord("as"), item[1]] : item
      }
      columns = Array(items.joined(separator: [ForeignWord(",").glued]))
      guard let shown = stages.stages(foreignWords("select") + columns) else { return nil }
      if !columns.isEmpty { made += shown }
    }
    if isDistinct { made += sorted + limits() }
    return made
  }

  /// The words with what is computed again called by the name that its column has.
  private func naming(_ words: [ForeignWord], _ summary: [ForeignWord]) -> [ForeignWord] {
    var columns: [String: String] = [:]
    for (place, word) in summary.enumerated()
    where word == "(" && place > 2 && summary[place - 2] == "=" {
      let call = summary[(place - 1)..<summary.end(ofBracketAt: place)]
      columns[call.map(\.text).joined()] = summary[place - 3].text
    }
    var result: [ForeignWord] = []
    var place = 0
    while place < words.count {
      if place + 1 < words.count, words[place + 1] == "(" {
        let end = words.end(ofBracketAt: place + 1)
        let call = words[place..<end].map(\.lower).joined().replacing("(*)", with: "()")
        if let name = columns[call] {
          result.append(ForeignWord(name, isGlued: words[place].isGlued))
          place = end
          continue
        }
      }
      result.append(words[place])
      place += 1
    }
    return result
  }

  /// Groups by the keys that are named, with what is computed of each.
  private func groups(
    _ columns: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    let keys = clauses["group"] ?? []
    var computed = columns.elements.filter { $0.count > 1 && $0[1] == "(" }
    if keys.isEmpty, computed.count == 1, computed[0][0].lower == "count",
      columns.elements.count == 1, case let inside = [ForeignWord](computed[0][1...]).unbracketed,
      let first = inside.first
    {
      if first.lower == "distinct", inside.count == 2 {
        return [
          foreignWords("select", inside[1].text), foreignWords("uniq"), foreignWords("count"),
        ]
      }
      // What may be missing is counted where it is there.
      if inside.count == 1, !stages.names.mayBeMissing(first.text) {
        return [foreignWords("count")]
      }
    }
    for clause in ["having", "order"] {
      let words = clauses[clause] ?? []
      for place in words.indices.dropLast() where words[place + 1] == "(" {
        let call = Array(words[place..<words.end(ofBracketAt: place + 1)])
        let isNew = !computed.contains {
          $0.joined.lowercased().hasPrefix(call.joined.lowercased())
        }
        if isNew, ForeignStages.aggregates[words[place].lower] != nil {
          computed.append(call.beginning(glued: false))
        }
      }
    }
    let list = Array(computed.joined(separator: [ForeignWord(",").glued]))
    return stages.summary(list + (keys.isEmpty ? [] : foreignWords("by") + keys), "summarize")
  }
}
