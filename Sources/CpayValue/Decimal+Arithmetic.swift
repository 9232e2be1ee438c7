extension Decimal {
  /// The sum; nil when it does not fit.
  public func adding(_ other: Decimal) -> Decimal? {
    let (sum, overflow) = units.addingReportingOverflow(other.units)
    return overflow ? nil : Decimal(units: sum)
  }

  /// The difference; nil when it does not fit.
  public func subtracting(_ other: Decimal) -> Decimal? {
    adding(other.negated)
  }

  /// The product, half to even at 18 places; nil when it does not fit.
  public func multiplied(by other: Decimal) -> Decimal? {
    Decimal(units: quotient(units, times: other.units, over: Int128(Decimal.one)))
  }

  /// The quotient, half to even at 18 places; nil when it does not fit, or `other` is zero.
  public func divided(by other: Decimal) -> Decimal? {
    Decimal(units: quotient(units, times: Int128(Decimal.one), over: other.units))
  }
}

/// `first` times `second` over `divisor`, half to even, with the product kept whole in 256 bits;
/// nil when the result does not fit, or `divisor` is zero.
func quotient(_ first: Int128, times second: Int128, over divisor: Int128) -> Int128? {
  let product = first.magnitude.multipliedFullWidth(by: second.magnitude)
  let magnitude = divisor.magnitude
  // Below the divisor, the upper half leaves a quotient of 128 bits.
  guard product.high < magnitude else { return nil }
  let (whole, rest) = magnitude.dividingFullWidth(product)
  guard whole < UInt128.max,
    let result = Int128(exactly: roundedHalfEven(whole, rest, of: magnitude))
  else { return nil }
  let isNegative = ((first < 0) != (second < 0)) != (divisor < 0)
  return isNegative ? -result : result
}
