import CpayClient
import CpayLanguage
import CpayModel
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct DisputeSnapshotTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let dispute: FixtureDispute
    let change: String?
  }

  private static let base = FixtureDispute(
    id: "dp_1", evidence: [DisputeWrite.Evidence(name: "receipt", text: "file_1")],
    dueBy: "2024-02-08T00:00:00Z")

  private static func changed(_ change: (inout FixtureDispute) -> Void) -> FixtureDispute {
    var dispute = base
    change(&dispute)
    return dispute
  }

  @Test(arguments: [
    Row(testDescription: "nothing", dispute: base, change: nil),
    Row(
      testDescription: "what does not matter",
      dispute: changed {
        $0.reason = "fraudulent"
        $0.team = "berlin"
        $0.evidence.append(DisputeWrite.Evidence(name: "customer_name", text: ""))
      }, change: nil),
    Row(
      testDescription: "status", dispute: changed { $0.status = "won" },
      change: "status is now won, was needs_response"),
    Row(
      testDescription: "amount", dispute: changed { $0.amount = 1 },
      change: "amount is now EUR 0.01, was EUR 1,200.00"),
    Row(
      testDescription: "currency", dispute: changed { $0.currency = "usd" },
      change: "amount is now USD 1,200.00, was EUR 1,200.00"),
    Row(
      testDescription: "deadline", dispute: changed { $0.dueBy = "2024-02-09T00:00:00Z" },
      change: "the deadline is now 2024-02-09 00:00Z, was 2024-02-08 00:00Z"),
    Row(
      testDescription: "no deadline", dispute: changed { $0.dueBy = nil },
      change: "the deadline is now open, was 2024-02-08 00:00Z"),
    Row(
      testDescription: "evidence",
      dispute: changed { $0.evidence = [DisputeWrite.Evidence(name: "receipt", text: "file_2")] },
      change: "the evidence has changed: receipt is another"),
    Row(
      testDescription: "other evidence",
      dispute: changed { $0.evidence = [DisputeWrite.Evidence(name: "customer_name", text: "A")] },
      change: "the evidence has changed: customer_name is new, receipt is gone"),
    Row(
      testDescription: "less evidence", dispute: changed { $0.evidence = [] },
      change: "the evidence has changed: receipt is gone"),
  ])
  func `says what has changed, and only what matters`(row: Row) throws {
    let (before, after) = (try Self.base.snapshot, try row.dispute.snapshot)
    #expect(after.change(since: before) == row.change)
    #expect((after.fingerprint == before.fingerprint) == (row.change == nil))
  }

  @Test func `the order in which evidence came does not matter`() throws {
    let evidence = ["b", "a"].map { DisputeWrite.Evidence(name: $0, text: "x") }
    let one = try FixtureDispute(id: "dp_1", evidence: evidence).snapshot
    let other = try FixtureDispute(id: "dp_1", evidence: evidence.reversed()).snapshot
    #expect(one == other)
  }
}
