import CpayValue
import Testing

@Suite struct MoneyTests {
  struct Display: Sendable, CustomTestStringConvertible {
    let minor: Int64
    let code: String
    let text: String

    init(_ minor: Int64, _ code: String, _ text: String) {
      self.minor = minor
      self.code = code
      self.text = text
    }

    var testDescription: String { "\(minor) \(code)" }
  }

  @Test(arguments: [
    Display(0, "eur", "EUR 0.00"),
    Display(1, "eur", "EUR 0.01"),
    Display(99, "eur", "EUR 0.99"),
    Display(100, "eur", "EUR 1.00"),
    Display(-1, "eur", "EUR -0.01"),
    Display(-100_000, "eur", "EUR -1,000.00"),
    Display(120_000, "eur", "EUR 1,200.00"),
    Display(99_999, "eur", "EUR 999.99"),
    Display(100_000_000, "usd", "USD 1,000,000.00"),
    Display(500_000, "jpy", "JPY 500,000"),
    Display(0, "jpy", "JPY 0"),
    Display(-1, "jpy", "JPY -1"),
    Display(999, "jpy", "JPY 999"),
    Display(1, "kwd", "KWD 0.001"),
    Display(1_234_567, "kwd", "KWD 1,234.567"),
    Display(1, "clf", "CLF 0.0001"),
    Display(12_345, "clf", "CLF 1.2345"),
    Display(1234, "xyz", "XYZ 1,234 minor units"),
    Display(-1234, "xyz", "XYZ -1,234 minor units"),
    Display(.max, "eur", "EUR 92,233,720,368,547,758.07"),
    Display(.min, "eur", "EUR -92,233,720,368,547,758.08"),
    Display(.min, "jpy", "JPY -9,223,372,036,854,775,808"),
    Display(.min, "clf", "CLF -922,337,203,685,477.5808"),
    Display(.min, "xyz", "XYZ -9,223,372,036,854,775,808 minor units"),
  ])
  func `reads as people write it`(row: Display) throws {
    let currency = try #require(Currency(row.code))
    #expect(Money(minor: row.minor, currency: currency).description == row.text)
  }

  @Test(
    arguments: [
      (120_000, "eur", "1200.00"), (-5, "eur", "-0.05"), (0, "jpy", "0"), (-7, "jpy", "-7"),
      (1, "clf", "0.0001"), (-1234, "xyz", "-1234"), (.min, "eur", "-92233720368547758.08"),
    ] as [(Int64, String, String)])
  func `writes its amount in digits`(minor: Int64, code: String, text: String) throws {
    let currency = try #require(Currency(code))
    #expect(Money(minor: minor, currency: currency).amountText == text)
  }
}
