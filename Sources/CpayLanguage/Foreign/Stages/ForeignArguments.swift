import CpayModel
import CpaySyntax

/// What is asked of a source, in whatever form: `--status=won`, `status won`, `status: won`.
///
/// What the API filters by becomes an argument, the rest a stage behind the source.
struct ForeignArguments {
  private let resource: Resource
  private let isCareful: Bool
  private var isSingular: Bool
  private var arguments: [ForeignWord] = []
  private var conditions: [[ForeignWord]] = []
  private var others: [[ForeignWord]] = []
  /// Whether an option was given as on a command line.
  private(set) var hasDashes = false

  init(_ resource: Resource, isSingular: Bool, isCareful: Bool) {
    (self.resource, self.isSingular, self.isCareful) = (resource, isSingular, isCareful)
  }

  /// The source with its arguments, and the stages behind it.
  var stages: [[ForeignWord]] {
    var made = [foreignWords(isSingular ? resource.name : resource.plural) + arguments]
    if !conditions.isEmpty {
      made.append(foreignWords("where") + conditions.joined(separator: [ForeignWord("and")]))
    }
    return made + others
  }

  /// Reads what stands behind the source; says whether all of it made sense.
  mutating func read(_ items: [ForeignWord], _ stages: inout ForeignStages) -> Bool {
    var words = items
    while words.first?.text == "(" || words.first?.text == "{" || words.first?.text == "[",
      words.end(ofBracketAt: 0) == words.count
    {
      words = words.unbracketed.count < words.count ? words.unbracketed : []
    }
    let ids = words.filter { resource.isID($0.text) }
    if !ids.isEmpty,
      words.allSatisfy({
        resource.isID($0.text) || [",", "id", "ids", "=", "show", "get"].contains($0.text)
          || $0 == ":"
      })
    {
      return take(ids)
    }
    if !isCareful, let file = words.last, file.kind == .file, file.text.hasSuffix(".txt"),
      words.count == 1 || words.count == 2 && ["in", "from"].contains(words[0].lower)
    {
      isSingular = false
      arguments = [ForeignWord("ids"), ForeignWord("=").glued, file.glued]
      return true
    }
    if isSingular, let id = words.first, resource.isID(id.text),
      ["-", "."].contains(words.dropFirst().first?.text ?? "")
    {
      arguments = foreignWords(id.text)
      words.removeFirst()
    } else if isSingular, isCareful, words.isEmpty {
      stages.doubt = .object(resource.name, idPrefix: resource.idPrefix)
      return true
    }
    isSingular = isSingular && !arguments.isEmpty
    var place = 0
    while place < words.count {
      let start = place
      if words[place] == ","
        || [
          "and", "with", "whose", "that", "which", "having", "are", "is", "?", "&", "&&", "were",
          "was",
        ]
        .contains(words[place].lower)
        || words[place] == "in"
          && words.dropFirst(place + 1).first.map({
            ForeignNames(resource).field(ofMember: $0.text) != nil
          }) == true
        || ["for", "of", "on", "about", "from"].contains(words[place].lower)
          && words[(place + 1)...].prefix(2).contains(where: {
            ForeignNames(resource).field(ofID: $0.text) != nil
          })
      {
        place += 1
        continue
      }
      while place < words.count, words[place] == "-" {
        hasDashes = true
        place += 1
      }
      guard place < words.count else { return false }
      if place > start, !isCareful,
        let (made, length) = ForeignArguments.option(Array(words[place...]), &stages)
      {
        others += made
        place += length
        continue
      }
      guard let length = item(Array(words[place...]), &stages) else { return false }
      place += length
      if place == start { return false }
    }
    return true
  }

  private mutating func take(_ ids: [ForeignWord]) -> Bool {
    guard ids.count > 1 else {
      isSingular = true
      arguments = foreignWords(ids[0].text)
      return true
    }
    guard !isCareful else { return false }
    isSingular = false
    arguments = [ForeignWord("ids"), ForeignWord("=").glued, ForeignWord("[").glued]
    for (place, id) in ids.enumerated() {
      if place > 0 { arguments.append(ForeignWord(",").glued) }
      arguments.append(ForeignWord(id.text, isGlued: place == 0))
    }
    arguments.append(ForeignWord("]").glued)
    return true
  }

  /// Reads one item; says how many words it took.
  private mutating func item(_ words: [ForeignWord], _ stages: inout ForeignStages) -> Int? {
    let first = words[0]
    let name = first.lower
    let hasSign = words.count > 1 && ["=", "==", ":"].contains(words[1].text)
    let behind = hasSign ? 2 : 1
    if !isCareful, let made = listed(words, &stages) {
      others += made
      return words.count
    }
    // without evidence
    if ["without", "lacking", "missing"].contains(name), words.count == 2,
      let key = ForeignNames(resource).key(in: words[1].lower)
    {
      stages.doubt = stages.doubt ?? .empty(words[1].lower, key: key)
      return 2
    }
    // for cus_1, please, expand=charge
    if !isCareful, words.count == 2, ["for", "of", "by", "from"].contains(name),
      resource.field("charge") != nil, Resource.customer.isID(words[1].text)
    {
      conditions.append(
        [ForeignWord("charge"), ForeignWord(".").glued, ForeignWord("customer").glued]
          + foreignWords("==", words[1].text))
      return 2
    }
    if !isCareful, name == "please", words.count == 1 { return 1 }
    if !isCareful, name == "expand", hasSign, words.count == 3,
      let other = ForeignNames.resource(words[2].saying ?? words[2].text)
    {
      others.append(foreignWords("expand", other.name))
      return 3
    }
    // dp_a1.status
    if isSingular, !isCareful, words.count == 2, first == ".", resource.field(words[1].text) != nil
    {
      others.append(foreignWords("select", words[1].text))
      return 2
    }
    // except won
    if ["except", "excluding", "but"].contains(name), words.count > 1 {
      let members = Array(words.dropFirst(words[1].lower == "not" ? 2 : 1))
      guard let member = members.first, ForeignNames(resource).field(ofMember: member.text) != nil
      else { return nil }
      conditions.append(stages.condition(foreignWords("not") + members.beginning(glued: false)))
      return words.count
    }
    if ["limit", "take", "n", "first", "top", "head", "max", "count"].contains(name),
      words.count > behind,
      words[behind].isDigits, !isCareful
    {
      others.append(foreignWords("take", words[behind].text))
      return behind + 1
    }
    if first.isDigits, !isCareful {
      others.append(foreignWords("take", first.text))
      return 1
    }
    if ["sort", "order", "orderby", "sortby"].contains(name), words.count > behind {
      guard !isCareful, let found = stages.stages(foreignWords("sort", words[behind].text)) else {
        return nil
      }
      others += found
      return behind + 1
    }
    if ["where", "filter", "query"].contains(name), hasSign {
      conditions.append(stages.condition(Array(words.dropFirst(2))))
      return words.count
    }
    if hasSign,
      name == "ids" || name == "missing"
        || resource.field(name) == nil && words[behind...].first?.text == "["
    {
      let end = words.count > 2 && words[2] == "[" ? words.end(ofBracketAt: 2) : min(3, words.count)
      arguments += words[..<end]
      return end
    }
    if name == "format", hasSign, !isCareful, words.count > 2,
      let found = stages.stages(foreignWords("as", words[2].saying ?? words[2].text))
    {
      others += found
      return 3
    }
    // An id says which filter it is of, whatever that is called.
    if hasSign, resource.field(name) == nil, words.count > 2,
      let field = ForeignNames(resource).field(ofID: words[2].saying ?? words[2].text),
      field != "id",
      resource.field(field)?.isServerFilter == true
    {
      return add([ForeignWord(field), ForeignWord("=="), words[2].spaced]) ? 3 : nil
    }
    let names = ForeignNames(resource)
    let end = itemEnd(words, behind)
    if let phrase = phrase(words, &stages) {
      conditions.append(phrase)
      return words.count
    }
    if resource.field(name) != nil {
      let condition = stages.condition([ForeignWord(name)] + words[1..<end].map(\.self))
      return add(condition) ? end : nil
    }
    guard words.count == 1 || !hasSign,
      names.field(ofMember: first.text) != nil || names.field(ofID: first.text) != nil
    else {
      guard hasSign || words.count > 1, first.isName else { return nil }
      let condition = stages.condition(Array(words[..<end]))
      conditions.append(condition)
      return end
    }
    if let field = names.field(ofID: first.text) {
      return add([ForeignWord(field), ForeignWord("=="), ForeignWord(first.text)]) ? 1 : nil
    }
    return add(stages.condition(Array(words[..<end]))) ? end : nil
  }

  /// The stages that words behind a source ask for without a command: `id, amount`, `amount desc`,
  /// `last 5`, `by status`; nil for any other.
  private func listed(_ words: [ForeignWord], _ stages: inout ForeignStages) -> [[ForeignWord]]? {
    let first = words[0].lower
    if first == "last", words.count == 2, words[1].isDigits { return stages.stages(words) }
    if ForeignStages.roles[first] == .ordered {
      return stages.ordered(Array(words.dropFirst()), first)
    }
    if ["to", "in"].contains(first), words.count == 2,
      let format = OutputFormat(rawValue: words[1].lower)
    {
      return [foreignWords("as", format.rawValue)]
    }
    if ["by", "per"].contains(first), words.count == 2, resource.field(words[1].text) != nil {
      return ForeignNames(resource).takesWords(words[1].text)
        ? stages.summary([ForeignWord("by"), words[1]], "group") : stages.sorted(words)
    }
    if words.count == 2, resource.field(words[0].text) != nil,
      ["asc", "desc"].contains(words[1].lower)
    {
      return stages.sorted(words)
    }
    let isList = words.elements.allSatisfy { $0.count == 1 && resource.field($0[0].text) != nil }
    // One that may be missing says something by being there.
    return isList && (words.count > 1 || !ForeignNames(resource).mayBeMissing(words[0].text))
      ? stages.selected(words) : nil
  }

  /// A condition without its field, which the value behind tells: `over 1000 eur`, `since yesterday`.
  private func phrase(_ words: [ForeignWord], _ stages: inout ForeignStages) -> [ForeignWord]? {
    if words.map(\.lower) == ["overdue"] { return stages.condition(words) }
    if words.map(\.lower) == ["past", "due"] { return stages.condition(foreignWords("overdue")) }
    let amounts: Set = [
      "over", "under", "above", "below", "more", "less", "larger", "smaller", "bigger", "between",
      "exceeding", "at",
    ]
    let times: Set = [
      "since", "before", "after", "older", "newer", "younger", "today", "yesterday", "last", "on",
      "from", "in", "within", "during", "this",
    ]
    let first = words[0].lower
    guard words.count > 1 || ["today", "yesterday"].contains(first) else { return nil }
    if ["worth", "of"].contains(first) {
      return phrase(Array(words.dropFirst()).beginning(glued: false), &stages)
    }
    let rest = first == "from" ? Array(words.dropFirst()) : words
    let value = rest.drop {
      amounts.contains($0.lower) || ["than", "least", "most"].contains($0.lower)
    }
    let hasAmount =
      value.first.map { $0.hasDigitFirst || ["€", "$", "£"].contains($0.text) } ?? false
      || ForeignNumber(Array(value), at: 0) != nil
    let isTime =
      value.first.map { $0.kind == .timestamp } ?? false
      || ForeignTime.length(Array(value)) != nil
    if amounts.contains(first), hasAmount, !isTime, resource.field("amount") != nil {
      let condition = stages.condition(foreignWords("amount") + rest)
      // A number without its currency counts minor units, and may not have been meant so.
      let isPlain = condition.contains { $0.hasDigitFirst && Literals.money($0.text) == nil }
      return isCareful && isPlain ? nil : condition
    }
    guard !isCareful || ["older", "newer", "younger"].contains(first),
      times.contains(first) || isTime && first == "between", resource.field("created") != nil
    else { return nil }
    return stages.condition(foreignWords("created") + rest)
  }

  /// Where an item ends: before the next name that has a sign behind it, or a dash.
  private func itemEnd(_ words: [ForeignWord], _ start: Int) -> Int {
    var place = start
    while place < words.count {
      let next = place + 1 < words.count ? words[place + 1].text : ""
      if place > 1, words[place].isName, !words[place].isGlued {
        let before = words[place - 1].lower
        let isField = resource.field(words[place].lower) != nil
        if next == "=" && before != "or" || isField && ![",", "and", "or"].contains(before) {
          if before == "," || before == "and" { place -= 1 }
          break
        }
      }
      if words[place] == "-", !words[place].isGlued, place + 1 < words.count,
        words[place + 1].isGlued,
        place > start, next != "", !words[place + 1].isDigits
      {
        break
      }
      place =
        ["(", "[", "{"].contains(words[place].text) ? words.end(ofBracketAt: place) : place + 1
    }
    return max(place, 1)
  }

  /// Makes an argument of a comparison that the API makes, and a condition of any other.
  private mutating func add(_ condition: [ForeignWord]) -> Bool {
    if condition.count == 3, condition[1] == "==", let field = resource.field(condition[0].text),
      field.isServerFilter,
      condition[2].isName || condition[2].isText || condition[2].kind == .variable
    {
      arguments += [
        ForeignWord(field.name), ForeignWord("=").glued,
        ForeignWord(condition[2].saying ?? condition[2].text).glued,
      ]
      return true
    }
    conditions.append(condition)
    return true
  }
}
