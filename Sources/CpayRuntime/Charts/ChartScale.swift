import CpayValue

/// The values that an axis names: round ones, from below the least to above the greatest that is drawn.
public struct ChartScale: Sendable {
  /// One value that is named.
  public struct Tick: Hashable, Sendable {
    /// The value as people read it.
    public let text: String
    /// How far it reaches, in the unit of the marks.
    public let length: Double
  }

  /// The values, from the least; none where nothing is drawn.
  public let ticks: [Tick]
  /// Whether zero lies outside, so that heights cannot be compared as such.
  public let isBroken: Bool

  /// Steps from the first to the last, at most.
  private static let maximumSteps: Int64 = 4

  /// The scale of numbers of that unit.
  ///
  /// It has zero on it, unless all numbers lie far from it and near each other.
  init(_ numbers: [Decimal], _ unit: ChartUnit) {
    guard var low = numbers.min(), var high = numbers.max() else {
      (ticks, isBroken) = ([], false)
      return
    }
    let zero = Decimal(0)
    let (least, greatest) = (low.approximation, high.approximation)
    if least >= 0, least <= greatest / 2 || low == high { low = zero }
    if greatest <= 0, greatest >= least / 2 || numbers.min() == high { high = zero }
    if low == high { high = Decimal(1) }
    isBroken = low > zero || high < zero
    let isWhole = unit != .duration && numbers.allSatisfy { $0.whole != nil }
    for width in ChartSteps.widths(unit, isWhole: isWhole) {
      guard let first = low.multiples(of: width), var last = high.multiples(of: width) else {
        continue
      }
      if let end = Decimal(last).multiplied(by: width), end < high { last += 1 }
      let (distance, overflow) = last.subtractingReportingOverflow(first)
      if overflow || distance > ChartScale.maximumSteps { continue }
      let found = (first...max(first, last)).compactMap { place in
        Decimal(place).multiplied(by: width).map {
          Tick(text: unit.text($0), length: $0.approximation)
        }
      }
      if found.count == Int(distance) + 1, found.count > 1 {
        ticks = found
        return
      }
    }
    // Numbers at the end of what there is.
    ticks = [low, high].map { Tick(text: unit.text($0), length: $0.approximation) }
  }

  /// How far up a value lies, from 0 to 1.
  public func height(_ length: Double) -> Double {
    guard let low = ticks.first?.length, let high = ticks.last?.length, low < high else {
      return 0.5
    }
    return min(max((length - low) / (high - low), 0), 1)
  }

  /// What there is to know of a scale without zero.
  var note: String? {
    guard isBroken, let low = ticks.first, let high = ticks.last else { return nil }
    return "the scale goes from \(low.text) to \(high.text), without zero"
  }
}
