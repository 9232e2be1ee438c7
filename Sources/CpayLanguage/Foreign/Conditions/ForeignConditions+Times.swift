import CpaySyntax

/// Times that are told by how far they are from now.
extension ForeignConditions {
  /// The time from now, or up to it, that is told behind a field: `in the last 7 days`, `within 2d`.
  ///
  /// What has been lies before now, so that one end is enough; so it is with a deadline, but where the
  /// statement writes.
  mutating func window(
    of field: [ForeignWord], _ name: String, _ isNot: Bool
  ) -> [ForeignWord] {
    let rest = Array(words[index...])
    if let month = ForeignTime.month(rest) {
      index += month.length
      forms.append(.window)
      return bounds(
        of: field, [ForeignWord(month.first, .timestamp)], [ForeignWord(month.next, .timestamp)],
        isNot)
    }
    if let year = rest.first.flatMap({ Int($0.text) }), (1970...2999).contains(year),
      rest[0].isDigits
    {
      index += 1
      forms.append(.window)
      return bounds(
        of: field, [ForeignWord("\(year)-01-01", .timestamp)],
        [ForeignWord("\(year + 1)-01-01", .timestamp)], isNot)
    }
    let isAhead = ForeignNames.isAhead(name)
    let way = ForeignTime.counted(rest)
    guard let span = way?.span ?? ForeignTime.length(rest) else { return field }
    index += span.length
    forms.append(.window)
    if span.isRough, names.isCareful { doubt = doubt ?? .length(span.text) }
    let sign = way?.sign ?? (isAhead ? "+" : "-")
    let end = foreignWords("now", sign, span.text)
    if sign == "-", !isAhead { return field + foreignWords(isNot ? "<=" : ">") + end }
    if sign == "+", isAhead, way == nil, !names.isCareful {
      return field + foreignWords(isNot ? ">=" : "<") + end
    }
    let (from, to) = sign == "-" ? (end, foreignWords("now")) : (foreignWords("now"), end)
    return bounds(of: field, from, to, isNot)
  }

  /// Between two times, the second no longer.
  private func bounds(
    of field: [ForeignWord], _ from: [ForeignWord], _ to: [ForeignWord], _ isNot: Bool
  ) -> [ForeignWord] {
    let again = field.beginning(glued: false)
    let inside =
      isNot
      ? field + foreignWords("<") + from + foreignWords("or") + again + foreignWords(">=") + to
      : field + foreignWords(">=") + from + foreignWords("and") + again + foreignWords("<") + to
    guard result.last == "not" || isNot && (!result.isEmpty || current != nil) else {
      return inside
    }
    return [ForeignWord("(", isGlued: field.first?.isGlued == true)] + inside.beginning(glued: true)
      + [ForeignWord(")").glued]
  }

  // MARK: Ages

  /// How a time is compared with one so long ago, and whether `ago` has to stand behind it.
  private static let ages: [(words: [String], sign: String, isAge: Bool)] = [
    (["older", "than"], "<", true), (["newer", "than"], ">", true),
    (["younger", "than"], ">", true), (["more", "than"], "<", false),
    (["greater", "than"], "<", false), (["longer", "than"], "<", false), (["over"], "<", false),
    (["at", "least"], "<=", false), (["less", "than"], ">", false),
    (["fewer", "than"], ">", false),
    (["under"], ">", false), (["at", "most"], ">=", false),
  ]

  /// `older than 3 days`, `more than 3 days ago`, and passes all but the span.
  mutating func readAge(behind left: [ForeignWord]) -> Sign? {
    guard let field = left.last(where: \.isName), names.isTime(field.text) else { return nil }
    var place = ["is", "are", "was"].contains(lower()) ? 1 : 0
    let isNot = lower(place) == "not"
    place += isNot ? 1 : 0
    for age in Self.ages where age.words == age.words.indices.map({ lower(place + $0) }) {
      let start = index + place + age.words.count
      guard start < words.count, let span = ForeignTime.length(Array(words[start...])),
        case let end = start + span.length,
        age.isAge || end < words.count && ["ago", "old"].contains(words[end].lower)
      else { continue }
      index = start
      return isNot ? Sign.age(age.sign).negated : .age(age.sign)
    }
    return nil
  }

  /// How old something is, without the field that says it: `older than 30d`, `age > 30d`; nothing is
  /// passed where there is none.
  mutating func readLoneAge() -> Bool {
    guard names.isField("created"), !isValue else { return false }
    let created = foreignWords("created")
    if ["older", "newer", "younger"].contains(lower()), lower(1) == "than",
      case .age(let sign)? = readAge(behind: created)
    {
      append(created)
      result += foreignWords(sign) + ago()
      return true
    }
    guard lower() == "age", let word = at(1),
      [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(word.kind), index + 2 < words.count,
      let turned = ["<": ">", "<=": ">=", ">": "<", ">=": "<="][word.text],
      ForeignTime.length(Array(words[(index + 2)...])) != nil
    else { return false }
    index += 2
    append(created)
    result += foreignWords(turned) + ago()
    return true
  }

  /// The time so long ago that stands here, and passes it.
  mutating func ago() -> [ForeignWord] {
    guard let span = ForeignTime.length(Array(words[index...])) else { return [] }
    index += span.length
    if ["ago", "old"].contains(lower()) { index += 1 }
    forms.append(.window)
    if span.isRough, names.isCareful { doubt = doubt ?? .length(span.text) }
    return foreignWords("now", "-", span.text)
  }

  // MARK: Days and their hours

  /// A time of this day, or a span with its sign, beside a time: `17:00`, `-3d`; nil, and passes
  /// nothing, where there is none.
  mutating func clockOrSpan() -> [ForeignWord]? {
    let rest = Array(words[index...]).beginning(glued: false)
    if let sign = rest.first?.text, ["-", "+"].contains(sign),
      let span = ForeignTime.length(Array(rest.dropFirst()).beginning(glued: false))
    {
      index += 1 + span.length
      forms.append(.relativeTime)
      if span.isRough, names.isCareful { doubt = doubt ?? .length(span.text) }
      return foreignWords("now", sign, span.text)
    }
    guard let clock = ForeignClock(rest, from: 0), clock.isUniversal else { return nil }
    if names.isCareful { doubt = doubt ?? .moment([ForeignWord](rest[..<clock.length]).joined) }
    index += clock.length
    forms.append(.relativeTime)
    return foreignWords("today") + clock.sinceMidnight.map { ForeignWord($0) }
  }

  /// A time as its day, where it is equal to one; where the statement writes, the person is asked.
  mutating func day(
    of left: [ForeignWord], _ field: String, like right: [ForeignWord]
  ) -> [ForeignWord] {
    let isDay =
      right.count == 1 && right[0].kind == .timestamp && !right[0].text.contains("T")
      || right.first == "today" && right.count != 2
        && !right.contains { $0.text.hasSuffix("h") || $0.text.hasSuffix("m") }
    guard isDay, names.isTime(field), left.last?.text == field else { return left }
    if names.isCareful { doubt = doubt ?? .wholeDay(field, right.joined) }
    return [ForeignWord("date"), ForeignWord("(").glued] + left.beginning(glued: true)
      + [ForeignWord(")").glued]
  }

  /// A span beside a time, from now on where the time lies ahead; else nobody can tell which way.
  mutating func fromNow(_ value: [ForeignWord], _ field: String) -> [ForeignWord] {
    guard names.isTime(field), value.count == 1, value[0].isSpan else {
      return value
    }
    guard ForeignNames.isAhead(field) else {
      doubt = doubt ?? .span(value[0].text, of: field)
      return value
    }
    forms.append(.relativeTime)
    return foreignWords("now", "+", value[0].text)
  }
}
