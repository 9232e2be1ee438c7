import CpayClient
import CpayLanguage
import CpaySyntax
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

extension Host {
  /// A host over that account, at the fixtures' now.
  static func fixture(
    _ account: RecordingAccount, files: FileStore = .none,
    cancellation: Cancellation = Cancellation(),
    clock: ManualClock = ManualClock(FixtureDispute.now), log: StepLog = StepLog()
  ) -> Host {
    Host(
      account: Account(account), environment: clock.environment, files: files,
      cancellation: cancellation,
      emit: { (event) throws(EvaluationError) in log.add(event.name) })
  }
}

extension ProgramEvent {
  /// The kind of event, and what it is about.
  var name: String {
    switch self {
    case .beginRows: "begin"
    case .rows(let batch): "rows \(batch.count)"
    case .endRows: "end"
    case .value(let value): "value \(value.plainText)"
    case .preview(let plan): "preview \(plan.eligible.count)"
    case .emptyPlan: "empty plan"
    case .saved(let path, _): "saved \(path)"
    case .savedPlan(let path, _): "saved \(path)"
    case .applied(let report): "applied \(report.outcomes.count)"
    case .remark: "remark"
    case .chart: "chart"
    case .format: "format"
    case .explanation: "explanation"
    case .warning: "warning"
    }
  }
}

@Suite struct EmbeddedProgramTests {
  private static let submit = """
    allow submit
    disputes status=needs_response | submit evidence={customer_name: "Ana"}
    """

  private static func codes(_ text: String, allow: Set<WriteAction> = [], files: FileStore = .none)
    -> [String]
  {
    do throws(Refusal) {
      _ = try EmbeddedProgram.check(text, allow: allow, files: files)
      return []
    } catch {
      return error.diagnostics.compactMap(\.code)
    }
  }

  // MARK: Checking

  @Test func `a final write needs the program's word and the host's`() {
    #expect(Self.codes(Self.submit, allow: [.submit]).isEmpty)
    #expect(!Self.codes(Self.submit).isEmpty)
    #expect(!Self.codes(Self.submit, allow: [.close]).isEmpty)
    let silent = "disputes | submit evidence={customer_name: \"Ana\"}"
    #expect(Self.codes(silent, allow: [.submit]) == ["E402"])
    #expect(Self.codes("disputes | draft evidence={customer_name: \"Ana\"}").isEmpty)
  }

  @Test(arguments: [
    "read @leases.csv", "disputes | draft evidence=@lease.json", "disputes ids=@queue.txt",
    "disputes | join $(read @leases.csv) on=charge",
  ])
  func `a host without files lets no program name one`(text: String) async throws {
    let files = MemoryFiles([
      "leases.csv": "charge,tenant\nch_1,Ana\n", "lease.json": #"{"customer_name":"Ana"}"#,
      "queue.txt": "dp_a1\n",
    ])
    #expect(Self.codes(text, files: files.store).isEmpty)
    let reason = "this host has no files"
    do throws(Refusal) {
      // What is only read when it runs is refused then.
      let program = try EmbeddedProgram.check(text)
      await #expect(throws: EvaluationError.file("queue.txt", FileFailure(reason))) {
        _ = try await program.plan(on: .fixture(FixtureAPI().account))
      }
    } catch {
      #expect(error.diagnostics.contains { $0.message.contains(reason) })
    }
  }

  @Test func `reads the files of a host that has some`() async throws {
    let files = MemoryFiles(["leases.csv": "charge,tenant\nch_1,Ana\nch_9,Ben\n"]).store
    let program = try EmbeddedProgram.check(
      "read @leases.csv | where tenant == \"Ben\"", files: files)
    let result = try await program.plan(on: .fixture(FixtureAPI().account, files: files))
    guard case .rows(_, let rows) = result else {
      Issue.record("no rows")
      return
    }
    #expect(rows.count == 1)
  }

  // MARK: Arguments

  struct Argument: Sendable, CustomTestStringConvertible {
    let type: String
    let good: [Value]
    let bad: [Value]
    var testDescription: String { type }

    init(_ type: String, _ good: [Value], _ bad: [Value]) {
      (self.type, self.good, self.bad) = (type, good, bad)
    }
  }

  @Test(arguments: [
    Argument("int", [.int(3)], [.string("3"), .null, .money(.fixture(3, "eur"))]),
    Argument("int?", [.int(3), .null], [.string("3")]),
    Argument("decimal", [.decimal(Decimal(3)), .int(3)], [.string("3")]),
    Argument("money", [.money(.fixture(3, "eur"))], [.int(3)]),
    Argument("string", [.string("a")], [.int(3), .file("a")]),
    Argument("duration", [.duration(DurationValue(seconds: 3))], [.int(3)]),
    Argument("timestamp", [.timestamp(FixtureDispute.now)], [.string("2024-02-07")]),
    Argument("currency", [.string("eur")], [.string("euro"), .int(1)]),
    Argument("id<dispute>", [.string("dp_1")], [.string("ch_1")]),
    Argument("bool", [.bool(true)], [.string("true")]),
    Argument("list<int>", [.list([.int(1)]), .list([])], [.list([.string("a")]), .int(1)]),
  ])
  func `takes arguments of their types only`(row: Argument) async throws {
    let program = try EmbeddedProgram.check("param x: \(row.type)\ndisputes | count")
    let host = Host.fixture(FixtureAPI().account)
    for value in row.good { _ = try await program.plan(on: host, arguments: ["x": value]) }
    for value in row.bad {
      await #expect(throws: EvaluationError.self) {
        _ = try await program.plan(on: host, arguments: ["x": value])
      }
    }
  }

  @Test func `an argument too few or too many is refused before the first request`() async throws {
    let program = try EmbeddedProgram.check("param x: int\ndisputes | take $x")
    let account = FixtureAPI().account
    #expect(program.parameters.map(\.name) == ["x"])
    for arguments in [[:], ["x": .int(1), "y": .int(1)]] as [[String: Value]] {
      await #expect(throws: EvaluationError.self) {
        _ = try await program.plan(on: .fixture(account), arguments: arguments)
      }
      #expect(throws: EvaluationError.self) {
        _ = try program.run(on: .fixture(account), arguments: arguments)
      }
    }
    #expect(account.calls.isEmpty)
  }

  @Test func `a file that an argument names is checked before the first request`() async throws {
    let files = MemoryFiles(["bad.json": #"{"custmer_name":"Ana"}"#]).store
    let program = try EmbeddedProgram.check(
      "param f: file\ndisputes | draft evidence=$f", files: files)
    let account = FixtureAPI().account
    await #expect(throws: Refusal.self) {
      _ = try await program.plan(
        on: .fixture(account, files: files), arguments: ["f": .file("bad.json")])
    }
    #expect(account.calls.isEmpty)
  }

  // MARK: Planning

  @Test func `planning gives rows, a value, or a plan of which nothing is sent`() async throws {
    let account = FixtureAPI().account
    let log = StepLog()
    let host = Host.fixture(account, log: log)
    func plan(_ text: String) async throws -> PipelineResult {
      try await EmbeddedProgram.check(text, allow: [.submit]).plan(on: host)
    }
    guard case .rows(_, let rows) = try await plan("disputes status=won") else {
      Issue.record("no rows")
      return
    }
    #expect(rows.ids == ["dp_f6"] && log.all == ["begin", "rows 1", "end"])
    guard case .value(_, .int(8)) = try await plan("disputes | count") else {
      Issue.record("no value")
      return
    }
    guard case .plan(let plain) = try await plan(Self.submit),
      case .plan(let bounded) = try await plan(Self.submit + " | apply max=2 | count"),
      case .plan(let bound) = try await plan(
        "let d = dispute dp_a1 | draft evidence={customer_name: \"x\"} | apply\n$d | count")
    else {
      Issue.record("no plan")
      return
    }
    #expect(plain.eligible.count == 4 && bounded.digest == plain.digest)
    #expect(bounded.terms.bound == 2 && bound.eligible.count == 1)
    #expect(account.calls.allSatisfy { $0.text.hasPrefix("list") || $0.isLookup })
  }

  @Test func `past its budget a program stops, and nothing is sent`() async throws {
    let account = FixtureAPI().account
    var host = Host.fixture(account)
    host.budget = 3
    let program = try EmbeddedProgram.check(Self.submit, allow: [.submit])
    await #expect(throws: EvaluationError.budget(3)) { _ = try await program.plan(on: host) }
    let limited = host
    await #expect(throws: EvaluationError.budget(3)) {
      for try await _ in try program.run(on: limited, consent: { _, _ in .granted }) {}
    }
    #expect(account.calls.allSatisfy { $0.text.hasPrefix("list") })
  }

  @Test func `cancelled while it reads, planning says so`() async throws {
    let (asked, never) = (Signal(), Signal())
    let account = RecordingAccount(read: { (_) throws(ReadFailure) in
      asked.raise()
      await never.wait()
      throw .transport(TransportFailure(.notSent, "cancelled"))
    })
    let program = try EmbeddedProgram.check("disputes | count")
    let task = Task { try await program.plan(on: .fixture(account)) }
    await asked.wait()
    task.cancel()
    await #expect(throws: EvaluationError.interrupted) { _ = try await task.value }
  }

  @Test func `programs on different hosts know nothing of each other`() async throws {
    let program = try EmbeddedProgram.check(
      "param n: int\nlet x = disputes | take $n\n$x | select id")
    let ids = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
      for number in 1...20 {
        let disputes = (0..<30).map { FixtureDispute(id: "dp_\(number)_\($0)") }
        group.addTask {
          let result = try await program.plan(
            on: .fixture(FixtureAPI(disputes: disputes).account),
            arguments: ["n": .int(Int64(number))])
          guard case .rows(_, let rows) = result else { return (number, []) }
          return (number, rows.ids)
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for number in 1...20 {
      #expect(ids[number] == (0..<number).map { "dp_\(number)_\($0)" })
    }
  }
}

extension AccountCall {
  /// Whether it changes nothing.
  fileprivate var isLookup: Bool {
    switch self {
    case .object, .claims, .pastWrites: true
    default: false
    }
  }
}
