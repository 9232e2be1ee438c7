import CpaySyntax
import CpayValue

/// An amount or a number as people write it: `€1,000.00`, `1.000,00 EUR`, `$1k`.
struct ForeignAmount {
  /// The amount as a program writes it, or the number where no currency is known.
  let written: String
  /// How many words it takes.
  let length: Int

  private static let signs = [
    "€": "eur", "$": "usd", "£": "gbp", "¥": "jpy", "US$": "usd", "₹": "inr", "₽": "rub",
    "₺": "try", "₩": "krw", "zł": "pln",
  ]
  private static let nouns = [
    "euro": "eur", "euros": "eur", "dollar": "usd", "dollars": "usd", "pound": "gbp",
    "pounds": "gbp", "yen": "jpy",
  ]

  /// The amount that begins at `index`; nil where none does, or it is written as it is here.
  ///
  /// Commas part digits only where no list can be meant, and a number without a currency is money
  /// where that is wanted.
  init?(_ words: [ForeignWord], at index: Int, mayHaveCommas: Bool, isMoney: Bool) {
    var place = index
    // EUR1000
    let code = words[index].text.prefix(3)
    if words[index].isName, let currency = ForeignAmount.code(String(code)),
      case let digits = words[index].text.dropFirst(3), !digits.isEmpty,
      digits.allSatisfy(\.isNumber)
    {
      (written, length) = (digits + currency, 1)
      return
    }
    var currency = ForeignAmount.currency(words, at: place)
    if currency != nil { place += 1 }
    guard place < words.count, let first = words[place].text.utf8.first, first &- 0x30 < 10,
      [.integer, .decimal, .quantity].contains(words[place].kind)
    else { return nil }
    if currency != nil, words[index].isName, words[place].isGlued { return nil }
    let letters = words[place].text.drop { !$0.isLetter }
    var digits = String(words[place].text.dropLast(letters.count)).filter { $0 != "_" }
    place += 1
    if letters.isEmpty, mayHaveCommas || currency != nil {
      (digits, place) = ForeignAmount.groups(digits, words, place, isMoney: currency != nil)
    }
    // 1 000 EUR
    var groups = (digits: digits, place: place)
    while groups.place < words.count, words[groups.place].isDigits,
      words[groups.place].text.utf8.count == 3
    {
      groups.digits += words[groups.place].text
      groups.place += 1
    }
    if letters.isEmpty, ForeignAmount.currency(words, at: groups.place) != nil || currency != nil {
      (digits, place) = groups
    }
    var suffix = String(letters)
    if suffix.isEmpty, place < words.count, words[place].kind == .quantity || words[place].isName,
      words[place].isGlued
    {
      suffix = words[place].text
      place += 1
    }
    if let scale = ["k": 3, "mio": 6, "mln": 6, "million": 6][suffix.lowercased()]
      ?? (suffix == "M" ? 6 : nil)
    {
      guard let moved = ForeignAmount.moved(digits, by: scale) else { return nil }
      (digits, suffix) = (moved, "")
    }
    if currency == nil, !suffix.isEmpty {
      guard let code = ForeignAmount.code(suffix) else { return nil }
      (currency, suffix) = (code, "")
    }
    guard suffix.isEmpty else { return nil }
    if currency == nil, let code = ForeignAmount.currency(words, at: place) {
      currency = code
      place += 1
    }
    length = place - index
    let number = ForeignAmount.short(digits)
    written =
      number
      + (currency
        ?? (isMoney && (length > 1 || digits.contains(".") || words[index].kind == .quantity)
          ? "eur" : ""))
    guard length > 1 || written != words[index].text else { return nil }
  }

  private static func currency(_ words: [ForeignWord], at index: Int) -> String? {
    guard index < words.count else { return nil }
    return signs[words[index].text] ?? (words[index].isName ? code(words[index].text) : nil)
  }

  private static func code(_ word: String) -> String? {
    let word = word.lowercased()
    return nouns[word] ?? (Currency(word)?.minorDigits != nil ? word : nil)
  }

  /// Digits in groups, and which of comma and point ends the whole units.
  private static func groups(
    _ first: String, _ words: [ForeignWord], _ start: Int, isMoney: Bool
  ) -> (String, Int) {
    var parts = first.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var signs = Array(repeating: ".", count: parts.count - 1)
    var place = start
    while place + 1 < words.count, [",", "."].contains(words[place].text), words[place].isGlued,
      words[place + 1].isGlued, [.integer, .decimal].contains(words[place + 1].kind)
    {
      let next = words[place + 1].text.split(separator: ".").map(String.init)
      signs += [words[place].text] + Array(repeating: ".", count: next.count - 1)
      parts += next
      place += 2
    }
    // No money has three digits behind the whole units but that of a few small countries.
    let isGrouped =
      parts.last?.utf8.count == 3 && (isMoney || currency(words, at: place) != nil)
    guard let last = signs.last, signs.contains(",") || signs.count > 1 || isGrouped else {
      return (first, start)
    }
    let isGroup = parts.dropFirst().map { $0.utf8.count == 3 }
    // The last sign parts whole units from the rest, unless all are alike and stand before groups.
    if Set(signs).count == 1, isGroup.allSatisfy(\.self) { return (parts.joined(), place) }
    guard !signs.dropLast().contains(last), isGroup.dropLast().allSatisfy(\.self) else {
      return (first, start)
    }
    return (parts.dropLast().joined() + "." + (parts.last ?? ""), place)
  }

  /// The number so many digits larger.
  private static func moved(_ digits: String, by scale: Int) -> String? {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let fraction = parts.count > 1 ? parts[1] : ""
    guard parts.count < 3, fraction.utf8.count <= scale else { return nil }
    let zeros = String(repeating: "0", count: scale - fraction.utf8.count)
    let whole = (parts[0] + fraction + zeros).drop { $0 == "0" }
    return whole.isEmpty ? "0" : String(whole)
  }

  /// The number without a fraction of nothing.
  private static func short(_ digits: String) -> String {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[1].allSatisfy { $0 == "0" } ? String(parts[0]) : digits
  }
}
