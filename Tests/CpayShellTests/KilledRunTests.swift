import CpayLedger
import CpayTestSupport
import CpayValue
import Foundation
import GRDB
import Testing

/// A run killed while a write is under way, with the sandbox in a process of its own.
@Suite struct KilledRunTests {
  @Test func `killed between intent and answer, the ledger knows the row is open`() async throws {
    let folder = try TemporaryDirectory(["lease.json": CommandLineTests.lease])
    let sandbox = try ChildProcess(
      ["sandbox", "--seed", "docs", "--db", "sandbox.sqlite"], in: folder.path, environment: [:])
    defer { sandbox.signal(SIGKILL) }
    let lines = sandbox.lines(2)
    try #require(lines.count == 2)
    var environment = ["XDG_STATE_HOME": folder.path + "/state"]
    for line in lines {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      environment[parts[0]] = parts[1]
    }

    // While another connection holds the sandbox's store, reads are answered and writes wait.
    let store = try DatabaseQueue(path: folder.path + "/sandbox.sqlite", configuration: .manual)
    try await store.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let run = try ChildProcess(
      ["-c", CommandLineTests.ownersLine, "--apply", "--max", "10"], in: folder.path,
      environment: environment)
    try await untilARowIsBeingSent(folder.path + "/state/cpay/ledger.sqlite")
    run.signal(SIGKILL)
    let ending = run.wait()
    #expect(ending.wasSignalled && ending.status == SIGKILL)
    try await store.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }

    let ledger = try Ledger(folder: folder.path + "/state/cpay") { Timestamp(seconds: 0) }
    let summary = try #require(try ledger.runs().first)
    #expect(summary.states == ["sending": 1, "planned": 2])
    #expect(summary.open == 1)
    let items = try #require(try ledger.items(of: summary.name))
    #expect(items.map(\.state) == ["sending", "planned", "planned"])
    #expect(items[0].key?.hasPrefix("cp1_") == true)

    // The open row is never sent again on its own, and the others are free.
    let again = try ChildProcess(
      ["-c", CommandLineTests.ownersLine, "--apply", "--max", "10"], in: folder.path,
      environment: environment
    ).wait()
    #expect(again.status == 3 || again.status == 0)
    #expect(!again.output.contains(#""id":"dp_a1","action":"submit","outcome":"applied""#))
    let effects = try store.read { database in
      try Row.fetchAll(
        database, sql: "SELECT dispute, count(*) AS n FROM effect GROUP BY dispute ORDER BY 1")
    }
    #expect(effects.allSatisfy { $0["n"] as Int == 1 })
    let applied = Set(effects.map { $0["dispute"] as String })
    #expect(applied.isSuperset(of: ["dp_c3", "dp_d4"]))
  }

  /// Looks at the ledger until its first row has its intent; gives up after 20 seconds.
  private func untilARowIsBeingSent(_ path: String) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
      if FileManager.default.fileExists(atPath: path),
        let ledger = try? DatabaseQueue(path: path, configuration: .reading),
        let count = try? await ledger.read({
          try Int.fetchOne($0, sql: "SELECT count(*) FROM item WHERE state = 'sending'")
        }), count == 1
      {
        return
      }
      await Task.yield()
    }
    Issue.record("no row was being sent within 20 seconds")
  }
}

extension Configuration {
  /// For a transaction that stays open between two calls.
  fileprivate static var manual: Configuration {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    return configuration
  }

  fileprivate static var reading: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    return configuration
  }
}
