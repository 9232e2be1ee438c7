import CpaySyntax
import CpayValue

extension ForeignConditions {
  enum Sign {
    case compare(String)
    case null(isNot: Bool)
    case list(isNot: Bool)
    case between(isNot: Bool)
    /// `in 10eur-50eur`.
    case range(isNot: Bool)
    case pattern(isNot: Bool, make: (String) -> String?)
    case window(isNot: Bool)
    /// Compared with a time so long ago: `older than 3 days`.
    case age(String)

    /// What holds where this does not, and nothing is missing.
    var negated: Sign {
      switch self {
      case .compare(let sign): .compare(Sign.opposites[sign] ?? sign)
      case .null(let isNot): .null(isNot: !isNot)
      case .list(let isNot): .list(isNot: !isNot)
      case .between(let isNot): .between(isNot: !isNot)
      case .range(let isNot): .range(isNot: !isNot)
      case .pattern(let isNot, let make): .pattern(isNot: !isNot, make: make)
      case .window(let isNot): .window(isNot: !isNot)
      case .age(let sign): .age(Sign.opposites[sign] ?? sign)
      }
    }

    private static let opposites = [
      "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
    ]
  }

  static let powerShell = [
    "eq": "==", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<=", "ceq": "==", "ieq": "==",
  ]
  static let signWords = [
    "equals": "==", "eq": "==", "ne": "!=", "gt": ">", "gte": ">=", "ge": ">=", "lt": "<",
    "lte": "<=", "le": "<=", "isnt": "!=", "isnot": "!=", "except": "!=", "neither": "!=",
    "either": "==", "over": ">", "above": ">", "after": ">", "since": ">=",
    "under": "<", "below": "<", "before": "<", "until": "<=", "exceeds": ">",
  ]

  /// The operator that stands here, and passes it; nil where none does.
  mutating func readSign(behind left: [ForeignWord]) -> Sign? {
    guard let word = current else { return nil }
    if let age = readAge(behind: left) { return age }
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
      case ("!", "in") where isNextGlued: return taking(2, .list(isNot: true))
      case ("!", "contains") where isNextGlued, ("!", "has") where isNextGlued:
        return taking(2, .pattern(isNot: true, make: Self.holding))
      case ("~", "*") where isNextGlued:
        return taking(2, .pattern(isNot: false, make: Self.containing))
      case ("~", _): return taking(1, .pattern(isNot: false, make: Self.containing))
      case ("≥", _): return taking(1, .compare(">="))
      case ("≤", _): return taking(1, .compare("<="))
      case ("≠", _): return taking(1, .compare("!="))
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

  mutating func readWordSign(behind left: [ForeignWord]) -> Sign? {
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
    case "exists" where isLone(at: index + ahead), "present" where isLone(at: index + ahead):
      return taking(ahead + 1, .null(isNot: !isNot))
    case "empty" where isLone(at: index + ahead), "missing" where isLone(at: index + ahead),
      "absent" where isLone(at: index + ahead), "null" where isNot && isLone(at: index + ahead):
      return taking(ahead + 1, .null(isNot: isNot))
    case "on" where isTime(left): return taking(ahead + 1, .compare(isNot ? "!=" : "=="))
    case "any" where lower(ahead + 1) == "of", "one" where lower(ahead + 1) == "of":
      return taking(ahead + 2, .list(isNot: isNot))
    case "other" where lower(ahead + 1) == "than" && !isNot: return taking(2, .compare("!="))
    case "in" where isWindow(behind: ahead + 1, left),
      "within" where isWindow(behind: ahead + 1, left):
      return taking(ahead + 1, .window(isNot: isNot))
    case "in" where isRange(behind: ahead + 1, left):
      return taking(ahead + 1, .range(isNot: isNot))
    case "in": return taking(ahead + 1, .list(isNot: isNot))
    case "between": return taking(ahead + 1, .between(isNot: isNot))
    case "like", "ilike": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.like))
    case "rlike", "regexp": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.containing))
    case "startswith", "beginswith":
      return taking(ahead + 1, .pattern(isNot: isNot, make: Self.starting))
    case "endswith": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.ending))
    case "starts", "begins":
      return taking(lower(ahead + 1) == "with" ? 2 : 1, .pattern(isNot: isNot, make: Self.starting))
    case "starts-with": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.starting))
    case "ends":
      return taking(lower(ahead + 1) == "with" ? 2 : 1, .pattern(isNot: isNot, make: Self.ending))
    case "includes", "has":
      return taking(ahead + 1, .pattern(isNot: isNot, make: Self.holding))
    case "contains", "matches":
      guard at(ahead)?.text == lower(ahead) else {
        return taking(ahead + 1, .pattern(isNot: isNot, make: Self.containing))
      }
      // As it is written here: passed with what stands behind it.
      return nil
    default:
      return isNot ? readNegated(behind: left) : isTold(behind: left) ?? readWordSign(0)
    }
  }

  /// What `not` turns round in the place of an operator: `status not won`, `status not == won`.
  private mutating func readNegated(behind left: [ForeignWord]) -> Sign? {
    guard let value = at(1) else { return nil }
    if [.equal, .assign, .less, .lessOrEqual, .greater, .greaterOrEqual].contains(value.kind) {
      index += 1
      return readSign(behind: left)?.negated
    }
    guard let field = left.last(where: \.isName)?.text, names.takesWords(field),
      value.isText || names.field(ofMember: value.text) == field
    else { return nil }
    index += 1
    return .compare("!=")
  }

  /// What a day or a span of time straight behind a time says: `created yesterday`.
  private func isTold(behind left: [ForeignWord]) -> Sign? {
    guard isTime(left) else { return nil }
    if ForeignTime.counted(Array(words[index...])) != nil { return .window(isNot: false) }
    let isDay =
      ForeignTime(words, at: index).map { $0.isDay || $0.isNamed }
      ?? (current == "today" || current?.kind == .timestamp)
    return isDay ? .compare("==") : nil
  }

  private func isTime(_ left: [ForeignWord]) -> Bool {
    left.last(where: \.isName).map { names.isTime($0.text) } ?? false
  }

  /// `greater than`, `at least`, `more than` and their like, so many words ahead.
  mutating func readWordSign(_ ahead: Int) -> Sign? {
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

  /// Whether a span of time stands there, and a field before that it can be the time of.
  private func isWindow(behind ahead: Int, _ left: [ForeignWord]) -> Bool {
    guard isTime(left), index + ahead < words.count else { return false }
    let rest = Array(words[(index + ahead)...])
    let isYear =
      rest[0].isDigits && rest[0].text.utf8.count == 4
      && ["1", "2"].contains(rest[0].text.prefix(1))
    return ForeignTime.counted(rest) != nil || ForeignTime.length(rest) != nil || isYear
      || ForeignTime.month(rest) != nil
  }

  /// Whether two amounts stand there with a dash between them.
  private func isRange(behind ahead: Int, _ left: [ForeignWord]) -> Bool {
    guard let field = left.last(where: \.isName), names.isAmount(field.text) else { return false }
    let isNumber = { (word: ForeignWord?) in word?.text.first?.isNumber == true }
    return isNumber(at(ahead)) && ["-", "–", "to"].contains(at(ahead + 1)?.text ?? "")
      && isNumber(at(ahead + 2))
  }

  // MARK: Patterns, nil where a glob cannot say the same

  /// A pattern of SQL, whose `%` is anything.
  static func like(_ text: String) -> String? {
    literal(text.replacing("%", with: "")) == nil ? nil : text.replacing("%", with: "*")
  }

  static func starting(_ text: String) -> String? { literal(text).map { $0 + "*" } }
  static func ending(_ text: String) -> String? { literal(text).map { "*" + $0 } }
  static func holding(_ text: String) -> String? { literal(text).map { "*\($0)*" } }

  /// A text that stands for itself in a glob.
  private static func literal(_ text: String) -> String? {
    text.contains { "*?[]\\".contains($0) } ? nil : text
  }

  /// A pattern for what a regular expression would find, of the few forms that both have.
  static func containing(_ text: String) -> String? {
    var text = Substring(text)
    let isStart = text.hasPrefix("^")
    let isEnd = text.hasSuffix("$")
    if isStart { text = text.dropFirst() }
    if isEnd { text = text.dropLast() }
    let middle = text.replacing(".*", with: "*").replacing(".", with: "?")
    let plain = text.replacing(".*", with: "").replacing(".", with: "")
    guard !plain.contains(where: { "*?[](){}|+^$\\".contains($0) }) else { return nil }
    return (isStart || middle.hasPrefix("*") ? "" : "*") + middle
      + (isEnd || middle.hasSuffix("*") ? "" : "*")
  }
}
