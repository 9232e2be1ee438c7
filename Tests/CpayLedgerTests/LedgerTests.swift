import CpayClient
import CpayLanguage
import CpayModel
import CpayRuntime
import CpayTestSupport
import CpayValue
import FoundationEssentials
import GRDB
import Synchronization
import Testing

@testable import CpayLedger

@Suite struct LedgerTests {
  private static let run = RunID("run_1")

  private static func open(_ folder: TemporaryDirectory) throws(JournalFailure) -> Ledger {
    try Ledger(folder: folder.path + "/cpay", clock: { Timestamp(seconds: 42) })
  }

  private static func states(_ ledger: Ledger, _ run: RunID = run) throws -> [String]? {
    try ledger.items(of: run.description)?.map(\.state)
  }

  // MARK: Durable and private

  @Test func `every commit on disk is confirmed by the disk`() throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    #expect(try Ledger.synchronous(ledger.database) == 2)
    #expect(
      try ledger.database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    #expect(try ledger.database.read { try Int.fetchOne($0, sql: "PRAGMA foreign_keys") } == 1)
  }

  @Test func `a plan is in the main file before anything is sent`() async throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    try await ledger.open(Self.run, plan(["dp_1"]))
    let attributes = try FileManager.default.attributesOfItem(
      atPath: folder.path + "/cpay/ledger.sqlite-wal")
    #expect(attributes[.size] as? Int == 0)
  }

  @Test func `folder and files are private`() async throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    try await ledger.open(Self.run, plan(["dp_1"]))
    let path = folder.path + "/cpay"
    #expect(try Self.mode(path) == 0o700)
    let files = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(files.contains("ledger.sqlite") && files.contains("ledger.lock"))
    for file in files { #expect(try Self.mode(path + "/" + file) == 0o600, "\(file)") }
  }

  private static func mode(_ path: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int).map { $0 & 0o777 }
  }

  /// Something that is wrong with a place.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Spoils a folder that holds a ledger.
    let spoil: @Sendable (_ folder: String) throws -> Void

    static func mode(_ mode: Int, _ name: String) -> Fault {
      Fault(testDescription: "\(name) \(String(mode, radix: 8))") { folder in
        try FileManager.default.setAttributes(
          [.posixPermissions: mode], ofItemAtPath: folder + name)
      }
    }

    static func link(_ name: String) -> Fault {
      Fault(testDescription: "\(name) is a link") { folder in
        try FileManager.default.moveItem(atPath: folder + name, toPath: folder + name + ".moved")
        try FileManager.default.createSymbolicLink(
          atPath: folder + name, withDestinationPath: folder + name + ".moved")
      }
    }
  }

  @Test(arguments: [
    Fault.mode(0o755, ""), .mode(0o770, ""), .mode(0o701, ""), .mode(0o644, "/ledger.sqlite"),
    .mode(0o660, "/ledger.sqlite"), .mode(0o602, "/ledger.sqlite"), .link(""),
    .link("/ledger.sqlite"),
    Fault(testDescription: "a dangling link") { folder in
      try FileManager.default.removeItem(atPath: folder + "/ledger.sqlite")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/ledger.sqlite", withDestinationPath: folder + "/elsewhere")
    },
    Fault(testDescription: "a folder in place of the file") { folder in
      try FileManager.default.removeItem(atPath: folder + "/ledger.sqlite")
      try FileManager.default.createDirectory(
        atPath: folder + "/ledger.sqlite", withIntermediateDirectories: false)
    },
  ])
  func `what others could read or have put there is refused`(fault: Fault) throws {
    let folder = try TemporaryDirectory()
    _ = try Self.open(folder)
    try fault.spoil(folder.path + "/cpay")
    do {
      _ = try Self.open(folder)
      Issue.record("the ledger was opened")
    } catch {
      guard case .exposed = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func `a lock that is a link is refused`() async throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/cpay/ledger.lock", withDestinationPath: folder.path + "/elsewhere")
    await #expect(throws: JournalFailure.self) { try await ledger.open(Self.run, plan(["dp_1"])) }
    #expect(folder.read("elsewhere") == nil)
    #expect(try ledger.runs().isEmpty)
  }

  @Test func `a file that is no ledger is refused, not replaced`() throws {
    let folder = try TemporaryDirectory()
    _ = try Self.open(folder)
    let text = String(repeating: "this is no ledger ", count: 500)
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.path + "/cpay/ledger.sqlite" + suffix)
    }
    try FileManager.default.removeItem(atPath: folder.path + "/cpay/ledger.sqlite")
    try folder.write(text, to: "cpay/ledger.sqlite")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: folder.path + "/cpay/ledger.sqlite")
    #expect(throws: JournalFailure.self) { try Self.open(folder) }
    #expect(folder.read("cpay/ledger.sqlite") == text)
  }

  /// Databases that cpay did not make: without a version of their own, and with one.
  @Test(arguments: [0, 3, 8])
  func `a database of something else is refused, and left as it is`(version: Int) throws {
    let folder = try TemporaryDirectory()
    let place = folder.path + "/cpay"
    try LedgerFiles.prepare(folder: place, file: "ledger.sqlite")
    let foreign = try DatabaseQueue(path: place + "/ledger.sqlite")
    try foreign.writeWithoutTransaction { database in
      try database.execute(sql: "CREATE TABLE run (x); PRAGMA user_version = \(version)")
    }
    try foreign.close()
    let before = try Data(contentsOf: URL(filePath: place + "/ledger.sqlite"))
    #expect(throws: JournalFailure.unusable("it is the database of something else")) {
      try Self.open(folder)
    }
    #expect(try Data(contentsOf: URL(filePath: place + "/ledger.sqlite")) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["ledger.sqlite"])
  }

  @Test(arguments: [true, false])
  func `a log whose main file is lost is kept, and the ledger refused`(isEmpty: Bool) async throws {
    let folder = try TemporaryDirectory()
    let (main, kept) = (folder.path + "/cpay/ledger.sqlite", folder.path + "/kept")
    do {
      let dying = try Self.open(folder)
      try await dying.open(Self.run, plan(["dp_1"]))
      try await dying.intend(Self.run, position: 0, plan(["dp_1"]).write())
      try FileManager.default.copyItem(atPath: main + "-wal", toPath: kept)
    }
    let log = try Data(contentsOf: URL(filePath: kept))
    try #require(!log.isEmpty)
    try log.write(to: URL(filePath: main + "-wal"))
    if isEmpty {
      try Data().write(to: URL(filePath: main))
    } else {
      try FileManager.default.removeItem(atPath: main)
    }
    #expect(throws: JournalFailure.self) { try Self.open(folder) }
    #expect(throws: JournalFailure.self) {
      try Ledger(copyOf: folder.path + "/cpay", clock: { Timestamp(seconds: 42) })
    }
    #expect(try Data(contentsOf: URL(filePath: main + "-wal")) == log)
  }

  @Test(arguments: [
    ("CREATE VIEW seen AS SELECT * FROM item", "seen"),
    ("DROP TRIGGER attempt_is_never_deleted", "attempt_is_never_deleted"),
    ("CREATE TABLE mine (x)", "mine"),
  ])
  func `what is not as cpay made it is a flaw`(change: String, name: String) throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    #expect(try ledger.flaws() == [])
    try ledger.database.write { try $0.execute(sql: change) }
    #expect(try ledger.flaws() == ["\(name) is not as cpay made it"])
  }

  @Test func `a place that cannot be made is refused`() {
    #expect(throws: JournalFailure.self) {
      try Ledger(folder: "/proc/no/such/place", clock: { Timestamp(seconds: 0) })
    }
  }

  // MARK: Dying

  @Test func `a row that was being sent when the program died is open, then unknown`() async throws
  {
    let folder = try TemporaryDirectory()
    let close = try plan(["dp_1", "dp_2", "dp_3"])
    do {
      let dying = try Self.open(folder)
      try await dying.open(Self.run, close)
      try await dying.intend(Self.run, position: 0, close.write(0))
      try await dying.settle(
        Self.run, [SettledRow(position: 0, outcome: close.outcome(.applied, 0))])
      try await dying.intend(Self.run, position: 1, close.write(1))
    }
    let ledger = try Self.open(folder)
    #expect(try Self.states(ledger) == ["applied", "sending", "planned"])
    #expect(try ledger.runs().first?.doubts == 1)
    let claims = try await ledger.claims(on: ["dp_1", "dp_2", "dp_3"], of: close.account)
    #expect(claims == ["dp_1": "run_1", "dp_2": "run_1", "dp_3": "run_1"])

    let next = RunID("run_2")
    try await ledger.open(next, plan(["dp_2"]))
    #expect(try Self.states(ledger) == ["applied", "unknown", "planned"])
    #expect(try ledger.runs().first { $0.name == "run_1" }?.doubts == 1)
    await #expect(throws: JournalFailure.self) {
      try await ledger.intend(next, position: 0, plan(["dp_2"]).write())
    }
  }

  @Test func `a second holder is refused, and told who the first is`() async throws {
    let folder = try TemporaryDirectory()
    let (first, second) = (try Self.open(folder), try Self.open(folder))
    let close = try plan(["dp_1", "dp_2"])
    try await first.open(Self.run, close)
    try await first.intend(Self.run, position: 0, close.write())
    let process = "process \(ProcessInfo.processInfo.processIdentifier)"
    await #expect(throws: JournalFailure.locked(by: "\(process): run_1, 0 of 2 done")) {
      try await second.open(RunID("run_2"), plan(["dp_2"]))
    }
    #expect(throws: JournalFailure.self) {
      try second.settle(run: "run_1", dispute: "dp_1", wasApplied: false)
    }
    #expect(try Self.states(second) == ["sending", "planned"])
    #expect(try second.runs().map(\.name) == ["run_1"])

    try await first.settle(Self.run, [SettledRow(position: 0, outcome: close.outcome(.applied))])
    try await first.settle(Self.run, [SettledRow(position: 1, outcome: close.outcome(.unsent, 1))])
    try await first.close(Self.run)
    try await second.open(RunID("run_2"), plan(["dp_2"]))
    #expect(try second.runs().count == 2)
  }

  @Test func `of a run that sends it is told how far it is, and how long it still takes`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let now = Mutex<Int64>(1_000)
    let first = try Ledger(folder: folder.path + "/cpay") {
      Timestamp(seconds: now.withLock { $0 })
    }
    let close = try plan((0..<30).map { "dp_\($0)" })
    try await first.open(Self.run, close)
    for position in 0..<10 {
      try await first.intend(Self.run, position: position, close.write(position))
      let outcome = Outcome(
        id: close.items[position].id, action: .close, kind: .applied, amount: nil, message: nil,
        requestID: nil, at: Timestamp(seconds: now.withLock { $0 }))
      try await first.settle(Self.run, [SettledRow(position: position, outcome: outcome)])
      now.withLock { $0 += 1 }
    }
    let process = "process \(ProcessInfo.processInfo.processIdentifier)"
    for (seconds, progress) in [
      (Int64(1_009), "10 of 30 done, about 20 s left"), (2_000, "10 of 30 done"),
      (0, "10 of 30 done"),
    ] {
      let second = try Ledger(folder: folder.path + "/cpay") { Timestamp(seconds: seconds) }
      await #expect(throws: JournalFailure.locked(by: "\(process): run_1, \(progress)")) {
        try await second.open(RunID("run_2"), plan(["dp_2"]))
      }
    }
    try await first.close(Self.run)
  }

  @Test func `a run that begins leaves the rows of another alone`() async throws {
    let folder = try TemporaryDirectory()
    let (ledger, other) = (try Self.open(folder), try Self.open(folder))
    let (close, next) = (try plan(["dp_1"]), try plan(["dp_2"]))
    try await ledger.open(Self.run, close)
    try await ledger.intend(Self.run, position: 0, close.write())
    try await ledger.open(RunID("run_2"), next)
    #expect(try Self.states(ledger) == ["sending"])
    try await ledger.close(RunID("run_2"))
    await #expect(throws: JournalFailure.self) { try await other.open(RunID("run_3"), next) }
    try await ledger.settle(Self.run, [SettledRow(position: 0, outcome: close.outcome(.applied))])
    try await ledger.close(Self.run)
    try await other.open(RunID("run_3"), next)
  }

  @Test func `a run that cannot be opened does not keep others out`() async throws {
    let folder = try TemporaryDirectory()
    let (ledger, other) = (try Self.open(folder), try Self.open(folder))
    try await ledger.open(Self.run, plan(["dp_1"]))
    try await ledger.close(Self.run)
    await #expect(throws: JournalFailure.self) { try await ledger.open(Self.run, plan(["dp_2"])) }
    try await other.open(RunID("run_2"), plan(["dp_2"]))
  }

  @Test func `a run of which nothing is open is not given up`() async throws {
    let ledger = try Ledger(inMemory: { Timestamp(seconds: 42) })
    let close = try plan(["dp_1"])
    try await ledger.open(Self.run, close)
    try await ledger.intend(Self.run, position: 0, close.write())
    try await ledger.settle(Self.run, [SettledRow(position: 0, outcome: close.outcome(.applied))])
    try await ledger.close(Self.run)
    #expect(try ledger.giveUp(Self.run) == nil)
    #expect(try ledger.runs().map(\.progress) == [.ended])
  }

  @Test func `a row is settled once`() async throws {
    let ledger = try Ledger(inMemory: { Timestamp(seconds: 42) })
    let close = try plan(["dp_1"])
    try await ledger.open(Self.run, close)
    try await ledger.intend(Self.run, position: 0, close.write())
    try await ledger.settle(Self.run, [SettledRow(position: 0, outcome: close.outcome(.unknown))])
    await #expect(throws: JournalFailure.self) {
      try await ledger.settle(Self.run, [SettledRow(position: 0, outcome: close.outcome(.unsent))])
    }
    #expect(try Self.states(ledger) == ["unknown"])
    #expect(try await ledger.claims(on: ["dp_1"], of: close.account) == ["dp_1": "run_1"])
  }

  // MARK: What is kept

  @Test func `a run's rows tell what was sent and what became of it`() async throws {
    let ledger = try Ledger(inMemory: { Timestamp(seconds: 42) })
    let submit = try plan(["dp_1", "dp_2"], .submit)
    try await ledger.open(Self.run, submit)
    try await ledger.intend(Self.run, position: 0, submit.write())
    try await ledger.settle(Self.run, [SettledRow(position: 0, outcome: submit.outcome(.refused))])
    let items = try #require(try ledger.items(of: "run_1"))
    #expect(items.map(\.dispute) == ["dp_1", "dp_2"])
    #expect(items.map(\.state) == ["refused", "planned"])
    #expect(items.map(\.message) == ["why", nil])
    #expect(try items.map(\.key) == [submit.write().key, nil])
    #expect(items.allSatisfy { $0.amount == submit.items[0].seen?.amount })
    #expect(items.map(\.requestID) == ["req_1", nil])
    #expect(items.map(\.attempts) == [1, 0])
    #expect(items.map(\.sentAt?.seconds) == [42, nil])
    // A row ends when its outcome says.
    #expect(items.map(\.settledAt?.seconds) == [7, nil])
    #expect(items.map(\.outcome) == [.refused, .unsent])
    #expect(items.map(\.planned) == submit.items)
    #expect(items[0].planned?.seen?.reason == "general")
    #expect(try ledger.items(of: "run_2") == nil)

    let summary = try #require(try ledger.runs().first)
    #expect(summary.action == "submit" && summary.place == "sandbox:i1" && summary.doubts == 0)
    #expect(summary.mode == "test" && summary.digest == submit.digest && summary.open == 1)
    #expect(summary.openedAt == Timestamp(seconds: 42))
    #expect(summary.states == ["refused": 1, "planned": 1])
    let body = try await ledger.database.read {
      try Data.fetchOne($0, sql: "SELECT body FROM content WHERE body IS NOT NULL")
    }
    #expect(try body.map(Array.init) == submit.write().body)
  }

  @Test func `a row that is not there cannot be settled`() async throws {
    let ledger = try Ledger(inMemory: { Timestamp(seconds: 42) })
    let close = try plan(["dp_1"])
    try await ledger.open(Self.run, close)
    await #expect(throws: JournalFailure.self) {
      try await ledger.settle(Self.run, [SettledRow(position: 1, outcome: close.outcome(.applied))])
    }
    await #expect(throws: JournalFailure.self) {
      try await ledger.settle(
        RunID("run_2"), [SettledRow(position: 0, outcome: close.outcome(.applied))])
    }
  }

  @Test(arguments: [
    "UPDATE attempt SET body_digest = NULL", "UPDATE audit SET event = ''", "DELETE FROM attempt",
    "DELETE FROM audit",
  ])
  func `what was attempted and audited stays`(statement: String) async throws {
    let ledger = try Ledger(inMemory: { Timestamp(seconds: 42) })
    let close = try plan(["dp_1"])
    try await ledger.open(Self.run, close)
    try await ledger.intend(Self.run, position: 0, close.write())
    #expect(try ledger.settle(run: "run_1", dispute: "dp_1", wasApplied: true))
    await #expect(throws: DatabaseError.self) {
      try await ledger.database.write { try $0.execute(sql: statement) }
    }
    let (attempts, events) = try await ledger.database.read { database in
      (
        try Int.fetchOne(database, sql: "SELECT count(*) FROM attempt"),
        try String.fetchAll(database, sql: "SELECT event FROM audit")
      )
    }
    #expect(attempts == 1)
    #expect(
      events == [
        "run_1 opened for the plan \(close.digest)", "dp_1 in run_1 settled by hand as applied",
      ])
  }

  // MARK: Settled by hand

  struct Word: Sendable, CustomTestStringConvertible {
    let state: Outcome.Kind?
    let wasApplied: Bool
    let after: String
    let isHeld: Bool
    var testDescription: String { "\(state?.rawValue ?? "sending") \(wasApplied)" }
  }

  @Test(arguments: [
    Word(state: .unknown, wasApplied: true, after: "applied", isHeld: true),
    Word(state: .unknown, wasApplied: false, after: "unsent", isHeld: false),
    Word(state: nil, wasApplied: true, after: "applied", isHeld: true),
    Word(state: nil, wasApplied: false, after: "unsent", isHeld: false),
  ])
  func `an open row is settled on a person's word`(word: Word) async throws {
    let folder = try TemporaryDirectory()
    let close = try plan(["dp_1"])
    do {
      let dying = try Self.open(folder)
      try await dying.open(Self.run, close)
      try await dying.intend(Self.run, position: 0, close.write())
      if let state = word.state {
        try await dying.settle(Self.run, [SettledRow(position: 0, outcome: close.outcome(state))])
      }
    }
    let ledger = try Self.open(folder)
    #expect(try ledger.settle(run: "run_1", dispute: "dp_1", wasApplied: word.wasApplied))
    #expect(try Self.states(ledger) == [word.after])
    let claims = try await ledger.claims(on: ["dp_1"], of: close.account)
    #expect(claims == (word.isHeld ? ["dp_1": "run_1"] : [:]))
    let other = try Self.open(folder)
    try await other.open(RunID("run_2"), close)
  }

  @Test(arguments: [Outcome.Kind.applied, .refused, .stale, .unsent, .ineligible])
  func `a row that is settled is not settled again`(kind: Outcome.Kind) async throws {
    let ledger = try Ledger(inMemory: { Timestamp(seconds: 42) })
    let close = try plan(["dp_1"])
    try await ledger.open(Self.run, close)
    try await ledger.intend(Self.run, position: 0, close.write())
    try await ledger.settle(Self.run, [SettledRow(position: 0, outcome: close.outcome(kind))])
    for (run, dispute) in [("run_1", "dp_1"), ("run_1", "dp_2"), ("run_2", "dp_1")] {
      #expect(try !ledger.settle(run: run, dispute: dispute, wasApplied: false))
    }
    #expect(try Self.states(ledger) == [kind.rawValue])
  }
}
