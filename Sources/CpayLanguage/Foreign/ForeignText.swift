import CpayModel
import CpaySyntax

/// The text of a statement whose signs, quotes, comments or addresses are those of other places, with
/// the plain ones in their place.
///
/// What stands in quotes stays as it is, but for an apostrophe that would end it.
struct ForeignText {
  /// The text with what is read in place of each.
  private(set) var text = ""
  /// What was met.
  private(set) var forms: [ForeignForm] = []
  /// What other languages take for a comment.
  private(set) var comments: [String] = []
  /// Whether an id stands behind `#`, and all behind it in a comment.
  private(set) var hasNumberSign = false

  private var characters: [Character]
  private var place = 0
  private var depth = 0
  /// Whether all up to the next stage belongs to a command that asks for an address: `curl -s …`.
  private var isFetching = false
  private var hasFetched = false
  /// What stands behind the address of a list, where such a command asks for it.
  private var dropped = ""
  private var asksForOne = false

  /// An apostrophe in a word, which begins no text.
  static let apostrophe: Character = "ʼ"

  init(_ text: String) {
    characters = Array(text)
    read()
    if hasFetched, saysMore { (self.text, forms) = (text, []) }
    self.text = String(self.text.drop { $0 == " " })
  }

  /// The statement with the comments that it had.
  func commented(_ statement: String) -> String {
    guard !comments.isEmpty else { return statement }
    let comment = "# \(comments.joined(separator: ", "))"
    return statement.isEmpty ? comment : "\(statement) \(comment)"
  }

  private func character(_ ahead: Int) -> Character? {
    let index = place + ahead
    return characters.indices.contains(index) ? characters[index] : nil
  }

  private mutating func met(_ form: ForeignForm) {
    if !forms.contains(form) { forms.append(form) }
  }

  private mutating func read() {
    while let next = character(0) {
      if isFetching, next != "|" {
        if !asksForOne { dropped.append(next) }
        place += 1
        continue
      }
      isFetching = false
      if readAddress() || readComment() || readQuote(next) || readStop(next) || readMonth(next) {
        continue
      }
      readSign(next)
    }
  }

  // MARK: Signs

  private static let dashes: Set<Character> = ["−", "‒", "–", "﹣", "‐", "‑"]

  private mutating func readSign(_ sign: Character) {
    place += 1
    switch sign {
    case "(", "[", "{": depth += 1
    case ")", "]", "}": depth -= 1
    case ";" where depth > 0:
      text.append(",")
      return
    case "—" where !isBetweenLetters(place - 1):
      met(.keyboard)
      characters.replaceSubrange(place - 1..<place, with: ["-", "-"])
      place -= 1
      return
    case _ where ForeignText.dashes.contains(sign) && !isBetweenLetters(place - 1):
      met(.keyboard)
      text.append("-")
      return
    case "\u{3000}":
      text.append(" ")
      return
    case _:
      // Letters and signs as wide as those of Chinese.
      guard let scalar = sign.unicodeScalars.first, (0xff01...0xff5e).contains(scalar.value),
        let plain = Unicode.Scalar(scalar.value - 0xfee0)
      else { break }
      met(.keyboard)
      characters[place - 1] = Character(plain)
      place -= 1
      return
    }
    text.append(sign)
  }

  private func isBetweenLetters(_ index: Int) -> Bool {
    index > 0 && index + 1 < characters.count && characters[index - 1].isLetter
      && characters[index + 1].isLetter
  }

  /// The stop at the end of a sentence, `where status == won.`, which it passes.
  private mutating func readStop(_ sign: Character) -> Bool {
    guard [".", "!", "?"].contains(sign), depth == 0,
      text.last?.isLetter == true || text.last?.isNumber == true,
      characters[(place + 1)...].allSatisfy({ $0 == " " }),
      sign != "?" || isQuestion, !isFieldLast, text.contains(" ")
    else { return false }
    met(.stop)
    place += 1
    return true
  }

  /// Whether several words are one sentence, and no name alone whose help is asked for.
  private var isQuestion: Bool {
    let stage = text.split(separator: "|").last ?? ""
    return stage.contains("where ")
      || text.split(separator: " ").count > 2 && stage.count == text.count
  }

  /// Whether a field or a source is the last word, behind which more may be meant.
  private var isFieldLast: Bool {
    let word = lastWord
    return Resource.served.contains { $0.field(word) != nil || $0.plural == word }
  }

  private var lastWord: String {
    String(text.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
  }

  /// The name of a month with accents, or behind a day with a point: `8. März`, `8 février`.
  private mutating func readMonth(_ sign: Character) -> Bool {
    let isPoint = sign == "." && text.last?.isNumber == true && character(1) == " "
    let start = place + (isPoint ? 2 : 0)
    guard isPoint || sign.isLetter && text.last == " " && text.dropLast().last?.isNumber == true,
      start < characters.count
    else { return false }
    let accents: [Character: Character] = [
      "é": "e", "è": "e", "û": "u", "ä": "a", "É": "e", "Ä": "a",
    ]
    let run = characters[start...].prefix { $0.isLetter }
    let name = String(run.map { accents[$0] ?? $0 })
    guard ForeignTime.month(name) != nil, isPoint || name != String(run) else { return false }
    text += isPoint ? " \(name)" : name
    place = run.endIndex
    return true
  }

  // MARK: Quotes

  private static let apostrophes: Set<Character> = ["'", "’", "‘", "´", "ʼ", "＇"]

  /// What stands before `n't`, and what both say.
  private static let contractions = [
    "is": "is not", "are": "is not", "was": "is not", "were": "is not", "does": "does not",
    "do": "does not", "did": "does not", "ca": "does not", "wo": "does not",
    "should": "does not", "must": "does not", "has": "has not", "have": "has not",
    "had": "has not",
  ]

  private mutating func readQuote(_ sign: Character) -> Bool {
    if ForeignText.apostrophes.contains(sign), readApostrophe() { return true }
    switch sign {
    case "\"":
      var end = place + 1
      while end < characters.count, characters[end] != "\"", characters[end] != "\n" {
        end += characters[end] == "\\" ? 2 : 1
      }
      copy(upTo: min(end + 1, characters.count))
    case "'":
      copyText()
    case "`":
      guard let end = characters[(place + 1)...].firstIndex(of: "`"),
        case let inside = String(characters[place + 1..<end]),
        inside.contains("|")
          || ForeignNames.resource(String(inside.prefix { !$0.isWhitespace })) != nil
            && !inside.isEmpty && text.last != "." && !isTable
      else { return false }
      met(.nested)
      let isWhole = text.allSatisfy { $0 == " " } && end + 1 == characters.count
      text += isWhole ? inside : "$(\(inside))"
      place = end + 1
    default: return false
    }
    return true
  }

  /// Whether a query names its table next.
  private var isTable: Bool {
    ["from", "join"].contains(
      text.split(separator: " ").last.map { $0.lowercased() } ?? "")
  }

  private mutating func copy(upTo end: Int) {
    text += String(characters[place..<end])
    place = end
  }

  /// An apostrophe that stands in a word or a number; says whether it is one.
  private mutating func readApostrophe() -> Bool {
    guard let before = text.last, let behind = character(1) else { return false }
    if before.isNumber {
      let digits = characters[(place + 1)...].prefix { $0.isNumber }
      guard digits.count == 3 else { return false }
      place += 1
      return true
    }
    guard before.isLetter, behind.isLetter else { return false }
    let word = lastWord
    if behind.lowercased() == "t", word.lowercased().hasSuffix("n"), !isValue(before: word),
      character(2)?.isLetter != true,
      let both = ForeignText.contractions[word.dropLast().lowercased()]
    {
      text.removeLast(word.count)
      text += both
      place += 2
      met(.spoken)
      return true
    }
    // A text of Python or SQL that is of a certain kind: r'…'.
    guard !["f", "r", "b", "n", "u", "e"].contains(word), word.allSatisfy(\.isLetter) else {
      return false
    }
    text.append(ForeignText.apostrophe)
    place += 1
    met(.quote)
    return true
  }

  /// Whether the word that was read last is a value that is compared, and no part of the comparison.
  private func isValue(before word: String) -> Bool {
    let before = text.dropLast(word.count).split(separator: " ").last.map(String.init) ?? ""
    let signs: Set = ["contains", "matches", "like", "ilike", "equals", "in"]
    return before.last.map { "=~<>:([,{".contains($0) } ?? false
      || signs.contains(before.lowercased())
  }

  /// A text in single quotes, which end where no word goes on.
  private mutating func copyText() {
    var inside = ""
    var end = place + 1
    while end < characters.count, characters[end] != "\n" {
      let next = end + 1 < characters.count ? characters[end + 1] : " "
      if characters[end] == "'" {
        if next == "'", end > place + 1 {
          end += 1
        } else if !(characters[end - 1].isLetter && next.isLetter) {
          break
        }
      }
      inside.append(characters[end])
      end += 1
    }
    let isClosed = end < characters.count && characters[end] == "'"
    guard isClosed, inside.contains("'") else {
      return copy(upTo: isClosed ? end + 1 : characters.count)
    }
    met(.quote)
    text += TextLiteral.quoted(inside)
    place = end + 1
  }

  // MARK: Comments

  /// A comment of SQL, C or Python, which it passes.
  private mutating func readComment() -> Bool {
    let isApart = text.last.map { $0.isWhitespace } ?? true
    switch (character(0), character(1)) {
    case ("#", _):
      // `#dp_a1` is an id; anything else is a comment here too.
      let id = String(characters[(place + 1)...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      if Resource.served.contains(where: { $0.isID(id) }) {
        place += 1
        hasNumberSign = true
        met(.address)
      } else {
        let end = characters[place...].firstIndex(of: "\n") ?? characters.count
        copy(upTo: end)
      }
      return true
    case ("-", "-") where isApart && depth == 0 && character(2).map { $0.isWhitespace } ?? true,
      ("/", "/") where isApart && depth == 0 && character(2).map { $0.isWhitespace } ?? true:
      let end = characters[place...].firstIndex(of: "\n") ?? characters.count
      let said = String(characters[place + 2..<end])
      guard !ForeignText.isProgram(said) || isQuery || text.allSatisfy(\.isWhitespace) else {
        return false
      }
      comment(said)
      place = end
      return true
    case ("/", "*"):
      var end = place + 2
      while end + 1 < characters.count, characters[end] != "*" || characters[end + 1] != "/" {
        end += 1
      }
      guard end + 1 < characters.count else { return false }
      comment(String(characters[place + 2..<end]))
      place = end + 2
      return true
    default: return false
    }
  }

  private var isQuery: Bool { text.lowercased().hasPrefix("select") }

  /// Whether the first word behind a sign is one that a program has, so that it may be no comment.
  private static func isProgram(_ said: String) -> Bool {
    let word = said.split { !$0.isLetter && $0 != "_" }.first.map(String.init) ?? ""
    let names = ForeignNames(.dispute)
    let role = ForeignStages.roles[word.lowercased()]
    return names.isField(word) || names.field(ofMember: word) != nil || role != nil && role != .pass
  }

  private mutating func comment(_ said: String) {
    met(.comment)
    comments.append(said.trimmed)
    while text.last == " " { text.removeLast() }
    if !text.isEmpty { text.append(" ") }
  }

  // MARK: Addresses

  /// Commands that ask for an address.
  private static let fetchers: Set<String> = [
    "curl", "wget", "http", "https", "get", "fetch", "open", "xdg-open", "browse", "httpie", "xh",
    "start", "iwr", "invoke-webrequest", "invoke-restmethod", "irm",
  ]

  /// Whether what is asked for would change something, or is told apart by more than its address.
  private var saysMore: Bool {
    // What is no option may be a condition, or the rest of one.
    if dropped.split(separator: " ").contains(where: { !$0.hasPrefix("-") }) { return true }
    return String(characters).split(separator: " ").contains { word in
      let word = word.lowercased()
      return ["post", "put", "patch", "delete"].contains(word)
        || [
          "-x", "-d", "-f", "-g", "--data", "--request", "--form", "--get", "--url-query", "--json",
        ]
        .contains { word.hasPrefix($0) }
    }
  }

  /// The address of an object, or of a list of them, as it is asked for here: `disputes/dp_a1`.
  private mutating func readAddress() -> Bool {
    guard text.last.map({ [" ", "\"", "'", "<", "("].contains($0) }) ?? true else { return false }
    let quotes: Set<Character> = ["\"", "'", "<"]
    let isQuoted = character(0).map(quotes.contains) ?? false
    let start = place + (isQuoted ? 1 : 0)
    let run = characters[min(start, characters.count)...].prefix {
      !$0.isWhitespace && !["\"", "'", ">", "|", "(", ")"].contains($0)
    }
    let isMarked = isQuoted && character(0) == "<"
    let isID = isMarked && Resource.served.contains { $0.isID(String(run)) }
    guard let found = isID ? String(run) : ForeignText.object(at: String(run)) else { return false }
    place = run.endIndex
    if isQuoted, let end = character(0), ["\"", "'", ">"].contains(end) { place += 1 }
    let words = text.split(separator: " ").map { $0.lowercased() }
    if let first = words.first, ForeignText.fetchers.contains(first) {
      text = ""
      (isFetching, hasFetched) = (true, true)
      let id = found.split(separator: " ").last ?? ""
      asksForOne = Resource.served.contains { $0.isID(String(id)) }
    } else if let last = words.last, ForeignNames.resource(last) != nil, !isID, text.last == " " {
      text = String(text.reversed().drop { $0 == " " }.dropFirst(last.count).reversed())
    }
    text += found
    met(.address)
    return true
  }

  /// `dispute dp_a1` of `https://…/disputes/dp_a1`, `disputes status=won` of `/v1/disputes?status=won`;
  /// nil for what is no address of ours.
  private static func object(at address: String) -> String? {
    guard address.contains("/"), !address.hasPrefix("@") else { return nil }
    let isWeb = address.hasPrefix("http://") || address.hasPrefix("https://")
    let parts = address.split(separator: "?", maxSplits: 1)
    var path =
      parts.first?.split(separator: "#").first?.split(separator: "/").map(String.init) ?? []
    if isWeb { path = Array(path.dropFirst(2)) }
    guard let last = path.last else { return nil }
    if let object = Resource.served.first(where: { $0.isID(last) }) {
      let isNamed =
        path.count > 1 && ForeignNames.resource(path[path.count - 2])?.name == object.name
      return isNamed || isWeb ? "\(object.name) \(last)" : nil
    }
    // A list of what belongs to one object is not the list of all, nor what is shown behind a `#`.
    let isPart =
      address.contains("#") || path.contains { part in Resource.served.contains { $0.isID(part) } }
    guard isWeb || address.hasPrefix("/"), !isPart, let list = ForeignNames.resource(last) else {
      return nil
    }
    let query = parts.count > 1 ? parts[1].split(separator: "&").joined(separator: " ") : ""
    return query.isEmpty ? list.plural : "\(list.plural) \(query)"
  }
}

extension String {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
