import CpayLanguage
import CpayModel
import CpayRuntime
import CpayTestSupport
import CpayValue
import Foundation
import GRDB
import Testing

@testable import CpayLedger

/// What a ledger need not keep, and where it can go.
@Suite struct LedgerTendingTests {
  private static let moment = Timestamp(seconds: 43)

  private static func open(
    _ folder: TemporaryDirectory, at seconds: Int64 = 42
  ) throws(JournalFailure) -> Ledger {
    try Ledger(folder: folder.path + "/cpay", clock: { Timestamp(seconds: seconds) })
  }

  /// A run that has ended, whose rows came to those outcomes.
  private static func end(
    _ name: String, _ kinds: [Outcome.Kind], in ledger: Ledger
  ) async throws {
    let submit = try plan(kinds.indices.map { "dp_\(name)_\($0)" }, .submit)
    let run = RunID(name)
    try await ledger.open(run, submit)
    for (position, kind) in kinds.enumerated() {
      if kind != .unsent {
        try await ledger.intend(run, position: position, submit.write(position))
      }
      try await ledger.settle(
        run, [SettledRow(position: position, outcome: submit.outcome(kind, position))])
    }
    try await ledger.close(run)
  }

  @Test func `only what nobody can go on with is forgotten`() async throws {
    let folder = try TemporaryDirectory()
    try await Self.end("run_late", [.applied], in: Self.open(folder, at: 50))
    let ledger = try Self.open(folder)
    try await Self.end("run_done", [.applied, .refused], in: ledger)
    try await Self.end("run_doubt", [.applied, .unknown], in: ledger)
    try await Self.end("run_waits", [.applied, .unsent], in: ledger)
    try await Self.end("run_given", [.applied, .unsent], in: ledger)
    _ = try ledger.giveUp(RunID("run_given"))
    let found = try ledger.forgettable(before: Self.moment)
    #expect(found == Ledger.Forgettable(rows: 4, runs: 2))
    #expect(try ledger.forget(before: Self.moment, found))
    for name in ["run_done", "run_given"] {
      let items = try #require(try ledger.items(of: name))
      #expect(items.allSatisfy { $0.planned == nil })
      // What keeps anything from being sent twice stays.
      #expect(items[0].state == "applied" && items[0].key != nil)
    }
    for name in ["run_late", "run_doubt", "run_waits"] {
      #expect(try ledger.items(of: name)?.allSatisfy { $0.planned != nil } == true)
    }
    #expect(try ledger.flaws() == [])
    #expect(try ledger.forgettable(before: Self.moment).rows == 0)
    let claims = try await ledger.claims(
      on: ["dp_run_done_0": .chargeback], of: plan(["dp_1"]).account)
    #expect(claims == ["dp_run_done_0": "run_done"])
    #expect(try await ledger.reopen(RunID("run_waits"))?.open == [1])
    try await ledger.close(RunID("run_waits"))
  }

  @Test func `what was forgotten stands in no file any more, and the audit tells of it`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    try await Self.end("run_1", Array(repeating: .applied, count: 40), in: ledger)
    func occurs() throws -> Bool {
      try ["", "-wal"].contains { suffix in
        let path = folder.path + "/cpay/ledger.sqlite" + suffix
        return try Data(contentsOf: URL(filePath: path)).range(of: Data("Ana".utf8)) != nil
      }
    }
    #expect(try occurs())
    #expect(try ledger.forget(before: Self.moment, ledger.forgettable(before: Self.moment)))
    #expect(try !occurs())
    let told = try await ledger.database.read {
      try String.fetchOne($0, sql: "SELECT event FROM audit ORDER BY number DESC LIMIT 1")
    }
    #expect(told?.hasPrefix("40 rows of 1 runs that ended before 1970-01-01T00:00:43Z") == true)
  }

  @Test func `another number than was agreed to is not forgotten`() async throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    try await Self.end("run_1", [.applied], in: ledger)
    let agreed = try ledger.forgettable(before: Self.moment)
    try await Self.end("run_2", [.applied], in: ledger)
    #expect(try !ledger.forget(before: Self.moment, agreed))
    #expect(try ledger.forgettable(before: Self.moment).rows == 2)
  }

  @Test func `while a run goes on nothing is forgotten`() async throws {
    let folder = try TemporaryDirectory()
    let (ledger, other) = (try Self.open(folder), try Self.open(folder))
    try await Self.end("run_1", [.applied], in: ledger)
    let agreed = try other.forgettable(before: Self.moment)
    try await ledger.open(RunID("run_2"), plan(["dp_1"]))
    #expect(throws: JournalFailure.self) { try other.forget(before: Self.moment, agreed) }
    try await ledger.close(RunID("run_2"))
    #expect(try other.forget(before: Self.moment, agreed))
  }

  @Test func `a copy is the whole ledger, and a folder that is being filled opens none`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    try await Self.end("run_1", [.applied, .unknown], in: ledger)
    let new = folder.path + "/new"
    try ledger.alone { try ledger.copy(to: new) }
    func copied() throws -> Ledger { try Ledger(folder: new, clock: { Timestamp(seconds: 42) }) }
    #expect(try copied().runs() == ledger.runs())
    #expect(try copied().items(of: "run_1") == ledger.items(of: "run_1"))
    #expect(try copied().flaws() == [])
    #expect(try copied().accounts() == [plan(["dp_1"]).account])
    try folder.write("elsewhere", to: "new/" + Ledger.movingMark)
    let error = #expect(throws: JournalFailure.self) { try copied() }
    #expect(error?.message.contains("cpay ledger move \(new)") == true)
  }
}
