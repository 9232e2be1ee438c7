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
    "under": "<", "below": "<", "before": "<", "until": "<=", "exceeds": ">", "exceed": ">",
    "exceeding": ">", "equal": "==", "unequal": "!=", "differs": "!=", "differ": "!=",
    "different": "!=",
  ]

  /// Words that stand behind a word for a sign, and say nothing of their own: `equal to`.
  private static let particles: Set = ["to", "from", "than"]

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
    // `does not equal` is `not equal`, `has been` is `been`.
    if ["does", "do", "did", "has", "have"].contains(lower()) {
      index += 1
      if let sign = readWordSign(behind: left) { return sign }
      index -= 1
    }
    let isNot = lower() == "not"
    let ahead = isNot ? 1 : 0
    if isNot, at(1) == "-", at(1)?.isGlued == true, lower(2) == "in" {
      return taking(3, .list(isNot: true))
    }
    if let sign = Self.signWords[lower()], at(1) != nil, at(1)?.text != "(" {
      return taking(Self.particles.contains(lower(1)) ? 2 : 1, .compare(sign))
    }
    // `no more than`
    if lower() == "no", lower(2) == "than" { return readWordSign(1)?.negated }
    if isRange(behind: lower(ahead) == "from" ? ahead + 1 : ahead, left) {
      return taking(lower(ahead) == "from" ? ahead + 1 : ahead, .range(isNot: isNot))
    }
    switch lower(ahead) {
    case "is", "are", "was", "were", "been", "be":
      let isNot = isNot || lower(1) == "not"
      let ahead = isNot ? 2 : 1
      switch lower(ahead) {
      case "null", "none", "nil", "missing", "empty", "undefined", "na", "blank":
        return taking(ahead + 1, .null(isNot: isNot))
      case "set", "present", "there", "filled":
        guard isLone(at: index + ahead) else { return nil }
        return taking(ahead + 1, .null(isNot: !isNot))
      case "in": return taking(ahead + 1, .list(isNot: isNot))
      case "one" where lower(ahead + 1) == "of": return taking(ahead + 2, .list(isNot: isNot))
      case "other" where lower(ahead + 1) == "than",
        "anything" where ["but", "except"].contains(lower(ahead + 1)):
        return taking(ahead + 2, .compare(isNot ? "==" : "!="))
      case "no" where lower(ahead + 2) == "than":
        guard let sign = readWordSign(ahead + 1) else { return nil }
        return isNot ? nil : sign.negated
      default:
        guard let sign = readWordSign(ahead) else {
          return taking(ahead, .compare(isNot ? "!=" : "=="))
        }
        return isNot ? sign.negated : sign
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
    case "in" where isRange(behind: ahead + 1, left):
      return taking(ahead + 1, .range(isNot: isNot))
    case "in" where lower(ahead + 1) == "range" && isAmount(left):
      return taking(ahead + 2, .between(isNot: isNot))
    case "in" where isWindow(behind: ahead + 1, left),
      "within" where isWindow(behind: ahead + 1, left),
      "during" where isWindow(behind: ahead + 1, left):
      return taking(ahead + 1, .window(isNot: isNot))
    case "in": return taking(ahead + 1, .list(isNot: isNot))
    case "between": return taking(ahead + 1, .between(isNot: isNot))
    case "contain", "include":
      return taking(ahead + 1, .pattern(isNot: isNot, make: Self.holding))
    case "match":
      return taking(
        ahead + 1, .pattern(isNot: isNot, make: { $0.contains("*") ? $0 : Self.containing($0) }))
    case "like", "ilike": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.like))
    case "similar" where lower(ahead + 1) == "to":
      return taking(ahead + 2, .pattern(isNot: isNot, make: Self.like))
    case "glob": return taking(ahead + 1, .pattern(isNot: isNot, make: { $0 }))
    case "by"
    where isTime(left) && at(ahead + 1) != nil && at(ahead + 1)?.kind != .timestamp
      && ForeignTime(words, at: index + ahead + 1)?.isDay != true:
      return taking(ahead + 1, .compare(isNot ? ">" : "<="))
    case "rlike", "regexp": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.containing))
    case "startswith", "beginswith":
      return taking(ahead + 1, .pattern(isNot: isNot, make: Self.starting))
    case "endswith": return taking(ahead + 1, .pattern(isNot: isNot, make: Self.ending))
    case "starts", "begins", "start", "begin":
      return taking(ahead + withLength(ahead + 1), .pattern(isNot: isNot, make: Self.starting))
    case "ends", "end":
      return taking(ahead + withLength(ahead + 1), .pattern(isNot: isNot, make: Self.ending))
    case "includes", "has":
      return taking(ahead + 1, .pattern(isNot: isNot, make: Self.holding))
    case "contains", "matches":
      guard at(ahead)?.text == lower(ahead) else {
        return taking(ahead + 1, .pattern(isNot: isNot, make: Self.containing))
      }
      // As it is written here: passed with what stands behind it.
      return nil
    default:
      return isNot
        ? readNegated(behind: left) ?? readWordSign(1)?.negated
        : isTold(behind: left) ?? readWordSign(0)
    }
  }

  /// How many words `starts with` and `starts-with` take, whose second stands there.
  private func withLength(_ ahead: Int) -> Int {
    lower(ahead) == "with" ? 2 : at(ahead) == "-" && lower(ahead + 1) == "with" ? 3 : 1
  }

  private func isAmount(_ left: [ForeignWord]) -> Bool {
    left.last(where: \.isName).map { names.isAmount($0.text) } ?? false
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
  private mutating func isTold(behind left: [ForeignWord]) -> Sign? {
    guard isTime(left) else { return nil }
    // So long ago, and not to the second: older, or younger.
    if let span = ForeignTime.length(Array(words[index...])), index + span.length < words.count,
      words[index + span.length].lower == "ago", let field = left.last(where: \.isName)
    {
      doubt = doubt ?? .span(span.text, of: field.text)
      return .compare("<")
    }
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
    case ("greater", "than"), ("more", "than"), ("larger", "than"), ("later", "than"),
      ("bigger", "than"), ("higher", "than"):
      index += ahead + 2
      return .compare(">")
    case ("less", "than"), ("smaller", "than"), ("earlier", "than"), ("fewer", "than"),
      ("lower", "than"):
      index += ahead + 2
      return .compare("<")
    case ("greater", "or"), ("more", "or"), ("less", "or"), ("smaller", "or"):
      let isMore = ["greater", "more"].contains(lower(ahead))
      guard ["equal", "equals"].contains(lower(ahead + 2)) else { return nil }
      index += ahead + (Self.particles.contains(lower(ahead + 3)) ? 4 : 3)
      return .compare(isMore ? ">=" : "<=")
    case ("at", "least"):
      index += ahead + 2
      return .compare(">=")
    case ("at", "most"):
      index += ahead + 2
      return .compare("<=")
    case ("up", "to"):
      index += ahead + 2
      return .compare("<=")
    case ("between", _):
      index += ahead + 1
      return .between(isNot: false)
    case ("like", _):
      index += ahead + 1
      return .pattern(isNot: false, make: Self.like)
    case (let word, _) where ahead > 0:
      guard let sign = Self.signWords[word], at(ahead + 1) != nil else { return nil }
      index += ahead + (Self.particles.contains(lower(ahead + 1)) ? 2 : 1)
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

  /// Whether two amounts or two times stand there with a dash, two points or `to` between them, in
  /// brackets or none.
  func isRange(behind ahead: Int, _ left: [ForeignWord]) -> Bool {
    guard let field = left.last(where: \.isName)?.text,
      names.isAmount(field) || names.isTime(field), depth < Self.maximumDepth
    else { return false }
    var probe = self
    probe.index += ahead
    if ["(", "["].contains(probe.lower()) {
      guard case let end = words.end(ofBracketAt: probe.index), end > probe.index + 2 else {
        return false
      }
      let inside = Array(words[probe.index + 1..<end - 1])
      let reader = ForeignConditions(inside, names, depth: depth + 1)
      return reader.isRange(behind: 0, left)
    }
    guard probe.isBound, !probe.primary(field).words.isEmpty else { return false }
    let signs = probe.rangeSign
    guard signs > 0 else { return false }
    probe.index += signs
    return probe.isBound && !probe.primary(field).words.isEmpty
  }

  /// Whether an amount or a time begins here.
  private var isBound: Bool {
    guard let word = current else { return false }
    return word.hasDigitFirst || ["€", "$", "£"].contains(word.text)
      || ForeignNumber(words, at: index) != nil
      || ["now", "today", "yesterday", "tomorrow"].contains(word.lower)
  }

  /// How many words stand here for what lies between two bounds: `..`, `-`, `to`.
  var rangeSign: Int {
    let points = words[min(index, words.count)...].prefix { $0 == "." }.count
    if points > 1 { return points + (at(points) == "<" ? 1 : 0) }
    return ["-", "–", "to"].contains(lower()) ? 1 : 0
  }

  // MARK: Patterns, nil where a glob cannot say the same

  /// A pattern of SQL, whose `%` is anything and whose `_` is one character.
  static func like(_ text: String) -> String? {
    literal(text.replacing("%", with: "")) == nil
      ? nil : text.replacing("%", with: "*").replacing("_", with: "?")
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
