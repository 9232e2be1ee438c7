import CpayTestSupport
import CpayValue
import Testing

@Suite struct ExactSumTests {
  static func sum(_ values: [Value]) -> Value? {
    var sum = ExactSum()
    for value in values { sum.add(value) }
    return values.first.flatMap { sum.total(like: $0) }
  }

  static func mean(_ values: [Value]) -> Value? {
    var sum = ExactSum()
    for value in values { sum.add(value) }
    return values.first.flatMap { sum.mean(of: Int64(values.count), like: $0) }
  }

  @Test func `is held against its limits at the end only`() {
    #expect(ExactSumTests.sum([.int(.max), .int(.max), .int(.min), .int(.min)]) == .int(-2))
    #expect(ExactSumTests.sum([.int(.max), .int(1)]) == nil)
    let many = Array(repeating: Value.int(.max), count: 1_000)
    #expect(ExactSumTests.sum(many + Array(repeating: .int(.min), count: 1_000)) == .int(-1_000))
    #expect(ExactSumTests.mean(many) == .decimal(Decimal(.max)))
    #expect(ExactSumTests.mean([.int(.min), .int(.min)]) == .decimal(Decimal(.min)))
  }

  @Test func `rounds a mean half to even`() throws {
    let eur = try #require(Currency("eur"))
    func money(_ minor: Int64) -> Value { .money(Money(minor: minor, currency: eur)) }
    #expect(ExactSumTests.mean([money(1), money(2)]) == money(2))
    #expect(ExactSumTests.mean([money(0), money(1)]) == money(0))
    #expect(ExactSumTests.mean([money(-1), money(-2)]) == money(-2))
    #expect(ExactSumTests.mean([.int(1), .int(2)]) == Decimal("1.5").map(Value.decimal))
    #expect(ExactSumTests.mean([]) == nil)
  }

  @Test func `is the same in any order`() {
    let seed: UInt64 = 7
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let values = (0..<20).map { _ in Value.int(Int64.random(in: .min ... .max, using: &generator))
      }
      let exact = values.reduce(Int128(0)) { sum, value in
        if case .int(let number) = value { sum + Int128(number) } else { sum }
      }
      let found = ExactSumTests.sum(values.shuffled(using: &generator))
      #expect(found == Int64(exactly: exact).map(Value.int), "seed \(seed)")
    }
  }
}
