import CpaySyntax
public import CpayValue

/// Reads the texts of number, money, duration and time literals.
public enum Literals {
  /// The amount a text says in the form of a literal, `12.50eur`, its currency in letters of either
  /// case; nil when it says none.
  public static func money(_ text: String) -> Money? {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let digits = isNegative ? String(text.dropFirst()) : text
    let number = digits.utf8.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
    guard number.first.map(isDigit) == true, number.last.map(isDigit) == true,
      number.count(where: { $0 == UInt8(ascii: ".") }) <= 1,
      digits.utf8.dropFirst(number.count).allSatisfy({ $0 | 0x20 >= UInt8(ascii: "a") }),
      case .success(let literal) = quantity(digits.lowercased()),
      case .money(let money) = literal.value
    else { return nil }
    return isNegative ? Money(minor: -money.minor, currency: money.currency) : money
  }

  /// A literal's value and type, or why it is none.
  typealias Reading = Result<(value: Value, type: ValueType), LanguageProblem>

  static func integer(_ text: String) -> Reading {
    guard let number = Int64(digits(text)) else { return .failure(.numberTooLarge) }
    return .success((.int(number), .int))
  }

  /// `1000eur`, `12.50usd`, `48h`: a number with its unit.
  static func quantity(_ text: String) -> Reading {
    let unitStart = text.firstIndex(where: \.isLetter)
    guard let unitStart else { return integer(text) }
    let number = digits(String(text[..<unitStart]))
    let unit = String(text[unitStart...])
    if let seconds = DurationValue.secondsByUnit[unit] {
      return duration(number, seconds)
    }
    if let currency = Currency(unit), let minorDigits = currency.minorDigits {
      return money(number, currency, minorDigits)
    }
    return .failure(.unknownUnit(unit, number: number))
  }

  static func decimal(_ text: String) -> Reading {
    guard let number = Decimal(digits(text)) else { return .failure(.badDecimal) }
    return .success((.decimal(number), .decimal))
  }

  static func timestamp(_ text: String) -> Reading {
    guard let moment = Timestamp(iso: text) else { return .failure(.noSuchTime(text)) }
    return .success((.timestamp(moment), .timestamp))
  }

  private static func digits(_ text: String) -> String { text.filter { $0 != "_" } }

  private static func duration(_ number: String, _ seconds: Int64) -> Reading {
    guard !number.contains(".") else { return .failure(.fractionOfUnit) }
    guard let count = Int64(number) else { return .failure(.numberTooLarge) }
    let (total, overflow) = count.multipliedReportingOverflow(by: seconds)
    if overflow { return .failure(.numberTooLarge) }
    return .success((.duration(DurationValue(seconds: total)), .duration))
  }

  private static func money(
    _ number: String, _ currency: Currency, _ minorDigits: Int
  ) -> Reading {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    guard fraction.utf8.count <= minorDigits else {
      return .failure(.noMinorUnit(currency, minorDigits: minorDigits))
    }
    let padding = String(repeating: "0", count: minorDigits - fraction.utf8.count)
    guard let minor = Int64(parts[0] + fraction + padding) else {
      return .failure(.numberTooLarge)
    }
    return .success((.money(Money(minor: minor, currency: currency)), .money))
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
