import CpayModel
import CpaySyntax

extension ForeignStages {
  // MARK: How many

  func counted(_ words: [ForeignWord], default fallback: Int?) -> String? {
    if let number = words.first(where: { $0.isDigits }) { return number.text }
    if let first = words.first, first.kind == .variable { return first.text }
    return words.isEmpty ? fallback.map(String.init) : nil
  }

  /// How many rows are passed over, where nothing else is told.
  func skipped(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    let isPlain = words.allSatisfy {
      $0.isDigits || $0.kind == .variable || ["n", "=", "rows", "row", "first"].contains($0.lower)
    }
    return isPlain ? counted(words, default: nil).map { [foreignWords("skip", $0)] } : nil
  }

  mutating func taken(_ words: [ForeignWord], default fallback: Int?) -> [[ForeignWord]]? {
    let nouns = [
      "n", "rows", "row", "items", "results", "records", "lines", "only", "by", "disputes", "desc",
      "asc",
    ]
    let words = words.enumerated().map { place, word in
      let isShort = place > 0 && words[place - 1] == "-" && word.text.hasPrefix("n")
      return isShort && Int(word.text.dropFirst()) != nil
        ? ForeignWord(String(word.text.dropFirst()), .integer) : word
    }
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
  mutating func list(_ words: [ForeignWord]) -> [[ForeignWord]] {
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
  func spaced(_ words: [ForeignWord]) -> [[ForeignWord]] {
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

  func commas(_ parts: [[ForeignWord]]) -> [ForeignWord] {
    var words: [ForeignWord] = []
    for (place, part) in parts.enumerated() {
      if place > 0 { words.append(ForeignWord(",").glued) }
      words += part.beginning(glued: false)
    }
    return words
  }

  func uniq(_ keys: [[ForeignWord]]) -> [ForeignWord] {
    foreignWords("uniq") + argument("by", keys)
  }

  /// `by=status`, `by=[status, currency]`.
  func argument(_ name: String, _ keys: [[ForeignWord]]) -> [ForeignWord] {
    let sign = [ForeignWord(name), ForeignWord("=").glued]
    if keys.count == 1, keys[0].allSatisfy({ $0.isName || $0 == "." }) {
      return sign + keys[0].beginning(glued: true)
    }
    return sign + [ForeignWord("[").glued] + commas(keys).beginning(glued: true)
      + [ForeignWord("]").glued]
  }

  mutating func sorted(_ words: [ForeignWord], order: String? = nil) -> [[ForeignWord]]? {
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
      if word == "-", !word.isGlued || kept.isEmpty, let next, next.isGlued {
        let isColumn = columns.values.contains { $0.map(\.text) == [next.text] }
        let flag =
          next.lower == "-" && place + 2 < words.count ? words[place + 2].lower : next.lower
        let length = next.lower == "-" ? 3 : 2
        if isColumn {
          kept += [next.spaced, ForeignWord("desc")]
          place += 2
          continue
        }
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
        if next == ".", place + 2 < words.count, names.isField(words[place + 2].text) {
          kept += [words[place + 2].spaced, ForeignWord("desc")]
          place += 3
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

  /// A `sort` whose every key has the other order.
  static func turned(_ sort: [ForeignWord]) -> [ForeignWord] {
    let keys = [ForeignWord](sort.dropFirst()).elements.map { key in
      key.last == "desc"
        ? Array(key.dropLast()) : (key.last == "asc" ? key.dropLast() : key) + foreignWords("desc")
    }
    return sort.prefix(1)
      + keys.enumerated().flatMap { place, key in
        (place > 0 ? [ForeignWord(",").glued] : []) + key.beginning(glued: false)
      }
  }

  /// One key of `sort`, its order behind it.
  mutating func key(_ words: [ForeignWord], _ order: String?) -> [ForeignWord] {
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

  mutating func selected(
    _ words: [ForeignWord], _ verb: String = "select"
  ) -> [[ForeignWord]]? {
    var words = words
    // Select-Object -First 5 -Property id
    let options = ForeignOptions(
      words, values: ["first", "last", "skip"], flags: ["unique"],
      columns: ["property", "expandproperty", "f"])
    guard !options.hasStrangers, options.values.values.allSatisfy(\.isDigits) else { return nil }
    words = options.rest
    let stop = [("skip", "skip"), ("first", "take"), ("last", "last")].compactMap { option, stage in
      options.values[option].map { foreignWords(stage, $0.text) }
    }
    if options.flags.contains("unique") { words = foreignWords("distinct") + words }
    while words.unbracketed.count < words.count { words = words.unbracketed }
    if words.isEmpty || words.map(\.text) == ["*"] { return stop }
    if words.first == "+" { words = Array(words.dropFirst()).beginning(glued: false) }
    if words.first?.lower == "distinct" {
      let items = list(Array(words.dropFirst()))
      return [foreignWords("select") + commas(items), foreignWords("uniq")]
    }
    let items =
      words.contains { $0 == "," || $0.lower == "as" || ["+", "*", "/"].contains($0.text) }
      ? words.elements : spaced(words)
    return stop + [foreignWords("select") + commas(items.map { item($0) })]
  }

  /// One column: `amount as a`, `a = amount`, `.id`, `"id"`.
  mutating func item(_ words: [ForeignWord]) -> [ForeignWord] {
    if words.count == 1, let name = words[0].saying { return [ForeignWord](reading: name) }
    if let sign = words.lastIndex(where: { $0.lower == "as" }), sign > 0, sign + 2 == words.count {
      return named(words[sign + 1].saying ?? words[sign + 1].text, Array(words[..<sign]))
    }
    if words.count > 2, words[0].isName || words[0].isText, words[1] == "=" || words[1] == ":" {
      let name = words[0].saying ?? words[0].text
      let value = Array(words.dropFirst(words[2] == "=" ? 3 : 2))
      let path = value.first == "." ? Array(value.dropFirst()) : value
      return path.count == 1 && path[0].text == name ? foreignWords(name) : named(name, path)
    }
    // What is computed has no name yet: that of the first value it is made of.
    if words.count > 3, ["coalesce", "ifnull", "nvl", "isnull"].contains(words[0].lower),
      words[1] == "(", words.end(ofBracketAt: 1) == words.count,
      let name = [ForeignWord](words[1...]).unbracketed.elements.first?.last, name.isName
    {
      return named(name.text, words)
    }
    // UPPER(status)
    if words.count > 3, words[0].isName, words[1] == "(", words[1].isGlued,
      words.end(ofBracketAt: 1) == words.count
    {
      return named(words[0].lower, words)
    }
    return value(words)
  }

  mutating func named(_ name: String, _ value: [ForeignWord]) -> [ForeignWord] {
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

  mutating func columns(_ words: [ForeignWord]) -> [[ForeignWord]]? {
    let items = words.partingPaths.elements
    guard
      items.allSatisfy({ $0.count > 2 && $0[0].isName && ($0[1] == "=" || $0[1].lower == "to") })
    else { return nil }
    return [
      foreignWords("set")
        + items.flatMap { named($0[0].text, Array($0.dropFirst(2))).beginning(glued: false) }
    ]
  }
}
