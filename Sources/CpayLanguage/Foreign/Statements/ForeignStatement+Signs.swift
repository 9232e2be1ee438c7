import CpaySyntax

/// Signs of elsewhere as those of cpay, before the stages are told apart.
extension ForeignStatement {
  /// The stages with the sign between them that they have here: `%>%` and `|>` are `|`.
  static func withPipes(_ words: [ForeignWord]) -> [ForeignWord] {
    var result: [ForeignWord] = []
    var place = 0
    while place < words.count {
      let signs = words[place...].prefix(3).map(\.text)
      let isGlued = place + 1 < words.count && words[place + 1].isGlued
      if signs == ["%", ">", "%"], isGlued {
        result.append(ForeignWord("|", .pipe))
        place += 3
      } else if signs.starts(with: ["-", ">"]) || signs.starts(with: ["=", ">"]), isGlued,
        !words[place].isGlued, place > 0, place + 2 < words.count, !words[place + 2].isGlued,
        ForeignStages.begins(words[place + 2].lower),
        !words[..<place].contains(where: { $0 == "(" })
      {
        result.append(ForeignWord("|", .pipe))
        place += 2
      } else if signs.starts(with: ["|", ">"]), isGlued, place + 2 < words.count,
        ForeignStages.begins(words[place + 2].lower)
      {
        result.append(ForeignWord("|", .pipe))
        place += 2
      } else if place == 1, place + 1 < words.count, ["/", ","].contains(words[place].text),
        ForeignNames.resource(words[0].text) != nil,
        ForeignStages.begins(words[place + 1].lower)
      {
        // disputes / count
        result.append(ForeignWord("|", .pipe))
        place += 1
      } else {
        result.append(words[place])
        place += 1
      }
    }
    return result
  }

  /// The keys of metadata behind a dot: `metadata->>'team'` is `metadata.team`.
  static func withPaths(_ words: [ForeignWord]) -> [ForeignWord] {
    var result: [ForeignWord] = []
    var place = 0
    while place < words.count {
      let signs = words[place...].prefix(3).prefix { ["-", ">"].contains($0.text) && $0.isGlued }
      if signs.count > 1, signs.first == "-", signs.dropFirst().allSatisfy({ $0 == ">" }),
        result.last?.isName == true, place + signs.count < words.count,
        let key = words[place + signs.count].saying, ForeignWord(key).isName
      {
        result += [ForeignWord(".").glued, ForeignWord(key).glued]
        place += signs.count + 1
      } else {
        result.append(words[place])
        place += 1
      }
    }
    return result
  }

  /// The names of documents as files: `lease.pdf` is `@lease.pdf`.
  static func withDocuments(_ words: [ForeignWord]) -> [ForeignWord] {
    var result: [ForeignWord] = []
    for word in words {
      let isEnding = ["pdf", "png", "jpg", "jpeg", "docx"].contains(word.lower) && word.isGlued
      if isEnding, result.count > 1, result.last == ".", result[result.count - 1].isGlued,
        result[result.count - 2].isName
      {
        result.removeLast()
        let name = result.removeLast()
        result.append(
          ForeignWord("@\(name.text).\(word.text)", .file, isGlued: name.isGlued))
      } else {
        result.append(word)
      }
    }
    return result
  }
}
