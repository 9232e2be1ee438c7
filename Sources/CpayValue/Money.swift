/// An exact amount of money: an integer number of minor units of one currency.
///
/// The API's amounts are integers in the smallest currency unit (charges and payment intents pages).
public struct Money: Hashable, Sendable {
  /// Minor units: cents for EUR, whole yen for JPY.
  public let minor: Int64
  /// The currency the units belong to.
  public let currency: Currency

  /// An amount of `minor` minor units of `currency`.
  public init(minor: Int64, currency: Currency) {
    self.minor = minor
    self.currency = currency
  }

  /// As people read it: `EUR 1,200.00`, `JPY 500,000`; an unknown currency shows its minor units.
  public var description: String {
    guard let digits = currency.minorDigits else {
      let units = Money.grouped(String(minor.magnitude), minor < 0)
      return "\(currency.displayCode) \(units) minor units"
    }
    let (whole, fraction) = Money.split(minor, digits: digits)
    let amount = Money.grouped(whole, minor < 0) + (fraction.isEmpty ? "" : "." + fraction)
    return "\(currency.displayCode) \(amount)"
  }

  /// The amount alone, in digits: `1200.00`; minor units where the currency's digits are not known.
  public var amountText: String {
    var bytes: [UInt8] = []
    appendAmount(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds ``amountText`` to a text.
  public func appendAmount(to bytes: inout [UInt8]) {
    let digits = currency.minorDigits ?? 0
    if minor < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(digits: minor.magnitude, width: digits + 1)
    if digits > 0 { bytes.insert(UInt8(ascii: "."), at: bytes.count - digits) }
  }

  private static func split(_ minor: Int64, digits: Int) -> (whole: String, fraction: String) {
    var text = String(minor.magnitude)
    if text.utf8.count <= digits {
      text = String(repeating: "0", count: digits + 1 - text.utf8.count) + text
    }
    return (String(text.dropLast(digits)), String(text.suffix(digits)))
  }

  private static func grouped(_ digits: String, _ isNegative: Bool) -> String {
    var result = isNegative ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }
}
