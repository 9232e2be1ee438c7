import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// Programs that read and write files.
@Suite struct EvaluatorFilesTests {
  private static func run(
    _ text: String, _ files: MemoryFiles, _ api: FixtureAPI = FixtureAPI(), budget: Int? = nil
  ) async throws -> (result: PipelineResult?, effects: [String]) {
    let account = api.account
    let fields = ["charge", "tenant"].map {
      RowType.Field(name: $0, type: FieldType(.string, isNullable: true))
    }
    let program = try Checker.check(
      Source(text),
      CheckContext(
        catalog: .standard, needsAllowance: false,
        files: { path in
          files[path].map { .success($0) } ?? .failure(FileFailure("there is no such file"))
        },
        records: { _, _, _ in .success(RecordLook(fields)) }))
    var host = Host(
      account: Account(account),
      environment: ManualClock(FixtureDispute.now).environment, files: files.store,
      emit: { (_) throws(EvaluationError) in })
    host.budget = budget
    var evaluator = Evaluator(host)
    var result: PipelineResult?
    for statement in program.statements { result = try await evaluator.run(statement)?.result }
    return (result, account.calls.map(\.text))
  }

  @Test(arguments: ["../x", "a/b", "..", "", "a\u{1b}[2J", "a\u{202e}b", "."])
  func `a row cannot lead a path out of its folder`(team: String) async throws {
    let files = MemoryFiles(["evidence/\(team).json": #"{"customer_name":"Ana"}"#])
    let api = FixtureAPI(disputes: [FixtureDispute(id: "dp_1", team: team)])
    await #expect(throws: EvaluationError.self) {
      _ = try await EvaluatorFilesTests.run(
        "disputes | where metadata.team != null | submit evidence=@\"evidence/{metadata.team}.json\"",
        files, api)
    }
  }

  @Test func `nor can what a definition was given`() async throws {
    let files = MemoryFiles(["lease.json": #"{"customer_name":"Ana"}"#])
    await #expect(throws: Refusal.self) {
      _ = try await EvaluatorFilesTests.run(
        "def f(x: string) = submit evidence=@\"ev/{$x}.json\"; disputes | take 1 | f x=\"../lease\"",
        files)
    }
  }

  @Test(arguments: ["take $n", "skip $n", "take (0 - 3)"])
  func `a number below zero stops the program`(stage: String) async throws {
    await #expect(throws: EvaluationError.self) {
      _ = try await EvaluatorFilesTests.run(
        "let n = 0 - 3; disputes | \(stage) | count", MemoryFiles())
    }
  }

  @Test func `no dispute is written to for what a file says of it`() async throws {
    let old = FixtureDispute(id: "dp_a1", amount: 1)
    let files = MemoryFiles(["old.ndjson": String(decoding: old.json, as: UTF8.self)])
    let (result, _) = try await EvaluatorFilesTests.run(
      "read @old.ndjson schema=dispute | where amount < 1eur | submit evidence={customer_name: \"A\"}",
      files)
    #expect(try #require(result?.plan).items.isEmpty)
    let (kept, _) = try await EvaluatorFilesTests.run(
      "read @old.ndjson schema=dispute | submit evidence={customer_name: \"A\"}", files)
    let plan = try #require(kept?.plan)
    #expect(plan.remarks.contains { $0.line.contains("amount is now EUR 1,200.00, was ") })
    let (asked, _) = try await EvaluatorFilesTests.run(
      """
      let old = read @old.ndjson schema=dispute | where amount < 1eur
      disputes ids=$old | where amount < 1eur | submit evidence={customer_name: "A"}
      """, files)
    #expect(try #require(asked?.plan).items.isEmpty)
  }

  @Test func `each id of the rows for ids= is one`() async throws {
    let files = MemoryFiles(["queue.ndjson": #"{"charge":"dp_a1"}"# + "\n" + #"{"charge":null}"#])
    await #expect(throws: EvaluationError.invalid("line 2 of the rows for `ids=` has no id")) {
      _ = try await EvaluatorFilesTests.run(
        "let queue = read @queue.ndjson | select id=charge; disputes ids=$queue | count", files)
    }
  }

  @Test(arguments: [
    "not (if evidence_due_by < now then true else false)",
    "if evidence_due_by > now + 48h then false else true",
  ])
  func `a missing deadline selects nothing, whichever way it is put`(condition: String) async throws
  {
    let api = FixtureAPI(disputes: [FixtureDispute(id: "dp_1", dueBy: nil)])
    let (result, _) = try await EvaluatorFilesTests.run(
      "disputes | where \(condition) | count", MemoryFiles(), api)
    #expect(result?.value == .int(0))
  }

  @Test func `each row reads the file it names`() async throws {
    let files = MemoryFiles([
      "dp_1.json": #"{"customer_name":"Ana"}"#, "dp_2.json": #"{"customer_name":"Ben"}"#,
    ])
    let api = FixtureAPI(disputes: [FixtureDispute(id: "dp_1"), FixtureDispute(id: "dp_2")])
    let (result, _) = try await EvaluatorFilesTests.run(
      "disputes | submit evidence=@\"{id}.json\"", files, api)
    let plan = try #require(result?.plan)
    #expect(plan.items.map { $0.evidence.compactMap(\.text) } == [["Ana"], ["Ben"]])
  }

  @Test func `a file with a wrong key is refused at its place, and nothing is sent`() async throws {
    let files = MemoryFiles(["dp_1.json": #"{"custmer_name":"Ana"}"#])
    let api = FixtureAPI(disputes: [FixtureDispute(id: "dp_1")])
    do {
      _ = try await EvaluatorFilesTests.run("disputes | submit evidence=@\"{id}.json\"", files, api)
      Issue.record("was accepted")
    } catch EvaluationError.diagnostic(let mistake) {
      #expect(mistake.code == "E106")
      #expect(mistake.source?.name == "dp_1.json")
    }
  }

  @Test func `what fails on the way leaves the old file alone`() async throws {
    let files = MemoryFiles(["all.csv": "old", "rows.csv": "charge,tenant\nch_1,Ana,more\n"])
    await #expect(throws: EvaluationError.self) {
      _ = try await EvaluatorFilesTests.run("read @rows.csv | save @all.csv", files)
    }
    #expect(files["all.csv"] == Array("old".utf8))
    files["rows.csv"] = Array("charge,tenant\nch_1,Ana\n".utf8)
    _ = try await EvaluatorFilesTests.run("read @rows.csv | save @all.csv", files)
    #expect(files["all.csv"] == Array("charge,tenant\nch_1,Ana\n".utf8))
  }

  @Test func `ids are all found before the first row, and each is asked for once`() async throws {
    let files = MemoryFiles(["queue.txt": "dp_b2\n\n  dp_a1 \r\ndp_b2\n"])
    let (result, effects) = try await EvaluatorFilesTests.run("disputes ids=@queue.txt", files)
    #expect(result?.rows?.count == 0, "rows that were shown are not kept")
    #expect(effects.sorted() == ["object dp_a1", "object dp_b2"])
    files["queue.txt"] = Array("dp_a1\nch_1\n".utf8)
    do {
      _ = try await EvaluatorFilesTests.run("disputes ids=@queue.txt", files)
      Issue.record("was accepted")
    } catch let refusal as Refusal {
      let mistake = try #require(refusal.diagnostics.first)
      #expect(mistake.code == "E204")
      #expect(mistake.range == 6..<10)
    }
  }

  @Test func `a program that does more than it may is stopped`() async throws {
    let rows = "charge,tenant\n" + String(repeating: "ch_1,Ana\n", count: 1000)
    let files = MemoryFiles(["rows.csv": rows])
    await #expect(throws: EvaluationError.budget(500)) {
      _ = try await EvaluatorFilesTests.run("read @rows.csv | count", files, budget: 500)
    }
    _ = try await EvaluatorFilesTests.run("read @rows.csv | count", files, budget: 5000)
  }
}

extension PipelineResult {
  var plan: WritePlan? {
    if case .plan(let plan) = self { plan } else { nil }
  }

  fileprivate var value: Value? {
    if case .value(_, let value) = self { value } else { nil }
  }

  fileprivate var rows: Batch? {
    if case .rows(_, let rows) = self { rows } else { nil }
  }
}
