/// A search through entries while its pattern is typed.
struct HistorySearch {
  /// Which way the next match is looked for.
  enum Direction: Sendable {
    case older
    case newer
  }

  /// What is looked for; capitals count when there are any.
  private(set) var pattern = ""
  private(set) var direction: Direction
  /// Whether nothing more was found, so that the match before is still there.
  private(set) var hasFailed = false
  /// The newest last, each once, and the bytes of each without capitals.
  private let entries: [String]
  private let folded: [[UInt8]]
  /// The place of the match; at first behind the newest.
  private var place: Int
  /// How it was before each addition to the pattern.
  private var trail: [(pattern: String, place: Int, hasFailed: Bool)] = []

  /// A search through the entries, of which only the last of equal ones counts.
  init(_ entries: [String], _ direction: Direction) {
    var seen: Set<String> = []
    self.entries = entries.reversed().filter { seen.insert($0).inserted }.reversed()
    folded = self.entries.map { Array($0.lowercased().utf8) }
    self.direction = direction
    place = self.entries.count
  }

  /// The match; nil before the first.
  var match: String? { entries.indices.contains(place) ? entries[place] : nil }

  /// Where the pattern lies in the match, in bytes.
  var range: Range<Int>? { entries.indices.contains(place) ? range(at: place) : nil }

  /// Adds to the pattern; the match stays where it still holds.
  mutating func add(_ text: String) {
    trail.append((pattern, place, hasFailed))
    pattern += text
    if range == nil { find(from: place) } else { hasFailed = false }
  }

  /// Takes the last that was added from the pattern.
  mutating func removeLast() {
    guard let before = trail.popLast() else { return }
    (pattern, place, hasFailed) = before
  }

  /// Goes on to the next match in that direction.
  mutating func next(_ direction: Direction) {
    self.direction = direction
    if !pattern.isEmpty { find(from: place) }
  }

  private mutating func find(from start: Int) {
    let found =
      switch direction {
      case .older: entries[..<start].indices.last { range(at: $0) != nil }
      case .newer: entries.indices.dropFirst(start + 1).first { range(at: $0) != nil }
      }
    hasFailed = found == nil
    if let found { place = found }
  }

  private func range(at place: Int) -> Range<Int>? {
    let keepsCase = pattern.contains(where: \.isUppercase)
    let wanted = Array((keepsCase ? pattern : pattern.lowercased()).utf8)
    let bytes = keepsCase ? Array(entries[place].utf8) : folded[place]
    guard let first = wanted.first, wanted.count <= bytes.count else { return nil }
    let start = (0...(bytes.count - wanted.count)).first {
      bytes[$0] == first && bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
    return start.map { $0..<$0 + wanted.count }
  }
}
