import CpayClient
import CpayLanguage
import CpayModel
import CpayRuntime
import CpayTestSupport
import CpayValue
import Foundation
import GRDB
import Testing

@testable import CpayLedger

/// Runs that are taken up again, given up, or damaged.
@Suite struct LedgerRunsTests {
  private static let run = RunID("run_1")

  private static func open(
    _ folder: TemporaryDirectory, at seconds: Int64 = 42
  ) throws(JournalFailure) -> Ledger {
    try Ledger(folder: folder.path + "/cpay", clock: { Timestamp(seconds: seconds) })
  }

  /// A ledger whose process died while the first row, of three by default, was being sent.
  private static func cutShort(
    _ folder: TemporaryDirectory, _ ids: [String] = ["dp_1", "dp_2", "dp_3"]
  ) async throws -> WritePlan {
    let close = try plan(ids)
    let dying = try open(folder)
    try await dying.open(run, close)
    try await dying.intend(run, position: 0, close.write(0))
    return close
  }

  @Test func `whoever opens it next is told what a process that died has left`() async throws {
    let folder = try TemporaryDirectory()
    _ = try await Self.cutShort(folder)
    let left = Ledger.CutShort(
      run: Self.run, sender: Sender(profile: nil, key: nil), openedAt: Timestamp(seconds: 42),
      doubts: 1, waiting: 2, repeatable: 1)
    #expect(try Self.open(folder).cutShort() == [left])
  }

  @Test func `what can neither be sent nor repeated any more is left to persons`() async throws {
    let folder = try TemporaryDirectory()
    _ = try await Self.cutShort(folder, ["dp_1"])
    let limit = 42 + DisputeWrite.keyLifetime.components.seconds
    let (early, late) = (try Self.open(folder, at: limit - 1), try Self.open(folder, at: limit))
    #expect(try early.cutShort().map(\.isLeftToPersons) == [false])
    #expect(try late.cutShort().map(\.isLeftToPersons) == [true])
    // What was not sent is.
    let other = try TemporaryDirectory()
    _ = try await Self.cutShort(other)
    #expect(try Self.open(other, at: limit).cutShort().map(\.isLeftToPersons) == [false])
  }

  @Test func `a run that goes on is not cut short`() async throws {
    let folder = try TemporaryDirectory()
    let running = try Self.open(folder)
    try await running.open(Self.run, plan(["dp_1"]))
    #expect(try Self.open(folder).cutShort() == [])
    #expect(try running.cutShort() == [])
    try await running.close(Self.run)
    #expect(try Self.open(folder).cutShort() == [])
  }

  @Test func `a run is running, cut short, ended or given up, and says what is open`() async throws
  {
    let folder = try TemporaryDirectory()
    _ = try await Self.cutShort(folder)
    let ledger = try Self.open(folder)
    func shown() throws -> [Ledger.RunProgress] { try ledger.runs().map(\.progress) }
    #expect(try shown() == [.cutShort])
    #expect(try ledger.runs().map(\.open) == [3])
    let next = RunID("run_2")
    try await ledger.open(next, plan(["dp_4"]))
    #expect(try shown() == [.running, .cutShort])
    #expect(try Self.open(folder).runs().map(\.progress) == [.running, .cutShort])
    try await ledger.close(next)
    #expect(try shown() == [.ended, .cutShort])
    // Which of two goes on is not the one that was begun last.
    _ = try await ledger.reopen(Self.run)
    #expect(try shown() == [.ended, .running])
    try await ledger.close(Self.run)
    _ = try ledger.giveUp(Self.run)
    #expect(try shown() == [.ended, .givenUp])
    // What is in doubt is looked at all the same.
    #expect(try ledger.runs().map(\.open) == [1, 1])
    #expect(try ledger.runs().map { $0.outcomes[.unknown] } == [nil, 1])
  }

  @Test func `given up, what was not sent is free, and what is in doubt is held`() async throws {
    let folder = try TemporaryDirectory()
    let close = try await Self.cutShort(folder)
    let ledger = try Self.open(folder)
    let counts = try #require(try ledger.giveUp(Self.run))
    #expect(counts == (2, 1))
    #expect(try ledger.items(of: "run_1")?.map(\.state) == ["unknown", "unsent", "unsent"])
    #expect(try ledger.cutShort() == [])
    let claims = try await ledger.claims(on: ["dp_1", "dp_2", "dp_3"], of: close.account)
    #expect(claims == ["dp_1": "run_1"])
    let recorded = try #require(try await ledger.reopen(Self.run))
    #expect(recorded.isGivenUp && recorded.open == [0])
    try await ledger.close(Self.run)
  }

  @Test func `of a run that was given up nothing is sent, and a doubt stays one`() async throws {
    let folder = try TemporaryDirectory()
    _ = try await Self.cutShort(folder)
    let ledger = try Self.open(folder)
    _ = try ledger.giveUp(Self.run)
    let account = RecordingAccount(journal: ledger, asksBeforeRepeating: true)
    let report = try await Self.run.resume(
      on: Host(account: Account(account), environment: Environment(now: Timestamp(seconds: 43))))
    #expect(report.outcomes.map(\.kind) == [.unknown, .unsent, .unsent])
    #expect(report.outcomes[0].message?.contains("the run was given up") == true)
    #expect(!account.calls.contains { if case .send = $0 { true } else { false } })
    #expect(try ledger.items(of: "run_1")?.map(\.state) == ["unknown", "unsent", "unsent"])
  }

  @Test func `a row that a person has settled is not sent by its run again`() async throws {
    let folder = try TemporaryDirectory()
    _ = try await Self.cutShort(folder)
    let ledger = try Self.open(folder)
    #expect(try ledger.settle(run: "run_1", dispute: "dp_1", wasApplied: false))
    #expect(try await ledger.recorded(Self.run)?.open == [1, 2])
    #expect(try await ledger.reopen(Self.run)?.open == [1, 2])
    try await ledger.close(Self.run)
  }

  /// A ledger in which a person has called the first row of a run not applied, and what is known of its
  /// dispute so many seconds after it was sent.
  private static func disowned(
    _ answer: KeyAnswer?, after seconds: Int64, sender: Sender = Sender(profile: nil, key: nil)
  ) async throws -> PastWrites? {
    let folder = try TemporaryDirectory()
    let close = try plan(["dp_1", "dp_2"])
    let dying = try open(folder)
    try await dying.open(run, close, RunLimits(), by: sender)
    for position in 0..<2 { try await dying.intend(run, position: position, close.write(position)) }
    try await dying.settle(
      run,
      [
        SettledRow(position: 0, outcome: close.outcome(.unknown), answer: answer),
        SettledRow(position: 1, outcome: close.outcome(.unknown, 1), answer: .failed),
      ])
    // A look that hears nothing takes nothing back.
    try await dying.close(run)
    _ = try await dying.reopen(run, by: sender)
    try await dying.settle(run, [SettledRow(position: 0, outcome: close.outcome(.unknown))])
    try await dying.close(run)
    #expect(try dying.settle(run: "run_1", dispute: "dp_1", wasApplied: false))
    try await dying.database.write { database in
      try database.execute(
        sql: "DROP TRIGGER attempt_is_never_changed; UPDATE attempt SET boot = 'another'")
    }
    let ledger = try open(folder, at: 42 + seconds)
    let past = try await ledger.pastWrites(
      of: .close, on: ["dp_1", "dp_2"], of: close.account)
    #expect(past["dp_2"] == nil, "it is still in doubt")
    #expect(
      try await ledger.pastWrites(of: .submit, on: ["dp_1"], of: close.account)["dp_1"]?.usedUp
        == 0)
    return past["dp_1"]
  }

  private static let day: Int64 = 24 * 3_600

  @Test(
    arguments: [
      (.failed, 0, 1), (.failed, day, 1), (.clash, 0, 0), (.clash, day - 1, 0), (.clash, day, 1),
      (.other, day, 0), (nil, 0, 0), (nil, 2 * day, 0),
    ] as [(KeyAnswer?, Int64, Int)])
  func `called not applied, a write leaves its key, unless the API would only repeat itself`(
    answer: KeyAnswer?, seconds: Int64, usedUp: Int
  ) async throws {
    let sender = Sender(profile: "acme", key: KeyFingerprint(recorded: "aaaa"))
    let past = try #require(try await Self.disowned(answer, after: seconds, sender: sender))
    #expect(past.usedUp == usedUp)
    let key = try plan(["dp_1"]).write().key
    #expect(
      past.disowned == [
        DisownedWrite(key: key, age: .seconds(seconds), sentWith: sender.key)
      ])
  }

  @Test func `a key is as old as its first use, whichever run that was in`() async throws {
    let folder = try TemporaryDirectory()
    let close = try await Self.cutShort(folder)
    let ledger = try Self.open(folder)
    #expect(try ledger.settle(run: "run_1", dispute: "dp_1", wasApplied: false))
    _ = try ledger.giveUp(Self.run)
    try await ledger.database.write { database in
      try database.execute(
        sql: "DROP TRIGGER attempt_is_never_changed; UPDATE attempt SET at = at - 7200")
    }
    try await ledger.open(RunID("run_2"), close)
    try await ledger.intend(RunID("run_2"), position: 0, close.write(0))
    let recorded = try #require(try await ledger.recorded(RunID("run_2")))
    guard case .inDoubt(_, let earlier) = recorded.rows[0] else {
      Issue.record("\(recorded.rows)")
      return
    }
    #expect(earlier.age >= .seconds(7_200))
  }

  @Test(
    arguments: [
      (at: 42, sentAt: 42, age: 0), (42 + 3_600, 42, 3_600), (42 - 3_600, 42, Int64.max),
    ] as [(at: Int64, sentAt: Int64, age: Int64)])
  func `an attempt of before a restart is as old as the wall says, or without end`(
    row: (at: Int64, sentAt: Int64, age: Int64)
  ) async throws {
    let folder = try TemporaryDirectory()
    _ = try await Self.cutShort(folder)
    let ledger = try Self.open(folder, at: row.at)
    try await ledger.database.write { database in
      try database.execute(
        sql: "DROP TRIGGER attempt_is_never_changed; UPDATE attempt SET boot = 'another'")
    }
    let recorded = try #require(try await ledger.recorded(Self.run))
    guard case .inDoubt(_, let earlier) = recorded.rows[0] else {
      Issue.record("\(recorded.rows)")
      return
    }
    #expect(earlier.age == .seconds(row.age))
  }

  @Test func `an attempt of this start is as old as the clock that says most`() async throws {
    let folder = try TemporaryDirectory()
    _ = try await Self.cutShort(folder)
    // The wall was set back by an hour, and the machine has been up for two since.
    let ledger = try Self.open(folder, at: 42 - 3_600)
    try await ledger.database.write { database in
      try database.execute(
        sql: """
          DROP TRIGGER attempt_is_never_changed;
          UPDATE attempt SET booted_for = booted_for - 7200
          """)
    }
    let recorded = try #require(try await ledger.recorded(Self.run))
    guard case .inDoubt(_, let earlier) = recorded.rows[0] else {
      Issue.record("\(recorded.rows)")
      return
    }
    #expect(earlier.age >= .seconds(7_200) && earlier.age < .seconds(7_200 + 600))
  }

  /// Something that happens to a ledger while nobody looks.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sql: String
    /// Whether the run can still be taken up.
    let leavesRun: Bool
    /// Whether the ledger's own check finds it.
    let isFound: Bool
  }

  @Test(arguments: [
    Damage(
      testDescription: "another digest", sql: "UPDATE run SET digest = 'x'", leavesRun: false,
      isFound: true),
    Damage(
      testDescription: "a row less",
      sql: "DELETE FROM content WHERE position = 2", leavesRun: false, isFound: true),
    Damage(
      testDescription: "other evidence",
      sql: """
        DROP TRIGGER content_is_fixed;
        UPDATE content SET item = CAST(replace(item, '120000', '120001') AS BLOB) WHERE position = 1
        """, leavesRun: false, isFound: true),
    Damage(
      testDescription: "another mode", sql: "UPDATE run SET mode = 'live'", leavesRun: false,
      isFound: true),
    Damage(
      testDescription: "an entry of the audit",
      sql: "DROP TRIGGER audit_is_never_changed; UPDATE audit SET event = 'nothing'",
      leavesRun: true, isFound: true),
    Damage(
      testDescription: "no entry of the audit before the last",
      sql: """
        INSERT INTO audit (at, event, digest) VALUES (1, 'x', 'y');
        DROP TRIGGER audit_is_never_deleted; DELETE FROM audit WHERE number = 1
        """, leavesRun: true, isFound: true),
    Damage(
      testDescription: "no last entries of the audit",
      sql: "DROP TRIGGER audit_is_never_deleted; DELETE FROM audit", leavesRun: true,
      isFound: true),
  ])
  func `what was agreed to is sent as it was, or not at all`(damage: Damage) async throws {
    let folder = try TemporaryDirectory()
    _ = try await Self.cutShort(folder)
    let ledger = try Self.open(folder)
    #expect(try ledger.flaws() == [])
    try await ledger.database.writeWithoutTransaction { database in
      try database.execute(sql: "DROP TRIGGER IF EXISTS content_is_needed")
      try database.execute(sql: damage.sql)
    }
    if damage.leavesRun {
      _ = try await ledger.recorded(Self.run)
    } else {
      await #expect(throws: JournalFailure.self) { try await ledger.reopen(Self.run) }
    }
    #expect(try ledger.flaws().isEmpty != damage.isFound)
  }

  @Test func `the bytes that were sent are held against their digest`() async throws {
    let folder = try TemporaryDirectory()
    let submit = try plan(["dp_1"], .submit)
    let ledger = try Self.open(folder)
    try await ledger.open(Self.run, submit)
    try await ledger.intend(Self.run, position: 0, submit.write())
    #expect(try ledger.flaws() == [])
    try await ledger.database.writeWithoutTransaction { database in
      try database.execute(
        sql: "DROP TRIGGER content_is_fixed; UPDATE content SET body = x'7b7d'")
    }
    #expect(
      try ledger.flaws() == [
        "content_is_fixed is not as cpay made it", "what run_1 sent to dp_1 was changed",
      ])
  }

  @Test func `what a row still needs cannot be taken from it, nor be changed`() async throws {
    let folder = try TemporaryDirectory()
    let submit = try plan(["dp_1"], .submit)
    let ledger = try Self.open(folder)
    try await ledger.open(Self.run, submit)
    try await ledger.intend(Self.run, position: 0, submit.write())
    for sql in [
      "DELETE FROM content", "UPDATE content SET body = x'00'", "UPDATE content SET item = x'00'",
      "DELETE FROM attempt", "UPDATE audit SET event = 'x'",
    ] {
      await #expect(throws: (any Error).self, "\(sql)") {
        try await ledger.database.write { try $0.execute(sql: sql) }
      }
    }
  }

  /// Something that somebody does to the files while a run goes on.
  struct Theft: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let says: String
    let happens: @Sendable (_ folder: TemporaryDirectory) throws -> Void

    static func removed(_ name: String) -> Theft {
      Theft(testDescription: "\(name) removed", says: "was removed") { folder in
        try FileManager.default.removeItem(atPath: folder.path + "/cpay" + name)
      }
    }

    static func replaced(_ name: String) -> Theft {
      Theft(testDescription: "\(name) replaced by a copy", says: "was replaced") { folder in
        let path = folder.path + "/cpay" + name
        try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: path + ".copy", toPath: path)
      }
    }

    static let all =
      ["/ledger.sqlite", "/ledger.sqlite-wal", "/ledger.sqlite-shm", "/ledger.lock"]
      .flatMap { [removed($0), replaced($0)] } + [
        replaced(""),
        Theft(testDescription: "overwritten in place", says: "was changed by somebody") { folder in
          let path = folder.path + "/cpay/ledger.sqlite"
          let bytes = try #require(FileManager.default.contents(atPath: path))
          let file = try #require(FileHandle(forUpdatingAtPath: path))
          try file.write(contentsOf: bytes)
          try file.close()
        },
      ]
  }

  @Test(arguments: Theft.all)
  func `a ledger that is not the one that was opened takes no intent`(
    theft: Theft
  ) async throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    let close = try plan(["dp_1", "dp_2"])
    try await ledger.open(Self.run, close)
    try await ledger.intend(Self.run, position: 0, close.write(0))
    try theft.happens(folder)
    do {
      try await ledger.intend(Self.run, position: 1, close.write(1))
      Issue.record("the intent was taken")
    } catch let error as JournalFailure {
      #expect(error.message.contains(theft.says), "\(error)")
    }
  }

  @Test func `what many rows say at once is committed together, each by itself`() async throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    let ids = (0..<100).map { "dp_\($0)" }
    let close = try plan(ids)
    try await ledger.open(Self.run, close)
    // One of them a second time, which is refused and spoils none of the others.
    let refused = await withTaskGroup(of: Bool.self) { group in
      for position in Array(ids.indices) + [7] {
        group.addTask {
          do {
            try await ledger.intend(Self.run, position: position, close.write(position))
            return false
          } catch {
            return true
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(refused == 1)
    #expect(try ledger.items(of: "run_1")?.allSatisfy { $0.state == "sending" } == true)
  }

  @Test func `a run is found by how its name begins`() async throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(folder)
    for name in ["run_ab1", "run_ab2", "run_b"] {
      try await ledger.open(RunID(name), plan(["dp_\(name)"]))
      try await ledger.close(RunID(name))
    }
    func names(_ beginning: String) throws -> [String] {
      try ledger.runs(named: beginning).map(\.description)
    }
    #expect(try names("run_b") == ["run_b"] && names("b") == ["run_b"])
    #expect(try names("ab") == ["run_ab2", "run_ab1"] && names("run_ab1") == ["run_ab1"])
    #expect(try names("zz") == [] && names("%") == [])
  }
}
