import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct ChartStepsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let numbers: [String]
    let unit: ChartUnit
    let steps: [String]
    var testDescription: String { steps.first ?? "none" }

    init(_ numbers: [String], _ unit: ChartUnit, _ steps: [String]) {
      (self.numbers, self.unit, self.steps) = (numbers, unit, steps)
    }
  }

  @Test(arguments: [
    Case([], .number, []),
    Case(["7"], .number, ["7: 1"]),
    Case(["2.5", "2.5"], .number, ["2.5: 2"]),
    Case(["1", "2", "2", "4"], .number, ["1: 1", "2: 2", "3: 0", "4: 1"]),
    Case(["-3", "0", "9"], .number, ["-5 to -1: 1", "0 to 4: 1", "5 to 9: 1"]),
    Case(
      ["0.1", "0.25", "0.4"], .number,
      ["0.1 to <0.2: 1", "0.2 to <0.3: 1", "0.3 to <0.4: 0", "0.4 to <0.5: 1"]),
    Case(
      ["45000", "300000"], .money(Money.fixture(0, "eur").currency),
      [
        "EUR 0.00 to EUR 999.99: 1", "EUR 1,000.00 to EUR 1,999.99: 0",
        "EUR 2,000.00 to EUR 2,999.99: 0", "EUR 3,000.00 to EUR 3,999.99: 1",
      ]),
    Case(
      ["-3600", "0", "129600"], .duration,
      [
        "-12 h to <0 s: 1", "0 s to <12 h: 1", "12 h to <1 d: 0", "1 d to <1 d 12 h: 0",
        "1 d 12 h to <2 d: 1",
      ]),
    Case(
      ["59", "60", "61"], .duration,
      ["59 s to <1 m: 1", "1 m to <1 m 1 s: 1", "1 m 1 s to <1 m 2 s: 1"]),
  ])
  func `steps are equal and say their bounds`(row: Case) throws {
    let numbers = try row.numbers.map { try #require(Decimal($0)) }
    let steps = ChartSteps(numbers, row.unit)
    #expect(steps.marks.map { "\($0.label): \($0.text)" } == row.steps)
  }

  @Test func `every number lies in exactly one step, and no step is left over at either end`()
    throws
  {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<100 {
      let reach: Int64 = [10, 1_000, 1 << 40, .max].randomElement(using: &random) ?? 10
      let scale = try #require(
        Decimal(["1", "0.01", "0.000000000000000001"].randomElement(using: &random) ?? "1"))
      let numbers = try (0..<Int.random(in: 1...200, using: &random)).map { _ in
        try #require(
          Decimal(Int64.random(in: -reach...reach, using: &random)).multiplied(by: scale))
      }
      for unit in [ChartUnit.number, .duration] {
        let counts = ChartSteps(numbers, unit).marks.map { Int($0.length ?? -1) }
        #expect(counts.reduce(0, +) == numbers.count && counts.count <= 20)
        #expect(counts.first != 0 && counts.last != 0)
      }
    }
  }
}
