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

  /// The line through those marks over at most so many places.
  public init(_ marks: [ChartPanel.Mark], places maximum: Int) {
    let size = max(1, (marks.count + max(1, maximum) - 1) / max(1, maximum))
    places = stride(from: 0, to: marks.count, by: size).map { start in
      let lengths = marks[start..<min(start + size, marks.count)].compactMap(\.length)
      guard let least = lengths.min(), let greatest = lengths.max() else { return nil }
      return least...greatest
    }
    let present = marks.filter { $0.length != nil }
    least = present.min { ($0.length ?? 0) < ($1.length ?? 0) }
    greatest = present.max { ($0.length ?? 0) < ($1.length ?? 0) }
    note =
      size == 1
      ? nil
      : "\(marks.count) rows in \(places.count) steps of \(size), "
        + "each drawn from its least to its greatest value"
  }

  /// How far up a value lies, from 0 to 1; in the middle where all are equal.
  public func height(_ length: Double) -> Double {
    guard let low = least?.length, let high = greatest?.length, low < high else { return 0.5 }
    return (length - low) / (high - low)
  }

  /// How far right a place lies, from 0 to 1.
  public func position(_ place: Int) -> Double {
    places.count < 2 ? 0 : Double(place) / Double(places.count - 1)
  }
}
