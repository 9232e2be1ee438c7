import CpayLedger
import CpayTestSupport
import CpayValue
import Foundation
import GRDB
import Testing

/// Runs that are stopped while a write is under way, with the sandbox in a process of its own.
@Suite struct StoppedRunTests {
  /// A sandbox on disk whose writes do not end, and a run against it.
  final class Standstill {
    let folder: TemporaryDirectory
    let environment: [String: String]
    let store: DatabaseQueue
    private let sandbox: ChildProcess

    /// What the writes stand still for.
    enum Cause {
      /// Another connection holds the sandbox's store: reads are answered, writes wait to be let
      /// through.
      case store
      /// The first write is applied, and its answer never comes.
      case answer
    }

    init(_ cause: Cause = .store) throws {
      folder = try TemporaryDirectory(["lease.json": CommandLineTests.lease])
      let fault = ["--fault", "POST /v1/disputes/dp_a1:hang:once:after"]
      sandbox = try ChildProcess(
        ["sandbox", "--seed", "docs", "--db", "sandbox.sqlite"] + (cause == .answer ? fault : []),
        in: folder.path, environment: [:])
      var environment = ["XDG_STATE_HOME": folder.path + "/state"]
      for line in sandbox.lines(2) {
        let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
          .map(String.init)
        environment[parts[0]] = parts.last
      }
      self.environment = environment
      store = try DatabaseQueue(path: folder.path + "/sandbox.sqlite", configuration: .manual)
      if cause == .store { try execute("BEGIN IMMEDIATE") }
    }

    deinit { sandbox.signal(SIGKILL) }

    private func execute(_ sql: String) throws {
      try store.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    func letThrough() throws { try execute("ROLLBACK") }

    func startOwnersLine() throws -> ChildProcess {
      try ChildProcess(
        ["-c", CommandLineTests.ownersLine, "--apply", "--max", "10"], in: folder.path,
        environment: environment)
    }

    var ledgerFolder: String { folder.path + "/state/cpay" }

    /// How often each dispute was answered for good, by what the sandbox counts.
    var effects: [String: Int] {
      get throws {
        let rows = try store.read { database in
          try Row.fetchAll(database, sql: "SELECT dispute, count(*) AS n FROM effect GROUP BY 1")
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["dispute"], $0["n"]) })
      }
    }

    /// Waits until the ledger knows the intent of its first row, which may not have left yet.
    func awaitIntent() async throws {
      let path = ledgerFolder + "/ledger.sqlite"
      try await eventually("a row is being sent") {
        guard FileManager.default.fileExists(atPath: path),
          let ledger = try? DatabaseQueue(path: path, configuration: .reading)
        else { return false }
        return
          (try? ledger.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM item WHERE state = 'sending'")
          }) == 1
      }
    }

    /// Waits until the sandbox has applied the first row, which has left for certain.
    func awaitEffect() async throws {
      try await eventually("a row is applied") { try self.effects.count == 1 }
    }

    /// Looks again until it holds; gives up after a minute.
    private func eventually(_ what: Comment, holds: () throws -> Bool) async throws {
      let deadline = ContinuousClock.now + .seconds(60)
      while try !holds() {
        try #require(ContinuousClock.now < deadline, what)
        _ = poll(nil, 0, 10)
        await Task.yield()
      }
    }
  }

  @Test func `interrupted while a server keeps it waiting, it ends at once`() async throws {
    let folder = try TemporaryDirectory()
    for answersBefore in [0, 1] {
      let server = try SilentServer()
      let run = try ChildProcess(
        ["-c", "disputes"], in: folder.path,
        environment: [
          "XDG_STATE_HOME": folder.path, "CASAPAY_API_KEY": "sk_test_x",
          "CASAPAY_API_BASE": "http://127.0.0.1:\(server.port)",
        ])
      for _ in 0..<answersBefore { server.answerNotFound() }
      server.takeRequest()
      run.signal(SIGINT)
      let ending = run.wait()
      #expect(
        ending
          == ChildProcess.Ending(
            output: "", errors: "cpay: interrupted\n", status: 130, wasSignalled: false))
    }
  }

  @Test func `interrupted twice, the row under way is unknown and the rest is unsent`() async throws
  {
    let standstill = try Standstill(.answer)
    let run = try standstill.startOwnersLine()
    try await standstill.awaitEffect()
    run.signal(SIGINT)
    #expect(run.says("again to give that up"))
    run.signal(SIGINT)
    let ending = run.wait()
    #expect(ending.status == 4)
    #expect(!ending.wasSignalled)
    let outcomes = ending.output.split(separator: "\n").map { line in
      ["unknown", "unsent"].first { line.contains(#""outcome":"\#($0)""#) } ?? "another"
    }
    #expect(outcomes == ["unknown", "unsent", "unsent"])
    let ledger = try Ledger(folder: standstill.ledgerFolder) { Timestamp(seconds: 0) }
    let summary = try #require(try ledger.runs().first)
    #expect(summary.states == ["unknown": 1, "unsent": 2])

    // A person says what they believe was found.
    let settle = try ChildProcess(
      ["runs", "settle", summary.name, "dp_a1", "not-applied"], in: standstill.folder.path,
      environment: standstill.environment
    ).wait()
    #expect(settle.status == 0)
    #expect(try ledger.items(of: summary.name)?.map(\.state) == ["unsent", "unsent", "unsent"])

    // What was not sent is bounded by the consent as before; what a person has settled stays so,
    // and is not sent again even where they were wrong.
    func resume(_ arguments: String...) throws -> ChildProcess.Ending {
      try ChildProcess(
        ["resume", summary.name] + arguments, in: standstill.folder.path,
        environment: standstill.environment
      ).wait()
    }
    let refused = try resume("--max", "1")
    #expect(refused.status == 10)
    #expect(refused.errors.contains("1 of 3 done, 2 not sent"))
    #expect(refused.errors.contains("2 rows are open, but at most 1 may be gone on with"))
    #expect(try ledger.items(of: summary.name)?.map(\.state) == ["unsent", "unsent", "unsent"])
    #expect(try resume("--max", "2").status == 3)
    #expect(try ledger.items(of: summary.name)?.map(\.state) == ["unsent", "applied", "applied"])
    #expect(try resume().errors.contains("nothing of \(summary.name) is open"))
    #expect(try standstill.effects == ["dp_a1": 1, "dp_c3": 1, "dp_d4": 1])
  }

  @Test func `killed between intent and answer, the ledger knows the row is open`() async throws {
    let standstill = try Standstill()
    let (folder, environment) = (standstill.folder, standstill.environment)
    let run = try standstill.startOwnersLine()
    try await standstill.awaitIntent()
    run.signal(SIGKILL)
    let ending = run.wait()
    #expect(ending.wasSignalled && ending.status == SIGKILL)
    try standstill.letThrough()

    let ledger = try Ledger(folder: folder.path + "/state/cpay") { Timestamp(seconds: 0) }
    let summary = try #require(try ledger.runs().first)
    #expect(summary.states == ["sending": 1, "planned": 2])
    #expect(summary.doubts == 1)
    let items = try #require(try ledger.items(of: summary.name))
    #expect(items.map(\.state) == ["sending", "planned", "planned"])
    #expect(items[0].key?.hasPrefix("cp1_") == true)

    // Whoever comes next is told, and sends nothing that the run still holds.
    let again = try ChildProcess(
      ["-c", CommandLineTests.ownersLine, "--apply", "--max", "10"], in: folder.path,
      environment: environment
    ).wait()
    #expect(again.errors.contains("\(summary.name) was cut short on"))
    #expect(again.errors.contains("1 unknown, 2 not reached; to go on: cpay resume"))
    #expect(!again.output.contains(#""outcome":"applied""#))

    // Taken up, the run ends: the open row is looked at, the others are sent.
    let resumed = try ChildProcess(
      ["resume", String(summary.name.dropFirst(4))], in: folder.path, environment: environment
    ).wait()
    #expect(resumed.status == 0)
    #expect(resumed.errors.contains("0 of 3 done, 1 may have been sent and is looked at first"))
    let outcomes = resumed.output.split(separator: "\n")
    #expect(outcomes.count == 3)
    #expect(outcomes.allSatisfy { $0.contains(#""outcome":"applied""#) })
    #expect(try ledger.cutShort() == [] && ledger.flaws() == [])
    #expect(try standstill.effects == ["dp_a1": 1, "dp_c3": 1, "dp_d4": 1])
  }

  @Test func `a second run is told of the first, waits for it, and can be told to stop`()
    async throws
  {
    let standstill = try Standstill()
    let first = try standstill.startOwnersLine()
    try await standstill.awaitIntent()
    func second(_ options: String...) throws -> ChildProcess {
      try ChildProcess(
        [
          "-c", "dispute dp_b2 | submit evidence={customer_name: \"Ana\"}", "--apply", "--max",
          "1",
        ] + options, in: standstill.folder.path, environment: standstill.environment)
    }
    let refused = try second().wait()
    #expect(refused.status == 73 && refused.output == "")
    #expect(refused.errors.contains(", 0 of 3 done); --wait waits for it"), "\(refused.errors)")
    let stopped = try second("--wait")
    #expect(stopped.says("waiting for process"))
    stopped.signal(SIGINT)
    let ending = stopped.wait()
    #expect(ending.status == 130 && ending.output == "" && !ending.wasSignalled)
    let waiting = try second("--wait")
    #expect(waiting.says("0 of 3 done"))
    try standstill.letThrough()
    #expect(first.wait().status == 0)
    let sent = waiting.wait()
    #expect(sent.status == 0)
    #expect(sent.output.contains(#""outcome":"applied""#))
    let ledger = try Ledger(folder: standstill.ledgerFolder) { Timestamp(seconds: 0) }
    #expect(try ledger.runs().count == 2 && ledger.cutShort() == [])
  }
}

extension Configuration {
  /// For a transaction that stays open between two calls.
  fileprivate static var manual: Configuration {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = .timeout(30)
    return configuration
  }

  fileprivate static var reading: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    return configuration
  }
}

/// A server that takes requests and says nothing, or "not found" when told to.
private final class SilentServer {
  private let listener: Int32
  private var connections: [Int32] = []
  let port: Int

  init() throws {
    let socket = try ListeningSocket()
    (listener, port) = (socket.descriptor, socket.port)
  }

  deinit { for descriptor in connections + [listener] { close(descriptor) } }

  /// Waits for a connection and the first bytes on it.
  func takeRequest() {
    let connection = accept(listener, nil, nil)
    connections.append(connection)
    var bytes = [UInt8](repeating: 0, count: 4096)
    _ = unsafe read(connection, &bytes, bytes.count)
  }

  func answerNotFound() {
    takeRequest()
    let answer = Array("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}".utf8)
    guard let connection = connections.last else { return }
    _ = unsafe write(connection, answer, answer.count)
  }
}
