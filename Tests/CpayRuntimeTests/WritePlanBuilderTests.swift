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

  private static func plan(
    _ batches: [[FixtureDispute]], _ evidence: RowValue?,
    onMissing: CheckedEvidence.OnMissing = .stop
  ) throws -> WritePlan {
    try plan(batches.map { try Batch($0) }, evidence, onMissing: onMissing)
  }

  private static func plan(
    _ batches: [Batch], _ evidence: RowValue?, onMissing: CheckedEvidence.OnMissing = .stop
  ) throws -> WritePlan {
    var builder = WritePlanBuilder(
      .submit, evidence: evidence, onMissing: onMissing)
    for batch in batches { try builder.add(batch) }
    return try builder.build(
      account: AccountIdentity(sandbox: "i1"), claims: [:],
      remarks: [Diagnostic(RunFinding.missingObject("dp_0"))], at: FixtureDispute.now,
      madeAt: .zero)
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

  @Test func `a row one of whose documents cannot be used stops no other where that is said`()
    throws
  {
    let evidence: RowValue = { row throws(EvaluationError) in
      switch row.text(0) {
      case "dp_1": throw .evidence("1.json", .empty)
      case "dp_2": throw .unfitName("..")
      case "dp_4":
        .record([
          Value.Member(name: "receipt", value: .file("a.pdf")),
          Value.Member(name: "service_documentation", value: .file("b.pdf")),
        ])
      default: .record([Value.Member(name: "customer_name", value: .string("Ana"))])
      }
    }
    let rows = ["dp_1", "dp_2", "dp_3", "dp_4", "dp_1"].map { FixtureDispute(id: $0) }
    let plan = try Self.plan([rows], evidence, onMissing: .ineligible)
    #expect(plan.eligible.map(\.id) == ["dp_3"])
    #expect(
      plan.items.map(\.ineligibility) == [
        "1.json cannot be used: it is empty", "`..` may not stand in the name of a file", nil,
        "a.pdf cannot be used: this host has no files; b.pdf cannot be used: this host has no files",
      ])
    #expect(plan.items.allSatisfy { $0.ineligibility == nil || $0.evidence.isEmpty })
    #expect(plan.uploads.isEmpty)
    // What is no document is a mistake however documents are taken.
    #expect(throws: EvaluationError.missing("customer_name")) {
      try Self.plan(
        [[rows[0]]],
        { _ in
          .record([Value.Member(name: "customer_name", value: .null)])
        }, onMissing: .ineligible)
    }
    // Two rows of one dispute that differ in this ask for different writes.
    #expect(throws: EvaluationError.conflictingRows(id: "dp_1")) {
      try Self.plan(
        [[FixtureDispute(id: "dp_1", charge: "ch_1"), FixtureDispute(id: "dp_1", charge: "ch_2")]],
        { row throws(EvaluationError) in
          if row.text(1) == "ch_1" { throw .evidence("1.json", .empty) }
          return .record([Value.Member(name: "customer_name", value: .string("Ana"))])
        }, onMissing: .ineligible)
    }
  }

  /// A dispute as an API might send it that does not keep to its own form.
  static let flawed: [(json: String, id: String, reason: String)] = [
    (#"{"id":"dp_1","status":"needs_response","currency":"eur"}"#, "dp_1", "amount"),
    (#"{"id":"dp_1","status":"needs_response","amount":"12","currency":"eur"}"#, "dp_1", "amount"),
    (#"{"id":"dp_1","status":"needs_response","amount":1.5,"currency":"eur"}"#, "dp_1", "amount"),
    (#"{"id":"dp_1","status":"needs_response","amount":12}"#, "dp_1", "amount"),
    (#"{"id":"dp_1","status":"needs_response","amount":12,"currency":"Euro"}"#, "dp_1", "amount"),
    (
      #"{"id":"dp_1","status":"needs_response","amount":99999999999999999999,"currency":"eur"}"#,
      "dp_1", "amount"
    ),
    (#"{"id":"dp_1","status":null,"amount":12,"currency":"eur"}"#, "dp_1", "status"),
    (#"{"id":"dp_1","status":["won"],"amount":12,"currency":"eur"}"#, "dp_1", "status"),
    (#"{"id":5,"status":"needs_response","amount":12,"currency":"eur"}"#, "5", "id"),
    (#"{"status":"needs_response","amount":12,"currency":"eur"}"#, "without an id", "id"),
    (
      #"{"id":"dp_1","status":"needs_response","amount":12,"currency":"eur","evidence_due_by":"soon"}"#,
      "dp_1", "deadline"
    ),
    (
      #"{"id":"dp_1","status":"needs_response","amount":12,"currency":"eur","evidence":"lease"}"#,
      "dp_1", "evidence"
    ),
    (#"{"id":"dp_1","status":"a_later_one","amount":12,"currency":"eur"}"#, "dp_1", "status is"),
  ]

  @Test(arguments: flawed.indices)
  func `a row that is no whole dispute is named and stops no other`(index: Int) throws {
    let flawed = Self.flawed[index]
    var scanner = RowScanner(Resource.dispute.layout, keepsMisfits: true)
    let odd = try scanner.object(Array(flawed.json.utf8))
    let plan = try Self.plan(
      [odd, try Batch([FixtureDispute(id: "dp_2")]), odd],
      { _ in .record([Value.Member(name: "customer_name", value: .string("Ana"))]) })
    #expect(plan.eligible.map(\.id) == ["dp_2"])
    let row = try #require(plan.items.first)
    #expect(row.id == flawed.id)
    #expect(row.ineligibility?.contains(flawed.reason) == true)
    #expect(WritePlan.Item(json: row.json) == row)
  }

  @Test(arguments: ["", "..", "dp_", "dp_1/../../x", "dp_1?x", "dp_1\r\nX: 1", "ch_1", "dp_é"])
  func `an id that cannot be one is never written to`(id: String) throws {
    let plan = try Self.plan([[FixtureDispute(id: id)]], Self.name)
    #expect(plan.eligible.isEmpty)
    #expect(plan.items.map(\.ineligibility) == ["its id is not that of a dispute"])
  }
}
