import CpayModel
import CpaySyntax

/// What Python makes of rows with brackets, and with methods that name several things at once.
extension ForeignStatement {
  /// `[d.id for d in disputes if d.status == "won"]`, by itself or behind `len`; nil where it is none.
  mutating func comprehension(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    let isCounted = words.count > 4 && ["len", "count"].contains(words[0].lower) && words[1] == "("
    let whole = isCounted ? [ForeignWord](words[1...]).unbracketed : words
    guard !isCareful, whole.first == "[", whole.end(ofBracketAt: 0) == whole.count else {
      return nil
    }
    let inside = whole.unbracketed
    let parts = inside.split { ["for", "in", "if"].contains(inside[$0].lower) ? 1 : 0 }
    guard parts.count == 3 || parts.count == 4, parts[1].count == 1, parts[2].count == 1,
      inside.first(where: { ["for", "in", "if"].contains($0.lower) }) == "for",
      let rows = rows(parts[2][0])
    else { return nil }
    forms.append(.methods)
    stages.names.aliases.insert(parts[1][0].lower)
    var made = [rows]
    if parts.count == 4 { made.append(foreignWords("where") + stages.condition(parts[3])) }
    let isWhole = parts[0].map(\.text) == parts[1].map(\.text)
    if !isWhole {
      guard let found = stages.selected(stages.value(parts[0])) else { return nil }
      made += found
    }
    return isCounted ? made + [foreignWords("count")] : made
  }

  /// `.loc[rows, columns]`, `[(a) | (b)]`.
  mutating func located(
    _ words: [ForeignWord], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    let parts = words.elements
    guard parts.count < 3, let rows = parts.first else { return nil }
    var made: [[ForeignWord]] = []
    if rows.map(\.text) != [":"] {
      let condition = rows.map { $0 == "|" ? ForeignWord("or") : $0 }
      made.append(foreignWords("where") + stages.condition(condition))
    }
    guard parts.count == 2 else { return made }
    return stages.selected(parts[1]).map { made + $0 }
  }

  /// `.agg({"amount": "sum"})`, `.agg(total=("amount", "sum"))`, `.agg("sum")`, of the groups before.
  func aggregated(
    _ words: [ForeignWord], of made: [[ForeignWord]], _ stages: inout ForeignStages
  ) -> [[ForeignWord]]? {
    if words.count == 1, let name = words[0].saying {
      return stages.computed(ForeignWord(name), of: made)
    }
    let pairs = words.unbracketed.count < words.count ? words.unbracketed : words
    var calls: [[ForeignWord]] = []
    for pair in pairs.elements {
      guard pair.count > 2, ["=", ":"].contains(pair[1].text) else { return nil }
      let inside = [ForeignWord](pair[2...]).unbracketed.elements.compactMap { $0.first?.saying }
      let isNamed = pair[1] == "="
      guard inside.count == (isNamed ? 2 : 1), let function = inside.last,
        let field = isNamed ? inside.first : pair[0].saying
      else { return nil }
      let name = isNamed ? [pair[0], ForeignWord("=").glued] : []
      calls.append(
        name + [
          ForeignWord(function, isGlued: isNamed), ForeignWord("(").glued, ForeignWord(field).glued,
          ForeignWord(")").glued,
        ])
    }
    let group = made.last.flatMap { $0.first == "summarize" ? $0 : nil }
    let by = group.map { Array($0.dropFirst().prefix { $0 != "n" }) } ?? []
    let list = Array(calls.joined(separator: [ForeignWord(",").glued]))
    let before = group == nil ? made : made.dropLast()
    return stages.summary(list + by, "summarize").map { before + $0 }
  }
}
