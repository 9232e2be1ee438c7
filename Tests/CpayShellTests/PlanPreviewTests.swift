import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime
@testable import CpayShell

@Suite struct PlanPreviewTests {
  private static let now = Timestamp(seconds: 1_707_220_800)

  /// A submit of two disputes, each with the document of that path.
  private static func plan(_ documents: [String], _ files: MemoryFiles) throws -> WritePlan {
    let rows = documents.indices.map { index in
      """
      {"object":"dispute","id":"dp_\(index)","charge":"ch_1","payment_intent":null,\
      "amount":120000,"currency":"eur","status":"needs_response","reason":"general",\
      "evidence":{},"evidence_due_by":null,"metadata":null,"created":1}
      """
    }
    var scanner = RowScanner(Resource.dispute.layout)
    let page = try scanner.page(
      Array(#"{"data":[\#(rows.joined(separator: ","))],"has_more":false}"#.utf8))
    let slot = try #require(Resource.dispute.layout.slot("id"))
    let evidence: RowValue = { row in
      let index = Int(row.text(slot)?.dropFirst(3) ?? "") ?? 0
      return .record([Value.Member(name: "receipt", value: .file(documents[index]))])
    }
    var builder = WritePlanBuilder(.submit, evidence: evidence, files: files.store)
    try builder.add(page.rows)
    return try builder.build(
      account: AccountIdentity(sandbox: "i1"), claims: [:], remarks: [], at: now, madeAt: .zero)
  }

  private static func lines(_ plan: WritePlan) -> [String] {
    PlanPreview(plan: plan, account: "sandbox docs", now: now).lines(width: 100)
      .filter { !$0.hasPrefix("  digest") }
  }

  @Test func `shows which documents go up, each content once`() throws {
    let files = MemoryFiles([
      "a/lease.pdf": String(repeating: "x", count: 1234), "b/lease.pdf": "other",
      "c/lease.pdf": "other",
    ])
    let lines = Self.lines(
      try Self.plan(["a/lease.pdf", "b/lease.pdf", "c/lease.pdf"], files))
    #expect(
      lines.contains(
        "  uploads   2 documents, 1.2 kB: a/lease.pdf (1.2 kB), b/lease.pdf (5 bytes)"))
    #expect(lines.contains("  evidence  differs, see above"))
    #expect(lines.contains { $0.contains("receipt: a/lease.pdf (1.2 kB)") })
  }

  @Test func `evidence that differs in many is summed up by its values`() throws {
    let names = (0..<12).map { $0 < 5 ? "a.pdf" : $0 < 8 ? "b.pdf" : "c\($0).pdf" }
    let files = MemoryFiles(Dictionary(names.map { ($0, $0) }, uniquingKeysWith: { $1 }))
    let lines = Self.lines(try Self.plan(names, files))
    let start = try #require(lines.firstIndex { $0.hasPrefix("  evidence") })
    #expect(
      lines[start..<start + 3] == [
        "  evidence  differs:",
        "            receipt in all 12, 6 values: a.pdf (5 bytes) in 5 (dp_0, dp_1, dp_2, dp_3, dp_4);"
          + " b.pdf",
        "            (5 bytes) in 3 (dp_5, dp_6, dp_7); c8.pdf (6 bytes) in dp_8; and 3 more",
      ])
    #expect(!lines[..<start].contains { $0.contains("receipt") })
  }

  @Test func `one document for all is named once`() throws {
    let files = MemoryFiles(["lease.pdf": "x"])
    let lines = Self.lines(try Self.plan(["lease.pdf", "lease.pdf"], files))
    #expect(lines.contains("  uploads   1 document: lease.pdf (1 byte)"))
    #expect(
      lines.contains("  evidence  receipt: lease.pdf (1 byte) (the same for all)"))
  }

  @Test func `a plan without documents says nothing of uploads`() throws {
    let files = MemoryFiles([:])
    #expect(throws: EvaluationError.self) { try Self.plan(["missing.pdf"], files) }
    let builder = WritePlanBuilder(.close, evidence: nil)
    let plan = try builder.build(
      account: AccountIdentity(sandbox: "i1"), claims: [:], remarks: [], at: Self.now, madeAt: .zero
    )
    #expect(!Self.lines(plan).contains { $0.hasPrefix("  uploads") })
  }

  @Test func `an upload by itself shows the file, its size and its purpose`() throws {
    let host = Host(
      account: Account(RecordingAccount()), environment: Environment(now: Self.now),
      files: MemoryFiles(["lease.pdf": "abc"]).store)
    let plan = try WritePlan.upload("lease.pdf", on: host)
    #expect(
      Self.lines(plan) == [
        "upload: give the API 1 file", "", "  file      lease.pdf (3 bytes)",
        "  purpose   dispute_evidence, evidence in a dispute",
        "  effect    cannot be deleted again; changes no dispute until evidence names it",
        "  account   sandbox docs",
      ])
    #expect(plan.size == "1 file")
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (1250, "1.3 kB"),
    (9_960, "10 kB"), (99_949, "100 kB"), (999_949, "1000 kB"), (999_950, "1 MB"),
    (52_428_800, "52 MB"),
  ])
  func `a size is read at a glance`(count: Int, text: String) {
    #expect(byteCount(count) == text)
  }
}
