import CpayModel
import CpaySyntax
import CpayValue

/// What a write and `apply` are given.
extension ForeignStages {
  /// What stands behind a write or `apply` without its name, or with its keys as arguments; nil where
  /// nothing does.
  static func given(_ verb: String, _ words: [ForeignWord]) -> [ForeignWord]? {
    if verb == "apply", words.count == 1, words[0].isDigits { return argument("max", words) }
    // close(), close now
    if verb == "close",
      words.map(\.text) == ["(", ")"]
        || words.count == 1 && ["now", "them", "these", "please"].contains(words[0].lower)
    {
      return []
    }
    guard ["submit", "draft"].contains(verb) else { return nil }
    if words.count > 1, words[0] == "evidence", words[1].isName || words[1].kind == .file {
      return given(verb, Array(words.dropFirst()).beginning(glued: false))
    }
    let words = words.first?.lower == "with" ? Array(words.dropFirst()) : words
    if let file = document(words) { return argument("evidence", [file]) }
    if let record = record(words) { return argument("evidence", record) }
    guard words.count > 2, words[0] == "evidence" else { return entries(words) }
    let value = Array(words[2...])
    if words[1] == "." { return entries(value) }
    // A text that is a record: '{"customer_name": "Ana"}'.
    let said = value.count == 1 ? value[0].saying : nil
    guard words[1] == "=", let record = record(said.map { [ForeignWord](reading: $0) } ?? value),
      record.joined != value.joined
    else { return nil }
    return argument("evidence", record)
  }

  private static func argument(_ name: String, _ value: [ForeignWord]) -> [ForeignWord] {
    [ForeignWord(name), ForeignWord("=").glued] + value.beginning(glued: true)
  }

  /// A document where a record is wanted: it goes with the key that it is for.
  static func loneDocument(_ verb: String, _ words: [ForeignWord]) -> String? {
    guard ["submit", "draft"].contains(verb), words.count == 1, words[0].kind == .file,
      ["pdf", "png", "jpg", "jpeg"].contains(where: { words[0].text.hasSuffix(".\($0)") })
    else { return nil }
    return words[0].text
  }

  /// The keys of evidence.
  private static let keys: [RecordType.Key] = {
    if case .record(let type)? = Resource.dispute.field("evidence")?.type.type {
      type.keys
    } else {
      []
    }
  }()

  /// `lease.json`, `@lease.json`, `"lease.json"`, alone.
  private static func document(_ words: [ForeignWord]) -> ForeignWord? {
    guard words.dropFirst().allSatisfy({ $0.isGlued && $0 != "=" }), let path = ForeignPath(words),
      path.written.filter({ $0 != "\"" }).lowercased().hasSuffix(".json")
    else { return nil }
    return ForeignWord(path.written, .file)
  }

  /// `customer_name="Ana" customer_email="a@b.de"`: keys of the evidence as arguments.
  private static func entries(_ words: [ForeignWord]) -> [ForeignWord]? {
    var entries: [[ForeignWord]] = []
    for (place, word) in words.enumerated() where word != "," {
      if place + 1 < words.count, words[place + 1] == "=" { entries.append([]) }
      guard !entries.isEmpty else { return nil }
      entries[entries.count - 1].append(word)
    }
    guard !entries.isEmpty else { return nil }
    let list = Array(entries.joined(separator: [ForeignWord(",").glued]))
    return record([ForeignWord("{")] + list + [ForeignWord("}").glued])
      .map { argument("evidence", $0) }
  }

  /// A record of evidence as it is written here: `{"customer_name": Jane Doe}`, `{receipt => @a.pdf}`;
  /// nil for what is none.
  private static func record(_ words: [ForeignWord]) -> [ForeignWord]? {
    guard words.first == "{", words.last == "}", words.end(ofBracketAt: 0) == words.count,
      words.count > 2
    else { return nil }
    var entries: [[ForeignWord]] = []
    for entry in words.unbracketed.elements {
      let isArrow = entry.count > 3 && entry[1] == "=" && entry[2] == ">" && entry[2].isGlued
      let sign = isArrow ? 2 : entry.count > 1 && [":", "="].contains(entry[1].text) ? 1 : 0
      let value = Array(entry.dropFirst(sign + 1)).beginning(glued: false)
      guard let name = entry.first.map({ $0.saying ?? $0.text }), !value.isEmpty,
        let key = keys.first(where: { $0.name == name })
      else { return nil }
      let isField = value.first.map { Resource.dispute.field($0.text) != nil } ?? false
      let text = key.type == .string && !isField ? ForeignConditions.bareText(value) : nil
      entries.append(
        [ForeignWord(name, isGlued: entries.isEmpty), ForeignWord(":").glued]
          + (text.map { [$0] } ?? value))
    }
    return [ForeignWord("{")]
      + Array(entries.joined(separator: [ForeignWord(",").glued])) + [ForeignWord("}").glued]
  }
}
