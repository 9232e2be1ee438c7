extension Decimal {
  /// Reads digits with an optional `-` before them and an optional fraction of at most 18 places
  /// behind: `12.50`, `-3`; nil for anything else, and for numbers that do not fit.
  public init?(_ text: some StringProtocol) {
    guard let number = NumeralReader.read(text), !number.hasExponent,
      number.fractionCount <= Decimal.places
    else { return nil }
    self.init(number)
  }

  /// Reads a JSON number, whose exponent may be anything so long as the value is kept exactly:
  /// `1.25e3`, `5e-18`; nil for numbers that have more places or do not fit.
  public init?(json text: some StringProtocol) {
    guard let number = NumeralReader.read(text) else { return nil }
    self.init(number)
  }

  private init?(_ number: NumeralReader.Numeral) {
    if number.digits.isEmpty {
      self.init(0)
      return
    }
    let shift = number.exponent + Decimal.places
    guard number.digits.count <= 39, (0...38).contains(shift) else { return nil }
    let digits = number.digits + Array(repeating: 0, count: shift)
    var units: Int128 = 0
    for digit in digits {
      let (shifted, overflow) = units.multipliedReportingOverflow(by: 10)
      let (sum, carry) = shifted.addingReportingOverflow(Int128(digit))
      guard !overflow, !carry else { return nil }
      units = sum
    }
    self.init(units: number.isNegative ? -units : units)
  }
}

/// Takes a number apart: its digits without zeros at either end, and the power of ten they are of.
private enum NumeralReader {
  struct Numeral {
    var isNegative = false
    var digits: [UInt8] = []
    var exponent = 0
    var fractionCount = 0
    var hasExponent = false
  }

  /// More than any number that fits, and far from overflow in sums of lengths.
  static let largestExponent = 1 << 40

  static func read(_ text: some StringProtocol) -> Numeral? {
    var rest = Array(text.utf8)[...]
    var number = Numeral()
    number.isNegative = take("-", &rest)
    var digits = takeDigits(&rest)
    guard !digits.isEmpty else { return nil }
    if take(".", &rest) {
      let fraction = takeDigits(&rest)
      guard !fraction.isEmpty else { return nil }
      number.fractionCount = fraction.count
      digits += fraction
    }
    if take("e", &rest) || take("E", &rest) {
      guard let exponent = takeExponent(&rest) else { return nil }
      number.hasExponent = true
      number.exponent = exponent
    }
    guard rest.isEmpty else { return nil }
    number.exponent -= number.fractionCount
    while digits.last == 0 {
      digits.removeLast()
      number.exponent += 1
    }
    number.digits = Array(digits.drop { $0 == 0 })
    return number
  }

  private static func takeExponent(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let isNegative = take("-", &rest)
    if !isNegative { _ = take("+", &rest) }
    let digits = takeDigits(&rest)
    guard !digits.isEmpty else { return nil }
    let exponent = digits.reduce(0) { min(largestExponent, $0 * 10 + Int($1)) }
    return isNegative ? -exponent : exponent
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let digits = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }.map { $0 - UInt8(ascii: "0") }
    rest.removeFirst(digits.count)
    return digits
  }

  private static func take(_ scalar: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest.removeFirst()
    return true
  }
}
