import CpaySyntax
import CpayValue

/// Says conditions and values over again that are written as elsewhere.
///
/// It reads from left to right and never goes back: an operand, an operator, an operand. Words that
/// it makes nothing of stay as they are, so that what is right already comes out as it was.
struct ForeignConditions {
  private let names: ForeignNames
  private let words: [ForeignWord]
  private var index = 0
  private var result: [ForeignWord] = []
  private let depth: Int
  /// Whether a blank belongs before the next operand, whatever was there.
  private var mustPart = false
  /// Whether a value is read, so that a name by itself is no condition.
  private var isValue = false
  /// The first side of the last comparison.
  private var compared: [ForeignWord] = []
  private(set) var forms: [ForeignForm] = []
  /// A day that may be one of two.
  private(set) var doubt: (String, String)?

  private static let maximumDepth = 8

  /// What a condition, or any value, is here.
  static func reading(
    _ words: [ForeignWord], _ names: ForeignNames, asValue: Bool = false
  ) -> ForeignConditions {
    var reader = ForeignConditions(words, names, depth: 0)
    reader.isValue = asValue
    // `test ? one : other`
    let parts = words.split { words[$0] == "?" || words[$0] == ":" ? 1 : 0 }
    let signs = words.filter { $0 == "?" || $0 == ":" }.map(\.text)
    guard signs == ["?", ":"], parts.allSatisfy({ !$0.isEmpty }) else {
      reader.read()
      return reader
    }
    for (word, part) in zip(["if", "then", "else"], parts) {
      let inner = ForeignConditions.reading(part.beginning(glued: false), names)
      reader.result += foreignWords(word) + inner.result.beginning(glued: false)
      reader.take(inner)
    }
    return reader
  }

  private init(_ words: [ForeignWord], _ names: ForeignNames, depth: Int) {
    (self.words, self.names, self.depth) = (words, names, depth)
  }

  /// What was read, in the words of a program.
  var written: [ForeignWord] { result }

  private var current: ForeignWord? { index < words.count ? words[index] : nil }

  private func at(_ ahead: Int) -> ForeignWord? {
    index + ahead < words.count ? words[index + ahead] : nil
  }

  private func lower(_ ahead: Int = 0) -> String { at(ahead)?.lower ?? "" }

  // MARK: Conditions

  private mutating func read() {
    while index < words.count {
      let start = index
      if !readConnective(), !readBare() { readTerm() }
      // Whatever it is, it is passed.
      if index == start {
        result.append(words[index])
        index += 1
      }
    }
  }

  /// A comparison whose first side is that of the one before: `amount > 5eur and < 9eur`.
  private mutating func readBare() -> Bool {
    guard !compared.isEmpty, ["and", "or"].contains(result.last?.text ?? ""),
      [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual].contains(current?.kind),
      case .compare(let sign)? = readSign(behind: compared)
    else { return false }
    compare(compared.beginning(glued: false), sign, compared.last { $0.isName }?.text ?? "")
    return true
  }

  private mutating func readConnective() -> Bool {
    guard let word = current else { return false }
    let next = at(1)
    switch word.lower {
    case "and", "or": result.append(ForeignWord(word.lower))
    case "&&", "&": result.append(ForeignWord("and"))
    case "|" where next?.text == "|" && next?.isGlued == true:
      result.append(ForeignWord("or"))
      index += 1
    case "-"
    where !word.isGlued && ["and", "or", "not"].contains(next?.lower ?? "") && next?.isGlued == true:
      result.append(ForeignWord(lower(1)))
      index += 1
    case "not", "!":
      guard next?.text != "=" else { return false }
      index += 1
      if let member = current, isLoneMember(member), let field = names.field(ofMember: member.text)
      {
        result += [ForeignWord(field), ForeignWord("!="), ForeignWord(member.text)]
        index += 1
        return true
      }
      if let field = current, isLone(at: index), names.mayBeMissing(field.text) {
        result += foreignWords(field.text, "==", "null")
        index += 1
        return true
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

  private mutating func append(_ operand: [ForeignWord]) {
    guard let first = operand.first else { return }
    result += operand.beginning(glued: first.isGlued && !mustPart && !result.isEmpty)
    mustPart = false
  }

  /// A comparison, or a value by itself.
  private mutating func readTerm() {
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
      append(left.words)
      result += foreignWords(isNot ? "!=" : "==", "null")
    case .within(let sign):
      append(left.words)
      result.append(ForeignWord(sign))
      result += operand(field).words.beginning(glued: false)
    case .list(let isNot):
      append(left.words)
      if isNot { result.append(ForeignWord("not")) }
      result.append(ForeignWord("in"))
      result += list(field)
    case .pattern(let isNot, let make):
      append(left.words)
      if isNot { result.append(ForeignWord("not")) }
      result.append(ForeignWord("matches"))
      if current == "/", let end = words[(index + 1)...].firstIndex(where: { $0 == "/" }) {
        let text = [ForeignWord](words[index + 1..<end]).map(\.text).joined()
        result.append(ForeignWord(TextLiteral.quoted(make(text)), .string))
        index = end + 1
      } else if let text = current?.saying {
        result.append(ForeignWord(TextLiteral.quoted(make(text)), .string))
        index += 1
      } else if let word = current, word.isName {
        result.append(ForeignWord(TextLiteral.quoted(make(word.text)), .string))
        index += 1
      }
    case .between(let isNot):
      let low = operand(field).words.beginning(glued: false)
      if lower() == "and" || lower() == "," { index += 1 }
      let high = operand(field).words.beginning(glued: false)
      let (from, joint, to) = isNot ? ("<", "or", ">") : (">=", "and", "<=")
      // What comes of one condition stays one, whatever stands beside it.
      let isPart = result.last == "not" || isNot && (!result.isEmpty || current != nil)
      if isPart { append(foreignWords("(")) }
      if isPart { result += left.words.beginning(glued: true) } else { append(left.words) }
      result += foreignWords(from) + low + foreignWords(joint) + left.words.beginning(glued: false)
      result += foreignWords(to) + high
      if isPart { result.append(ForeignWord(")").glued) }
    }
  }

  /// A value with nothing beside it: a member means its field, and one behind a field is compared.
  private mutating func sided(_ left: [ForeignWord], _ field: String) -> [ForeignWord] {
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
    if left.count == 1, !names.isField(field), let owner = names.field(ofMember: field) {
      let values = listed(left.beginning(glued: false), owner)
      return foreignWords(owner)
        + (values.count == 1 ? foreignWords("==") + values[0] : inList(values, isNot: false))
    }
    return left
  }

  private mutating func compare(_ left: [ForeignWord], _ sign: String, _ field: String) {
    let left =
      left.count == 1 && names.isKeyOfOwn(field)
      ? [ForeignWord("metadata", isGlued: left[0].isGlued), ForeignWord(".").glued, left[0].glued]
      : left
    compared = left
    let right = operand(field).words.beginning(glued: false)
    append(left)
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

  private func inList(_ values: [[ForeignWord]], isNot: Bool) -> [ForeignWord] {
    var list = foreignWords(isNot ? "not" : "in", isNot ? "in" : "[")
    if isNot { list.append(ForeignWord("[")) }
    for (place, value) in values.enumerated() {
      if place > 0 { list.append(ForeignWord(",").glued) }
      list += value.beginning(glued: place == 0)
    }
    return list + [ForeignWord("]").glued]
  }

  /// More values behind the first: `won or lost`, `won, lost`.
  private mutating func listed(
    _ first: [ForeignWord], _ field: String, isNot: Bool = false
  ) -> [[ForeignWord]] {
    var values = [first]
    guard first.count == 1, isValue(first[0], of: field) else { return values }
    while let word = current {
      var length = 0
      switch word.lower {
      case "or", ",", "/", "nor", "||": length = 1
      case "|": length = at(1)?.text == "|" && at(1)?.isGlued == true ? 2 : 1
      case "and" where isNot: length = 1
      default: break
      }
      if length > 0, word == ",", ["or", "and"].contains(lower(1)) { length = 2 }
      guard length > 0, let value = at(length), isValue(value, of: field),
        isLone(at: index + length)
      else { break }
      values.append([ForeignWord(value.text, value.kind)])
      index += length + 1
      forms.append(.values)
    }
    return values
  }

  /// Whether a word can be one of several values of that field.
  private func isValue(_ word: ForeignWord, of field: String) -> Bool {
    if word.isText { return true }
    if [.integer, .decimal, .quantity].contains(word.kind) { return true }
    guard word.isName, !names.isField(word.text) else { return false }
    return names.field(ofMember: word.text) != nil || names.field(ofID: word.text) != nil
      || !names.isField(field) && !["now", "today", "null"].contains(word.lower)
  }

  /// Whether nothing goes on from the word at that place: it is compared with nothing.
  private func isLone(at place: Int) -> Bool {
    guard place + 1 < words.count else { return true }
    return ["and", "or", ",", ")", "]", "}", "|", "&&", "&", "/", "nor"].contains(
      words[place + 1].lower)
  }

  private func isLoneMember(_ word: ForeignWord) -> Bool {
    word.isName && !names.isField(word.text) && names.field(ofMember: word.text) != nil
      && isLone(at: index)
  }

  /// What stands behind `in`: a list, whatever its brackets.
  private mutating func list(_ field: String) -> [ForeignWord] {
    guard let first = current else { return [] }
    if first.kind == .variable { return operand(field).words.beginning(glued: false) }
    if ["(", "[", "{"].contains(first.text) {
      let end = words.end(ofBracketAt: index)
      let inside = [ForeignWord](words[index..<end]).unbracketed
      index = end
      var values: [[ForeignWord]] = []
      for part in inside.elements {
        var reader = ForeignConditions(part, names, depth: depth + 1)
        let first = reader.operand(field).words.beginning(glued: false)
        let found = reader.listed(first, field)
        // What is left over is kept, so that nothing is left out without a word.
        values += reader.index == part.count ? found : [part]
        take(reader)
      }
      return Array(inList(values, isNot: false).dropFirst())
    }
    var values = [operand(field).words.beginning(glued: false)]
    while [",", "or"].contains(lower()), let value = at(1), isValue(value, of: field),
      isLone(at: index + 1)
    {
      index += 1
      values.append(operand(field).words.beginning(glued: false))
    }
    return Array(inList(values, isNot: false).dropFirst())
  }

  private mutating func take(_ inner: ForeignConditions) {
    forms += inner.forms
    doubt = doubt ?? inner.doubt
  }

  // MARK: Operators

  private enum Sign {
    case compare(String)
    case null(isNot: Bool)
    case list(isNot: Bool)
    case between(isNot: Bool)
    case pattern(isNot: Bool, make: (String) -> String)
    case within(String)

    /// What holds where this does not, and nothing is missing.
    var negated: Sign {
      switch self {
      case .compare(let sign): .compare(Sign.opposites[sign] ?? sign)
      case .null(let isNot): .null(isNot: !isNot)
      case .list(let isNot): .list(isNot: !isNot)
      case .between(let isNot): .between(isNot: !isNot)
      case .pattern(let isNot, let make): .pattern(isNot: !isNot, make: make)
      case .within(let sign): .within(Sign.opposites[sign] ?? sign)
      }
    }

    private static let opposites = [
      "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
    ]
  }

  private static let powerShell = [
    "eq": "==", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<=", "ceq": "==", "ieq": "==",
  ]
  private static let signWords = [
    "equals": "==", "eq": "==", "ne": "!=", "gt": ">", "gte": ">=", "ge": ">=", "lt": "<",
    "lte": "<=", "le": "<=", "isnt": "!=", "over": ">", "above": ">", "after": ">", "since": ">=",
    "under": "<", "below": "<", "before": "<", "until": "<=", "exceeds": ">",
  ]

  /// The operator that stands here, and passes it; nil where none does.
  private mutating func readSign(behind left: [ForeignWord]) -> Sign? {
    guard let word = current else { return nil }
    let next = at(1)
    let isNextGlued = next?.isGlued == true
    func taking(_ count: Int, _ sign: Sign) -> Sign {
      index += count
      return sign
    }
    switch word.kind {
    case .equal: return taking(1, .compare("=="))
    case .notEqual: return taking(next?.text == "=" && isNextGlued ? 2 : 1, .compare("!="))
    case .less where next?.text == ">" && isNextGlued: return taking(2, .compare("!="))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return taking(1, .compare(word.text))
    case .assign:
      switch next?.text {
      case "~" where isNextGlued: return taking(2, .pattern(isNot: false, make: Self.containing))
      case "<" where isNextGlued: return taking(2, .compare("<="))
      case ">" where isNextGlued: return taking(2, .compare(">="))
      default: return taking(1, .compare("=="))
      }
    case .colon: return taking(next?.text == "=" && isNextGlued ? 2 : 1, .compare("=="))
    case .invalid:
      switch (word.text, next?.text) {
      case ("!", "~") where isNextGlued:
        return taking(2, .pattern(isNot: true, make: Self.containing))
      case ("~", _): return taking(1, .pattern(isNot: false, make: Self.containing))
      default: return nil
      }
    case .minus where isNextGlued && !word.isGlued:
      let name = lower(1)
      if let sign = Self.powerShell[name] { return taking(2, .compare(sign)) }
      switch name {
      case "like": return taking(2, .pattern(isNot: false, make: { $0 }))
      case "notlike": return taking(2, .pattern(isNot: true, make: { $0 }))
      case "match": return taking(2, .pattern(isNot: false, make: Self.containing))
      case "notmatch": return taking(2, .pattern(isNot: true, make: Self.containing))
      case "in": return taking(2, .list(isNot: false))
      case "notin": return taking(2, .list(isNot: true))
      case "contains": return taking(2, .compare("=="))
      default: return nil
      }
    default: return readWordSign(behind: left)
    }
  }

  private mutating func readWordSign(behind left: [ForeignWord]) -> Sign? {
    func taking(_ count: Int, _ sign: Sign) -> Sign {
      index += count
      return sign
    }
    let isNot = lower() == "not"
    let ahead = isNot ? 1 : 0
    if let sign = Self.signWords[lower()], at(1) != nil, at(1)?.text != "(" {
      return taking(lower() == "equals" && lower(1) == "to" ? 2 : 1, .compare(sign))
    }
    switch lower(ahead) {
    case "is", "are", "was":
      let isNot = lower(1) == "not"
      let ahead = isNot ? 2 : 1
      switch lower(ahead) {
      case "null", "none", "nil", "missing", "empty", "undefined", "na":
        return taking(ahead + 1, .null(isNot: isNot))
      case "in": return taking(ahead + 1, .list(isNot: isNot))
      case "one" where lower(ahead + 1) == "of": return taking(ahead + 2, .list(isNot: isNot))
      case "greater", "more", "less", "before", "after", "over", "under", "above", "below",
        "between",
        "like":
        guard let sign = readWordSign(ahead) else {
          return taking(ahead, .compare(isNot ? "!=" : "=="))
        }
        return isNot ? sign.negated : sign
      default: return taking(ahead, .compare(isNot ? "!=" : "=="))
      }
    case "isnull": return taking(1, .null(isNot: false))
    case "notnull": return taking(1, .null(isNot: true))
    case "in" where ["week", "day", "days", "hours"].contains(lower(ahead + 2)):
      return taking(ahead + 1, .within(isNot ? ">=" : "<"))
    case "within": return taking(ahead, .within(isNot ? ">=" : "<"))
    case "in": return taking(ahead + 1, .list(isNot: isNot))
    case "between": return taking(ahead + 1, .between(isNot: isNot))
    case "like", "ilike": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.like))
    case "rlike", "regexp": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.containing))
    case "startswith", "beginswith": return taking(ahead + 1, .pattern(isNot: isNot) { $0 + "*" })
    case "endswith": return taking(ahead + 1, .pattern(isNot: isNot) { "*" + $0 })
    case "starts", "begins":
      return taking(lower(ahead + 1) == "with" ? 2 : 1, .pattern(isNot: isNot) { $0 + "*" })
    case "starts-with": return taking(ahead + 1, .pattern(isNot: isNot) { $0 + "*" })
    case "ends":
      return taking(lower(ahead + 1) == "with" ? 2 : 1, .pattern(isNot: isNot) { "*" + $0 })
    case "includes", "has":
      return taking(ahead + 1, .pattern(isNot: isNot, make: Self.containing))
    case "contains", "matches":
      guard at(ahead)?.text == lower(ahead) else {
        return taking(ahead + 1, .pattern(isNot: isNot, make: Self.containing))
      }
      // As it is written here: passed with what stands behind it.
      return nil
    default: return readWordSign(0)
    }
  }

  /// `greater than`, `at least`, `more than` and their like, so many words ahead.
  private mutating func readWordSign(_ ahead: Int) -> Sign? {
    switch (lower(ahead), lower(ahead + 1)) {
    case ("greater", "than"), ("more", "than"), ("larger", "than"), ("later", "than"):
      index += ahead + 2
      return .compare(">")
    case ("less", "than"), ("smaller", "than"), ("earlier", "than"), ("fewer", "than"):
      index += ahead + 2
      return .compare("<")
    case ("at", "least"):
      index += ahead + 2
      return .compare(">=")
    case ("at", "most"):
      index += ahead + 2
      return .compare("<=")
    case ("equal", "to"):
      index += ahead + 2
      return .compare("==")
    case ("between", _):
      index += ahead + 1
      return .between(isNot: false)
    case ("like", _):
      index += ahead + 1
      return .pattern(isNot: false, make: Self.like)
    case (let word, _) where ahead > 0:
      guard let sign = Self.signWords[word] else { return nil }
      index += ahead + 1
      return .compare(sign)
    default: return nil
    }
  }

  private static func like(_ text: String) -> String { text.replacing("%", with: "*") }

  /// A pattern for what a search would find, of the few forms that both have.
  private static func containing(_ text: String) -> String {
    var text = Substring(text)
    let isStart = text.hasPrefix("^")
    let isEnd = text.hasSuffix("$")
    if isStart { text = text.dropFirst() }
    if isEnd { text = text.dropLast() }
    let middle = text.replacing(".*", with: "*")
    return (isStart || middle.hasPrefix("*") ? "" : "*") + middle
      + (isEnd || middle.hasSuffix("*") ? "" : "*")
  }

  // MARK: Operands

  private struct Operand {
    var words: [ForeignWord]
    var isCondition = false
  }

  /// A value with what is calculated of it.
  private mutating func operand(_ field: String = "") -> Operand {
    var whole = primary(field)
    while let word = current, !whole.isCondition, !whole.words.isEmpty {
      let isSign = ["+", "*", "/", "??"].contains(word.text) || word == "-" && !isDash
      guard isSign, index + 1 < words.count else { break }
      index += 1
      let next = primary("")
      guard !next.words.isEmpty, !next.isCondition else {
        index -= 1
        break
      }
      whole.words += [ForeignWord(word.text, word.kind)] + next.words.beginning(glued: false)
    }
    return whole
  }

  /// Whether a minus begins a word, as `-eq` does.
  private var isDash: Bool {
    at(0)?.isGlued == false && at(1)?.isGlued == true && at(1)?.isName == true
  }

  private static let constants = [
    "none": "null", "nil": "null", "undefined": "null", "null": "null", "nan": "null",
    "true": "true", "false": "false", "$null": "null", "$true": "true", "$false": "false",
  ]
  private static let functions = [
    "len": "length", "strlen": "length", "tolower": "lower", "toupper": "upper", "lcase": "lower",
    "ucase": "upper", "strip": "trim", "size": "length", "char_length": "length",
    "tolowercase": "lower", "touppercase": "upper", "to_date": "date", "todate": "date",
    "mean": "avg", "average": "avg", "total": "sum", "maximum": "max", "minimum": "min",
  ]

  private mutating func primary(_ field: String) -> Operand {
    guard let word = current else { return Operand(words: []) }
    if names.isTime(field), let text = word.saying, let time = wholeTime(text) {
      index += 1
      return Operand(words: time)
    }
    if let time = ForeignTime(words, at: index) {
      index += time.length
      return Operand(words: tell(time).beginning(glued: word.isGlued))
    }
    if let amount = ForeignAmount(
      words, at: index, mayHaveCommas: depth == 0, isMoney: names.isAmount(field))
    {
      index += amount.length
      forms.append(.amount)
      return Operand(words: [ForeignWord(amount.written, .quantity, isGlued: word.isGlued)])
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
    switch word.text {
    case "(":
      let end = words.end(ofBracketAt: index)
      let inside = [ForeignWord](words[index..<end])
      index = end
      guard depth < Self.maximumDepth, inside.last?.text == ")", inside.count > 2 else {
        return Operand(words: inside)
      }
      var reader = ForeignConditions(inside.unbracketed, names, depth: depth + 1)
      reader.read()
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

  private static func isCondition(_ word: ForeignWord) -> Bool {
    ["==", "!=", "<", ">", "<=", ">=", "and", "or", "not", "in", "matches", "contains"]
      .contains(word.text)
  }

  private func isLiteral(_ word: ForeignWord) -> Bool {
    [.integer, .decimal, .quantity, .timestamp, .file, .textEnd].contains(word.kind)
  }

  /// A text in curly quotes or backticks.
  private mutating func curlyText() -> [ForeignWord]? {
    guard let open = current?.text, ["“", "„", "‘", "`", "«"].contains(open) else { return nil }
    let closers = ["“", "”", "’", "‘", "`", "»"]
    guard let end = words[(index + 1)...].firstIndex(where: { closers.contains($0.text) }) else {
      return nil
    }
    let inside = [ForeignWord](words[index + 1..<end]).joined
    index = end + 1
    return open == "`"
      ? [ForeignWord](reading: inside) : [ForeignWord(TextLiteral.quoted(inside), .string)]
  }

  /// What a text in quotes says of a time, where it says nothing else.
  private mutating func wholeTime(_ text: String) -> [ForeignWord]? {
    let inside = [ForeignWord](reading: text)
    guard !inside.isEmpty else { return nil }
    if inside.count == 1, inside[0].kind == .timestamp { return inside }
    guard let time = ForeignTime(inside, at: 0), time.length == inside.count else { return nil }
    return tell(time)
  }

  private mutating func tell(_ time: ForeignTime) -> [ForeignWord] {
    switch time.meaning {
    case .words(let texts, let form):
      forms.append(form)
      return texts.map { ForeignWord($0) }
    case .either(let one, let other):
      doubt = doubt ?? (one, other)
      return [ForeignWord(one, .timestamp)]
    }
  }

  // MARK: Paths and calls

  /// A name with what stands behind dots and in brackets, or a call.
  private mutating func path() -> Operand {
    var found: [ForeignWord] = []
    if current?.text == "." {
      index += 1
      guard current?.isName == true else { return Operand(words: [ForeignWord(".")]) }
    }
    while let word = current,
      names.aliases.contains(word.text.lowercased()) || word.text.hasPrefix("@"),
      let dot = at(1), dot.text == ".", dot.isGlued, at(2)?.isName == true,
      at(3)?.text != "(" || at(3)?.isGlued != true || names.isField(at(2)?.text ?? "")
    {
      index += 2
    }
    guard let first = current else { return Operand(words: []) }
    index += 1
    if names.aliases.contains(first.lower), let bracket = current, bracket.text == "[",
      bracket.isGlued, let name = at(1)?.saying, at(2)?.text == "]", names.isField(name)
    {
      index += 3
      found = [ForeignWord(name)]
    } else if let bracket = current, bracket.text == "(", bracket.isGlued, first.isName {
      found = call(first)
    } else {
      found = [first.spaced]
    }
    while let sign = current, sign.isGlued {
      if sign == ".", let name = at(1), name.isGlued, name.isName {
        let isCall = at(2)?.text == "(" && at(2)?.isGlued == true
        index += 2
        if let made = method(name.lower, of: found, isCall: isCall) {
          if made.isCondition { return made }
          found = made.words
          continue
        }
        found += [ForeignWord(".").glued, name.glued]
      } else if sign == "[" {
        let end = words.end(ofBracketAt: index)
        found += words[index..<end]
        index = end
      } else {
        break
      }
    }
    return Operand(words: found)
  }

  /// The words in the brackets that open here, and passes them.
  private mutating func bracketed() -> [ForeignWord] {
    let end = words.end(ofBracketAt: index)
    defer { index = end }
    return [ForeignWord](words[index..<end]).unbracketed
  }

  private mutating func call(_ name: ForeignWord) -> [ForeignWord] {
    let lower = name.lower
    let inside = bracketed()
    let arguments = inside.count > 1 && inside[0] == "(" ? [] : inside.elements
    var written: [[ForeignWord]] = []
    for argument in arguments where depth < Self.maximumDepth {
      var reader = ForeignConditions(argument, names, depth: depth + 1)
      reader.read()
      take(reader)
      written.append(reader.result.beginning(glued: false))
    }
    if ["coalesce", "ifnull", "nvl", "isnull"].contains(lower), written.count > 1 {
      return Array(written.joined(separator: [ForeignWord("??")]))
    }
    if lower == "count", inside.map(\.text) == ["*"] || inside.map(\.text) == ["1"] { written = [] }
    let known = Function(rawValue: lower) != nil || AggregateFunction(rawValue: lower) != nil
    let spelled = Self.functions[lower] ?? (known ? lower : name.text)
    var list: [ForeignWord] = []
    for (place, argument) in written.enumerated() {
      if place > 0 { list.append(ForeignWord(",").glued) }
      list += argument.beginning(glued: place == 0)
    }
    return [ForeignWord(spelled), ForeignWord("(").glued] + list + [ForeignWord(")").glued]
  }

  /// What a method or a part means that values have elsewhere.
  private mutating func method(_ name: String, of value: [ForeignWord], isCall: Bool) -> Operand? {
    func pattern(_ make: (String) -> String) -> Operand? {
      guard isCall, let text = bracketed().first?.saying else { return nil }
      return Operand(
        words: value + foreignWords("matches") + [
          ForeignWord(TextLiteral.quoted(make(text)), .string)
        ],
        isCondition: true)
    }
    switch name {
    case "startswith", "starts_with": return pattern { $0 + "*" }
    case "endswith", "ends_with": return pattern { "*" + $0 }
    case "contains", "includes", "match", "test": return pattern(Self.containing)
    case "str": return Operand(words: value)
    case "isin" where isCall:
      let inside = bracketed()
      let list = inside.unbracketed.elements.map { $0.beginning(glued: false) }
      return Operand(words: value + inList(list, isNot: false), isCondition: true)
    case "isna", "isnull":
      if isCall { _ = bracketed() }
      return Operand(words: value + foreignWords("==", "null"), isCondition: true)
    case "notna", "notnull":
      if isCall { _ = bracketed() }
      return Operand(words: value + foreignWords("!=", "null"), isCondition: true)
    case "equals" where isCall:
      return Operand(
        words: value + foreignWords("==") + bracketed().beginning(glued: false), isCondition: true)
    case "length", "len", "lower", "upper", "trim", "strip", "tolowercase", "touppercase",
      "tolower",
      "toupper", "size", "abs", "round":
      if isCall { _ = bracketed() } else if name != "length" && name != "size" { return nil }
      let function = Self.functions[name] ?? name
      return Operand(
        words: [ForeignWord(function), ForeignWord("(").glued] + value.beginning(glued: true)
          + [ForeignWord(")").glued])
    default: return nil
    }
  }
}
