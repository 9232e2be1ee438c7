import CpayTestSupport
import CpayValue
import Testing

@Suite struct ValueTests {
  struct Pair: Sendable, CustomTestStringConvertible {
    let left: Value
    let right: Value
    let isEqual: Bool
    let order: Order?

    init(_ left: Value, _ right: Value, equal: Bool, _ order: Order?) {
      self.left = left
      self.right = right
      self.isEqual = equal
      self.order = order
    }

    var testDescription: String { "\(left) against \(right)" }
  }

  @Test(arguments: [
    Pair(.null, .null, equal: true, nil),
    Pair(.null, .int(5), equal: false, nil),
    Pair(.null, .string(""), equal: false, nil),
    Pair(.null, .bool(false), equal: false, nil),
    Pair(.null, .timestamp(Timestamp(seconds: 0)), equal: false, nil),
    Pair(.bool(false), .bool(true), equal: false, .less),
    Pair(.bool(true), .bool(true), equal: true, .equal),
    Pair(.bool(true), .int(1), equal: false, nil),
    Pair(.int(1), .int(2), equal: false, .less),
    Pair(.int(.min), .int(.max), equal: false, .less),
    Pair(.int(7), .int(7), equal: true, .equal),
    Pair(.int(7), .string("7"), equal: false, nil),
    Pair(.int(7), decimal("7"), equal: true, .equal),
    Pair(.int(7), decimal("7.5"), equal: false, .less),
    Pair(.int(.max), decimal("9223372036854775807.5"), equal: false, .less),
    Pair(decimal("0.1"), decimal("0.10"), equal: true, .equal),
    Pair(decimal("-2"), decimal("1.5"), equal: false, .less),
    Pair(decimal("7"), .string("7"), equal: false, nil),
    Pair(money(7, "eur"), decimal("7"), equal: false, nil),
    Pair(.file("a"), .file("a"), equal: true, nil),
    Pair(.file("a"), .file("b"), equal: false, nil),
    Pair(.file("a"), .string("a"), equal: false, nil),
    Pair(money(100_000, "eur"), money(100_000, "eur"), equal: true, .equal),
    Pair(money(99_999, "eur"), money(100_000, "eur"), equal: false, .less),
    Pair(money(100_000, "eur"), money(100_000, "usd"), equal: false, nil),
    Pair(money(1, "eur"), money(2, "usd"), equal: false, nil),
    Pair(money(100_000, "eur"), .int(100_000), equal: true, .equal),
    Pair(money(100_000, "jpy"), .int(100_000), equal: true, .equal),
    Pair(money(100_000, "eur"), .int(1000), equal: false, .greater),
    Pair(money(.min, "eur"), .int(.max), equal: false, .less),
    Pair(money(1, "eur"), .null, equal: false, nil),
    Pair(.timestamp(Timestamp(seconds: 1)), .timestamp(Timestamp(seconds: 2)), equal: false, .less),
    Pair(.timestamp(Timestamp(seconds: 1)), .int(1), equal: false, nil),
    Pair(
      .duration(DurationValue(seconds: 1)), .duration(DurationValue(seconds: 1)), equal: true,
      .equal),
    Pair(
      .duration(DurationValue(seconds: 1)), .timestamp(Timestamp(seconds: 1)), equal: false, nil),
    Pair(.string("a"), .string("b"), equal: false, .less),
    Pair(.string("a"), .string("a"), equal: true, .equal),
    Pair(.string("a"), .string("ab"), equal: false, .less),
    Pair(.string(""), .string("a"), equal: false, .less),
    Pair(.string("Z"), .string("a"), equal: false, .less),
    Pair(.string("\u{212a}"), .string("K"), equal: false, .greater),
    Pair(.string("e\u{301}"), .string("é"), equal: false, .less),
    Pair(.string("\u{2126}"), .string("\u{3a9}"), equal: false, .greater),
    Pair(.string("\u{ffff}"), .string("\u{10000}"), equal: false, .less),
    Pair(.string("a\0"), .string("a"), equal: false, .greater),
    Pair(.list([.int(1)]), .list([.int(1)]), equal: true, nil),
    Pair(.list([.int(1)]), .list([.int(1), .null]), equal: false, nil),
    Pair(.list([.string("\u{212a}")]), .list([.string("K")]), equal: false, nil),
    Pair(.list([]), .null, equal: false, nil),
    Pair(record("a", .int(1)), record("a", .int(1)), equal: true, nil),
    Pair(record("a", .int(1)), record("b", .int(1)), equal: false, nil),
    Pair(record("a", .int(1)), record("a", .int(2)), equal: false, nil),
    Pair(record("\u{212a}", .int(1)), record("K", .int(1)), equal: false, nil),
    Pair(record("e\u{301}", .int(1)), record("é", .int(1)), equal: false, nil),
  ])
  func `compares`(pair: Pair) {
    #expect((pair.left == pair.right) == pair.isEqual)
    #expect((pair.right == pair.left) == pair.isEqual)
    #expect(pair.left.order(pair.right) == pair.order)
    let turned: Order? =
      switch pair.order {
      case .less: .greater
      case .greater: .less
      case .equal: .equal
      case nil: nil
      }
    #expect(pair.right.order(pair.left) == turned)
  }

  @Test func `is null only when it is null`() {
    #expect(Value.null.isNull)
    #expect(!Value.string("").isNull)
    #expect(!Value.list([]).isNull)
  }

  @Test func `orders texts as their bytes`() {
    let seed: UInt64 = 31
    var generator = SeededGenerator(seed: seed)
    let scalars: [Unicode.Scalar] = ["a", "b", "K", "\u{212a}", "é", "e", "\u{301}", "\u{1f600}"]
    for _ in 0..<5000 {
      let left = randomText(scalars, &generator)
      let right = randomText(scalars, &generator)
      let (a, b) = (Array(left.utf8), Array(right.utf8))
      let expected: Order = a == b ? .equal : a.lexicographicallyPrecedes(b) ? .less : .greater
      if Order(bytes: left, right) != expected {
        Issue.record("seed \(seed): \(a) against \(b)")
      }
    }
  }

  private func randomText(_ scalars: [Unicode.Scalar], _ generator: inout SeededGenerator) -> String
  {
    var text = ""
    for _ in 0..<generator.below(4) { text.unicodeScalars.append(generator.pick(scalars)) }
    return text
  }
}

private func decimal(_ text: String) -> Value {
  Decimal(text).map(Value.decimal) ?? .null
}

private func money(_ minor: Int64, _ code: String) -> Value {
  guard let currency = Currency(code) else { return .null }
  return .money(Money(minor: minor, currency: currency))
}

private func record(_ name: String, _ value: Value) -> Value {
  .record([Value.Member(name: name, value: value)])
}
