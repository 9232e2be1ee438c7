import CpayClient
import CpayValue
import Testing

@Suite struct WriteProofTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let action: DisputeWrite.Action
    let status: String
    let evidence: String?
    let isShown: Bool
    var testDescription: String { "\(action) \(status) \(evidence ?? "none")" }

    init(_ action: DisputeWrite.Action, _ status: String, _ evidence: String?, _ isShown: Bool) {
      self.action = action
      self.status = status
      self.evidence = evidence
      self.isShown = isShown
    }
  }

  private static let whole = #"{"customer_name":"Ana","receipt":"file_1"}"#

  @Test(arguments: [
    Row(.submit, "under_review", whole, true), Row(.submit, "won", whole, true),
    Row(.submit, "needs_response", whole, false),
    Row(.submit, "warning_needs_response", whole, false),
    Row(.submit, "under_review", #"{"customer_name":"Ana"}"#, false),
    Row(.submit, "under_review", #"{"customer_name":"Ana","receipt":"file_2"}"#, false),
    Row(.submit, "under_review", #"{"customer_name":"ana","receipt":"file_1"}"#, false),
    Row(.submit, "under_review", #"{"customer_name":["Ana"],"receipt":"file_1"}"#, false),
    Row(.submit, "under_review", nil, false), Row(.submit, "under_review", "{}", false),
    Row(.draft, "needs_response", whole, true), Row(.draft, "under_review", whole, false),
    Row(.draft, "needs_response", "{}", false), Row(.close, "lost", nil, true),
    Row(.close, "warning_closed", nil, true), Row(.close, "won", nil, false),
    Row(.close, "needs_response", nil, false), Row(.close, "under_review", nil, false),
  ])
  func `a dispute shows a write by status and evidence`(row: Row) throws {
    let evidence =
      row.action == .close
      ? []
      : [
        DisputeWrite.Evidence(name: "customer_name", text: "Ana"),
        DisputeWrite.Evidence(name: "receipt", text: "file_1"),
      ]
    let write = DisputeWrite(
      row.action, dispute: "dp_a1", evidence: evidence, seen: [],
      status: "needs_response", account: AccountIdentity(sandbox: "i1"), generation: 0)
    let node = try row.evidence.map { try JSONReader.read(Array($0.utf8)) }
    #expect(WriteProof.shows(write, status: row.status, evidence: node) == row.isShown)
  }

  @Test func `text that looks the same but has other bytes is not the same`() throws {
    let write = DisputeWrite(
      .submit, dispute: "dp_a1",
      evidence: [DisputeWrite.Evidence(name: "customer_name", text: "é")], seen: [],
      status: "needs_response", account: AccountIdentity(sandbox: "i1"), generation: 0)
    let found = try JSONReader.read(Array("{\"customer_name\":\"e\u{301}\"}".utf8))
    #expect(!WriteProof.shows(write, status: "under_review", evidence: found))
  }
}
