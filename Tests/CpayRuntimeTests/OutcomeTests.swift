import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct OutcomeTests {
  @Test func `every outcome is a row that can be read back`() throws {
    let amount = try FixtureDispute(id: "dp_1").snapshot.amount
    let outcomes = Outcome.Kind.allCases.map { kind in
      Outcome(
        id: "dp_\(kind)", action: .submit, kind: kind, amount: amount,
        message: kind == .applied ? nil : "a \"b\"\n\u{202e}", requestID: nil,
        at: FixtureDispute.now)
    }
    let rows = try Outcome.rows(outcomes)
    let reader = RowReader(
      RowType(.outcome), columns: ["id", "outcome", "amount", "message", "at", "no such"])
    #expect(reader.columns.map(\.name) == ["id", "outcome", "amount", "message", "at"])
    for (index, outcome) in outcomes.enumerated() {
      #expect(
        reader(rows[index]) == [
          .text(outcome.id), .text(outcome.kind.rawValue), .money(amount),
          outcome.message.map(Value.text) ?? .null, .timestamp(FixtureDispute.now),
        ])
    }
  }

  @Test func `only a definite no gives a dispute free`() {
    #expect(
      Outcome.Kind.allCases.filter(\.freesClaim) == [.refused, .ineligible, .stale, .unsent])
  }
}
