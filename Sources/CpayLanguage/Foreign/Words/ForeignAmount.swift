import CpaySyntax
import CpayValue

/// An amount or a number as people write it: `€1,000.00`, `1.000,00 EUR`, `$1k`.
struct ForeignAmount {
  /// The amount as a program writes it, or the number where no currency is known.
  private(set) var written: String
  /// What else it may be, where its only sign may part thousands or the fraction.
  private(set) var other: String?
  /// The number, where a currency was put there that nobody named.
  private(set) var bareNumber: String?
  /// Whether nobody can tell what it is, even where no harm is done: `1.000`.
  private(set) var isOpen = false
  /// How many words it takes.
  private(set) var length: Int

  /// Whether it can be read in one way only.
  var isSure: Bool { other == nil && bareNumber == nil }

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
    // EUR1000
    let code = words[index].text.prefix(3)
    if words[index].isName, let currency = ForeignAmount.code(String(code)),
      case let digits = words[index].text.dropFirst(3), !digits.isEmpty,
      digits.allSatisfy(\.isNumber)
    {
      // EUR1.000
      let rest = words[(index + 1)...]
      if let sign = rest.first, sign.isGlued, [".", ","].contains(sign.text),
        let inner = ForeignAmount(
          [ForeignWord(currency), ForeignWord(String(digits), .integer)] + rest, at: 0,
          mayHaveCommas: mayHaveCommas, isMoney: true)
      {
        self = inner
        length -= 1
        return
      }
      (written, length) = (digits + currency, 1)
      return
    }
    // a thousand euros
    if let number = ForeignNumber(words, at: index),
      case let code = ForeignAmount.currency(words, at: index + number.length),
      code != nil || isMoney
    {
      written = "\(number.value)" + (code ?? "eur")
      length = number.length + (code == nil ? 0 : 1)
      if code == nil { bareNumber = "\(number.value)" }
      return
    }
    var currency = ForeignAmount.currency(words, at: index)
    let start = currency == nil ? index : index + 1
    if currency != nil, words[index].isName, start < words.count, words[start].isGlued {
      return nil
    }
    var found = ForeignAmount.digits(words, start, commas: mayHaveCommas || currency != nil)
    // 1 000 EUR
    if let spaced = ForeignAmount.digits(words, start, commas: mayHaveCommas, blanks: true),
      currency != nil || ForeignAmount.currency(words, at: spaced.end) != nil
    {
      found = spaced
    }
    guard let found else { return nil }
    var (suffix, place) = (found.letters, found.end)
    if suffix.isEmpty, place < words.count, words[place].kind == .quantity || words[place].isName,
      words[place].isGlued
    {
      suffix = words[place].text
      place += 1
    }
    // 1,5 Mio
    if suffix.isEmpty, place < words.count,
      ["mio", "mln", "million", "millions", "thousand", "tsd", "tausend", "k"].contains(
        words[place].lower)
    {
      suffix = words[place].text
      place += 1
      if place < words.count, words[place] == ".", words[place].isGlued { place += 1 }
    }
    var scale = ForeignAmount.scales[suffix == "M" ? "mio" : suffix.lowercased()]
    // A small m beside a currency counts no minutes.
    if suffix == "m", currency != nil || ForeignAmount.currency(words, at: place) != nil {
      scale = 6
    }
    if scale != nil { suffix = "" }
    if currency == nil, !suffix.isEmpty {
      guard let code = ForeignAmount.code(suffix) else { return nil }
      (currency, suffix) = (code, "")
    }
    guard suffix.isEmpty else { return nil }
    // 1000,- EUR
    if place + 1 < words.count, [",", "."].contains(words[place].text),
      ["-", "–", "—"].contains(words[place + 1].text), words[place + 1].isGlued
    {
      place += 2
    }
    if let code = ForeignAmount.currency(words, at: place), currency == nil || currency == code {
      currency = code
      place += 1
    }
    let places = currency.flatMap { Currency($0)?.minorDigits }
    guard
      var (digits, others) = ForeignAmount.readings(
        found.text, isMoney: isMoney || currency != nil, hasThreePlaces: places == 3)
    else { return nil }
    if let scale {
      guard let moved = ForeignAmount.moved(digits, by: scale) else { return nil }
      (digits, others) = (moved, nil)
    }
    length = place - index
    digits = ForeignAmount.short(digits)
    let isPlain = length == 1 && scale == nil && found.text.utf8.allSatisfy { $0 &- 0x30 < 10 }
    let needsCurrency = currency == nil && isMoney && !isPlain
    let ending = currency ?? (needsCurrency ? "eur" : "")
    written = digits + ending
    other = others.map {
      ForeignAmount.whole($0, places: ending.isEmpty ? nil : places ?? 2) + ending
    }
    if needsCurrency { bareNumber = digits }
    isOpen = currency == nil && other != nil && found.text.contains(".")
    guard length > 1 || written != words[index].text else { return nil }
  }

  /// What a text in quotes says, where it says an amount and nothing else.
  init?(quoted text: String) {
    let words = [ForeignWord](reading: TextLiteral.text(text))
    guard let first = words.first else { return nil }
    if words.count == 1, Literals.money(first.text) != nil {
      (written, length) = (first.text.lowercased(), 1)
    } else if let found = ForeignAmount(words, at: 0, mayHaveCommas: true, isMoney: true),
      found.length == words.count, found.bareNumber == nil || first.hasDigitFirst
    {
      self = found
    } else if words.count == 1, first.isDigits {
      (written, length, bareNumber) = ("\(first.text)eur", 1, first.text)
    } else {
      return nil
    }
  }

  private static let scales = [
    "k": 3, "e3": 3, "thousand": 3, "tsd": 3, "tausend": 3, "e6": 6, "mio": 6, "mln": 6,
    "million": 6, "millions": 6,
  ]

  /// The digits that stand there with the signs between them, the letters behind them in the same
  /// word, and where they end; with blanks between groups of three only where those are looked for.
  private static func digits(
    _ words: [ForeignWord], _ start: Int, commas: Bool, blanks: Bool = false
  ) -> (text: String, letters: String, end: Int)? {
    guard start < words.count, let first = words[start].text.utf8.first, first &- 0x30 < 10,
      [.integer, .decimal, .quantity].contains(words[start].kind)
    else { return nil }
    func parts(_ word: ForeignWord) -> (digits: String, letters: String) {
      let letters = word.text.drop { !$0.isLetter }
      return (word.text.dropLast(letters.count).filter { $0 != "_" }, String(letters))
    }
    var (text, letters) = parts(words[start])
    var end = start + 1
    if blanks {
      let groups = words[end...].prefix { $0.isDigits && $0.text.utf8.count == 3 && !$0.isGlued }
      guard !groups.isEmpty, words[start].isDigits else { return nil }
      text += groups.map(\.text).joined()
      end += groups.count
    }
    while letters.isEmpty, end + 1 < words.count, words[end].isGlued, words[end + 1].isGlued,
      words[end] == "." || commas && words[end] == ",",
      [.integer, .decimal, .quantity].contains(words[end + 1].kind)
    {
      let next = parts(words[end + 1])
      text += words[end].text + next.digits
      letters = next.letters
      end += 2
    }
    return (text, letters, end)
  }

  /// What digits with signs between them say, and what else they may; nil where they say nothing.
  private static func readings(
    _ text: String, isMoney: Bool, hasThreePlaces: Bool
  ) -> (String, String?)? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }.map(
      String.init)
    let signs = text.filter { $0 == "." || $0 == "," }
    guard let last = signs.last, parts.allSatisfy({ !$0.isEmpty }) else {
      return signs.isEmpty ? (text, nil) : nil
    }
    let isGroup = parts.dropFirst().map { $0.utf8.count == 3 }
    let isGrouped =
      Set(signs).count == 1 && isGroup.allSatisfy(\.self) && parts[0].utf8.count < 4
      && parts[0] != "0"
    let fraction = parts.dropLast().joined() + "." + (parts.last ?? "")
    if signs.count == 1, last == ".", hasThreePlaces || !isMoney { return (fraction, nil) }
    // No money has three digits behind the whole units but that of a few small countries.
    if isGrouped { return (parts.joined(), signs.count == 1 ? fraction : nil) }
    guard !signs.dropLast().contains(last), isGroup.dropLast().allSatisfy(\.self) else {
      return nil
    }
    return (fraction, nil)
  }

  static func currency(_ words: [ForeignWord], at index: Int) -> String? {
    guard index < words.count else { return nil }
    return signs[words[index].text] ?? (words[index].isName ? code(words[index].text) : nil)
  }

  private static func code(_ word: String) -> String? {
    let word = word.lowercased()
    return nouns[word] ?? (Currency(word)?.minorDigits != nil ? word : nil)
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

  /// The number without noughts at the end of its fraction, cut to the digits that a currency has.
  private static func whole(_ digits: String, places: Int?) -> String {
    let parts = digits.split(separator: ".").map(String.init)
    guard parts.count == 2 else { return digits }
    var fraction = parts[1].prefix(places ?? parts[1].count)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return fraction.isEmpty ? parts[0] : "\(parts[0]).\(fraction)"
  }

  /// The number without a fraction of nothing.
  private static func short(_ digits: String) -> String {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[1].allSatisfy { $0 == "0" } ? String(parts[0]) : digits
  }
}
