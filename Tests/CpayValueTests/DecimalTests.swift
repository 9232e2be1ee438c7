import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct DecimalTests {
  static let most = "170141183460469231731"

  @Test(
    arguments: [
      ("0", "0"), ("-0", "0"), ("3", "3"), ("-3", "-3"), ("12.50", "12.5"), ("007.10", "7.1"),
      ("-0.000001", "-0.000001"), ("0.000000000000000001", "0.000000000000000001"),
      ("9223372036854775808", "9223372036854775808"), (most, most), ("-" + most, "-" + most),
      (most + ".000", most),
      (
        "170141183460469231730.123456789012345678",
        "170141183460469231730.123456789012345678"
      ),
    ])
  func `reads digits and writes the fewest`(text: String, written: String) {
    #expect(Decimal(text)?.description == written)
  }

  @Test(
    arguments: [
      "", "-", ".", ".5", "5.", "+5", "1,5", "1e3", " 1", "1 ", "1.2.3", "--1", "1.-2", "1_000",
      "0.0000000000000000001", "1.0000000000000000000", most + ".1", "170141183460469231732",
      "-170141183460469231732", "999999999999999999999999999999999999999999", "\u{661}", "NaN",
    ])
  func `refuses what is no number of 18 places`(text: String) {
    #expect(Decimal(text) == nil)
  }

  @Test(
    arguments: [
      ("1.25e3", "1250"), ("5e-18", "0.000000000000000005"), ("100E-2", "1"), ("-1e+2", "-100"),
      ("0e999999999999999999999", "0"), ("1.00000000000000000000000", "1"), ("17e19", most17),
      ("0.00000000000000000000001e5", "0.000000000000000001"), ("5e-19", nil), ("1e21", nil),
      ("1e999999999999999999999999", nil), ("1e-999999999999999999999999", nil), ("1e", nil),
      ("e1", nil), ("1e+-1", nil), ("0.1234567890123456789", nil),
    ] as [(String, String?)])
  func `reads the exponents of JSON where they are exact`(text: String, written: String?) {
    #expect(Decimal(json: text)?.description == written)
  }

  static let most17 = "170000000000000000000"

  @Test(
    arguments: [
      (0, 0), (5, 5), (.max, .max), (.min, .min),
    ] as [(Int64, Int64)])
  func `is a whole number when it has no fraction`(number: Int64, whole: Int64) {
    #expect(Decimal(number).whole == whole)
  }

  @Test func `is no whole number with a fraction or past 64 bits`() {
    #expect(Decimal("1.5")?.whole == nil)
    #expect(Decimal("9223372036854775808")?.whole == nil)
    #expect(Decimal("2.0")?.whole == 2)
  }

  @Test(
    arguments: [
      ("2.5", 0, "2"), ("3.5", 0, "4"), ("-2.5", 0, "-2"), ("-3.5", 0, "-4"), ("2.51", 0, "3"),
      ("1.005", 2, "1"), ("1.015", 2, "1.02"), ("1.23", 18, "1.23"), ("1.23", 99, "1.23"),
      ("15", -1, "15"), ("0.5", .min, "0"), (most, 0, most),
      ("170141183460469231730.999999999999999999", 17, most),
    ])
  func `rounds half to even`(text: String, places: Int, rounded: String) {
    #expect(Decimal(text)?.rounded(toPlaces: places).description == rounded)
  }

  @Test func `orders by value`() throws {
    let texts = ["-" + Self.most, "-1.5", "-1", "0", "0.000000000000000001", "1", "1.5", Self.most]
    let numbers = try texts.map { try #require(Decimal($0)) }
    for (place, number) in numbers.enumerated() {
      for (other, second) in numbers.enumerated() {
        #expect((number < second) == (place < other))
        #expect((number == second) == (place == other))
      }
    }
  }

  @Test(
    arguments: [
      ("1", "3", "0.333333333333333333"), ("2", "3", "0.666666666666666667"), ("1", "0", nil),
      ("0", "0", nil), (most, "0.5", nil), (most, most, "1"), ("-7", "2", "-3.5"),
      ("0.000000000000000001", "2", "0"), ("0.000000000000000003", "2", "0.000000000000000002"),
    ] as [(String, String, String?)])
  func `divides`(left: String, right: String, quotient: String?) throws {
    let (left, right) = (try #require(Decimal(left)), try #require(Decimal(right)))
    #expect(left.divided(by: right)?.description == quotient)
  }

  @Test func `stops at the largest number`() throws {
    let most = try #require(Decimal(Self.most))
    #expect(most.adding(Decimal(1)) == nil)
    #expect(most.negated.subtracting(Decimal(1)) == nil)
    #expect(most.adding(most.negated) == Decimal(0))
    #expect(most.multiplied(by: Decimal(2)) == nil)
    #expect(most.multiplied(by: most) == nil)
    #expect(most.negated.negated == most)
  }

  @Test func `calculates as one does on paper`() throws {
    var generator = SeededGenerator(seed: 41)
    let one = LongNumber(String(Decimal.one))
    for _ in 0..<1500 {
      let (left, right) = (Self.random(&generator), Self.random(&generator))
      let (a, b) = (LongNumber(String(left.units)), LongNumber(String(right.units)))
      #expect(
        left.multiplied(by: right)?.units == Self.fitting((a * b).divided(by: one)),
        "\(left) * \(right)")
      if right != Decimal(0) {
        #expect(
          left.divided(by: right)?.units == Self.fitting((a * one).divided(by: b)),
          "\(left) / \(right)")
      }
      let sum = left.adding(right)
      if let sum { #expect(sum.subtracting(right) == left, "\(left) + \(right)") }
      #expect((sum == nil) == (Self.isTooLarge(left.units, right.units)))
    }
  }

  @Test func `reads back what it writes`() {
    var generator = SeededGenerator(seed: 43)
    for _ in 0..<5000 {
      let number = Self.random(&generator)
      #expect(Decimal(number.description) == number)
      #expect(Decimal(json: number.description) == number)
    }
  }

  @Test func `reads any text without stopping`() {
    var generator = SeededGenerator(seed: 47)
    for _ in 0..<5000 {
      let text = String((0..<generator.below(50)).map { _ in generator.pick(Array("0019.-eE+")) })
      if let number = Decimal(text) { #expect(Decimal(json: text) == number) }
      _ = Decimal(json: text)
    }
  }

  /// A number of any size, often one that is short or near an end.
  static func random(_ generator: inout SeededGenerator) -> Decimal {
    let bits = Int128(truncatingIfNeeded: generator.next()) << 64 | Int128(generator.next() >> 1)
    let units =
      switch generator.below(4) {
      case 0: bits >> generator.below(120)
      case 1: Int128(generator.below(2000) - 1000) * Int128(Decimal.one / 1000)
      case 2: Int128(generator.below(20) - 10)
      default: bits
      }
    return Decimal(units: units) ?? Decimal(units: units / 2) ?? Decimal(0)
  }

  private static func fitting(_ number: LongNumber) -> Int128? {
    guard !LongNumber(String(Decimal.largest)).isBelow(number) else { return nil }
    let magnitude = number.digits.reversed().reduce(Int128(0)) { $0 * 10 + Int128($1) }
    return number.isNegative ? -magnitude : magnitude
  }

  private static func isTooLarge(_ left: Int128, _ right: Int128) -> Bool {
    // Halves fit; what they lose is less than one.
    let half = left / 2 + right / 2 + (left % 2 + right % 2) / 2
    let rest = (left % 2 + right % 2) % 2
    return half.magnitude > Decimal.largest.magnitude / 2
      || (half.magnitude == Decimal.largest.magnitude / 2 && rest != 0)
  }
}
