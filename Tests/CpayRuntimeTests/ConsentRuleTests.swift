import CpayClient
import CpayLanguage
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct ConsentRuleTests {
  private static let account = AccountIdentity(sandbox: "i1")

  private static func obstacle(
    bound: Int? = nil, digests: [String]? = nil, account: AccountIdentity = account,
    age: Duration = .zero
  ) throws -> String? {
    let plan = try makePlan(.close, [FixtureDispute(id: "dp_1"), FixtureDispute(id: "dp_2")])
    let digests = digests?.map { $0 == "its own" ? plan.digest : $0 }
    return ConsentRule(account: account, bound: bound, digests: digests)
      .obstacle(to: plan, at: plan.madeAt + age)?.reason
      .replacing(plan.shortDigest, with: "DIGEST")
  }

  @Test func `a plan as large as its bound, young and agreed to may be applied`() throws {
    #expect(try Self.obstacle() == nil)
    #expect(try Self.obstacle(bound: 2, digests: ["other", "its own"]) == nil)
    #expect(try Self.obstacle(age: WritePlan.lifetime - .seconds(1)) == nil)
  }

  @Test func `says what keeps a plan back`() throws {
    #expect(try Self.obstacle(bound: 1) == "2 disputes, but at most 1 may be sent")
    #expect(
      try Self.obstacle(age: WritePlan.lifetime)
        == "the plan is older than 15 minutes; make it again")
    #expect(
      try Self.obstacle(account: AccountIdentity(sandbox: "i2"))
        == "the plan was made for another account")
    #expect(
      try Self.obstacle(digests: ["0123456789ab", "x"])
        == "the plan is DIGEST, not the approved 0123456789ab or x")
    #expect(try Self.obstacle(digests: []) != nil)
  }

  @Test func `ineligible rows count against no bound`() throws {
    let plan = try makePlan(
      .close, [FixtureDispute(id: "dp_1"), FixtureDispute(id: "dp_2", status: "lost")])
    let rule = ConsentRule(account: Self.account, bound: 1, digests: nil)
    #expect(rule.obstacle(to: plan, at: plan.madeAt) == nil)
  }
}
