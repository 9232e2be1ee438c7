/// Finds the name that was meant by one that does not exist.
public enum Suggestion {
  /// The candidate nearest to `name`, when one is near enough to be a slip of the fingers.
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(name.lowercased().utf8.prefix(64))
    let limit = max(1, typed.count / 3)
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let distance = distance(typed, Array(candidate.utf8.prefix(64)))
      if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.candidate
  }

  /// The one candidate that begins with `part`, or else that has it as one of its words: `fraudulent`
  /// of `fraud`, `warning_closed` of `closed`.
  static func whole(of part: String, among candidates: [String]) -> String? {
    let part = part.lowercased()
    guard part.utf8.count > 2 else { return nil }
    let found = candidates.filter { $0.hasPrefix(part) }
    if !found.isEmpty { return found.count == 1 ? found[0] : nil }
    let others = candidates.filter { $0.split(separator: "_").contains(part[...]) }
    return others.count == 1 ? others[0] : nil
  }

  /// Insertions, deletions, replacements and swaps of neighbours from `a` to `b`.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        var cost = min(replaced, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
