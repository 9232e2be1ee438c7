import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// Writes that follow one which a person has called not applied.
@Suite struct PastWritesTests {
  private static let key = KeyFingerprint(recorded: "aaaa")
  private static let hour = Duration.seconds(3_600)

  /// The key of the next submit to a dispute.
  private static func key(_ dispute: String, generation: Int = 0) throws -> String {
    let plan = try makePlan(.submit, [FixtureDispute(id: dispute)])
    let seen = try #require(plan.items[0].seen)
    return DisputeWrite(
      .submit, dispute: dispute,
      evidence: [DisputeWrite.Evidence(name: "customer_name", text: "Ana")],
      seen: [], status: seen.status, account: plan.account, generation: generation
    ).key
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var generation = 0
    var age = hour * 22
    var sentWith: KeyFingerprint? = key
    var evidence = "Ana"
    var action = WriteAction.submit
    let isTold: Bool
  }

  @Test(arguments: [
    Row(testDescription: "the same request again", isTold: false),
    Row(testDescription: "under a new key", generation: 1, isTold: true),
    Row(testDescription: "once the server may have forgotten it", age: hour * 23, isTold: true),
    Row(
      testDescription: "with another API key", sentWith: KeyFingerprint(recorded: "bbbb"),
      isTold: true),
    Row(testDescription: "with nobody knows which", sentWith: nil, isTold: true),
    Row(testDescription: "with other evidence", evidence: "Bea", isTold: true),
    Row(testDescription: "another final act", action: .close, isTold: true),
    Row(testDescription: "a draft", action: .draft, isTold: false),
  ])
  func `the preview says where only a person's word guards against a second answer`(
    row: Row
  ) throws {
    let plan = try makePlan(
      row.action, [FixtureDispute(id: "dp_1"), FixtureDispute(id: "dp_2")],
      evidence: ["customer_name": row.evidence])
    let disowned = DisownedWrite(key: try Self.key("dp_1"), age: row.age, sentWith: row.sentWith)
    let remarks = plan.remarks(
      on: ["dp_1": PastWrites(usedUp: row.generation, disowned: [disowned])], sentWith: Self.key)
    #expect(remarks.isEmpty == !row.isTold)
    #expect(remarks.allSatisfy { $0.line.hasSuffix("rests on that word alone (dp_1)") })
  }

  @Test func `each of several has to be guarded against`() throws {
    let plan = try makePlan(.submit, [FixtureDispute(id: "dp_1")])
    let both = try [0, 1].map {
      DisownedWrite(
        key: try Self.key("dp_1", generation: $0), age: Self.hour, sentWith: Self.key)
    }
    let past = PastWrites(usedUp: 1, disowned: both)
    #expect(plan.remarks(on: ["dp_1": past], sentWith: Self.key).count == 1)
    #expect(plan.remarks(on: ["dp_1": past], sentWith: nil).count == 1)
    #expect(plan.remarks(on: [:], sentWith: Self.key).isEmpty)
  }
}
