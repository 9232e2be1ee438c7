import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct WritePlanBuilderTests {
  private static let name: RowValue = { row throws(EvaluationError) in
    .record([
      Value.Member(
        name: "customer_name",
        value: row.text(1).map(Value.string) ?? .null)
    ])
  }

  private static func plan(_ batches: [[FixtureDispute]], _ evidence: RowValue?) throws -> WritePlan
  {
    var builder = WritePlanBuilder(.submit, evidence: evidence, now: FixtureDispute.now)
    for batch in batches { try builder.add(Batch(batch)) }
    return try builder.build(
      account: AccountIdentity(sandbox: "i1"), claims: [:],
      remarks: [Diagnostic(RunFinding.missingObject("dp_0"))], madeAt: .zero)
  }

  @Test func `a dispute that comes again is written once, with a note`() throws {
    let dispute = FixtureDispute(id: "dp_1")
    let plan = try Self.plan(
      [[dispute, FixtureDispute(id: "dp_2")], [dispute, dispute]], Self.name)
    #expect(plan.items.map(\.id) == ["dp_1", "dp_2"])
    #expect(
      plan.remarks.map(\.line)
        == ["note: dp_0 was not found", "note: dp_1 occurs more than once; it is written once"])
  }

  @Test func `two different writes to one dispute are an error`() throws {
    #expect(throws: EvaluationError.conflictingRows(id: "dp_1")) {
      try Self.plan(
        [[FixtureDispute(id: "dp_1", charge: "ch_1"), FixtureDispute(id: "dp_1", charge: "ch_2")]],
        Self.name)
    }
  }

  @Test func `evidence that is missing is an error, not less evidence`() throws {
    let dispute = FixtureDispute(id: "dp_1")
    #expect(throws: EvaluationError.missing("customer_name")) {
      try Self.plan([[dispute]]) { _ in
        .record([Value.Member(name: "customer_name", value: .null)])
      }
    }
    #expect(throws: EvaluationError.missing("the evidence")) {
      try Self.plan([[dispute]]) { _ in .null }
    }
  }

  @Test func `documents that cannot be used are told all at once, and no row is left out`() throws {
    let rows = ["dp_1", "dp_2", "dp_1", "dp_3"].map { FixtureDispute(id: $0) }
    let failure = FileFailure("there is no such file")
    let files: RowValue = { row throws(EvaluationError) in
      let id = row.text(0) ?? ""
      if id == "dp_2" { throw .unfitName("..") }
      throw .evidence("\(id).json", failure)
    }
    #expect(
      throws: EvaluationError.documents([
        DocumentFailure("dp_1.json", failure.reason),
        DocumentFailure("dp_2", "`..` may not stand in the name of a file"),
        DocumentFailure("dp_3.json", failure.reason),
      ])
    ) { try Self.plan([rows], files) }
    #expect(throws: EvaluationError.evidence("dp_1.json", failure)) {
      try Self.plan([[rows[0], rows[2]]], files)
    }
    let documents: RowValue = { row throws(EvaluationError) in
      .record([
        Value.Member(name: "receipt", value: .file("a.pdf")),
        Value.Member(name: "service_documentation", value: .file("b.pdf")),
      ])
    }
    let found = #expect(throws: EvaluationError.self) { try Self.plan([[rows[0]]], documents) }
    guard case .documents(let failures) = found else {
      Issue.record("not all are told")
      return
    }
    #expect(failures.map(\.name) == ["a.pdf", "b.pdf"])
  }

  @Test func `a row that is no whole dispute is an error`() throws {
    #expect(throws: EvaluationError.self) {
      try Self.plan([[FixtureDispute(id: "dp_1", currency: "Euro")]], Self.name)
    }
  }

  @Test(arguments: ["", "..", "dp_", "dp_1/../../x", "dp_1?x", "dp_1\r\nX: 1", "ch_1", "dp_é"])
  func `an id that cannot be one is never written to`(id: String) throws {
    #expect(throws: EvaluationError.self) { try Self.plan([[FixtureDispute(id: id)]], Self.name) }
  }
}
