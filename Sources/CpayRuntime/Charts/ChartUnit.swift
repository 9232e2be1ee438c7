import CpayValue

/// What the numbers of a chart count; only those of one unit share an axis.
enum ChartUnit: Hashable {
  case number
  case duration
  case money(Currency)

  /// The numbers of a value and what they count; nil for what cannot be drawn.
  static func measure(_ value: Value) -> (unit: ChartUnit, number: Decimal)? {
    switch value {
    case .int(let number): (.number, Decimal(number))
    case .decimal(let number): (.number, number)
    case .duration(let length): (.duration, Decimal(length.seconds))
    case .money(let money): (.money(money.currency), Decimal(money.minor))
    default: nil
    }
  }

  /// What tells this unit from the others of a chart.
  var name: String {
    switch self {
    case .number: "numbers"
    case .duration: "durations"
    case .money(let currency): currency.displayCode
    }
  }

  /// A number of this unit as people read it; lengths of time to the second.
  func text(_ number: Decimal) -> String {
    switch (self, number.whole) {
    case (.money(let currency), let minor?): Money(minor: minor, currency: currency).description
    case (.duration, let seconds?): ChartUnit.exactly(seconds)
    default: number.description
    }
  }

  private static func exactly(_ seconds: Int64) -> String {
    var rest = seconds.magnitude
    var parts: [String] = []
    for (size, name) in [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")] as [(UInt64, String)] {
      if rest >= size { parts.append("\(rest / size) \(name)") }
      rest %= size
    }
    return (seconds < 0 ? "-" : "") + (parts.isEmpty ? "0 s" : parts.joined(separator: " "))
  }
}

extension Decimal {
  /// The number as a drawing needs it, which is no more exact than a picture.
  var approximation: Double { Double(description) ?? 0 }
}
