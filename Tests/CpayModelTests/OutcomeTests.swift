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

  @Test func `has four writes`() {
    #expect(EnumType.writeAction.members.map(\.name) == ["draft", "submit", "close", "upload"])
  }

  @Test func `lacks only a message, a request id, and the amount of an upload`() {
    let nullable = Resource.outcome.fields.filter(\.type.isNullable).map(\.name)
    #expect(nullable == ["amount", "currency", "message", "request_id"])
    #expect(Resource.outcome.fields.allSatisfy { !$0.isServerFilter })
  }
}
