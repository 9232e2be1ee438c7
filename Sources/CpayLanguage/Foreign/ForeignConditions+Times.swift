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
