/// What a command of another tool is given by options: `-First 5`, `-Unique`, `-Property id, amount`.
struct ForeignOptions {
  /// The words without the options, where those that name columns leave their columns.
  private(set) var rest: [ForeignWord] = []
  /// The options that take one word, and that word.
  private(set) var values: [String: ForeignWord] = [:]
  /// The options that take nothing.
  private(set) var flags: Set<String> = []
  /// Whether there are options that nobody knows.
  private(set) var hasStrangers = false

  /// Parts the words: those options that take a word, that take nothing, and that name columns.
  init(
    _ words: [ForeignWord], values: Set<String> = [], flags: Set<String> = [],
    columns: Set<String> = []
  ) {
    var place = 0
    while place < words.count {
      let dashes = words[place...].prefix(2).prefix { $0 == "-" }.count
      guard dashes > 0, !words[place].isGlued, place + dashes < words.count,
        case let name = words[place + dashes], name.isGlued
      else {
        rest.append(words[place])
        place += 1
        continue
      }
      place += dashes + 1
      let key = name.lower
      if flags.contains(key) {
        self.flags.insert(key)
      } else if values.contains(key), place < words.count {
        if ["=", ":"].contains(words[place].text), place + 1 < words.count { place += 1 }
        self.values[key] = words[place]
        place += 1
      } else if !columns.contains(key) {
        hasStrangers = true
      }
    }
    rest = rest.beginning(glued: false)
  }
}
