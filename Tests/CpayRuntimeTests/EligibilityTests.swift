import CpayClient
import CpayLanguage
import CpayModel
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct EligibilityTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let action: WriteAction
    let status: String
    var dueBy: String?
    var saved: [DisputeWrite.Evidence] = []
    var given: [PlannedEvidence] = []
    let obstacle: String?
    var testDescription: String {
      "\(action) \(status) \(dueBy ?? "-") \(saved.map(\.text)) \(given.map(\.meaning))"
    }
  }

  private static let name = [PlannedEvidence("customer_name", .text("Ana"))]
  private static let noName = [PlannedEvidence("customer_name", .text(""))]
  private static let saved = [DisputeWrite.Evidence(name: "customer_name", text: "Ana")]
  private static let document = PlannedUpload.fixture("lease.pdf", "lease")
  private static let past = "2024-02-06T11:59:59Z"
  private static let present = "2024-02-06T12:00:00Z"
  private static let future = "2024-02-06T12:00:01Z"

  @Test(arguments: [
    Row(action: .submit, status: "needs_response", given: name, obstacle: nil),
    Row(action: .submit, status: "warning_needs_response", given: name, obstacle: nil),
    Row(action: .submit, status: "needs_response", saved: saved, obstacle: nil),
    Row(
      action: .submit, status: "needs_response", obstacle: "no evidence given or saved"),
    Row(
      action: .submit, status: "needs_response", given: noName,
      obstacle: "customer_name is blank"),
    Row(
      action: .submit, status: "needs_response", saved: saved, given: noName,
      obstacle: "customer_name is blank"),
    Row(action: .submit, status: "needs_response", dueBy: future, given: name, obstacle: nil),
    Row(
      action: .submit, status: "needs_response", dueBy: present, given: name,
      obstacle: "deadline passed"),
    Row(
      action: .draft, status: "needs_response", dueBy: past, given: name,
      obstacle: "deadline passed"),
    Row(action: .close, status: "needs_response", dueBy: past, obstacle: nil),
    Row(action: .close, status: "warning_needs_response", obstacle: nil),
    Row(action: .draft, status: "needs_response", given: name, obstacle: nil),
    Row(action: .draft, status: "needs_response", saved: saved, given: noName, obstacle: nil),
    Row(
      action: .draft, status: "needs_response",
      given: [PlannedEvidence("receipt", .text("file_1"))], obstacle: nil),
    Row(
      action: .draft, status: "needs_response",
      given: [PlannedEvidence("receipt", .text("lease.pdf"))],
      obstacle: "receipt is not the id of a file; a file named in a column is sent with "
        + #"`@"{COLUMN}"`"#),
    Row(
      action: .draft, status: "needs_response", given: [PlannedEvidence("receipt", .text("lease"))],
      obstacle: "receipt is not the id of a file"),
    Row(
      action: .submit, status: "needs_response",
      given: [PlannedEvidence("receipt", .document(document))], obstacle: nil),
  ])
  func `a write can be sent, or there is a reason`(row: Row) throws {
    let seen = try FixtureDispute(
      id: "dp_1", status: row.status, evidence: row.saved, dueBy: row.dueBy
    ).snapshot
    #expect(
      Eligibility.obstacle(to: row.action, seen, evidence: row.given, at: FixtureDispute.now)
        == row.obstacle)
  }

  @Test(
    arguments: WriteAction.allCases,
    ["under_review", "warning_under_review", "warning_closed", "won", "lost", "a_later_status", ""])
  func `only an open dispute can be written to`(action: WriteAction, status: String) throws {
    let seen = try FixtureDispute(id: "dp_1", status: status).snapshot
    #expect(
      Eligibility.obstacle(to: action, seen, evidence: Self.name, at: FixtureDispute.now)
        == "status is \(status)")
  }
}
