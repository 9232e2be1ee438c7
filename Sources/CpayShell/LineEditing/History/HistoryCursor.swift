/// A walk through remembered entries that begin as what was typed does, which it keeps.
struct HistoryCursor {
  /// How many entries are kept; the oldest go first.
  static let limit = 10_000

  /// The newest last.
  private(set) var entries: [String] = []
  private var position = 0
  private var draft = ""
  /// What the walk shows, as long as it has not been changed.
  private var shown: String?

  /// Adds the newest entry, unless it repeats the one before, and ends the walk.
  mutating func remember(_ entry: String) {
    if !entry.isEmpty, entries.last != entry { entries.append(entry) }
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
    restart()
  }

  /// Stands after the newest entry, where a new line is typed.
  mutating func restart() {
    position = entries.count
    draft = ""
    shown = nil
  }

  /// Whether `text` is what the walk shows.
  func shows(_ text: String) -> Bool { shown == text }

  /// The entry before that begins as the draft does, nil at the oldest; another text than the walk
  /// shows begins a walk of its own.
  mutating func previous(leaving current: String) -> String? {
    var start = position
    if shown != current { start = entries.count }
    let prefix = shown == current ? draft : current
    guard
      let found = entries[..<start].lastIndex(where: { $0.hasPrefix(prefix) && $0 != current })
    else { return nil }
    (position, draft, shown) = (found, prefix, entries[found])
    return shown
  }

  /// The entry after, then the draft, or nil when that is where we are.
  mutating func next(leaving current: String) -> String? {
    guard shown == current, position < entries.count else { return nil }
    let later = entries[(position + 1)...]
    if let found = later.firstIndex(where: { $0.hasPrefix(draft) && $0 != current }) {
      (position, shown) = (found, entries[found])
      return shown
    }
    defer { restart() }
    return draft
  }

  /// What goes on with `text` in the newest entry that begins so and is worth proposing; nil ends the
  /// search.
  func continuation(of text: String, where isWorth: (String) -> Bool?) -> String? {
    guard !text.isEmpty else { return nil }
    for entry in entries.reversed()
    where entry.utf8.count > text.utf8.count && entry.hasPrefix(text) {
      guard let isFound = isWorth(entry) else { return nil }
      if isFound { return String(entry.dropFirst(text.count)) }
    }
    return nil
  }
}
