import CpayModel
import CpaySyntax

extension ForeignStages {
  mutating func search(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    guard isSure else { return nil }
    let flags = words.indices.dropLast().filter { words[$0] == "-" && !words[$0].isGlued }
      .map { words[$0 + 1].text }.joined()
    let isNot = flags.contains("v")
    var sought = words.last.map { $0.saying ?? $0.text } ?? ""
    if flags.contains("i") { sought = sought.lowercased() }
    let several = sought.split(separator: "|").map(String.init)
    if several.count > 1, let field = names.field(ofMember: several[0]),
      several.allSatisfy({ names.field(ofMember: $0) == field })
    {
      let sign = isNot ? foreignWords("not", "in") : foreignWords("in")
      return [
        foreignWords("where", field) + sign + [ForeignWord("[")]
          + commas(several.map { foreignWords($0) }).beginning(glued: true) + [
            ForeignWord("]").glued
          ]
      ]
    }
    let field = names.field(ofMember: sought) ?? names.field(ofID: sought)
    return field.map {
      [foreignWords("where", $0, isNot ? "!=" : "==", sought)]
        + (flags.contains("c") ? [foreignWords("count")] : [])
    }
  }

  mutating func shown(_ words: [ForeignWord], _ verb: String) -> [[ForeignWord]]? {
    let formats = OutputFormat.allCases.map(\.rawValue)
    switch verb {
    case "convertto-json": return [foreignWords("as", "json")]
    case "convertto-csv", "csv": return [foreignWords("as", "csv")]
    case "json", "tojson": return [foreignWords("as", "json")]
    case "jq":
      guard let program = words.last?.saying ?? (words.last.map(\.text)) else { return nil }
      forms.append(.jq)
      if program == "." { return [foreignWords("as", "json")] }
      var made: [[ForeignWord]] = []
      let inside = [ForeignWord](reading: program)
      for stage in inside.split(at: { inside[$0] == "|" ? 1 : 0 }) {
        guard let found = stages(stage.beginning(glued: false)) else { return nil }
        let whole = found.count == 1 && found[0].count == 1 ? computed(found[0][0], of: made) : nil
        made = whole ?? made + found
      }
      return made
    default:
      let words = words.first == "." ? [ForeignWord](words.dropFirst()) : words
      let format = words.first.map { ($0.saying ?? $0.text).lowercased() } ?? ""
      let meant =
        ["yml": "yaml", "markdown": "md", "jsonl": "ndjson", "text": "table"][format] ?? format
      if words.isEmpty, formats.contains(verb) { return [foreignWords("as", verb)] }
      if verb == "to", !formats.contains(meant), let path = ForeignPath(words), path.rest.isEmpty {
        return [foreignWords("save", path.written)]
      }
      guard formats.contains(meant) else { return nil }
      let rest = [ForeignWord](words.dropFirst())
      if verb == "to", let path = ForeignPath(rest) { return [foreignWords("save", path.written)] }
      return [foreignWords("as", meant) + rest]
    }
  }

  /// What a path of jq selects: `.[0]`, `.[]`, `.id`, `.[:5]`.
  mutating func query(_ words: [ForeignWord]) -> [[ForeignWord]]? {
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
    if texts == ["-", "1"] { return [foreignWords("last", "1")] }
    if texts.count == 3, texts[0] == "-", texts[2] == ":", Int(texts[1]) != nil {
      return [foreignWords("last", texts[1])]
    }
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
