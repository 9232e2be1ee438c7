import CpayModel
import CpaySyntax

extension ForeignStages {
  static let aggregates = [
    "count": "count", "sum": "sum", "min": "min", "max": "max", "avg": "avg", "mean": "avg",
    "average": "avg", "size": "count", "total": "sum", "n": "count", "len": "count",
    "minimum": "min", "maximum": "max", "add": "sum",
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
    } else if verb == "summarize" || ["stats", "summarise", "agg", "aggregate"].contains(verb) {
      others = words
    } else {
      let options = ForeignOptions(words, flags: ["noelement", "to"], columns: ["property"])
      guard !options.hasStrangers else { return nil }
      var rest = options.rest
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
      if keys.count == 1, verb == "group-object" { columns["name"] = keys[0] }
      made = [named("n", [ForeignWord("count"), ForeignWord("(").glued, ForeignWord(")").glued])]
    }
    // Amounts are added within a currency only.
    let addsMoney = made.contains { item in
      item.contains { names.isAmount($0.text) } && !item.contains { $0 == "count" }
    }
    if addsMoney, !keys.contains(where: { $0.map(\.text) == ["currency"] }) {
      keys.append(foreignWords("currency"))
    }
    group =
      keys.count == 1 ? made.first?.first.map { (keys[0].beginning(glued: false), $0.text) } : nil
    if made.contains(where: { $0.first == "n" }) { columns["count"] = foreignWords("n") }
    let by2 = keys.isEmpty ? [] : argument("by", keys)
    return [foreignWords("summarize") + by2 + made.flatMap { $0.beginning(glued: false) }]
  }

  /// Keys with commas between them, or in brackets, and how many words they take.
  mutating func keyList(_ words: [ForeignWord]) -> ([[ForeignWord]], Int) {
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

  mutating func aggregates(_ words: [ForeignWord]) -> [[ForeignWord]]? {
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
      if inside.first?.lower == "distinct" { return nil }
      if ["*", "1"].contains(inside.first?.text ?? "") { inside = [] }
      if place + 1 < words.count, words[place].lower == "as" {
        name = words[place + 1].text
        place += 2
      }
      // sum(amount) total
      if name == nil, place + 1 == words.count, place > 0, words[place - 1] == ")",
        words[place].isName
      {
        name = words[place].text
        place += 1
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
}
