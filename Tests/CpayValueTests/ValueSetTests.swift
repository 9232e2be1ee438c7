import CpayValue
import Testing

@Suite struct ValueSetTests {
  @Test func `contains what equals one of its values`() throws {
    let (eur, usd) = (try #require(Currency("eur")), try #require(Currency("usd")))
    let values: [Value] = [
      .null, .bool(true), .int(5), .int(7), .decimal(Decimal(5)), .string("a"), .string("e\u{301}"),
      .file("a"), .money(Money(minor: 5, currency: eur)), .money(Money(minor: 5, currency: usd)),
      .timestamp(Timestamp(seconds: 5)), .duration(DurationValue(seconds: 5)),
      .list([.int(5)]), .record([Value.Member(name: "a", value: .int(5))]), .string("\u{e9}"),
    ]
    for one in values {
      let set = ValueSet([one])
      for other in values { #expect(set.contains(other) == (one == other), "\(one) \(other)") }
    }
    #expect(!ValueSet([]).contains(.null))
  }
}
