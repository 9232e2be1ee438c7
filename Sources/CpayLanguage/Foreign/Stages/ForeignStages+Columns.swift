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
    var words = words
    if words.count > 1, ["first", "top", "the"].contains(words[0].lower) { words.removeFirst() }
    // top n=3 by=amount, top(3, amount), top amount 3
    words.removeAll { $0 == "=" }
    if words.count > 2, words[0].isDigits, words[1] == "," { words.remove(at: 1) }
    if words.count == 2, names.isField(words[0].text), words[1].isDigits { words.swapAt(0, 1) }
    words = words.enumerated().map { place, word in
      if place == 0, let number = ForeignTime.numbers[word.lower], word.text.count > 2 {
        return ForeignWord(String(number), .integer)
      }
      let isShort = place > 0 && words[place - 1] == "-" && word.text.hasPrefix("n")
      return isShort && Int(word.text.dropFirst()) != nil
        ? ForeignWord(String(word.text.dropFirst()), .integer) : word
    }
    let isPlain = words.enumerated().allSatisfy { place, word in
      word.isDigits || ["-", "(", ")", ","].contains(word.text) || nouns.contains(word.lower)
        || names.isField(word.text) || word.kind == .variable && words.count == 1
        || place > 0 && word.isName && names.isNearOrder(word.text)
    }
    guard isPlain, words.count(where: \.isDigits) < 2,
      let count = counted(words, default: fallback),
      words.count < 2 || words[0] != "("
    else { return nil }
    // `top 5 by amount`: the largest; no other command takes what is only near.
    let key = ForeignStages.key(behindNumber: words, nouns)
    guard !key.isEmpty else { return [foreignWords("take", count)] }
    return sorted(key, order: "desc").map { $0 + [foreignWords("take", count)] }
  }

  /// By what rows are the first or last so many: `amount` of `5 by amount` and `5 rows amount`.
  private static func key(behindNumber words: [ForeignWord], _ nouns: [String]) -> [ForeignWord] {
    let behind = words.drop { !$0.isDigits }.dropFirst().drop {
      nouns.contains($0.lower) && $0.lower != "by"
    }
    return Array(behind.first?.lower == "by" ? behind.dropFirst() : behind)
  }

  /// The last so many rows: `tail 5`, `bottom 5 by amount`.
  mutating func taken(last words: [ForeignWord], _ verb: String) -> [[ForeignWord]]? {
    let isPlain = words.allSatisfy { word in
      word.isDigits || word.kind == .variable
        || ["-", "n", "=", "rows", "row", "lines", "disputes"].contains(word.lower)
    }
    guard !isPlain else {
      return counted(words, default: verb == "tail" ? 10 : 1).map { [foreignWords("last", $0)] }
    }
    let key = ForeignStages.key(behindNumber: words, ["rows", "disputes"])
    guard verb == "bottom", !key.isEmpty, let count = counted(words, default: nil) else {
      return nil
    }
    return sorted(key).map { $0 + [foreignWords("take", count)] }
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
    // sort_by(-.amount)
    if words.count == 3, words[0] == "-", words[1] == ".", names.isField(words[2].text) {
      return sorted([words[2].spaced], order: "desc")
    }
    if words.contains(where: { $0 == "." && !$0.isGlued }) {
      words = words.filter { !($0 == "." && !$0.isGlued) }.map(\.self)
    }
    // latest first
    if let verb = words.first?.lower, ForeignStages.roles[verb] == .ordered, order == nil,
      words.count == 1 || words.count == 2 && words[1].lower == "first"
    {
      return ordered(foreignWords("first"), verb)
    }
    words = words.map { $0.lower == "then" ? ForeignWord(",").glued : $0 }
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
      if word == "+", let next, next.isGlued, names.isField(next.text) {
        kept.append(next.spaced)
        place += 2
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
    // amount, highest first
    if kept.count > 3, kept[kept.count - 1].lower == "first", kept[kept.count - 3] == ",",
      let order = [
        "highest": true, "largest": true, "newest": true, "biggest": true, "latest": true,
        "lowest": false, "smallest": false, "oldest": false,
      ][kept[kept.count - 2].lower]
    {
      kept.removeLast(3)
      isReversed = order
    }
    if kept.suffix(3).map(\.lower) == ["high", "to", "low"] {
      kept.removeLast(3)
      isReversed = true
    } else if kept.suffix(3).map(\.lower) == ["low", "to", "high"] {
      kept.removeLast(3)
    }
    // nulls first has no like here.
    let isFirst = kept.indices.dropLast().contains {
      kept[$0].lower == "nulls" && kept[$0 + 1].lower == "first"
    }
    guard !kept.isEmpty, !isFirst else { return nil }
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
    // What is missing comes last here anyway.
    if words.count > 1, words.last?.lower == "nulls" { words.removeLast() }
    if let last = words.last, let found = orders[last.lower], words.count > 1 {
      order = found
      words = Array(words.dropLast())
    }
    if words.count == 2,
      ["highest", "greatest", "lowest", "most", "least"].contains(words[0].lower)
    {
      order = ["lowest", "least"].contains(words[0].lower) ? "asc" : "desc"
      words = [words[1].spaced]
    }
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
    if words.isEmpty || words.map(\.text) == ["*"] || words.map(\.lower) == ["all"] { return stop }
    // select top 5 id
    if words.count > 2, words[1].isDigits, words[2] != ",",
      ["top", "first"].contains(words[0].lower)
    {
      return selected(Array(words.dropFirst(2)).beginning(glued: false)).map {
        stop + [foreignWords("take", words[1].text)] + $0
      }
    }
    if words.count > 1, ["columns", "fields", "only", "just"].contains(words[0].lower),
      names.isField(words[1].text)
    {
      words = Array(words.dropFirst()).beginning(glued: false)
    }
    if let computed = computed(of: words) { return computed.map { stop + $0 } }
    words = words.enumerated().map { place, word in
      let isList = place > 0 && word.lower == "and" && names.isField(words[place - 1].text)
      return isList && words.count > place + 1 && names.isField(words[place + 1].text)
        ? ForeignWord(",").glued : word
    }
    // :id, :amount
    words = words.enumerated().filter { place, word in
      word != ":" || place > 0 && words[place - 1] != ","
    }.map(\.element)
    if words.first == "+" { words = Array(words.dropFirst()).beginning(glued: false) }
    if words.first?.lower == "distinct" {
      let items = list(Array(words.dropFirst()))
      return [foreignWords("select") + commas(items), foreignWords("uniq")]
    }
    let items =
      words.first?.lower == "case"
        || words.contains { $0 == "," || $0.lower == "as" || ["+", "*", "/"].contains($0.text) }
      ? words.elements : spaced(words)
    return stop + [foreignWords("select") + commas(items.map { item($0) })]
  }

  /// What is computed of all rows, or of each group by the other columns: `status, count(*)`; nil
  /// inside where nobody can tell, and nil where nothing is.
  private mutating func computed(of words: [ForeignWord]) -> [[ForeignWord]]?? {
    func isComputed(_ item: [ForeignWord]) -> Bool {
      let name = item.count > 3 && item[1] == "=" ? 2 : 0
      return item.count > name + 2 && ForeignStages.aggregates[item[name].lower] != nil
        && item[name + 1] == "(" && item[name + 1].isGlued && !names.isField(item[name].text)
    }
    let items = words.elements
    let calls = items.filter(isComputed)
    guard !calls.isEmpty else { return nil }
    let keys = items.filter { !isComputed($0) }
    if calls.count == 1, keys.isEmpty, calls[0][0].lower == "count",
      ["*", ")", "1"].contains(calls[0][2].text), !calls[0].contains(where: { $0.lower == "as" })
    {
      return [foreignWords("count")]
    }
    let by =
      keys.isEmpty
      ? [] : foreignWords("by") + Array(keys.joined(separator: [ForeignWord(",").glued]))
    return .some(
      summary(Array(calls.joined(separator: [ForeignWord(",").glued])) + by, "summarize"))
  }

  /// One column: `amount as a`, `a = amount`, `.id`, `"id"`.
  mutating func item(_ words: [ForeignWord]) -> [ForeignWord] {
    if words.count == 1, let name = words[0].saying { return [ForeignWord](reading: name) }
    if let sign = words.lastIndex(where: { $0.lower == "as" }), sign > 0, sign + 2 == words.count {
      let value = words[..<sign].map(\.self)
      let field = value.count == 1 ? value[0].saying : nil
      return named(
        ForeignStages.name(of: words[sign + 1]),
        field.map { names.isField($0) ? [ForeignWord](reading: $0) : value } ?? value)
    }
    if words.count > 2, words[0].isName || words[0].isText, words[1] == "=" || words[1] == ":" {
      let name = words[0].saying ?? words[0].text
      let value = Array(words.dropFirst(words[2] == "=" ? 3 : 2))
      let path = value.first == "." ? Array(value.dropFirst()) : value
      return path.count == 1 && path[0].text == name ? foreignWords(name) : named(name, path)
    }
    if words.first?.lower == "case" { return named("value", words) }
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

  /// What a column is called, in letters, digits and lines alone.
  private static func name(of word: ForeignWord) -> String {
    let name = String(
      (word.saying ?? word.text).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return name.first?.isNumber == true ? "_" + name : name
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
