import CpaySyntax
import CpayValue

/// A date, a time or a span as people write it: `08.02.2024`, `8 Feb 2024 09:00`, `7 days ago`.
struct ForeignTime {
  /// What it means, as a program writes it.
  let meaning: Meaning
  /// How many words it takes.
  let length: Int

  /// What is meant by it.
  enum Meaning: Hashable, Sendable {
    /// Those words of a program: `now - 7d`.
    case words([String], ForeignForm)
    /// One of several, of which a program has the first.
    case doubt(ForeignDoubt, String)
  }

  /// Whether it is the name of a day, or of a time of it.
  var isNamed: Bool {
    if case .doubt(.moment, _) = meaning { true } else { false }
  }

  /// What is in doubt where it matters to the day: a month as so many days.
  let roughness: ForeignDoubt?

  private init(_ words: [String], _ form: ForeignForm, _ length: Int, isRough: Bool = false) {
    (meaning, self.length) = (.words(words, form), length)
    roughness = isRough ? .length(words.last ?? "") : nil
  }

  private init(_ doubt: ForeignDoubt, _ word: String, _ length: Int) {
    (meaning, self.length, roughness) = (.doubt(doubt, word), length, nil)
  }

  /// The time or span that begins at `index`; nil where none does.
  init?(_ words: [ForeignWord], at index: Int) {
    let tail = Array(words[index...].prefix(12))
    if let found = ForeignTime.relative(tail) ?? ForeignTime.span(tail) {
      self = found
      return
    }
    if tail[0].kind == .timestamp, tail[0].text.contains("T"), tail.count > 1,
      ["utc", "z", "gmt"].contains(tail[1].lower)
    {
      self = ForeignTime([tail[0].text + "Z"], .date, 2)
      return
    }
    guard let day = ForeignTime.day(tail) else { return nil }
    let clock = ForeignTime.clock(tail, from: day.length)
    length = day.length + (clock?.length ?? 0)
    roughness = nil
    switch day.readings.count {
    case 1:
      let written = day.readings[0] + (clock.map { "T\($0.text)" } ?? "")
      guard length > 1 || written != tail[0].text, Timestamp(iso: written) != nil else {
        return nil
      }
      meaning = .words([written], .date)
    case 2: meaning = .doubt(.day(day.readings[0], day.readings[1]), day.readings[0])
    default: return nil
    }
  }

  // MARK: Days

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private static func month(_ word: String) -> Int? {
    let word = word.lowercased()
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    return
      (months.firstIndex(of: word) ?? names.firstIndex(of: word)
      ?? (word == "sept" ? 8 : nil)).map { $0 + 1 }
  }

  /// The days that the first words may mean; two where nobody can tell.
  private static func day(_ words: [ForeignWord]) -> (readings: [String], length: Int)? {
    if words[0].kind == .timestamp { return ([words[0].text], 1) }
    if let named = namedDay(words) { return named }
    // Numbers with one sign between them, such as 08.02.2024.
    var numbers: [String] = []
    var sign: String?
    var length = 0
    while length < words.count, numbers.count < 3 {
      let word = words[length]
      guard length == 0 || word.isGlued else { break }
      if numbers.isEmpty || ["/", ".", "-"].contains(words[length - 1].text) {
        guard [.integer, .decimal].contains(word.kind) else { break }
        let parts = word.text.split(separator: ".").map(String.init)
        if parts.count > 1 {
          guard sign == nil || sign == "." else { break }
          sign = "."
        }
        numbers += parts
        length += 1
      } else if numbers.count < 3, sign == nil || sign == word.text,
        ["/", ".", "-"].contains(word.text)
      {
        sign = word.text
        length += 1
      } else {
        break
      }
    }
    guard numbers.count == 3, let sign, numbers.allSatisfy({ $0.utf8.count <= 4 }) else {
      return nil
    }
    let values = numbers.compactMap(Int.init)
    guard values.count == 3 else { return nil }
    if numbers[0].utf8.count == 4 {
      return iso(values[0], values[1], values[2]).map { ([$0], length) }
    }
    guard numbers[2].utf8.count == 4 else { return nil }
    let european = iso(values[2], values[1], values[0])
    let american = sign == "." ? nil : iso(values[2], values[0], values[1])
    let readings = [european, american].compactMap(\.self)
    guard !readings.isEmpty else { return nil }
    return (Set(readings).count == 1 ? [readings[0]] : readings, length)
  }

  /// A day with the name of its month: `8 Feb 2024`, `February 8th, 2024`.
  private static func namedDay(_ words: [ForeignWord]) -> (readings: [String], length: Int)? {
    var (day, month, year): (Int?, Int?, Int?)
    var length = 0
    for word in words.prefix(7) where year == nil {
      length += 1
      if [",", ".", "-", "/"].contains(word.text) || word.lower == "of" {
        if length == 1 { return nil }
        continue
      }
      if let named = ForeignTime.month(word.text), month == nil {
        month = named
        continue
      }
      let digits = word.text.prefix { $0.isNumber }
      let ending = word.text.dropFirst(digits.count).lowercased()
      guard let number = Int(digits), ["", "st", "nd", "rd", "th"].contains(ending) else {
        return nil
      }
      if digits.utf8.count == 4 {
        year = number
      } else if day == nil {
        day = number
      } else {
        return nil
      }
    }
    guard let day, let month, let year else { return nil }
    return iso(year, month, day).map { ([$0], length) }
  }

  private static func iso(_ year: Int, _ month: Int, _ day: Int) -> String? {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    guard (1000...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    let text = "\(year)-\(two(month))-\(two(day))"
    return Timestamp(iso: text) == nil ? nil : text
  }

  /// A time of the day behind a date: `09:00`, `9:30:15`, `9am`, `at 17:00 UTC`.
  private static func clock(
    _ words: [ForeignWord], from start: Int
  ) -> (text: String, length: Int)? {
    var place = start
    if place < words.count, words[place].lower == "at" { place += 1 }
    guard place < words.count, !words[place].isGlued || place > start else { return nil }
    var numbers: [Int] = []
    var half: String?
    while place < words.count, numbers.count < 3 {
      let word = words[place]
      let digits = word.text.prefix { $0.isNumber }
      guard let number = Int(digits), number < 60,
        numbers.isEmpty || word.isGlued && words[place - 1].text == ":"
      else { return nil }
      numbers.append(number)
      let ending = word.text.dropFirst(digits.count).lowercased()
      place += 1
      if ["am", "pm"].contains(ending) {
        half = ending
        break
      }
      guard ending.isEmpty || ending == "z" else { return nil }
      guard place + 1 < words.count, words[place] == ":", words[place].isGlued else { break }
      place += 1
    }
    if half == nil, place < words.count, ["am", "pm"].contains(words[place].lower) {
      half = words[place].lower
      place += 1
    }
    if place < words.count, ["z", "utc", "gmt"].contains(words[place].lower) { place += 1 }
    guard numbers.count > 1 || half != nil, var hour = numbers.first, hour < 25 else { return nil }
    if half != nil { hour = hour % 12 + (half == "pm" ? 12 : 0) }
    let parts = ([hour] + (numbers.count > 1 ? Array(numbers.dropFirst()) : [0])).map {
      $0 < 10 ? "0\($0)" : "\($0)"
    }
    return (parts.joined(separator: ":") + "Z", place - start)
  }

  // MARK: Spans, and times counted from now

  private static let units = [
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "m": "m", "min": "m",
    "mins": "m", "minute": "m", "minutes": "m", "h": "h", "hr": "h", "hrs": "h", "hour": "h",
    "hours": "h", "d": "d", "day": "d", "days": "d", "w": "w", "week": "w", "weeks": "w",
  ]

  /// A span of time: how it is written, how many words it takes, and whether it is so long only
  /// nearly.
  struct Span {
    let text: String
    let length: Int
    var isRough = false
  }

  /// `2 days`, `48 hours`, `3 months`, where one begins.
  static func length(_ words: [ForeignWord]) -> Span? {
    guard let first = words.first else { return nil }
    if let text = first.saying {
      let inside = [ForeignWord](reading: text)
      return length(inside).flatMap {
        $0.length == inside.count ? Span(text: $0.text, length: 1, isRough: $0.isRough) : nil
      }
    }
    let digits = first.text.prefix { $0.isNumber }
    guard !digits.isEmpty, first.kind == .integer || first.kind == .quantity else { return nil }
    let hasUnit = digits.utf8.count < first.text.utf8.count
    let unit =
      (hasUnit ? String(first.text.dropFirst(digits.count)) : words.dropFirst().first?.text)
    guard let unit = unit?.lowercased() else { return nil }
    let length = hasUnit ? 1 : 2
    if let short = units[unit] { return Span(text: "\(digits)\(short)", length: length) }
    guard let number = Int(digits), number < 10_000 else { return nil }
    switch unit {
    case "month", "months", "mo":
      return Span(text: "\(number * 30)d", length: length, isRough: true)
    case "year", "years", "y": return Span(text: "\(number * 365)d", length: length, isRough: true)
    case "quarter", "quarters": return Span(text: "\(number * 90)d", length: length, isRough: true)
    default: return nil
    }
  }

  private static func span(_ words: [ForeignWord]) -> ForeignTime? {
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
    "sysdate": ["now"],
  ]

  private static func relative(_ words: [ForeignWord]) -> ForeignTime? {
    let lower = words.map(\.lower)
    let hasCall =
      lower.dropFirst().first == "(" && words[1].isGlued
      && lower.dropFirst(2).first == ")"
    if ["now", "today"].contains(lower[0]) {
      guard hasCall || words[0].text != lower[0] else { return nil }
      return ForeignTime([lower[0]], .relativeTime, hasCall ? 3 : 1)
    }
    if moments.contains(lower[0]), !hasCall, lower.dropFirst().first != "=" {
      return ForeignTime(.moment(words[0].text), "today", 1)
    }
    if let day = days[lower[0]] { return ForeignTime(day, .relativeTime, hasCall ? 3 : 1) }
    if lower.starts(with: ["datetime", ".", "now", "("]) {
      return ForeignTime(["now"], .relativeTime, 5)
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

  /// Days, and times of them, that come again and again.
  private static let moments: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "midnight",
    "noon",
    "morning", "evening", "tonight",
  ]

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
