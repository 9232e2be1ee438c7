import CpayValue
import Testing

@Suite struct CurrencyTests {
  @Test(arguments: [
    ("eur", 2), ("usd", 2), ("gbp", 2), ("chf", 2), ("mga", 2), ("mru", 2), ("twd", 2),
    ("huf", 2), ("isk", 0), ("jpy", 0), ("krw", 0), ("vnd", 0), ("clp", 0), ("ugx", 0),
    ("xaf", 0), ("xof", 0), ("xpf", 0), ("pyg", 0), ("kwd", 3), ("bhd", 3), ("tnd", 3),
    ("jod", 3), ("omr", 3), ("iqd", 3), ("lyd", 3), ("clf", 4), ("uyw", 4), ("xcg", 2),
  ])
  func `knows the minor digits of ISO 4217`(code: String, digits: Int) throws {
    #expect(try #require(Currency(code)).minorDigits == digits)
  }

  @Test(arguments: ["xyz", "zzz", "aaa", "btc", "xxx", "xau", "hrk"])
  func `guesses no minor digits of another code`(code: String) throws {
    #expect(try #require(Currency(code)).minorDigits == nil)
  }

  @Test(arguments: [
    "", "e", "eu", "euro", "EUR", "Eur", "e r", "e1r", "éu", "ｅ", "€", "eu\0", "eur ", "\u{212a}rw",
  ])
  func `takes three lower-case ASCII letters only`(text: String) {
    #expect(Currency(text) == nil)
    #expect(Currency(bytes: Array(text.utf8)) == nil)
  }

  @Test func `keeps its code`() throws {
    let currency = try #require(Currency("jpy"))
    #expect(currency.code == "jpy")
    #expect(currency.displayCode == "JPY")
    #expect(currency.bytes == Array("jpy".utf8))
    #expect(Currency(bytes: Array("--jpy--".utf8)[2..<5]) == currency)
    #expect(Currency("eur") != currency)
  }
}
