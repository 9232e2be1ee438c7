import CpayClient
import CpayLanguage
import CpayModel
import CpayValue
import Testing

@testable import CpayRuntime

/// What a journal keeps of a row: all of it.
@Suite struct WritePlanJSONTests {
  private static let jpy: Currency = {
    guard let currency = Currency("jpy") else { preconditionFailure("jpy is a currency") }
    return currency
  }()
  private static let seen = DisputeSnapshot(
    id: "dp_1", status: "needs_response",
    amount: Money(minor: .min, currency: jpy),
    dueBy: Timestamp(seconds: -1),
    evidence: [
      DisputeWrite.Evidence(name: "customer_name", text: "\u{0}\" Ł 🏠\u{202e}"),
      DisputeWrite.Evidence(name: "odd", text: #"{"a":1}"#),
    ])
  private static let document = PlannedUpload.fixture("scans/lease 1.pdf", "lease")

  static let items: [WritePlan.Item] = [
    WritePlan.Item(subject: .dispute(seen), evidence: [], ineligibility: nil),
    WritePlan.Item(
      subject: .dispute(seen),
      evidence: [
        PlannedEvidence("customer_name", .text("")),
        PlannedEvidence("service_documentation", .document(document)),
      ], ineligibility: "status is won"),
    WritePlan.Item(subject: .file(document), evidence: [], ineligibility: nil),
    WritePlan.Item(
      subject: .unreadable(id: "\u{7}5"), evidence: [], ineligibility: "it has no amount"),
  ]

  @Test(arguments: items)
  func `a row is read back as it was`(item: WritePlan.Item) {
    #expect(WritePlan.Item(json: item.json) == item)
  }

  @Test func `a plan is known by its digest, whatever has become of its rows`() {
    let account = AccountIdentity(sandbox: "i1")
    let plan = WritePlan(
      .submit, account: account, items: Self.items, remarks: [], madeAt: .seconds(9))
    let items = Self.items.compactMap { WritePlan.Item(json: $0.json) }
    #expect(
      WritePlan(recorded: .submit, account: account, items: items, digest: plan.digest)?.items
        == plan.items)
    for (action, items) in [(WriteAction.draft, items), (.submit, Array(items.dropLast()))] {
      #expect(
        WritePlan(recorded: action, account: account, items: items, digest: plan.digest) == nil)
    }
  }

  @Test(arguments: [
    "", "{", "[]", "{}", #"{"dispute":{}}"#, #"{"file":{"path":"x"}}"#,
    #"{"dispute":{"id":"dp_1","status":"won","amount":1,"currency":"euro","evidence":{}}}"#,
    #"{"fingerprint":"4:dp_1","written":"{}"}"#, #"{"unreadable":"dp_1"}"#,
    #"{"dispute":{"id":"dp_1/..","status":"won","amount":1,"currency":"eur","evidence":{}},"evidence":{}}"#,
  ])
  func `anything else is no row`(text: String) {
    #expect(WritePlan.Item(json: Array(text.utf8)) == nil)
  }
}
