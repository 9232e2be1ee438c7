/// An exact decimal number of at most 18 places: a whole number of 10^-18.
///
/// Whole parts go up to 170,141,183,460,469,231,731 in either direction. There is no not-a-number
/// and no infinity: a result that does not fit is nil, and one of more places is rounded half to
/// even.
public struct Decimal: Hashable, Sendable {
  /// The number in units of 10^-18; never beyond ``largest``.
  let units: Int128

  /// Digits after the decimal point, at most.
  static let places = 18
  /// The units in one.
  static let one = powerOfTen(places)
  /// The units of the largest number: the largest whole number that 128 bits hold, so that rounding
  /// and negation always fit.
  static let largest = Int128.max / Int128(one) * Int128(one)

  /// The number of that many units; nil beyond the largest.
  init?(units: Int128?) {
    guard let units, units <= Decimal.largest, units >= -Decimal.largest else { return nil }
    self.units = units
  }

  /// The number of that many units, known to fit.
  private init(fitting units: Int128) {
    self.units = units
  }

  /// A whole number.
  public init(_ whole: Int64) {
    self.init(fitting: Int128(whole) * Int128(Decimal.one))
  }

  /// The number as a whole one; nil when it has a fraction, or does not fit 64 bits.
  public var whole: Int64? {
    units % Int128(Decimal.one) == 0 ? Int64(exactly: units / Int128(Decimal.one)) : nil
  }

  /// The largest whole number that is not above it; nil when it does not fit 64 bits.
  public var floor: Int64? {
    let (whole, rest) = units.quotientAndRemainder(dividingBy: Int128(Decimal.one))
    return Int64(exactly: rest < 0 ? whole - 1 : whole)
  }

  /// The number times -1.
  public var negated: Decimal { Decimal(fitting: -units) }

  /// The number with at most `count` places, half to even; 0 and less make it whole.
  public func rounded(toPlaces count: Int) -> Decimal {
    guard count < Decimal.places else { return self }
    let step = powerOfTen(Decimal.places - max(0, count))
    let (quotient, rest) = units.magnitude.quotientAndRemainder(dividingBy: step)
    let magnitude = Int128(roundedHalfEven(quotient, rest, of: step) * step)
    return Decimal(fitting: units < 0 ? -magnitude : magnitude)
  }
}

extension Decimal: Comparable {
  /// The smaller number comes first.
  public static func < (lhs: Decimal, rhs: Decimal) -> Bool { lhs.units < rhs.units }
}

extension Decimal: CustomStringConvertible {
  /// The number in digits, without zeros at the end: `12.5`, `-0.000001`, `3`.
  public var description: String {
    let (whole, fraction) = units.magnitude.quotientAndRemainder(dividingBy: Decimal.one)
    let sign = units < 0 ? "-" : ""
    guard fraction != 0 else { return "\(sign)\(whole)" }
    var digits = Array(String(fraction).utf8)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    let zeros = String(repeating: "0", count: Decimal.places - String(fraction).utf8.count)
    return "\(sign)\(whole).\(zeros)\(String(decoding: digits, as: UTF8.self))"
  }
}

/// 10 to that power, which is at most 38.
func powerOfTen(_ exponent: Int) -> UInt128 {
  var result: UInt128 = 1
  for _ in 0..<exponent { result *= 10 }
  return result
}

/// The quotient of a division with that rest, one higher where that is nearer, or as near and even.
func roundedHalfEven(_ quotient: UInt128, _ rest: UInt128, of divisor: UInt128) -> UInt128 {
  // Twice the rest may not fit, its distance to the divisor does.
  let distance = divisor - rest
  let isUp = rest > distance || (rest == distance && quotient % 2 == 1)
  return isUp ? quotient + 1 : quotient
}
