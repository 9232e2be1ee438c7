extension Money {
  /// The sum, or nil when the currencies differ or the result does not fit 64 bits.
  public func adding(_ other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (sum, overflow) = minor.addingReportingOverflow(other.minor)
    return overflow ? nil : Money(minor: sum, currency: currency)
  }

  /// The difference, or nil when the currencies differ or the result does not fit 64 bits.
  public func subtracting(_ other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (difference, overflow) = minor.subtractingReportingOverflow(other.minor)
    return overflow ? nil : Money(minor: difference, currency: currency)
  }

  /// The amount times `factor`, half to even at the minor unit; nil when it does not fit 64 bits.
  public func multiplied(by factor: Decimal) -> Money? {
    money(quotient(Int128(minor), times: factor.units, over: Int128(Decimal.one)))
  }

  /// The amount over `divisor`, half to even at the minor unit; nil when it does not fit 64 bits,
  /// or `divisor` is zero.
  public func divided(by divisor: Decimal) -> Money? {
    money(quotient(Int128(minor), times: Int128(Decimal.one), over: divisor.units))
  }

  /// How many times `other` the amount is, half to even at 18 places; nil when the currencies
  /// differ, or `other` is zero.
  public func ratio(to other: Money) -> Decimal? {
    guard currency == other.currency else { return nil }
    return Decimal(
      units: quotient(Int128(minor), times: Int128(Decimal.one), over: Int128(other.minor)))
  }

  private func money(_ minor: Int128?) -> Money? {
    minor.flatMap { Int64(exactly: $0) }.map { Money(minor: $0, currency: currency) }
  }
}
