import CpayModel
import CpayValue

/// What the words of a statement may be names of, by the objects it is about.
struct ForeignNames: Sendable {
  let resource: Resource
  /// What the rows, or one of them, are called there: `d.status`.
  var aliases: Set<String> = [
    "row", "rows", "it", "df", "x", "item", "obj", "$_", "$it", "$row", "this",
  ]

  /// Whether names that are no fields may be keys of the metadata: nothing else makes columns.
  let mayNameKeys: Bool
  /// Whether amounts are in minor units there, as a column of numbers is.
  var countsCents = false
  /// Whether the statement writes, so that only what is sure is read.
  let isCareful: Bool

  init(_ resource: Resource, mayNameKeys: Bool = false, isCareful: Bool = false) {
    self.resource = resource
    (self.mayNameKeys, self.isCareful) = (mayNameKeys, isCareful)
    aliases.formUnion([resource.name, resource.plural])
    aliases.formUnion("abcdefghijklmnopqrstuvwxyz".map(String.init))
  }

  /// The resource that a word names, in the singular or plural, whatever its letters.
  static func resource(_ word: String) -> Resource? {
    let word = word.lowercased()
    return Resource.served.first { $0.plural == word || $0.name == word }
  }

  /// The field that a word is a member of, where it is that of one only: `status` of `won`.
  func field(ofMember word: String) -> String? {
    let fields = resource.fields.filter { field in
      if case .enumeration(let type) = field.type.type {
        type.index(of: word) != nil
      } else {
        false
      }
    }
    if fields.count == 1 { return fields[0].name }
    if fields.isEmpty, !ForeignStages.begins(word), Currency(word)?.minorDigits != nil,
      resource.field("currency") != nil
    {
      return "currency"
    }
    return nil
  }

  /// The field that an id belongs in: `charge` of `ch_1`.
  func field(ofID word: String) -> String? {
    resource.fields.first { field in
      if case .id(let prefix, let name) = field.type.type {
        Resource.served.contains { $0.name == name && $0.idPrefix == prefix && $0.isID(word) }
      } else {
        false
      }
    }?.name
  }

  /// Whether a word that is compared with that value is a key of one's own, in the metadata.
  ///
  /// A field whose name is nearly the same was meant only where it can hold the value.
  func isKeyOfOwn(_ word: String, holding value: ForeignWord?) -> Bool {
    guard mayNameKeys, word.first?.isLetter == true, resource.field("metadata") != nil,
      !isField(word), field(ofMember: word) == nil, field(ofID: word) == nil,
      !ForeignNames.arguments.contains(word),
      value.map({ !ForeignNames.isID($0.saying ?? $0.text) }) ?? true
    else { return false }
    guard let near = Suggestion.nearest(to: word, among: resource.fields.map(\.name)) else {
      return true
    }
    return value.map { !mayHold($0, near) } ?? false
  }

  /// Whether a word, or a text in quotes, may stand for a value of that field, slips included.
  private func mayHold(_ word: ForeignWord, _ field: String) -> Bool {
    guard word.isName || word.isText, !isField(word.text) else { return true }
    let text = word.saying ?? word.text
    switch resource.field(field)?.type.type {
    case .enumeration(let type):
      return Suggestion.nearest(to: text, among: type.members.map(\.name)) != nil
    case .id(let prefix, _): return text.hasPrefix(prefix)
    case .currency: return text.utf8.count == 3
    default: return true
    }
  }

  /// Names that arguments of commands have, and no keys.
  private static let arguments: Set<String> = [
    "by", "on", "kind", "format", "schema", "raw", "max", "parallel", "canary", "evidence",
    "expand",
    "fields", "page", "offset", "order", "sort", "limit",
  ]

  /// Whether a text is the id of any object.
  private static func isID(_ text: String) -> Bool { Resource.served.contains { $0.isID(text) } }

  /// The path to a field that is not on these objects: a key of their evidence, or a field of an
  /// object that they name, which is to be expanded for it.
  func path(of word: String) -> (object: String, field: String)? {
    guard !isField(word) else { return nil }
    if case .record(let type)? = resource.field("evidence")?.type.type,
      type.keys.contains(where: { $0.name == word })
    {
      return ("evidence", word)
    }
    for field in resource.fields {
      if case .id(_, field.name) = field.type.type,
        Resource.served.contains(where: { $0.name == field.name && $0.field(word) != nil })
      {
        return (field.name, word)
      }
    }
    return nil
  }

  /// What people call a field: `due` for the end of its evidence; itself where it is no such name.
  func field(called word: String) -> String {
    guard !isField(word) else { return word }
    let lower = word.lowercased()
    if isField(lower) { return lower }
    return ForeignNames.nicknames[lower].flatMap { isField($0) ? $0 : nil } ?? word
  }

  private static let nicknames = [
    "due": "evidence_due_by", "due_by": "evidence_due_by", "due_date": "evidence_due_by",
    "due_at": "evidence_due_by", "deadline": "evidence_due_by", "evidence_due": "evidence_due_by",
    "dueby": "evidence_due_by", "duedate": "evidence_due_by", "createdat": "created",
    "created_at": "created", "created_on": "created", "state": "status",
  ]

  /// Whether a path leads to a text of any content: a key of one's own, or one of the evidence.
  func isText(_ path: [ForeignWord]) -> Bool {
    guard path.count > 2, let field = resource.field(path[0].text) else { return false }
    switch field.type.type {
    case .map: return path.count == 3 && path[1] == "." || path.count == 4 && path[1] == "["
    case .record(let type):
      return path.count == 3
        && type.keys.contains { $0.name == path[2].text && $0.type == .string }
    default: return false
    }
  }

  /// A part of a field that is always there, and may be empty; nil for any other field.
  func key(in field: String) -> String? {
    switch resource.field(field)?.type.type {
    case .record(let type): type.keys.first?.name
    case .map: "team"
    default: nil
    }
  }

  /// Whether a time of that name lies ahead, as deadlines do, so that a span is counted from now on.
  static func isAhead(_ field: String) -> Bool { field.hasSuffix("due_by") }

  /// Whether the field may be missing, and so says something by being there.
  func mayBeMissing(_ field: String) -> Bool { resource.field(field)?.type.isNullable == true }

  /// Whether the word is nearly the name of a field that rows are put in order by; which one, the
  /// check tells.
  func isNearOrder(_ word: String) -> Bool {
    guard ForeignNames.resource(word) == nil,
      let near = Suggestion.nearest(to: word, among: resource.fields.map(\.name))
    else { return false }
    return isAmount(near) || isTime(near)
  }

  func isField(_ word: String) -> Bool { resource.field(word) != nil }

  /// Whether the field takes one of some words: a member or a currency.
  func takesWords(_ field: String) -> Bool {
    switch resource.field(field)?.type.type {
    case .enumeration, .currency, .id: true
    default: false
    }
  }

  /// Whether a `_` in a pattern of SQL is one that values of the field have, as ids do, and stands for
  /// no other character.
  func hasLine(_ pattern: String, in field: String) -> Bool {
    guard pattern.contains("_"), !pattern.contains("?"),
      let glob = try? Glob(pattern.lowercased().replacing("%", with: "*"))
    else { return false }
    switch resource.field(field)?.type.type {
    case .id: return true
    case .enumeration(let type): return type.members.contains { glob.matches($0.name) }
    default: return false
    }
  }

  func isAmount(_ field: String) -> Bool {
    Resource.served.contains { $0.field(field)?.type.type == .money }
  }

  func isTime(_ field: String) -> Bool {
    Resource.served.contains { $0.field(field)?.type.type == .timestamp }
  }
}
