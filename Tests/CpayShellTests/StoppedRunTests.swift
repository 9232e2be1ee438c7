import CpayLedger
import CpayTestSupport
import CpayValue
import Foundation
import GRDB
import Testing

/// Runs that are stopped while a write is under way, with the sandbox in a process of its own.
@Suite struct StoppedRunTests {
  /// A sandbox on disk whose writes wait until they are let through, and a run against it.
  final class Standstill {
    let folder: TemporaryDirectory
    let environment: [String: String]
    let store: DatabaseQueue
    private let sandbox: ChildProcess

    /// While another connection holds the sandbox's store, reads are answered and writes wait.
    init() throws {
      folder = try TemporaryDirectory(["lease.json": CommandLineTests.lease])
      sandbox = try ChildProcess(
        ["sandbox", "--seed", "docs", "--db", "sandbox.sqlite"], in: folder.path, environment: [:])
      var environment = ["XDG_STATE_HOME": folder.path + "/state"]
      for line in sandbox.lines(2) {
        let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
          .map(String.init)
        environment[parts[0]] = parts.last
      }
      self.environment = environment
      store = try DatabaseQueue(path: folder.path + "/sandbox.sqlite", configuration: .manual)
      try execute("BEGIN IMMEDIATE")
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
    let standstill = try Standstill()
    let run = try standstill.startOwnersLine()
    try await untilARowIsBeingSent(standstill.ledgerFolder + "/ledger.sqlite")
    run.signal(SIGINT)
    #expect(run.says("again to give that up"))
    run.signal(SIGINT)
    let ending = run.wait()
    try standstill.letThrough()
    #expect(ending.status == 4)
    #expect(!ending.wasSignalled)
    let outcomes = ending.output.split(separator: "\n").map { line in
      ["unknown", "unsent"].first { line.contains(#""outcome":"\#($0)""#) } ?? "another"
    }
    #expect(outcomes == ["unknown", "unsent", "unsent"])
    let ledger = try Ledger(folder: standstill.ledgerFolder) { Timestamp(seconds: 0) }
    let summary = try #require(try ledger.runs().first)
    #expect(summary.states == ["unknown": 1, "unsent": 2])

    // A person looks, and says what was found.
    let settle = try ChildProcess(
      ["runs", "settle", summary.name, "dp_a1", "not-applied"], in: standstill.folder.path,
      environment: standstill.environment
    ).wait()
    #expect(settle.status == 0)
    #expect(try ledger.items(of: summary.name)?.map(\.state) == ["unsent", "unsent", "unsent"])

    // What was not sent is bounded by the consent as before; what a person has settled stays so.
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
  }

  @Test func `killed between intent and answer, the ledger knows the row is open`() async throws {
    let standstill = try Standstill()
    let (folder, environment) = (standstill.folder, standstill.environment)
    let run = try standstill.startOwnersLine()
    try await untilARowIsBeingSent(standstill.ledgerFolder + "/ledger.sqlite")
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
    let effects = try standstill.store.read { database in
      try Row.fetchAll(
        database, sql: "SELECT dispute, count(*) AS n FROM effect GROUP BY dispute ORDER BY 1")
    }
    #expect(effects.allSatisfy { $0["n"] as Int == 1 })
    let applied = Set(effects.map { $0["dispute"] as String })
    #expect(applied == ["dp_a1", "dp_c3", "dp_d4"])
  }

  @Test func `a second run is told of the first, waits for it, and can be told to stop`()
    async throws
  {
    let standstill = try Standstill()
    let first = try standstill.startOwnersLine()
    try await untilARowIsBeingSent(standstill.ledgerFolder + "/ledger.sqlite")
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

  /// Looks at the ledger until its first row has its intent; gives up after a minute.
  private func untilARowIsBeingSent(_ path: String) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      if FileManager.default.fileExists(atPath: path),
        let ledger = try? DatabaseQueue(path: path, configuration: .reading),
        let count = try? await ledger.read({
          try Int.fetchOne($0, sql: "SELECT count(*) FROM item WHERE state = 'sending'")
        }), count == 1
      {
        return
      }
      _ = poll(nil, 0, 10)
      await Task.yield()
    }
    Issue.record("no row was being sent within a minute")
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
