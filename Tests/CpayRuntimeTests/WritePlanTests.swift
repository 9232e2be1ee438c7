import CpayClient
import CpayLanguage
import CpayModel
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct WritePlanTests {
  private static let dispute = FixtureDispute(id: "dp_a1", dueBy: "2024-02-08T00:00:00Z")

  private static func digest(
    _ action: WriteAction = .submit, _ change: (inout FixtureDispute) -> Void = { _ in },
    evidence: KeyValuePairs<String, String> = ["customer_name": "Ana"],
    account: AccountIdentity = AccountIdentity(sandbox: "i1")
  ) throws -> String {
    var dispute = dispute
    change(&dispute)
    return try makePlan(action, [dispute], evidence: evidence, account: account).digest
  }

  @Test func `the digest changes with whatever would be sent or was decided on`() throws {
    let digests = try [
      Self.digest(), Self.digest(.draft), Self.digest(.close),
      Self.digest { $0.id = "dp_a2" }, Self.digest { $0.amount += 1 },
      Self.digest { $0.currency = "usd" }, Self.digest { $0.status = "warning_needs_response" },
      Self.digest { $0.status = "won" }, Self.digest { $0.dueBy = "2024-02-08T00:00:01Z" },
      Self.digest { $0.dueBy = nil },
      Self.digest { $0.evidence = [DisputeWrite.Evidence(name: "receipt", text: "file_1")] },
      Self.digest(evidence: ["customer_name": "Ane"]),
      Self.digest(evidence: ["customer_email": "Ana"]), Self.digest(evidence: [:]),
      Self.digest(evidence: ["customer_name": "Ana", "receipt": "file_1"]),
      Self.digest(account: AccountIdentity(sandbox: "i2")),
      Self.digest(account: AccountIdentity(origin: .casapay, mode: .test)),
      Self.digest(account: AccountIdentity(origin: .casapay, mode: .live)),
      makePlan(.submit, [Self.dispute], claims: ["dp_a1": "run_1"]).digest,
      makePlan(.submit, [Self.dispute, FixtureDispute(id: "dp_a2")]).digest,
      makePlan(.submit, []).digest,
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test func `the digest does not change with time, port or what is not looked at`() throws {
    let digest = try Self.digest()
    #expect(try Self.digest { $0.reason = "fraudulent" } == digest)
    #expect(try Self.digest { $0.team = "berlin" } == digest)
    let later = try makePlan(
      .submit, [Self.dispute], now: Timestamp(seconds: FixtureDispute.now.seconds + 60),
      madeAt: .seconds(60))
    #expect(later.digest == digest)
    #expect(later.digest.utf8.count == 64 && later.shortDigest == digest.prefix(12))
  }

  @Test func `the digest follows the order of the rows`() throws {
    let pair = Array(FixtureDispute.docs.prefix(2))
    #expect(try makePlan(.close, pair).digest != makePlan(.close, pair.reversed()).digest)
  }

  @Test func `tells the rows apart that would be sent`() throws {
    let plan = try makePlan(.submit, FixtureDispute.docs)
    #expect(plan.items.map(\.id) == FixtureDispute.docs.map(\.id))
    #expect(plan.eligible.map(\.id) == ["dp_a1", "dp_b2", "dp_c3", "dp_d4", "dp_g7"])
  }

  @Test func `evidence stands in the plan as it would be sent`() throws {
    let plan = try makePlan(
      .draft, [Self.dispute], evidence: ["receipt": "file_1", "customer_name": "A"])
    #expect(
      String(decoding: try #require(plan.items.first).evidenceJSON, as: UTF8.self)
        == #"{"receipt":"file_1","customer_name":"A"}"#)
  }
}
