import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct WhereStageTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let stage: String
    let ids: [String]
    let remarks: [String]
    var testDescription: String { stage }

    init(_ stage: String, _ ids: [String], _ remarks: [String] = []) {
      self.stage = stage
      self.ids = ids
      self.remarks = remarks
    }
  }

  @Test(arguments: [
    Row("where status == won", ["dp_f6"]),
    Row("where reason != fraudulent and status == lost", ["dp_h8"]),
    Row(
      "where evidence_due_by < now", ["dp_e5"],
      ["note: 3 rows have no evidence_due_by (dp_d4, dp_f6, dp_h8)"]),
    Row(
      "where not (evidence_due_by < now)", ["dp_a1", "dp_b2", "dp_c3", "dp_g7"],
      ["note: 3 rows have no evidence_due_by (dp_d4, dp_f6, dp_h8)"]),
    Row(
      "where evidence_due_by < now and status == needs_response", [],
      ["note: 1 row has no evidence_due_by (dp_d4)"]),
    Row(
      "where evidence_due_by < now or amount.minor > 0",
      [
        "dp_a1", "dp_b2", "dp_c3", "dp_d4", "dp_e5", "dp_f6", "dp_g7", "dp_h8",
      ]),
    Row(
      "where amount > 1000eur", ["dp_a1", "dp_f6"],
      ["note: 3 rows not compared, other currency (dp_c3 usd, dp_d4 jpy, dp_g7 gbp)"]),
    Row(
      "where amount > 1000eur and evidence_due_by > now", ["dp_a1"],
      [
        "note: 1 row has no evidence_due_by (dp_f6)",
        "note: 3 rows not compared, other currency (dp_c3 usd, dp_d4 jpy, dp_g7 gbp)",
      ]),
    Row("where metadata.team == \"paris\"", ["dp_b2", "dp_f6"]),
  ])
  func `keeps what is true and notes what is unknown`(row: Row) throws {
    let (rows, remarks) = try output(row.stage)
    #expect(rows.ids == row.ids)
    #expect(remarks == row.remarks)
  }

  @Test func `a long list of unknown rows is cut`() throws {
    let disputes = (1...7).map { FixtureDispute(id: "dp_\($0)") }
    #expect(
      try output("where evidence_due_by < now", disputes).remarks == [
        "note: 7 rows have no evidence_due_by (dp_1, dp_2, dp_3, dp_4, dp_5 and 2 more)"
      ])
  }

  @Test func `a plain number against several currencies says what it meant in each`() throws {
    #expect(
      try output("where amount > 100000").remarks == [
        "warning W110: 100000 means EUR 1,000.00, USD 1,000.00, JPY 100,000, GBP 1,000.00"
      ])
    #expect(try output("where 100000 < amount", Array(FixtureDispute.docs.prefix(2))).remarks == [])
    #expect(try output("where amount.minor > 100000").remarks == [])
  }

  @Test func `a failing calculation stops it`() throws {
    #expect(throws: EvaluationError.self) {
      try output("where amount.minor + 9223372036854775807 > 0")
    }
  }
}
