import CpaySyntax
import CpayValue

extension ForeignConditions {
  struct Operand {
    var words: [ForeignWord]
    var isCondition = false
  }

  /// A value with what is calculated of it.
  mutating func operand(_ field: String = "") -> Operand {
    var whole = primary(field)
    while let word = current, !whole.isCondition, !whole.words.isEmpty {
      // team || "none"
      let bars = word == "||" ? 1 : word == "|" && at(1) == "|" ? 2 : 0
      if bars > 0, isValue, index + bars < words.count {
        let start = index
        index += bars
        let next = primary("").words
        if !names.countsCents, next.count == 1, next[0].isText {
          whole.words += [ForeignWord("??")] + next.beginning(glued: false)
          continue
        }
        if names.countsCents, let text = Self.text(of: [whole.words, next]) {
          whole.words = [text]
          continue
        }
        index = start
      }
      let isSign = ["+", "*", "/", "??"].contains(word.text) || word == "-" && !isDash
      guard isSign, index + 1 < words.count else { break }
      index += 1
      // What makes whole units of minor ones: an amount has them by itself.
      if names.countsCents, word == "/", whole.words.count == 1,
        names.isAmount(whole.words[0].text),
        let divisor = current?.text, ["100", "100.0", "100.00"].contains(divisor)
      {
        index += 1
        if !isValue { doubt = doubt ?? .units(whole.words[0].text) }
        continue
      }
      let next = primary("")
      guard !next.words.isEmpty, !next.isCondition else {
        index -= 1
        break
      }
      // Texts are not added: `"a " + b`.
      if word == "+", let text = Self.text(of: [whole.words, next.words]) {
        whole.words = [text]
        continue
      }
      // today - 7
      if ["+", "-"].contains(word.text), ["now", "today"].contains(whole.words.last?.text ?? ""),
        next.words.count == 1, next.words[0].isDigits, !names.isCareful
      {
        forms.append(.relativeTime)
        whole.words += foreignWords(word.text, next.words[0].text + "d")
        continue
      }
      whole.words += [ForeignWord(word.text, word.kind)] + next.words.beginning(glued: false)
    }
    return whole
  }

  /// Whether a minus begins a word, as `-eq` does.
  var isDash: Bool {
    at(0)?.isGlued == false && at(1)?.isGlued == true && at(1)?.isName == true
  }

  static let constants = [
    "none": "null", "nil": "null", "undefined": "null", "null": "null", "nan": "null",
    "true": "true", "false": "false", "$null": "null", "$true": "true", "$false": "false",
  ]
  static let functions = [
    "len": "length", "strlen": "length", "tolower": "lower", "toupper": "upper", "lcase": "lower",
    "ucase": "upper", "strip": "trim", "size": "length", "char_length": "length",
    "tolowercase": "lower", "touppercase": "upper", "to_date": "date", "todate": "date",
    "mean": "avg", "average": "avg", "total": "sum", "maximum": "max", "minimum": "min",
  ]

  mutating func primary(_ field: String) -> Operand {
    // DATE '2024-02-08'
    if names.isTime(field), ["date", "timestamp", "datetime"].contains(lower()),
      at(1)?.isText == true
    {
      index += 1
    }
    guard let word = current else { return Operand(words: []) }
    if field.isEmpty || names.takesWords(field), let (member, length) = spacedMember() {
      index += length
      return Operand(words: [ForeignWord(member, isGlued: word.isGlued)])
    }
    if names.isTime(field), let text = word.saying, let time = wholeTime(text) {
      index += 1
      return Operand(words: time)
    }
    if let time = ForeignTime(words, at: index), time.isNamed == false || names.isTime(field) {
      index += time.length
      return Operand(words: tell(time).beginning(glued: word.isGlued))
    }
    if names.isAmount(field), word.isText, let amount = ForeignAmount(quoted: word.text) {
      index += 1
      return Operand(words: [tell(amount)])
    }
    if let amount = ForeignAmount(
      words, at: index, mayHaveCommas: true, isMoney: names.isAmount(field))
    {
      index += amount.length
      return Operand(words: [tell(amount)].beginning(glued: word.isGlued))
    }
    if field == "currency", !word.isText, let code = ForeignAmount.currency(words, at: index),
      code != word.lower
    {
      index += 1
      forms.append(.amount)
      return Operand(words: foreignWords(code))
    }
    // Seconds since 1970, or as many thousandths.
    if names.isTime(field), word.kind == .integer, [10, 13].contains(word.text.utf8.count) {
      index += 1
      forms.append(.date)
      let isFine = word.text.utf8.count == 13
      return Operand(
        words: [ForeignWord("time"), ForeignWord("(").glued, ForeignWord(word.text).glued]
          + (isFine ? foreignWords("/", "1000") : []) + [ForeignWord(")").glued])
    }
    if names.isTime(field), let time = clockOrSpan() {
      return Operand(words: time.beginning(glued: word.isGlued))
    }
    if names.isTime(field), word.kind == .integer, word.text.utf8.count == 8 {
      let text = word.text
      let day = "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
      if Timestamp(iso: day) != nil {
        index += 1
        forms.append(.date)
        return Operand(words: [ForeignWord(day, .timestamp)])
      }
    }
    if let constant = Self.constants[word.lower], at(1)?.text != "(" {
      index += 1
      return Operand(words: [ForeignWord(constant, isGlued: word.isGlued)])
    }
    if ["f", "r", "b", "n"].contains(word.lower), let text = at(1), text.isGlued,
      text.isText || text.kind == .textEnd
    {
      index += 2
      return Operand(words: [text.spaced])
    }
    if let text = curlyText() { return Operand(words: text) }
    if let choice = choice() { return Operand(words: choice) }
    switch word.text {
    case "(":
      let end = words.end(ofBracketAt: index)
      let inside = [ForeignWord](words[index..<end])
      index = end
      guard depth < Self.maximumDepth, inside.last?.text == ")", inside.count > 2 else {
        return Operand(words: inside)
      }
      let reader = ForeignConditions.reading(
        inside.unbracketed, names, asValue: isValue, depth: depth + 1)
      take(reader)
      let whole =
        [inside[0]] + reader.result.beginning(glued: true) + [ForeignWord(")").glued]
      return Operand(words: whole, isCondition: reader.result.contains { Self.isCondition($0) })
    case "[", "{", "$(":
      let end = words.end(ofBracketAt: index)
      defer { index = end }
      return Operand(words: Array(words[index..<end]))
    case "-":
      guard let next = at(1), next != "-" else { return Operand(words: []) }
      index += 1
      return Operand(words: [word] + primary(field).words.beginning(glued: true))
    case ".": break
    default:
      guard word.isName || word.isText || word.kind == .variable || isLiteral(word) else {
        return Operand(words: [])
      }
    }
    return path()
  }

  /// A member of several words, as it is spoken: `needs response`, `product-not-received`.
  private func spacedMember() -> (member: String, length: Int)? {
    guard let word = current, word.isName, names.field(ofMember: word.text) == nil,
      !names.isField(word.text)
    else { return nil }
    var parts = [word.lower]
    var length = 1
    while parts.count < 4, let next = at(length) {
      let isDash = next == "-" && next.isGlued && at(length + 1)?.isGlued == true
      guard let part = isDash ? at(length + 1) : next, part.isName else { return nil }
      parts.append(part.lower)
      length += isDash ? 2 : 1
      let member = parts.joined(separator: "_")
      if names.field(ofMember: member) != nil { return (member, length) }
    }
    return nil
  }

  static func isCondition(_ word: ForeignWord) -> Bool {
    ["==", "!=", "<", ">", "<=", ">=", "and", "or", "not", "in", "matches", "contains"]
      .contains(word.text)
  }

  func isLiteral(_ word: ForeignWord) -> Bool {
    [.integer, .decimal, .quantity, .timestamp, .file, .textEnd].contains(word.kind)
  }

  /// A text in curly quotes or backticks.
  mutating func curlyText() -> [ForeignWord]? {
    guard let open = current?.text, Self.openers.contains(open) else { return nil }
    guard let end = words[(index + 1)...].firstIndex(where: { Self.closers.contains($0.text) })
    else {
      return nil
    }
    let inside = [ForeignWord](words[index + 1..<end]).joined
    index = end + 1
    return open == "`"
      ? [ForeignWord](reading: inside) : [ForeignWord(TextLiteral.quoted(inside), .string)]
  }

  /// What a text in quotes says of a time, where it says nothing else.
  mutating func wholeTime(_ text: String) -> [ForeignWord]? {
    let inside = [ForeignWord](reading: text)
    guard !inside.isEmpty else { return nil }
    if inside.count == 1, inside[0].kind == .timestamp { return inside }
    guard let time = ForeignTime(inside, at: 0), time.length == inside.count else { return nil }
    return tell(time)
  }

  mutating func tell(_ time: ForeignTime) -> [ForeignWord] {
    if names.isCareful, let rough = time.roughness { doubt = doubt ?? rough }
    switch time.meaning {
    case .words(let texts, let form):
      forms.append(form)
      return texts.map { ForeignWord($0) }
    case .doubt(let found, let first):
      doubt = doubt ?? found
      return [ForeignWord(first, .timestamp)]
    }
  }

  /// The amount; where the statement writes, one that could be another is in doubt.
  mutating func tell(_ amount: ForeignAmount) -> ForeignWord {
    forms.append(.amount)
    if let other = amount.other, names.isCareful || amount.isOpen {
      doubt = doubt ?? .amount(amount.written, other)
    } else if let number = amount.bareNumber, names.isCareful {
      doubt = doubt ?? .currency(number)
    }
    return ForeignWord(amount.written, .quantity)
  }
}
