import CpayModel
import CpaySyntax

/// A query of SQL, cut into its clauses.
struct ForeignQuery {
  private var clauses: [String: [ForeignWord]] = [:]
  private var joins: [[ForeignWord]] = []

  private static let starts: Set<String> = [
    "select", "from", "where", "group", "having", "order", "limit", "offset", "join", "inner",
    "left", "fetch",
  ]

  /// Cuts the words; nil where they are no query.
  init?(_ words: [ForeignWord]) {
    guard words.count > 2, ["select", "from"].contains(words[0].lower),
      words.contains(where: { $0.lower == "from" }), !words.contains(where: { $0 == "|" })
    else { return nil }
    var name = ""
    var place = 0
    while place < words.count {
      let word = words[place]
      if ForeignQuery.starts.contains(word.lower), !word.isGlued || place == 0 {
        place += 1
        var clause = word.lower
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
        if clause == "join" { joins.append([]) } else if clauses[clause] != nil { return nil }
        if clause != "join" { clauses[clause] = [] }
        name = clause
        continue
      }
      let end = ["(", "[", "{"].contains(word.text) ? words.end(ofBracketAt: place) : place + 1
      if name == "join" {
        joins[joins.count - 1] += words[place..<end]
      } else {
        clauses[name, default: []] += words[place..<end]
      }
      place = end
    }
    guard let from = clauses["from"], !from.isEmpty, clauses["where"]?.isEmpty != true else {
      return nil
    }
  }

  /// The stages that do the same; nil where some of it has no like here.
  func stages(_ statement: inout ForeignStatement) -> [[ForeignWord]]? {
    guard let from = clauses["from"], let table = from.first,
      let resource = ForeignNames.resource(table.text), from.count < 4
    else { return nil }
    var names = ForeignNames(resource)
    names.countsCents = true
    if from.count > 1, let alias = from.last { names.aliases.insert(alias.lower) }
    var expanded: [[ForeignWord]] = []
    for join in joins {
      guard let other = join.first.flatMap({ ForeignNames.resource($0.text) }),
        resource.fields.contains(where: { $0.name == other.name })
      else { return nil }
      expanded.append(foreignWords("expand", other.name))
    }
    var stages = ForeignStages(names, isCareful: false, arguments: statement.arguments)
    defer { statement.take(stages) }
    var made = [foreignWords(resource.plural)] + expanded
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
      return stages.stages(foreignWords("sort") + naming(keys, summary ?? []))
    }
    func limits() -> [[ForeignWord]] {
      var made: [[ForeignWord]] = []
      if let skip = clauses["offset"]?.first(where: \.isDigits) {
        made.append(foreignWords("skip", skip.text))
      }
      let rows = clauses["limit"] ?? clauses["fetch"]
      if let take = rows?.first(where: \.isDigits) { made.append(foreignWords("take", take.text)) }
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
      if columns.count == 3, columns[0].isName, columns[2] == "*" { columns = [columns[2]] }
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
    let computed = columns.elements.filter { $0.count > 1 && $0[1] == "(" }
    if keys.isEmpty, computed.count == 1, computed[0][0].lower == "count",
      columns.elements.count == 1
    {
      return [foreignWords("count")]
    }
    let list = Array(computed.joined(separator: [ForeignWord(",").glued]))
    return stages.summary(list + (keys.isEmpty ? [] : foreignWords("by") + keys), "summarize")
  }
}
