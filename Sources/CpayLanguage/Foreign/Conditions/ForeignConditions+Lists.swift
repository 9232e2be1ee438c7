import CpaySyntax
import CpayValue

extension ForeignConditions {
  // MARK: Lists

  func inList(_ values: [[ForeignWord]], isNot: Bool) -> [ForeignWord] {
    var list = foreignWords(isNot ? "not" : "in", isNot ? "in" : "[")
    if isNot { list.append(ForeignWord("[")) }
    for (place, value) in values.enumerated() {
      if place > 0 { list.append(ForeignWord(",").glued) }
      list += value.beginning(glued: place == 0)
    }
    return list + [ForeignWord("]").glued]
  }

  /// More values behind the first: `won or lost`, `won, lost`.
  mutating func listed(
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
  func isValue(_ word: ForeignWord, of field: String) -> Bool {
    if word.isText { return true }
    if [.integer, .decimal, .quantity].contains(word.kind) { return true }
    guard word.isName, !names.isField(word.text) else { return false }
    return names.field(ofMember: word.text) != nil || names.field(ofID: word.text) != nil
      || !names.isField(field) && !["now", "today", "null"].contains(word.lower)
  }

  /// Whether nothing goes on from the word at that place: it is compared with nothing.
  func isLone(at place: Int) -> Bool {
    guard place + 1 < words.count else { return true }
    return ["and", "or", ",", ")", "]", "}", "|", "&&", "&", "/", "nor"].contains(
      words[place + 1].lower)
  }

  func isLoneMember(_ word: ForeignWord) -> Bool {
    word.isName && !names.isField(word.text) && names.field(ofMember: word.text) != nil
      && isLone(at: index)
  }

  /// What stands behind `in`: a list, whatever its brackets.
  mutating func list(_ field: String) -> [ForeignWord] {
    guard let first = current else { return [] }
    // "won,lost"
    if names.takesWords(field), let text = first.saying, text.contains(","), isLone(at: index) {
      index += 1
      let values = text.split(separator: ",").map { $0.filter { $0 != " " } }
      forms.append(.values)
      return Array(
        inList(values.map { [ForeignWord(TextLiteral.quoted($0), .string)] }, isNot: false)
          .dropFirst())
    }
    if first.kind == .variable { return operand(field).words.beginning(glued: false) }
    if ["(", "[", "{"].contains(first.text) {
      let end = words.end(ofBracketAt: index)
      let inside = [ForeignWord](words[index..<end]).unbracketed
      index = end
      var values: [[ForeignWord]] = []
      // (won lost)
      let isSpaced =
        inside.count > 1 && names.takesWords(field)
        && inside.allSatisfy { names.field(ofMember: $0.saying ?? $0.text) == field }
      for part in isSpaced ? inside.map({ [$0] }) : inside.elements {
        if names.isText(compared), let text = Self.bareText(part) {
          values.append([text])
          continue
        }
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
}
