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
          .string(outcome.id), .string(outcome.kind.rawValue), .money(amount),
          outcome.message.map(Value.string) ?? .null, .timestamp(FixtureDispute.now),
        ])
    }
  }

  @Test func `only a definite no gives a dispute free`() {
    let free = Outcome.Kind.allCases.filter { Outcome.fixture($0).freesClaim }
    #expect(free == [.refused, .ineligible, .stale, .unsent])
  }

  @Test func `a key is used up by a definite no, and a draft's by a yes`() {
    for action in WriteAction.allCases {
      let states = RowState.usingUpKey(of: action)
      let isRepeatable = action.effect == .amend
      #expect(
        states == (isRepeatable ? [.settled(.applied), .settled(.refused)] : [.settled(.refused)]))
    }
  }

  @Test func `every state has a name of its own, and an outcome that of its kind`() {
    #expect(Set(RowState.all.map(\.name)).count == RowState.all.count)
    for state in RowState.all { #expect(RowState(state.name) == state) }
    #expect(RowState("other") == nil)
    #expect(Outcome.Kind.allCases.allSatisfy { RowState.settled($0).name == $0.rawValue })
    #expect(RowState.all.filter(\.isInDoubt) == [.sending, .settled(.unknown)])
    #expect(RowState.abandoned.isInDoubt)
    #expect([true, false].allSatisfy { !RowState.settledByHand(wasApplied: $0).isInDoubt })
  }
}

extension Outcome {
  fileprivate static func fixture(_ kind: Outcome.Kind) -> Outcome {
    Outcome(
      id: "dp_1", action: .close, kind: kind, amount: nil, message: nil, requestID: nil,
      at: FixtureDispute.now)
  }
}
