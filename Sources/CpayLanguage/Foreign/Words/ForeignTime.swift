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

  /// Whether it is a time by its name or its form alone, and another thing where none is wanted.
  var isNamed: Bool {
    switch meaning {
    case .doubt(.moment, _), .doubt(.unnamed, _): true
    default: false
    }
  }

  /// Whether it is a whole day, as it is written: `today - 1d`, `2024-02-08`.
  var isDay: Bool {
    guard case .words(let words, _) = meaning else { return false }
    return words.first == "today" && !words.contains { $0.hasSuffix("h") || $0.hasSuffix("m") }
      || words.count == 1 && words[0].utf8.count == 10
  }

  /// What is in doubt where it matters to the day: a month as so many days.
  let roughness: ForeignDoubt?

  init(_ words: [String], _ form: ForeignForm, _ length: Int, isRough: Bool = false) {
    (meaning, self.length) = (.words(words, form), length)
    roughness = isRough ? .length(words.last ?? "") : nil
  }

  init(_ doubt: ForeignDoubt, _ word: String, _ length: Int) {
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
    if let instant = ForeignTime.instant(tail) {
      self = instant
      return
    }
    guard let day = ForeignTime.day(tail) else {
      guard let month = ForeignTime.month(tail) else { return nil }
      self = ForeignTime(.day(month.first, month.next), month.first, month.length)
      return
    }
    let clock = ForeignClock(tail, from: day.length)
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

  /// What a text says of a time, where all of it does; nil for any other.
  init?(literal words: [ForeignWord], length: Int) {
    if words.count == 1, words[0].kind == .timestamp {
      self = ForeignTime([words[0].text], .date, length)
    } else if let time = ForeignTime(words, at: 0), time.length == words.count,
      case .words(let texts, let form) = time.meaning
    {
      self = ForeignTime(texts, form, length)
    } else {
      return nil
    }
  }

  /// A time with noughts behind its seconds, or whole hours of a zone: `2024-02-08T09:00:00.000Z`.
  private static func instant(_ words: [ForeignWord]) -> ForeignTime? {
    let whole = words.prefix(1) + words.dropFirst().prefix(while: \.isGlued)
    var text = whole.map(\.text).joined().uppercased()
    guard text.utf8.count > 16, words[0].kind == .timestamp || words[0].kind == .integer,
      text.contains("T")
    else { return nil }
    if let point = text.firstIndex(of: ".") {
      let behind = text[text.index(after: point)...]
      let noughts = behind.prefix { $0 == "0" }
      guard !noughts.isEmpty else { return nil }
      text = String(text[..<point] + behind.dropFirst(noughts.count))
    }
    if ["+", "-"].contains(text.dropLast(2).last) { text += ":00" }
    guard whole.count > 1 || text != words[0].text, Timestamp(iso: text) != nil else { return nil }
    return ForeignTime([text], .date, whole.count)
  }

  // MARK: Days

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  static func month(_ word: String) -> Int? {
    let word = word.lowercased()
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    return
      (months.firstIndex(of: word) ?? names.firstIndex(of: word)
      ?? otherMonths[word]).map { $0 + 1 }
  }

  /// Months as other people call them, but for those with the same name.
  private static let otherMonths = [
    "sept": 8, "januar": 0, "februar": 1, "marz": 2, "mai": 4, "juni": 5, "juli": 6, "oktober": 9,
    "okt": 9, "dezember": 11, "dez": 11, "janvier": 0, "fevrier": 1, "mars": 2, "avril": 3,
    "juin": 5, "juillet": 6, "aout": 7, "septembre": 8, "octobre": 9, "novembre": 10,
    "decembre": 11, "enero": 0, "febrero": 1, "marzo": 2, "abril": 3, "mayo": 4, "junio": 5,
    "julio": 6, "agosto": 7, "septiembre": 8, "octubre": 9, "noviembre": 10, "diciembre": 11,
  ]

  /// The days that the first words may mean; two where nobody can tell.
  static func day(_ words: [ForeignWord]) -> (readings: [String], length: Int)? {
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
      if [",", ".", "-", "/"].contains(word.text) || ["of", "de", "del"].contains(word.lower) {
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

  /// A month or a quarter of a year, `2024-02`, `Feb 2024` or `Q1 2024`: its first day, and that of the
  /// next.
  static func month(_ words: [ForeignWord]) -> (first: String, next: String, length: Int)? {
    func found(
      _ year: Int?, _ month: Int?, _ length: Int, lasting months: Int = 1
    ) -> (String, String, Int)? {
      guard let year, let month, let first = iso(year, month, 1),
        let next = month + months > 12 ? iso(year + 1, 1, 1) : iso(year, month + months, 1)
      else { return nil }
      return (first, next, length)
    }
    guard words.count > 1 else { return nil }
    for (name, year) in [(words[0], words[1]), (words[1], words[0])] {
      guard let quarter = ["q1", "q2", "q3", "q4"].firstIndex(of: name.lower), year.isDigits,
        year.text.utf8.count == 4
      else { continue }
      return found(Int(year.text), 3 * quarter + 1, 2, lasting: 3)
    }
    if let name = month(words[0].text), words[1].text.utf8.count == 4 {
      return found(Int(words[1].text), name, 2)
    }
    guard words.count > 2, words[0].isDigits, words[0].text.utf8.count == 4, words[1] == "-",
      words[1].isGlued, words[2].isGlued, words[2].isDigits, words[2].text.utf8.count == 2
    else { return nil }
    return found(Int(words[0].text), Int(words[2].text), 3)
  }

  private static func iso(_ year: Int, _ month: Int, _ day: Int) -> String? {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    guard (1000...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    let text = "\(year)-\(two(month))-\(two(day))"
    return Timestamp(iso: text) == nil ? nil : text
  }
}
