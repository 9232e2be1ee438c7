import CpayModel
import CpaySyntax

/// What a sign or a block makes of all rows: jq's objects and lists, PowerShell's `%`.
extension ForeignStages {
  /// The stages that signs alone come to: `{id, amount}`, `.id, .amount`, `@csv`, `[.[] | .id]`; nil
  /// where the words are none of these.
  mutating func signs(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    guard !isCareful, let first = words.first else { return nil }
    let isWhole = words.end(ofBracketAt: 0) == words.count && words.count > 2
    let length = first.lower == "foreach" && words.dropFirst().first == "-" ? 3 : 1
    if ["%", "foreach", "each"].contains(first.lower), words.count > length {
      forms.append(.powerShell)
      return selected(columns(ofBlock: Array(words.dropFirst(length))))
    }
    if first == "{", isWhole {
      forms.append(.jq)
      return selected(words.unbracketed)
    }
    if first == ".", words.elements.count > 1,
      words.elements.allSatisfy({ $0.first == "." && $0.count > 1 && $0[1].isName })
    {
      forms.append(.jq)
      return selected(words)
    }
    if words.count == 1, first.kind == .file,
      let format = OutputFormat(rawValue: String(first.text.dropFirst()))
    {
      forms.append(.jq)
      return [foreignWords("as", format.rawValue)]
    }
    guard first == "[", isWhole else { return nil }
    let inside = words.unbracketed
    if inside.allSatisfy({ $0.isDigits || [":", "-"].contains($0.text) }), let made = slice(inside)
    {
      return made
    }
    let parts = inside.split { inside[$0] == "|" ? 1 : 0 }
    guard parts.count > 1 || inside.first == "." && inside.elements.count == 1 else { return nil }
    forms.append(.jq)
    var made: [[ForeignWord]] = []
    for part in parts {
      guard let found = stages(part.beginning(glued: false)) else { return nil }
      made += found
    }
    return made
  }

  /// What a block names of its row: `{ $_.id }`, `{ |d| $d.id }`, `{ get id }`.
  mutating func columns(ofBlock words: [ForeignWord]) -> [ForeignWord] {
    let inside = body(words)
    let isPath = inside.count > 2 && inside[0].kind == .variable && inside[1] == "."
    if isPath { return Array(inside.dropFirst(2)).beginning(glued: false) }
    return inside.first == "get" ? Array(inside.dropFirst()) : inside
  }

  /// The rows with the most or the least of a field: `min_by(.amount)`, `nlargest(5, "amount")`.
  mutating func extreme(_ words: [ForeignWord], _ verb: String) -> [[ForeignWord]]? {
    let parts = words.elements
    let isCounted = verb.hasPrefix("n")
    guard let field = parts.last, parts.count == (isCounted ? 2 : 1),
      !isCounted || parts[0].count == 1 && parts[0][0].isDigits,
      case let key = field.filter({ $0 != "." }), key.count == 1,
      case let name = key[0].saying ?? key[0].text, names.isField(name)
    else { return nil }
    let isMost = verb == "max_by" || verb == "nlargest"
    return [
      foreignWords("sort", name) + (isMost ? foreignWords("desc") : []),
      foreignWords("take", isCounted ? parts[0][0].text : "1"),
    ]
  }

  /// `newest 5`, `biggest 3`: the first rows by a field that the word names.
  func ordered(_ words: [ForeignWord], _ verb: String) -> [[ForeignWord]]? {
    let isTime = ["newest", "latest", "oldest"].contains(verb)
    let isDown = !["oldest", "smallest", "lowest"].contains(verb)
    let field = isTime ? "created" : "amount"
    guard names.isField(field) else { return nil }
    // highest amount
    if words.count == 1, names.isField(words[0].text) {
      let sort = foreignWords("sort", words[0].text) + (isDown ? foreignWords("desc") : [])
      return [sort, foreignWords("take", "1")]
    }
    // newest first
    if words.map(\.lower) == ["first"] {
      return [foreignWords("sort", field) + (isDown ? foreignWords("desc") : [])]
    }
    guard let count = counted(words, default: 1), words.count < 2 else { return nil }
    return [
      foreignWords("sort", field) + (isDown ? foreignWords("desc") : []),
      foreignWords("take", count),
    ]
  }

  /// What is computed of the column that was selected last, or of each group: `map(.amount) | add`,
  /// `groupby("status").amount.sum()`; nil where no such column was.
  mutating func computed(_ name: ForeignWord, of made: [[ForeignWord]]) -> [[ForeignWord]]? {
    guard let last = made.last, last.first == "select", last.count > 1 else { return nil }
    var made = made
    made.removeLast()
    var by: [ForeignWord] = []
    if let group = made.last, group.first == "summarize" {
      by = Array(group.dropFirst().prefix { $0 != "n" })
      made.removeLast()
    }
    let call =
      [name.spaced, ForeignWord("(").glued] + Array(last.dropFirst()).beginning(glued: true)
      + [ForeignWord(")").glued]
    return summary(call + by, "summarize").map { made + $0 }
  }

  /// A chart whose label or value is not told, or whose kind stands first: `chart status`,
  /// `plot amount`, `chart n`, `chart bar status n`.
  mutating func charted(_ words: [ForeignWord], _ verb: String) -> [[ForeignWord]]? {
    if verb == "chart", let kind = words.first?.lower, words.count > 1,
      ["bar", "line", "hist", "histogram"].contains(kind), !names.isField(kind)
    {
      // The kind before the columns, as elsewhere.
      let columns = words.dropFirst().filter { $0 != "," }
      let ending = [
        ForeignWord("kind"), ForeignWord("=").glued,
        ForeignWord(kind == "histogram" ? "hist" : kind).glued,
      ]
      switch columns.count {
      case 1: return charted(columns + ending, verb)
      case 2: return [foreignWords("chart") + columns + ending]
      default: return nil
      }
    }
    let sign = words.indices.first { $0 > 0 && words[$0] == "=" && words[$0 - 1] == "kind" }
    let isNamed = sign.map { $0 + 1 < words.count } ?? false
    let kind = isNamed ? sign.map { words[$0 + 1].text } : verb.hasPrefix("hist") ? "hist" : nil
    var fields = words
    if isNamed, let sign { fields.removeSubrange(sign - 1...sign + 1) }
    let meant = kind == "histogram" ? "hist" : kind
    let ending =
      meant.map { [ForeignWord("kind"), ForeignWord("=").glued, ForeignWord($0).glued] } ?? []
    guard fields.count < 2, ["bar", "line", "hist", nil].contains(meant) else { return nil }
    if let (key, value) = group, fields.isEmpty || fields[0].text == value {
      return [foreignWords("chart") + key + foreignWords(value) + ending]
    }
    guard let field = fields.first?.text, names.isField(field), group == nil else { return nil }
    if names.takesWords(field) {
      return [
        foreignWords("summarize") + argument("by", [foreignWords(field)])
          + named("n", [ForeignWord("count"), ForeignWord("(").glued, ForeignWord(")").glued])
          .beginning(glued: false),
        foreignWords("chart", field, "n") + (meant == "hist" ? [] : ending),
      ]
    }
    return [foreignWords("chart", "id", field) + ending]
  }

  /// `Measure-Object amount -Sum`.
  mutating func measured(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    let options = ForeignOptions(
      words, flags: ["sum", "average", "minimum", "maximum", "line"], columns: ["property"])
    guard !options.hasStrangers else { return nil }
    let wanted = ["sum", "average", "minimum", "maximum"].filter(options.flags.contains)
    guard !wanted.isEmpty else { return [foreignWords("count")] }
    guard options.rest.count == 1, options.rest[0].isName else { return nil }
    let calls = wanted.map {
      [ForeignWord($0), ForeignWord("(").glued, options.rest[0].glued, ForeignWord(")").glued]
    }
    return summary(Array(calls.joined(separator: [ForeignWord(",").glued])), "summarize")
  }
}
