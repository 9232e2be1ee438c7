import CpayValue
import Testing

/// Numbers as people write them in files.
@Suite struct WrittenNumberTests {
  @Test(arguments: [
    ("1.234,5", "1234.5"), ("12,50", "12.50"), ("1.234", "1234"), ("1.234.567,89", "1234567.89"),
    ("-5,00", "-5.00"), ("0,001", "0.001"), ("1234,5", "1234.5"), ("7", "7"),
    ("1.234,50 EUR", "1234.50 EUR"), ("12,5eur", "12.5eur"), ("EUR 12,50", "EUR 12.50"),
    ("€ 1.234", "€ 1234"), ("1 234,50", "1234.50"), ("1 234 567", "1234567"),
    ("1\u{a0}234,50", "1234.50"), ("1\u{202f}234\u{202f}567,5 €", "1234567.5 €"),
    ("1\u{2009}234,5", "1234.5"), ("1\u{2007}234,5", "1234.5"), ("1'234,50", "1234.50"),
    ("1’234,50", "1234.50"), ("-12 345,6", "-12345.6"), ("EUR 1 234,50", "EUR 1234.50"),
    ("5,00 ca.", "5.00 ca."),
  ])
  func `reads a number with its groups and comma`(text: String, pointed: String) {
    #expect(DecimalSign.comma.pointed(text) == pointed)
  }

  @Test(arguments: [
    "", "x", "12.50", "1234.5", "1,234.50", "1.23", "1.2345", "12345.678", ",5", "5,", "1,2,3",
    "1..2", ".5", "1.234.56", "1,5 or 2", "1-2", "1 23,5", "12 34", "1234 567,5", "1 2345",
    "1  234", "1.234 567,5", "1 234.567", "1'234.50", "1\u{a0}234 567", "1 234,567 890", "1''234",
  ])
  func `is no number that is written otherwise`(text: String) {
    #expect(DecimalSign.comma.pointed(text) == nil)
  }

  @Test(arguments: [
    ("1'234.50", "1234.50"), ("1 234.50 CHF", "1234.50 CHF"), ("1\u{a0}234", "1234"),
    ("1\u{202f}234\u{202f}567.5", "1234567.5"), ("-1’234.5", "-1234.5"),
    // What is no such number stays as it is.
    ("12.50", "12.50"), ("1,234.50", "1,234.50"), ("12,50", "12,50"), ("1 23.5", "1 23.5"),
    ("1.234.567", "1.234.567"), ("x", "x"), ("", ""), ("1 234'567", "1 234'567"),
  ])
  func `reads groups before a point`(text: String, pointed: String) {
    #expect(DecimalSign.point.pointed(text) == pointed)
  }
}
