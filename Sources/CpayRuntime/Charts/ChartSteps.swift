import CpayValue

/// Equal steps from the least to the greatest of some numbers, with round bounds.
struct ChartSteps {
  private let unit: ChartUnit
  private let least: Decimal
  /// The width of a step; nil where one is enough.
  private var width: Decimal?
  /// The number of steps between zero and the first one.
  private var start: Int64 = 0
  private var counts: [Int]
  /// Whether nothing lies between two neighbouring whole numbers.
  private let isWhole: Bool

  private static let maximumSteps = 20

  init(_ numbers: [Decimal], _ unit: ChartUnit) {
    self.unit = unit
    isWhole = unit != .duration && numbers.allSatisfy { $0.whole != nil }
    guard let least = numbers.min(), let greatest = numbers.max() else {
      (self.least, counts) = (Decimal(0), [])
      return
    }
    self.least = least
    counts = [numbers.count]
    // As many as Sturges advises, with a few for small sets.
    let advised = Int.bitWidth - numbers.count.leadingZeroBitCount + 1
    let maximum = Int64(min(ChartSteps.maximumSteps, max(5, advised)))
    for candidate in least == greatest ? [] : ChartSteps.widths(unit, isWhole: isWhole) {
      guard let first = least.multiples(of: candidate),
        let last = greatest.multiples(of: candidate)
      else { continue }
      let (distance, overflow) = last.subtractingReportingOverflow(first)
      if overflow || distance >= maximum { continue }
      (width, start) = (candidate, first)
      counts = Array(repeating: 0, count: Int(distance) + 1)
      for number in numbers {
        guard let place = number.multiples(of: candidate) else { continue }
        counts[Int(place - first)] += 1
      }
      return
    }
  }

  /// One mark a step, as long as there are numbers in it.
  var marks: [ChartPanel.Mark] {
    counts.enumerated().map { index, count in
      ChartPanel.Mark(label: bounds(index), text: String(count), length: Double(count))
    }
  }

  /// Where the steps begin, and where the last one ends; the one value where all are the same.
  var edges: [String] {
    guard let width else { return counts.isEmpty ? [] : [unit.text(least)] }
    return (0...counts.count).map { place in
      Decimal(start + Int64(place)).multiplied(by: width).map { unit.text($0) } ?? ""
    }
  }

  /// The bounds of a step: `EUR 0.00 to EUR 499.99`; where there is something between any two
  /// numbers, the upper one is no part of it: `12 h to <1 d`.
  private func bounds(_ index: Int) -> String {
    guard let width, let lower = Decimal(start + Int64(index)).multiplied(by: width),
      let upper = lower.adding(width)
    else { return unit.text(least) }
    guard isWhole, let last = upper.subtracting(Decimal(1)) else {
      return "\(unit.text(lower)) to <\(unit.text(upper))"
    }
    return last == lower ? unit.text(lower) : "\(unit.text(lower)) to \(unit.text(last))"
  }

  /// The widths that a person can count in, from the narrowest.
  static func widths(_ unit: ChartUnit, isWhole: Bool) -> [Decimal] {
    let sizes: [Int64] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
    ]
    let short = unit == .duration ? sizes.map { Decimal($0) } : []
    let finest = isWhole ? Decimal(1) : Decimal("0.000000000000000001") ?? Decimal(1)
    var power: Decimal? = unit == .duration ? Decimal(86_400) : finest
    var widths = short
    while let size = power {
      widths += [1, 2, 5].compactMap { size.multiplied(by: Decimal($0)) }
      power = size.multiplied(by: Decimal(10))
    }
    return widths
  }
}

extension Decimal {
  /// How often `step` fits below the number, rounded down; nil when it does not fit 64 bits.
  func multiples(of step: Decimal) -> Int64? {
    guard let near = divided(by: step)?.rounded(toPlaces: 0), let count = near.whole,
      let product = near.multiplied(by: step), let rest = subtracting(product)
    else { return nil }
    // The quotient is rounded, up or down.
    if rest < Decimal(0) { return count == .min ? nil : count - 1 }
    return rest < step ? count : count == .max ? nil : count + 1
  }
}
