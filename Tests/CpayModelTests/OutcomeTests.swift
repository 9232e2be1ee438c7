import CpayModel
import CpayValue
import Testing

@Suite struct OutcomeTests {
  @Test func `has six ends of a row`() {
    #expect(
      EnumType.outcome.members.map(\.name) == [
        "applied", "refused", "ineligible", "stale", "unsent", "unknown",
      ])
  }

  @Test func `has three writes`() {
    #expect(EnumType.writeAction.members.map(\.name) == ["draft", "submit", "close"])
  }

  @Test func `lacks only a message and a request id`() {
    let nullable = Resource.outcome.fields.filter(\.type.isNullable).map(\.name)
    #expect(nullable == ["message", "request_id"])
    #expect(Resource.outcome.fields.allSatisfy { !$0.isServerFilter })
  }
}
