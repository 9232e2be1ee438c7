import CpaySyntax

/// Spans of time, and times counted from now.
extension ForeignTime {
  /// A span of time: how it is written, how many words it takes, and whether it is so long only
  /// nearly.
  struct Span {
    let text: String
    let length: Int
    var isRough = false
  }

  /// The short names of units, and how many seconds they have.
  private static let units: [(short: String, seconds: Int, names: Set<String>)] = [
    (
      "w", 604_800,
      [
        "w", "week", "weeks", "wk", "wks", "woche", "wochen", "semaine", "semaines", "semana",
        "semanas",
      ]
    ),
    ("d", 86_400, ["d", "day", "days", "tag", "tage", "tagen", "jour", "jours", "dia", "dias"]),
    (
      "h", 3600,
      ["h", "hr", "hrs", "hour", "hours", "stunde", "stunden", "heure", "heures", "hora", "horas"]
    ),
    ("m", 60, ["m", "min", "mins", "minute", "minutes"]),
    ("s", 1, ["s", "sec", "secs", "second", "seconds"]),
  ]

  /// Units that have no fixed length, and about how many days they have.
  private static let roughUnits = [
    "month": 30, "months": 30, "mo": 30, "year": 365, "years": 365, "y": 365, "quarter": 90,
    "quarters": 90,
  ]

  /// `2 days`, `48 hours`, `3 months`, `1h30m`, `1 day 12 hours`, where one begins.
  static func length(_ words: [ForeignWord]) -> Span? {
    guard let first = words.first else { return nil }
    if let text = first.saying {
      let inside = [ForeignWord](reading: text)
      return length(inside).flatMap {
        $0.length == inside.count ? Span(text: $0.text, length: 1, isRough: $0.isRough) : nil
      }
    }
    if let span = partial(first.text).flatMap({ span(of: $0, length: 1) }) { return span }
    guard let (number, unit, length) = counted(first, words.dropFirst().first) else { return nil }
    if let days = roughUnits[unit] {
      return Span(text: "\(number * days)d", length: length, isRough: true)
    }
    var parts: [(Int, String)] = []
    var place = 0
    while place < words.count, place == 0 || words[place].kind != .name,
      let (number, unit, length) = counted(
        words[place], place + 1 < words.count ? words[place + 1] : nil),
      units.contains(where: { $0.names.contains(unit) })
    {
      parts.append((number, unit))
      place += length
    }
    return span(of: parts, length: place)
  }

  /// Numbers as words.
  static let numbers = [
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30,
  ]

  /// A number with the name of a unit behind it, in the same word or the next.
  private static func counted(
    _ word: ForeignWord, _ next: ForeignWord?
  ) -> (number: Int, unit: String, length: Int)? {
    if let number = numbers[word.lower], let unit = next?.lower,
      roughUnits[unit] != nil || units.contains(where: { $0.names.contains(unit) })
    {
      return (number, unit, 2)
    }
    let digits = word.text.prefix { $0.isNumber }
    guard word.kind == .integer || word.kind == .quantity, digits.utf8.count < 6,
      let number = Int(digits)
    else { return nil }
    let unit = word.text.dropFirst(digits.count).lowercased()
    if !unit.isEmpty { return (number, unit, 1) }
    return next.map { (number, $0.lower, 2) }
  }

  /// The numbers and units of one word: `1h30m`, `P2DT12H`; nil for what is no such span.
  private static func partial(_ text: String) -> [(Int, String)]? {
    var rest = text.lowercased()[...]
    let isISO = rest.hasPrefix("p")
    if isISO { rest = rest.dropFirst() }
    var parts: [(Int, String)] = []
    while !rest.isEmpty {
      if isISO, rest.hasPrefix("t") { rest = rest.dropFirst() }
      let digits = rest.prefix { $0.isNumber }
      let unit = rest.dropFirst(digits.count).prefix(1)
      guard digits.utf8.count < 6, let number = Int(digits),
        units.contains(where: { $0.short == unit })
      else { return nil }
      parts.append((number, String(unit)))
      rest = rest.dropFirst(digits.count + 1)
    }
    return parts.count > 1 || isISO && !parts.isEmpty ? parts : nil
  }

  /// Several numbers of units as one, in the smallest of them.
  private static func span(of parts: [(Int, String)], length: Int) -> Span? {
    let found = parts.compactMap { number, unit in
      units.first { $0.names.contains(unit) }.map { (number, $0) }
    }
    guard found.count == parts.count,
      let least = found.map(\.1).min(by: { $0.seconds < $1.seconds })
    else { return nil }
    let seconds = found.reduce(0) { $0 + $1.0 * $1.1.seconds }
    return Span(text: "\(seconds / least.seconds)\(least.short)", length: length)
  }

  static func span(_ words: [ForeignWord]) -> ForeignTime? {
    let skipped = words[0].lower == "interval" ? 1 : 0
    guard let span = length(Array(words.dropFirst(skipped))) else { return nil }
    let behind = words.dropFirst(skipped + span.length).prefix(2).map(\.lower)
    let whole = skipped + span.length
    if behind.first == "ago" {
      return ForeignTime(["now", "-", span.text], .relativeTime, whole + 1, isRough: span.isRough)
    }
    if behind == ["from", "now"] || behind == ["later", "than"] {
      return ForeignTime(["now", "+", span.text], .relativeTime, whole + 2, isRough: span.isRough)
    }
    guard whole > 1 || words[0].text != span.text, skipped > 0 || !words[0].isText else {
      return nil
    }
    return ForeignTime([span.text], .duration, whole, isRough: span.isRough)
  }

  private static let days = [
    "yesterday": ["today", "-", "1d"], "tomorrow": ["today", "+", "1d"],
    "current_date": ["today"], "current_timestamp": ["now"], "getdate": ["now"],
    "sysdate": ["now"], "gestern": ["today", "-", "1d"], "hier": ["today", "-", "1d"],
    "ayer": ["today", "-", "1d"], "heute": ["today"], "hoy": ["today"],
    "morgen": ["today", "+", "1d"], "demain": ["today", "+", "1d"],
  ]

  static func relative(_ words: [ForeignWord]) -> ForeignTime? {
    let lower = words.map(\.lower)
    let hasCall =
      lower.dropFirst().first == "(" && words[1].isGlued
      && lower.dropFirst(2).first == ")"
    if let time = called(words) ?? named(words) { return time }
    if let day = lower[0] == "today" ? ["today"] : days[lower[0]] {
      let length = hasCall ? 3 : 1
      // tomorrow at 17:00
      if day[0] == "today", let clock = ForeignClock(words, from: length), clock.isUniversal {
        return ForeignTime(day + clock.sinceMidnight, .relativeTime, length + clock.length)
      }
      guard hasCall || words[0].text != "today" else { return nil }
      return ForeignTime(day, .relativeTime, length)
    }
    if lower[0] == "now" {
      guard hasCall || words[0].text != lower[0] else { return nil }
      return ForeignTime(["now"], .relativeTime, hasCall ? 3 : 1)
    }
    if moments.contains(lower[0]), !hasCall, lower.dropFirst().first != "=" {
      return ForeignTime(.moment(words[0].text), "today", 1)
    }
    if lower.starts(with: ["datetime", ".", "now", "("]) {
      return ForeignTime(["now"], .relativeTime, 5)
    }
    // vor 3 tagen, il y a 3 jours, hace 3 dias
    let ago =
      ["vor", "hace"].contains(lower[0]) ? 1 : lower.starts(with: ["il", "y", "a"]) ? 3 : 0
    if ago > 0, let span = length(Array(words.dropFirst(ago))) {
      return ForeignTime(
        ["now", "-", span.text], .relativeTime, ago + span.length, isRough: span.isRough)
    }
    if lower[0] == "in" || lower[0] == "within", let span = length(Array(words.dropFirst())) {
      return ForeignTime(
        ["now", "+", span.text], .relativeTime, 1 + span.length, isRough: span.isRough)
    }
    if let (sign, span) = counted(words) {
      return ForeignTime(
        ["now", sign, span.text], .relativeTime, span.length, isRough: span.isRough)
    }
    return nil
  }

  /// A function of another language that says a time or a span: `ago(7d)`, `datetime(2024-02-08)`.
  private static func called(_ words: [ForeignWord]) -> ForeignTime? {
    guard words.count > 3, words[1] == "(", words[1].isGlued,
      case let end = words.end(ofBracketAt: 1), words[end - 1] == ")"
    else { return nil }
    let inside = [ForeignWord](words[2..<end - 1]).flatMap {
      $0.kind == .word ? [ForeignWord](reading: $0.text) : [$0]
    }.beginning(glued: false)
    switch words[0].lower {
    case "ago":
      guard let span = length(inside), span.length == inside.count else { return nil }
      return ForeignTime(["now", "-", span.text], .relativeTime, end, isRough: span.isRough)
    case "timedelta", "relativedelta", "duration":
      guard inside.count == 3, inside[1] == "=",
        let span = length([inside[2].spaced, inside[0].spaced])
      else { return nil }
      return ForeignTime([span.text], .duration, end, isRough: span.isRough)
    case "datetime", "to_date", "to_timestamp", "timestamp", "strptime", "parse_date", "todate",
      "todatetime":
      guard let first = inside.elements.first else { return nil }
      let text = first.count == 1 ? first[0].saying.map { [ForeignWord](reading: $0) } : nil
      return ForeignTime(literal: text ?? first, length: end)
    default: return nil
    }
  }

  /// Days, and times of them, that come again and again.
  private static let moments: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "midnight",
    "noon",
    "morning", "evening", "tonight",
  ]

  /// What a name means that no program has a word for: `next monday`, `this week`, `end of month`.
  private static func named(_ words: [ForeignWord]) -> ForeignTime? {
    let lower = words.prefix(3).map(\.lower)
    let spans: Set = ["week", "month", "quarter", "year", "weekend"]
    let length: Int
    switch lower.count {
    case 1... where ["eod", "eow", "eom", "eoy", "ytd", "mtd"].contains(lower[0]): length = 1
    case 1... where month(lower[0]) != nil && month(words) == nil && day(words) == nil: length = 1
    case 2...
    where ["next", "last", "this", "coming", "past"].contains(lower[0])
      && moments.contains(lower[1]):
      length = 2
    case 2... where lower[0] == "this" && spans.contains(lower[1]): length = 2
    case 3...
    where ["end", "start", "beginning"].contains(lower[0]) && lower[1] == "of"
      && (spans.contains(lower[2]) || lower[2] == "day"):
      length = 3
    default: return nil
    }
    let name = [ForeignWord](words[..<length]).joined
    return ForeignTime(.unnamed(name), "today", length)
  }

  /// `last 7 days`, `the next week`: which way from now, and how far, those words counted too.
  static func counted(_ words: [ForeignWord]) -> (sign: String, span: Span)? {
    let skipped = words.first?.lower == "the" ? 1 : 0
    let words = Array(words.dropFirst(skipped))
    guard words.count > 1, case let way = words[0].lower,
      ["last", "past", "previous", "next", "coming", "following"].contains(way)
    else { return nil }
    let sign = ["last", "past", "previous"].contains(way) ? "-" : "+"
    if let unit = [
      "week": "7d", "day": "1d", "month": "30d", "year": "365d", "hour": "1h", "quarter": "90d",
    ][words[1].lower] {
      return (sign, Span(text: unit, length: 2 + skipped, isRough: unit != "1h"))
    }
    return length(Array(words.dropFirst())).map {
      (sign, Span(text: $0.text, length: 1 + $0.length + skipped, isRough: $0.isRough))
    }
  }
}
