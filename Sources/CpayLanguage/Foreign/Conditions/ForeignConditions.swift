import CpaySyntax
import CpayValue

/// Says conditions and values over again that are written as elsewhere.
///
/// It reads from left to right and never goes back: an operand, an operator, an operand. Words that
/// it makes nothing of stay as they are, so that what is right already comes out as it was.
struct ForeignConditions {
  let names: ForeignNames
  var words: [ForeignWord]
  var index = 0
  var result: [ForeignWord] = []
  let depth: Int
  /// Whether a blank belongs before the next operand, whatever was there.
  var mustPart = false
  /// Whether a value is read, so that a name by itself is no condition.
  var isValue = false
  /// The first side of the last comparison.
  var compared: [ForeignWord] = []
  var forms: [ForeignForm] = []
  /// What may be read in more ways than one.
  var doubt: ForeignDoubt?

  static let maximumDepth = 8

  /// What a condition, or any value, is here.
  static func reading(
    _ words: [ForeignWord], _ names: ForeignNames, asValue: Bool = false, depth: Int = 0
  ) -> ForeignConditions {
    var reader = ForeignConditions(words, names, depth: depth)
    reader.isValue = asValue
    if let choice = ForeignConditions.parts(ofChoice: words) {
      reader.result = reader.choosing(choice)
    } else {
      reader.read()
    }
    return reader
  }

  init(_ words: [ForeignWord], _ names: ForeignNames, depth: Int) {
    (self.words, self.names, self.depth) = (words, names, depth)
  }

  /// What was read, in the words of a program.
  var written: [ForeignWord] { result }

  var current: ForeignWord? { index < words.count ? words[index] : nil }

  func at(_ ahead: Int) -> ForeignWord? {
    index + ahead < words.count ? words[index + ahead] : nil
  }

  func lower(_ ahead: Int = 0) -> String { at(ahead)?.lower ?? "" }

  // MARK: Conditions

  mutating func read() {
    while index < words.count {
      let start = index
      if ties { result.append(ForeignWord("and")) }
      if !readConnective(), !readBare() { readTerm() }
      // Whatever it is, it is passed.
      if index == start {
        result.append(words[index])
        index += 1
      }
    }
  }

  /// Whether a comparison stands here behind another, with nothing between them.
  private var ties: Bool {
    guard !isValue, !compared.isEmpty, let word = current, !word.isGlued, names.isField(word.text),
      let last = result.last,
      !["and", "or", "not", "(", ",", "if", "then", "else"].contains(last.text)
    else { return false }
    var probe = self
    probe.index += 1
    return probe.readSign(behind: [word]) != nil
  }

  /// A comparison whose first side is that of the one before: `amount > 5eur and < 9eur`.
  mutating func readBare() -> Bool {
    guard !compared.isEmpty, ["and", "or"].contains(result.last?.text ?? ""),
      [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual].contains(current?.kind),
      case .compare(let sign)? = readSign(behind: compared)
    else { return false }
    let before = result.dropLast().last
    compare(compared.beginning(glued: false), sign, compared.last { $0.isName }?.text ?? "")
    // One bound without its currency has that of the other, or is in minor units.
    if let before, before.isDigits, let last = result.last, Literals.money(last.text) != nil {
      doubt = doubt ?? .amount(before.text + last.text.drop { !$0.isLetter }, before.text)
    }
    return true
  }

  mutating func readConnective() -> Bool {
    guard let word = current else { return false }
    let next = at(1)
    if let test = missing() {
      result += test
      return true
    }
    if let choice = choice() {
      append(choice)
      return true
    }
    switch word.lower {
    case "neither" where names.field(ofMember: next?.text ?? "") != nil,
      "either" where names.field(ofMember: next?.text ?? "") != nil:
      index += 1
      let field = names.field(ofMember: next?.text ?? "") ?? ""
      compare(foreignWords(field), word.lower == "either" ? "==" : "!=", field)
      return true
    case "is" where next?.lower == "overdue", "are" where next?.lower == "overdue": break
    case "both" where names.isField(next?.text ?? ""), "only" where isNamed(next),
      "just" where isNamed(next):
      break
    case "," where !compared.isEmpty && !isValue && names.isField(next?.text ?? ""):
      // a or b, c
      if result.contains(where: { $0 == "or" }) {
        guard result.count(where: { $0 == "(" }) == result.count(where: { $0 == ")" }) else {
          return false
        }
        result =
          [ForeignWord("(")] + result.beginning(glued: true) + [ForeignWord(")").glued]
      }
      result.append(ForeignWord("and"))
    case "but" where names.isField(next?.text ?? "") || next?.lower == "not",
      "plus" where names.isField(next?.text ?? ""), "with" where names.isField(next?.text ?? ""),
      "also" where names.isField(next?.text ?? ""), "while" where names.isField(next?.text ?? ""):
      result.append(ForeignWord("and"))
    case "and", "or": result.append(ForeignWord(word.lower))
    case "&&", "&": result.append(ForeignWord("and"))
    case "|" where next?.text == "|" && next?.isGlued == true:
      result.append(ForeignWord("or"))
      index += 1
    case "-"
    where !word.isGlued && ["and", "or", "not"].contains(next?.lower ?? "") && next?.isGlued == true:
      result.append(ForeignWord(lower(1)))
      index += 1
    case "not", "!", "~":
      guard next?.text != "=", word != "~" || next?.text == "(" else { return false }
      index += 1
      if let member = current, isLoneMember(member), let field = names.field(ofMember: member.text)
      {
        index += 1
        // `not won or lost` is neither, as it is said.
        let first = foreignWords(member.text)
        let values = ["or", "||"].contains(lower()) ? listed(first, field) : [first]
        if names.isCareful, values.count > 1 {
          doubt = doubt ?? .neither(field, values.map(\.joined))
        }
        result += foreignWords(field)
        result += values.count == 1 ? foreignWords("!=") + first : inList(values, isNot: true)
        return true
      }
      if let field = current, isLone(at: index), names.mayBeMissing(field.text) {
        result += foreignWords(field.text, "==", "null")
        index += 1
        return true
      }
      if let isMissing = Self.nullTests[lower()], at(1)?.text == "(", at(1)?.isGlued == true {
        let start = index
        index += 1
        if let value = lonelyArgument() {
          append(value)
          result += foreignWords(isMissing ? "!=" : "==", "null")
          return true
        }
        index = start
      }
      result.append(ForeignWord("not"))
      // What stands behind a sign that has become a word has a blank before it.
      mustPart = current?.isGlued == true
      return true
    case "if", "then", "else", ",": result.append(word)
    default: return false
    }
    index += 1
    return true
  }

  private func isNamed(_ word: ForeignWord?) -> Bool {
    word.map { names.isField($0.text) || names.field(ofMember: $0.text) != nil } ?? false
  }

  mutating func append(_ operand: [ForeignWord]) {
    guard let first = operand.first else { return }
    result += operand.beginning(glued: first.isGlued && !mustPart && !result.isEmpty)
    mustPart = false
  }

  /// A comparison, or a value by itself.
  mutating func readTerm() {
    if readLoneAge() { return }
    let left = operand()
    guard !left.words.isEmpty else { return }
    if left.isCondition { return append(left.words) }
    let field = left.words.last { $0.isName }?.text ?? ""
    guard let sign = readSign(behind: left.words) else {
      return append(sided(left.words, field))
    }
    switch sign {
    case .compare(let sign): compare(left.words, sign, field)
    case .null(let isNot):
      if left.words.count == 1, let key = names.key(in: field) {
        doubt = doubt ?? .empty(field, key: names.isCareful ? "KEY" : key)
      }
      append(keyed(left.words, field))
      result += foreignWords(isNot ? "!=" : "==", "null")
    case .window(let isNot): append(window(of: left.words, field, isNot))
    case .age(let sign):
      append(left.words)
      result += foreignWords(sign) + ago()
    case .list(let isNot) where left.words.first?.isText == true && left.words.count == 1:
      // "x" in reason
      let whole = operand().words
      guard whole.first?.isName == true else {
        append(left.words)
        result += foreignWords(isNot ? "not" : "in") + (isNot ? foreignWords("in") : []) + whole
        return
      }
      append(whole.beginning(glued: false))
      result += (isNot ? foreignWords("not") : []) + foreignWords("contains")
      result += left.words.beginning(glued: false)
    case .list(let isNot):
      if let file = current, file.kind == .file { doubt = doubt ?? .file(file.text, field: field) }
      compared = keyed(left.words, field, isNot)
      append(compared)
      if isNot { result.append(ForeignWord("not")) }
      result.append(ForeignWord("in"))
      result += list(field)
    case .pattern(let isNot, let make):
      append(keyed(left.words, field, isNot))
      if isNot { result.append(ForeignWord("not")) }
      result.append(ForeignWord("matches"))
      var text: String?
      if current == "/", let end = words[(index + 1)...].firstIndex(where: { $0 == "/" }) {
        text = [ForeignWord](words[index + 1..<end]).map(\.text).joined()
        index = end + 1
      } else if let word = current, word.isText || word.isName {
        text = word.saying ?? word.text
        index += 1
      }
      // `_` is one character of any kind there, and may have been meant for itself.
      if names.isCareful, let text, text.contains("_") { doubt = doubt ?? .pattern(text) }
      // Members have small letters.
      if let text {
        let isItself = names.hasLine(text, in: field)
        let sought = (names.takesWords(field) ? text.lowercased() : text)
        result.append(
          pattern(sought, { make($0).map { isItself ? $0.replacing("?", with: "_") : $0 } }))
      }
    case .between(let isNot), .range(let isNot):
      // between (100eur, 1000eur)
      if ["(", "["].contains(lower()), let end = Optional(words.end(ofBracketAt: index)),
        case let inside = [ForeignWord](words[index..<end]).unbracketed,
        inside.contains(where: { $0 == "," || $0 == "." })
      {
        words.replaceSubrange(index..<end, with: inside)
      }
      let isPlain = isRange(sign) || isRange(behind: 0, left.words)
      var low = (isPlain ? primary(field) : operand(field)).words.beginning(glued: false)
      index += ["and", ","].contains(lower()) ? 1 : rangeSign
      let isOpen = index > 0 && words[index - 1] == "<"
      var high = operand(field).words.beginning(glued: false)
      low = sharing(currencyOf: high, low)
      let other = sharing(currencyOf: low, high)
      // The bound that was told last is the one to which a currency belongs.
      if names.isCareful, other.joined != high.joined {
        doubt = doubt ?? .amount(other.joined, high.joined)
      }
      high = other
      if let one = currency(of: low), let other = currency(of: high), one != other {
        doubt = doubt ?? .currencies(low.joined, high.joined)
      }
      let (from, joint, to) =
        isNot ? ("<", "or", isOpen ? ">=" : ">") : (">=", "and", isOpen ? "<" : "<=")
      // What comes of one condition stays one, whatever stands beside it.
      let isPart = result.last == "not" || isNot && (!result.isEmpty || current != nil)
      if isPart { append(foreignWords("(")) }
      if isPart { result += left.words.beginning(glued: true) } else { append(left.words) }
      result += foreignWords(from) + low + foreignWords(joint) + left.words.beginning(glued: false)
      result += foreignWords(to) + high
      if isPart { result.append(ForeignWord(")").glued) }
    }
  }

  private func isRange(_ sign: Sign) -> Bool {
    if case .range = sign { true } else { false }
  }

  /// A text as a pattern, where one can say the same.
  mutating func pattern(_ text: String, _ make: (String) -> String?) -> ForeignWord {
    let written = make(text)
    if written == nil { doubt = doubt ?? .pattern(text) }
    return ForeignWord(TextLiteral.quoted(written ?? text), .string)
  }

  /// The currency of a value that is an amount.
  private func currency(of value: [ForeignWord]) -> Substring? {
    guard value.count == 1, Literals.money(value[0].text) != nil else { return nil }
    return value[0].text.drop { !$0.isLetter }
  }

  /// A plain number with the currency of the amount beside it, which is meant for both.
  func sharing(currencyOf other: [ForeignWord], _ number: [ForeignWord]) -> [ForeignWord] {
    guard number.count == 1, number[0].isDigits || number[0].kind == .decimal, other.count == 1,
      Literals.money(other[0].text) != nil
    else { return number }
    let currency = other[0].text.drop { !$0.isLetter }
    return [ForeignWord(number[0].text + currency, .quantity, isGlued: number[0].isGlued)]
  }

  /// A value with nothing beside it: a member means its field, and one behind a field is compared.
  mutating func sided(_ left: [ForeignWord], _ field: String) -> [ForeignWord] {
    guard !isValue else { return left }
    if left.count == 1, names.isField(field), names.takesWords(field), let next = current,
      next.isName || next.isText,
      !["and", "or", "not", "if", "then", "else", "asc", "desc"].contains(next.lower)
    {
      let values = listed(operand(field).words.beginning(glued: false), field)
      return left
        + (values.count == 1 ? foreignWords("==") + values[0] : inList(values, isNot: false))
    }
    if left.count == 1, names.mayBeMissing(field), index == words.count || isLone(at: index - 1) {
      return left + foreignWords("!=", "null")
    }
    // A currency behind an amount is that of another amount, and no condition of its own.
    if names.field(ofMember: field) == "currency",
      compared.contains(where: { names.isAmount($0.text) })
    {
      return left
    }
    if left.count == 1, !names.isField(field), let owner = names.field(ofMember: field) {
      let values = listed(left.beginning(glued: false), owner)
      compared = foreignWords(owner)
      return compared
        + (values.count == 1 ? foreignWords("==") + values[0] : inList(values, isNot: false))
    }
    return left
  }

  /// The first side of a comparison, found in the evidence, in an object that is named, or in the
  /// metadata where it is a key there.
  ///
  /// Where the statement writes, no key of one's own is guessed for a condition that holds without it.
  mutating func keyed(
    _ left: [ForeignWord], _ field: String, _ isNot: Bool = false
  ) -> [ForeignWord] {
    let isOpening = ["(", "[", "{"].contains(current?.text ?? "")
    let value = isOpening ? at(1) : current
    guard left.count == 1, left[0].isName else { return left }
    var object = "metadata"
    if names.mayNameKeys, let path = names.path(of: field) {
      object = path.object
      if names.isCareful, isNot || result.last == "not" {
        doubt = doubt ?? .part(field, of: object)
      }
    } else if names.isKeyOfOwn(field, holding: value) {
      if names.isCareful, isNot || result.last == "not" { doubt = doubt ?? .key(field) }
    } else {
      return left
    }
    return [ForeignWord(object, isGlued: left[0].isGlued), ForeignWord(".").glued, left[0].glued]
  }

  /// The same comparison for other currencies that follow: `1000 usd or eur`.
  mutating func otherCurrencies(
    _ left: [ForeignWord], _ sign: String, _ right: [ForeignWord]
  ) -> [[ForeignWord]] {
    guard right.count == 1, Literals.money(right[0].text) != nil else { return [] }
    let digits = right[0].text.prefix { !$0.isLetter }
    var found: [[ForeignWord]] = []
    while let word = current, word.lower == "or" || word == "/" || word == ",",
      let code = at(1), code.isName, let currency = Currency(code.lower),
      currency.minorDigits != nil,
      isLone(at: index + 1)
    {
      index += 2
      found.append(
        left.beginning(glued: false) + foreignWords(sign) + [
          ForeignWord(digits + currency.code, .quantity)
        ])
    }
    return found
  }

  mutating func compare(_ left: [ForeignWord], _ sign: String, _ field: String) {
    let left = keyed(left, field, sign == "!=")
    compared = left
    let start = index
    let right = fromNow(operand(field).words.beginning(glued: false), field)
    let others = otherCurrencies(left, sign, right)
    if !others.isEmpty {
      let all = [left.beginning(glued: false) + foreignWords(sign) + right] + others
      let tie = [ForeignWord(sign == "!=" ? "and" : "or")]
      let whole = Array(all.joined(separator: tie)).beginning(glued: true)
      append(
        [ForeignWord("(", isGlued: left.first?.isGlued == true)] + whole + [ForeignWord(")").glued])
      forms.append(.amount)
      return
    }
    // Near a write no condition may be lost in a text that rows differ from.
    if sign == "==" || sign == "!=" && !names.isCareful,
      let text = bareText(of: left, from: start)
    {
      append(left)
      result += foreignWords(sign) + [text]
      return
    }
    append(["==", "!="].contains(sign) ? day(of: left, field, like: right) : left)
    guard ["==", "!="].contains(sign) else {
      result += foreignWords(sign) + right
      // Comparisons do not chain.
      let before = index
      if result.dropLast(left.count + right.count + 1).last != "not",
        case .compare(let other)? = readSign(behind: right), !["==", "!="].contains(other)
      {
        result += foreignWords("and") + right + foreignWords(other)
        result += operand(field).words.beginning(glued: false)
      } else {
        index = before
      }
      return
    }
    if right.first?.text == "[", right.count > 1 {
      if sign == "!=" { result.append(ForeignWord("not")) }
      result += foreignWords("in") + right
      return
    }
    if right.count == 1, right[0].saying == "", names.mayBeMissing(field) {
      result += foreignWords(sign, "null")
      return
    }
    let values = listed(right, field, isNot: sign == "!=")
    result +=
      values.count == 1 ? foreignWords(sign) + values[0] : inList(values, isNot: sign == "!=")
  }

  mutating func take(_ inner: ForeignConditions) {
    forms += inner.forms
    doubt = doubt ?? inner.doubt
  }
}
