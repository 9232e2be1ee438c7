import CpayLanguage
import CpayModel
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct SelectStageTests {
  private static func text(_ row: Row) -> String { String(decoding: row.bytes, as: UTF8.self) }

  @Test func `makes rows of fields and expressions`() throws {
    let (rows, _) = try output(
      "select id, amount, team=(metadata.team), left=(evidence_due_by - now)",
      Array(FixtureDispute.docs.suffix(2)))
    #expect(
      (0..<rows.count).map { Self.text(rows[$0]) } == [
        #"{"id":"dp_g7","amount":{"amount":150000,"currency":"gbp"},"team":null,"left":21600}"#,
        #"{"id":"dp_h8","amount":{"amount":45000,"currency":"eur"},"team":null,"left":null}"#,
      ])
  }

  @Test func `the API's own object stays behind each row`() throws {
    let (rows, _) = try output("select reason")
    for (index, dispute) in FixtureDispute.docs.enumerated() {
      #expect(try DisputeSnapshot(rows[index].origin) == dispute.snapshot)
    }
  }

  @Test func `what was selected twice over still knows its dispute`() async throws {
    let disputes = RowStream(
      SnapshotSource(try Batch(FixtureDispute.docs)), type: RowType(.dispute),
      cancellation: Cancellation())
    var stream = try appending("select id, amount | select money=amount", to: disputes)
    let rows = try await stream.collect()
    #expect(Self.text(rows[0]) == #"{"money":{"amount":120000,"currency":"eur"}}"#)
    #expect(try DisputeSnapshot(rows[3].origin).id == "dp_d4")
  }
}
