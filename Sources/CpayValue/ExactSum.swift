/// A sum of numbers, amounts or lengths of time that is exact, whatever their order.
///
/// It counts 10^-18 of a number and minor units of an amount, and holds more of them than any program
/// can add up; only the result has to fit.
public struct ExactSum: Sendable {
  /// A number of 256 bits in two's complement.
  private var (high, low): (Int128, UInt128) = (0, 0)

  /// A sum of nothing.
  public init() {}

  /// Adds a value; one that cannot be added counts as nothing.
  public mutating func add(_ value: Value) {
    switch value {
    case .int(let number): add(Int128(number) * Int128(Decimal.one))
    case .decimal(let number): add(number.units)
    case .money(let money): add(Int128(money.minor))
    case .duration(let length): add(Int128(length.seconds))
    default: break
    }
  }

  private mutating func add(_ term: Int128) {
    let (sum, carries) = low.addingReportingOverflow(UInt128(truncatingIfNeeded: term))
    low = sum
    high &+= (term < 0 ? -1 : 0) + (carries ? 1 : 0)
  }

  /// The sum as a value of the kind that `value` is, which is that of the terms; nil when it does
  /// not fit.
  public func total(like value: Value) -> Value? {
    let units = Int128(truncatingIfNeeded: low)
    guard high == (units < 0 ? -1 : 0) else { return nil }
    return switch value {
    case .int: Decimal(units: units)?.whole.map(Value.int)
    case .decimal: Decimal(units: units).map(Value.decimal)
    default: result(units, like: value)
    }
  }

  /// The mean of `count` values of the kind that `value` is: half to even at 18 places, the minor
  /// unit or the second; nil when it does not fit, or there are none.
  public func mean(of count: Int64, like value: Value) -> Value? {
    let isNegative = high < 0
    // Of so many terms of 128 bits, the upper half is below their number.
    let (upper, lower) = isNegative ? (~high, ~low) : (high, low)
    let (magnitude, carries) =
      isNegative ? lower.addingReportingOverflow(1) : (lower, overflow: false)
    let (above, divisor) = (UInt128(upper) + (carries ? 1 : 0), UInt128(count.magnitude))
    guard count > 0, above < divisor else { return nil }
    let (whole, rest) = divisor.dividingFullWidth((above, magnitude))
    guard whole < UInt128.max,
      let mean = Int128(exactly: roundedHalfEven(whole, rest, of: divisor))
    else { return nil }
    let units = isNegative ? -mean : mean
    return switch value {
    case .int, .decimal: Decimal(units: units).map(Value.decimal)
    default: result(units, like: value)
    }
  }

  private func result(_ units: Int128, like value: Value) -> Value? {
    guard let whole = Int64(exactly: units) else { return nil }
    return switch value {
    case .money(let money): .money(Money(minor: whole, currency: money.currency))
    case .duration: .duration(DurationValue(seconds: whole))
    default: nil
    }
  }
}
