/// Which edges between columns are named below them, so that no two names touch.
public struct ChartEdges {
  /// The places of the edges that are named, from the left.
  public let places: [Int]
  /// What is said of the last edge where it is not named; nil where it is.
  public let note: String?

  /// The edges, each `distance` from the one before; the widest name needs `room` with the gap behind
  /// it.
  public init(_ names: [String], distance: Double, room: Double) {
    guard let last = names.indices.last, distance > 0 else {
      (places, note) = (Array(names.indices), nil)
      return
    }
    let step = max(1, Int((room / distance).rounded(.up)))
    var places = Array(stride(from: 0, to: last, by: step))
    // The end of all is worth more than the beginning of a step.
    if let before = places.last, before > 0, last - before < step { places.removeLast() }
    let isNamed = last == 0 || places.last.map { last - $0 >= step } ?? true
    if isNamed { places.append(last) }
    self.places = places
    note = isNamed ? nil : "up to \(names[last])"
  }
}
