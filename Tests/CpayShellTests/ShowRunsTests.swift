import CpayLanguage
import CpaySandbox
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayShell

/// What `cpay runs` shows of a run whose rows ended in several ways.
@Suite struct ShowRunsTests {
  /// A sandbox that refuses one of three disputes, and a run that has been sent to it.
  struct World {
    let rig: CommandRig
    let account: [String: String]
    /// The outcomes as the program showed them.
    let outcomes: String

    func cpay(_ arguments: String...) async -> CommandRig.Run {
      await rig.cpay(arguments, input: [], environment: account)
    }

    /// The name of the run.
    func run() async throws -> String {
      let lines = await cpay("runs").output.split(separator: "\n")
      let first = try JSONReader.read(Array(try #require(lines.first).utf8))
      return try #require(first["run"]?.string)
    }
  }

  static func withRun(
    width: Int = 100, _ work: (World) async throws -> Void
  ) async throws {
    let server = try await SandboxServer.start(
      SandboxConfiguration(
        seed: .docs, faults: [try FaultRule("POST /v1/disputes/dp_c3:status=400")]))
    let rig = try CommandRig(["lease.json": CommandLineTests.lease], width: width)
    let account = ["CASAPAY_API_KEY": server.key, "CASAPAY_API_BASE": server.baseURL]
    let run = await rig.cpay(
      ["-c", CommandLineTests.ownersLine, "--apply", "--max", "10"], input: [],
      environment: account)
    #expect(run.status == 3, "\(run.errors)")
    try await work(World(rig: rig, account: account, outcomes: run.output))
    await server.stop()
  }

  @Test func `the list counts rows by outcome, as numbers`() async throws {
    try await Self.withRun { (world) async throws in
      let name = try await world.run()
      let listed = await world.cpay("runs", "list")
      #expect(listed.status == 0 && listed.errors == "")
      let row = try JSONReader.read(Array(listed.output.utf8.dropLast()))
      let expected: [String: Int64] = [
        "rows": 3, "applied": 2, "refused": 1, "unknown": 0, "unsent": 0, "stale": 0,
        "ineligible": 0, "open": 0,
      ]
      for (field, count) in expected { #expect(row[field]?.integer == count, "\(field)") }
      #expect(row["run"]?.string == name)
      #expect(row["state"]?.string == "ended")
      #expect(row["action"]?.string == "submit")
      #expect(row["mode"]?.string == "test")
      #expect(row["began"]?.integer != nil && row["ended"]?.integer != nil)
    }
  }

  @Test func `a table of runs or rows fits 80 columns, one line a run`() async throws {
    try await Self.withRun(width: 80) { (world) async throws in
      let listed = await world.cpay("runs", "--format", "table")
      let rows = listed.output.split(separator: "\n").prefix { !$0.hasPrefix("(") }
      #expect(rows.count == 3, "\(listed.output)")
      #expect(listed.output.contains("not shown: "))
      let shown = await world.cpay("runs", "show", try await world.run(), "--format", "table")
      for text in [listed.output, shown.output] {
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
        #expect(!text.contains("-[ 1 ]-"))
      }
      // Sentences are broken rather than left out.
      #expect(shown.output.contains("dp_c3") && shown.output.contains("message"))
    }
  }

  @Test func `what a run was stands above its rows, which say how they came about`() async throws {
    try await Self.withRun { (world) async throws in
      let name = try await world.run()
      let shown = await world.cpay("runs", "show", String(name.dropFirst(4).prefix(6)))
      #expect(shown.status == 0)
      #expect(shown.errors.contains("\(name), submit on sandbox:"))
      #expect(shown.errors.contains("in test mode\nagreed to on 20"))
      #expect(shown.errors.contains("3 rows: 2 applied, 1 refused"))
      let rows = try shown.output.split(separator: "\n").map { try JSONReader.read(Array($0.utf8)) }
      #expect(rows.map { $0["id"]?.string } == ["dp_a1", "dp_c3", "dp_d4"])
      #expect(rows.map { $0["outcome"]?.string } == ["applied", "refused", "applied"])
      #expect(rows.allSatisfy { $0["attempts"]?.integer == 1 })
      #expect(rows.allSatisfy { $0["sent"]?.integer != nil && $0["at"]?.integer != nil })
      #expect(rows.allSatisfy { $0["key"]?.string?.hasPrefix("cp1_") == true })
      #expect(rows.allSatisfy { $0["request_id"]?.string?.hasPrefix("req_") == true })
      #expect(rows.allSatisfy { $0["reason"]?.string != nil })
      #expect(rows[1]["message"]?.string?.isEmpty == false)
    }
  }

  @Test(arguments: OutputFormat.allCases)
  func `runs, rows and outcomes come in every format`(format: OutputFormat) async throws {
    try await Self.withRun { (world) async throws in
      let name = try await world.run()
      for words in [["runs", "list"], ["runs", "show", name], ["runs", "export", name]] {
        let shown = await world.rig.cpay(
          words + ["--format", format.rawValue], input: [], environment: world.account)
        #expect(shown.status == 0 && !shown.output.isEmpty, "\(shown.errors)")
      }
    }
  }

  @Test func `an export is what the program showed, whole or of some outcomes`() async throws {
    try await Self.withRun { (world) async throws in
      let name = try await world.run()
      func untimed(_ text: String) -> [String] {
        text.split(separator: "\n").map { String($0.replacing(/"at":\d+/, with: "")) }
      }
      #expect(untimed(await world.cpay("runs", "export", name).output) == untimed(world.outcomes))
      let some = await world.cpay(
        "runs", "export", name, "--outcome", "refused", "--outcome", "unknown")
      #expect(some.output.split(separator: "\n").count == 1)
      #expect(some.output.contains(#""id":"dp_c3""#))
      let none = await world.cpay("runs", "export", name, "--outcome", "stale")
      #expect(none.status == 0 && none.output == "")
      let wrong = await world.cpay("runs", "export", name, "--outcome", "lost")
      #expect(wrong.status == 64 && wrong.errors.contains("refused"))
    }
  }

  @Test(arguments: [OutputFormat.csv, .tsv, .ndjson, .json])
  func `what was refused is exported, read as outcomes, and asked for again`(
    format: OutputFormat
  ) async throws {
    try await Self.withRun { (world) async throws in
      let exported = await world.cpay(
        "runs", "export", try await world.run(), "--outcome", "refused", "--format",
        format.rawValue)
      let file = "refused." + format.rawValue
      try world.rig.folder.write(exported.output, to: file)
      let read = await world.cpay(
        "-c", "read @\(file) schema=outcome | where outcome == refused | select id, amount, action")
      #expect(
        read.output
          == #"{"id":"dp_c3","amount":{"amount":250000,"currency":"usd"},"action":"submit"}"#
          + "\n",
        "\(read.errors)\(read.output)")
      let again = await world.cpay("-c", "disputes ids=@\(file) | select id, status")
      #expect(
        again.output == #"{"id":"dp_c3","status":"needs_response"}"# + "\n", "\(again.errors)")
    }
  }

  @Test func `a beginning that several runs have names them`() async throws {
    try await Self.withRun { (world) async throws in
      let first = try await world.run()
      let more = await world.cpay("-c", "dispute dp_b2 | close", "--apply", "--max", "1")
      #expect(more.status == 0, "\(more.errors)")
      let shown = await world.cpay("runs", "show", "run_")
      #expect(shown.status == 1 && shown.output == "")
      #expect(shown.errors.contains("run_ is the beginning of 2 runs: run_"))
      #expect(shown.errors.contains(first))
    }
  }
}
