import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct MoneyArithmeticTests {
  @Test(
    arguments: [
      (1, 2, 3), (.max - 1, 1, .max), (.max, 1, nil), (.min, -1, nil), (.min, 1, .min + 1),
      (.max, .min, -1), (.max, .max, nil), (.min, .min, nil), (0, .min, .min),
    ] as [(Int64, Int64, Int64?)])
  func `adds within 64 bits`(left: Int64, right: Int64, sum: Int64?) throws {
    let euro = try #require(Currency("eur"))
    let total = Money(minor: left, currency: euro).adding(Money(minor: right, currency: euro))
    #expect(total == sum.map { Money(minor: $0, currency: euro) })
  }

  @Test func `adds one currency only`() throws {
    let euros = Money(minor: 1, currency: try #require(Currency("eur")))
    let dollars = Money(minor: 1, currency: try #require(Currency("usd")))
    #expect(euros.adding(dollars) == nil)
    #expect(euros != dollars)
  }

  @Test func `sums as wider numbers do`() throws {
    var generator = SeededGenerator(seed: 11)
    let euro = try #require(Currency("eur"))
    for _ in 0..<20_000 {
      let (left, right) = (Int64(bitPattern: generator.next()), Int64(bitPattern: generator.next()))
      let total = Money(minor: left, currency: euro).adding(Money(minor: right, currency: euro))
      #expect(total?.minor == Int64(exactly: Int128(left) + Int128(right)), "\(left) + \(right)")
    }
  }

  @Test(
    arguments: [
      (1000, "1.5", 1500), (1, "0.5", 0), (3, "0.5", 2), (-3, "0.5", -2), (100, "-1", -100),
      (.max, "1", .max), (.max, "1.000000001", nil), (.min, "-1", nil), (.min, "1", .min),
      (100, "170141183460469231731", nil), (5, "0", 0),
    ] as [(Int64, String, Int64?)])
  func `multiplies half to even`(minor: Int64, factor: String, product: Int64?) throws {
    #expect(try Self.euros(minor).multiplied(by: Self.number(factor))?.minor == product)
  }

  @Test(
    arguments: [
      (1000, "4", 250), (1, "2", 0), (3, "2", 2), (5, "-2", -2), (7, "-2", -4), (1, "0", nil),
      (.max, "0.5", nil), (.min, "1", .min), (.min, "-1", nil), (.max, "0.000000000000000001", nil),
      (0, "0.000000000000000001", 0),
    ] as [(Int64, String, Int64?)])
  func `divides half to even`(minor: Int64, divisor: String, quotient: Int64?) throws {
    #expect(try Self.euros(minor).divided(by: Self.number(divisor))?.minor == quotient)
  }

  @Test(
    arguments: [
      (250, 1000, "0.25"), (1, 3, "0.333333333333333333"), (-2, 3, "-0.666666666666666667"),
      (.max, 1, "9223372036854775807"), (.min, 1, "-9223372036854775808"), (1, 0, nil),
    ] as [(Int64, Int64, String?)])
  func `holds amounts against each other`(left: Int64, right: Int64, ratio: String?) throws {
    #expect(try Self.euros(left).ratio(to: Self.euros(right))?.description == ratio)
  }

  @Test func `subtracts within 64 bits`() throws {
    #expect(try Self.euros(5).subtracting(Self.euros(7)) == Self.euros(-2))
    #expect(try Self.euros(.min).subtracting(Self.euros(1)) == nil)
  }

  @Test func `keeps currencies apart`() throws {
    let dollars = Money(minor: 1, currency: try #require(Currency("usd")))
    #expect(try Self.euros(5).subtracting(dollars) == nil)
    #expect(try Self.euros(5).ratio(to: dollars) == nil)
  }

  @Test func `multiplies and divides as decimals do`() throws {
    var generator = SeededGenerator(seed: 53)
    for _ in 0..<3000 {
      let minor = Int64(bitPattern: generator.next()) >> generator.below(64)
      let factor = DecimalTests.random(&generator)
      let exact = LongNumber(String(minor)) * LongNumber(String(factor.units))
      let product = exact.divided(by: LongNumber(String(Decimal.one)))
      let digits = product.digits.reversed().map(String.init).joined()
      let expected = Int64((product.isNegative ? "-" : "") + (digits.isEmpty ? "0" : digits))
      #expect(try Self.euros(minor).multiplied(by: factor)?.minor == expected)
    }
  }

  private static func euros(_ minor: Int64) throws -> Money {
    Money(minor: minor, currency: try #require(Currency("eur")))
  }

  private static func number(_ text: String) throws -> Decimal { try #require(Decimal(text)) }
}
