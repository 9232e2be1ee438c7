/// The values of a line, gathered into as many places as can be told apart.
public struct ChartLine: Sendable {
  /// The least and the greatest value at each place, from left to right; nil where none is.
  public let places: [ClosedRange<Double>?]
  /// The least value of all, if there is one.
  public let least: ChartPanel.Mark?
  /// The greatest value of all, if there is one.
  public let greatest: ChartPanel.Mark?
  /// What was gathered; nil where every value has a place of its own.
  public let note: String?

  /// How far right each place lies, from 0 to 1.
  private let positions: [Double]

  /// The line through those marks over at most so many places.
  public init(_ marks: [ChartPanel.Mark], places maximum: Int) {
    let size = max(1, (marks.count + max(1, maximum) - 1) / max(1, maximum))
    let times = marks.compactMap(\.position)
    // Where marks have a place of their own, those that cannot be told apart are gathered.
    let isTimed = !marks.isEmpty && times.count == marks.count
    let groups = marks.indices.chunked { place in
      isTimed && size > 1 ? Int(times[place] * Double(max(1, maximum) - 1)) : place / size
    }
    places = groups.map { group in
      let lengths = marks[group].compactMap(\.length)
      guard let least = lengths.min(), let greatest = lengths.max() else { return nil }
      return least...greatest
    }
    positions = groups.enumerated().map { index, group in
      isTimed
        ? times[group.lowerBound]
        : groups.count < 2 ? 0 : Double(index) / Double(groups.count - 1)
    }
    let present = marks.filter { $0.length != nil }
    least = present.min { ($0.length ?? 0) < ($1.length ?? 0) }
    greatest = present.max { ($0.length ?? 0) < ($1.length ?? 0) }
    note =
      size == 1
      ? nil
      : "\(marks.count) rows in \(places.count) steps\(isTimed ? "" : " of \(size)"), "
        + "each drawn from its least to its greatest value"
  }

  /// How far up a value lies, from 0 to 1; in the middle where all are equal.
  public func height(_ length: Double) -> Double {
    guard let low = least?.length, let high = greatest?.length, low < high else { return 0.5 }
    return (length - low) / (high - low)
  }

  /// How far right a place lies, from 0 to 1.
  public func position(_ place: Int) -> Double {
    positions.indices.contains(place) ? positions[place] : 0
  }
}

extension Range<Int> {
  /// Parts of it that are alike in what `key` makes of them, one behind the other.
  fileprivate func chunked(by key: (Int) -> Int) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = lowerBound
    for place in self where place > start && key(place) != key(place - 1) {
      chunks.append(start..<place)
      start = place
    }
    if !isEmpty { chunks.append(start..<upperBound) }
    return chunks
  }
}
