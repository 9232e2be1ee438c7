/// A walk through remembered lines that keeps the line being typed.
struct HistoryCursor {
  /// How many entries are kept; the oldest go first.
  static let limit = 10_000

  private var entries: [String] = []
  private var position = 0
  private var draft = ""

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
  }

  /// The entry before, or nil at the oldest; `current` is kept when it is the line being typed.
  mutating func previous(leaving current: String) -> String? {
    guard position > 0 else { return nil }
    if position == entries.count { draft = current }
    position -= 1
    return entries[position]
  }

  /// The entry after, then the line that was being typed, or nil when that is where we are.
  mutating func next() -> String? {
    guard position < entries.count else { return nil }
    position += 1
    return position == entries.count ? draft : entries[position]
  }
}
