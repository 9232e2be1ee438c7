import CpaySyntax

/// A time of the day as people write it: `09:00`, `9:30:15`, `9am`, `at 17:00 CET`.
struct ForeignClock {
  private let parts: [Int]
  private let offset: String
  /// How many words it takes.
  let length: Int

  /// What zones that mean one thing are ahead of UTC.
  private static let zones = [
    "z": "Z", "utc": "Z", "gmt": "Z", "cet": "+01:00", "cest": "+02:00", "eet": "+02:00",
    "bst": "+01:00", "est": "-05:00", "edt": "-04:00", "pst": "-08:00", "pdt": "-07:00",
  ]

  /// The time that begins at `start`; nil where none does.
  init?(_ words: [ForeignWord], from start: Int) {
    var place = start
    if place < words.count, words[place].lower == "at" { place += 1 }
    guard place < words.count, !words[place].isGlued || place > start || start == 0 else {
      return nil
    }
    var numbers: [Int] = []
    var half: String?
    var isUniversal = false
    while place < words.count, numbers.count < 3 {
      let word = words[place]
      let digits = word.text.prefix { $0.isNumber }
      // 17h30
      let minutes = word.text.dropFirst(digits.count)
      if numbers.isEmpty, word.kind == .quantity, minutes.first == "h", minutes.utf8.count == 3,
        let hour = Int(digits), hour < 25, let minute = Int(minutes.dropFirst()), minute < 60
      {
        numbers = [hour, minute]
        place += 1
        break
      }
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
      isUniversal = ending == "z"
      guard place + 1 < words.count, words[place] == ":", words[place].isGlued else { break }
      place += 1
    }
    if half == nil, place < words.count, ["am", "pm"].contains(words[place].lower) {
      half = words[place].lower
      place += 1
    }
    // 5 p.m.
    if half == nil, place + 2 < words.count, ["a", "p"].contains(words[place].lower),
      words[place + 1] == ".", words[place + 2].lower == "m"
    {
      half = words[place].lower + "m"
      place += place + 3 < words.count && words[place + 3] == "." ? 4 : 3
    }
    // 17 Uhr
    let isNamed = half == nil && place < words.count && words[place].lower == "uhr"
    place += isNamed ? 1 : 0
    var offset = "Z"
    if !isUniversal, place < words.count, let zone = ForeignClock.zones[words[place].lower] {
      (offset, place) = (zone, place + 1)
    } else if !isUniversal, let found = ForeignClock.offset(words[place...]) {
      (offset, place) = (found.text, place + found.length)
    }
    guard numbers.count > 1 || half != nil || isNamed, var hour = numbers.first, hour < 25 else {
      return nil
    }
    if half != nil { hour = hour % 12 + (half == "pm" ? 12 : 0) }
    parts = [hour] + (numbers.count > 1 ? Array(numbers.dropFirst()) : [0])
    (self.offset, length) = (offset, place - start)
  }

  /// `+01:00` or `+01`, with no blank before or in it.
  private static func offset(_ words: ArraySlice<ForeignWord>) -> (text: String, length: Int)? {
    let words = words.prefix(4).prefix(while: \.isGlued).map(\.text)
    guard words.count > 1, ["+", "-"].contains(words[0]), words[1].utf8.count == 2,
      Int(words[1]) != nil
    else { return nil }
    guard words.count == 4, words[2] == ":", words[3].utf8.count == 2, Int(words[3]) != nil else {
      return ("\(words[0])\(words[1]):00", 2)
    }
    return (words.joined(), 4)
  }

  /// As it is written behind a date: `09:00Z`.
  var text: String {
    parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":") + offset
  }

  /// Whether it is told in UTC, as the days of a program are.
  var isUniversal: Bool { offset == "Z" }

  /// What is added to a day for it: `+ 17h + 30m`.
  var sinceMidnight: [String] {
    zip(parts, ["h", "m", "s"]).flatMap { $0 > 0 ? ["+", "\($0)\($1)"] : [] }
  }
}
