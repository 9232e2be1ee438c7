import CpayClient
import CpayLanguage
import CpayModel
import CpayRuntime
import CpayTestSupport
import CpayValue
import GRDB
import Testing

@testable import CpayLedger

/// Ledgers that an earlier version wrote.
@Suite struct LedgerSchemaTests {
  private static let states = [
    "planned", "sending", "applied", "refused", "ineligible", "stale", "unsent", "unknown",
  ]

  /// The file of a ledger as its second version left it: one run, a row in each state, an attempt
  /// for each row, one claim.
  private static func oldLedger(
    in folder: TemporaryDirectory, references: Bool = true
  ) throws -> String {
    let place = folder.path + "/cpay"
    try LedgerFiles.prepare(folder: place, file: "ledger.sqlite")
    let queue = try DatabaseQueue(path: place + "/ledger.sqlite")
    try queue.writeWithoutTransaction { database in
      if !references { try database.execute(sql: "PRAGMA foreign_keys = OFF") }
      for migration in LedgerSchema.migrations.prefix(2) { try database.execute(sql: migration) }
      try database.execute(sql: "PRAGMA user_version = 2")
      try database.execute(
        sql: """
          INSERT INTO run (name, digest, action, place, mode, opened_at)
          VALUES ('run_1', 'd', 'submit', 'sandbox:i1', 'test', 1);
          INSERT INTO claim (place, mode, dispute, run)
          VALUES ('sandbox:i1', 'test', 'dp_2', 'run_1');
          """)
      for (position, state) in states.enumerated() {
        try database.execute(
          sql: """
            INSERT INTO item (run, position, dispute, amount, currency, seen, evidence, state,
              message, request_id, settled_at)
            VALUES ('run_1', ?, ?, 120000, 'eur', 'seen', x'7b7d', ?, ?, 'req_1', 9)
            """, arguments: [position, "dp_\(position)", state, state == "applied" ? nil : "why"])
        try database.execute(
          sql: """
            INSERT INTO attempt (run, position, idempotency_key, body, at)
            VALUES ('run_1', ?, ?, NULL, 3)
            """, arguments: [references ? position : position + 100, "key_\(position)"])
      }
    }
    try queue.close()
    return place
  }

  private static func open(_ place: String) throws(JournalFailure) -> Ledger {
    try Ledger(folder: place, clock: { Timestamp(seconds: 42) })
  }

  @Test func `every row, attempt and claim is there as it was`() async throws {
    let folder = try TemporaryDirectory()
    let place = try Self.oldLedger(in: folder)
    for _ in 0..<2 {
      let ledger = try Self.open(place)
      let items = try #require(try ledger.items(of: "run_1"))
      #expect(items.map(\.state) == Self.states)
      #expect(items.map(\.dispute) == Self.states.indices.map { "dp_\($0)" })
      #expect(items.map(\.key) == Self.states.indices.map { "key_\($0)" })
      #expect(items.map(\.message) == Self.states.map { $0 == "applied" ? nil : "why" })
      #expect(try ledger.runs().map(\.doubts) == [2])
      let claims = try await ledger.claims(
        on: ["dp_2"], of: AccountIdentity(sandbox: "i1"))
      #expect(claims == ["dp_2": "run_1"])
    }
  }

  @Test func `a state that the first version did not know can be written`() throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(Self.oldLedger(in: folder))
    try ledger.database.write { database in
      try database.execute(sql: "UPDATE item SET state = 'of a later version' WHERE position = 0")
    }
    #expect(try ledger.items(of: "run_1")?.first?.state == "of a later version")
  }

  @Test func `references are held again afterwards, and attempts are still append-only`() throws {
    let folder = try TemporaryDirectory()
    let ledger = try Self.open(Self.oldLedger(in: folder))
    for statement in [
      "INSERT INTO attempt (run, position, idempotency_key, at) VALUES ('run_1', 99, 'k', 1)",
      "DELETE FROM item WHERE position = 0", "UPDATE attempt SET at = 4", "DELETE FROM attempt",
    ] {
      #expect(throws: DatabaseError.self, "\(statement)") {
        try ledger.database.write { try $0.execute(sql: statement) }
      }
    }
  }

  @Test func `a ledger whose references are broken is left as it was`() throws {
    let folder = try TemporaryDirectory()
    let place = try Self.oldLedger(in: folder, references: false)
    #expect(
      throws: JournalFailure.unusable("a row in it refers to one that is not there")
    ) { try Self.open(place) }
    let queue = try DatabaseQueue(path: place + "/ledger.sqlite")
    let (version, count) = try queue.read { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA user_version"),
        try Int.fetchOne(database, sql: "SELECT count(*) FROM item")
      )
    }
    #expect(version == 2 && count == Self.states.count)
  }

  @Test func `who sent what an earlier version wrote is not known`() async throws {
    let folder = try TemporaryDirectory()
    let place = folder.path + "/cpay"
    try LedgerFiles.prepare(folder: place, file: "ledger.sqlite")
    let close = try plan(["dp_1"])
    let sender = Sender(profile: "acme", key: KeyFingerprint(recorded: "aaaa"))
    do {
      let ledger = try Self.open(place)
      try await ledger.open(RunID("run_1"), close, RunLimits(), by: sender)
      try await ledger.intend(RunID("run_1"), position: 0, close.write())
      try await ledger.close(RunID("run_1"))
      try await ledger.database.write { database in
        try database.execute(
          sql: """
            DROP TRIGGER attempt_is_never_changed;
            UPDATE attempt SET profile = NULL, api_key = NULL;
            UPDATE run SET profile = NULL, api_key = NULL
            """)
      }
    }
    let recorded = try #require(try await Self.open(place).recorded(RunID("run_1")))
    guard case .inDoubt(_, let earlier) = recorded.rows[0] else {
      Issue.record("\(recorded.rows)")
      return
    }
    #expect(earlier.sentWith == nil && recorded.sender == nil)
    #expect(recorded.isOpen(to: nil) && recorded.isOpen(to: "any"))
  }

  @Test func `a new ledger holds every state that a row can have`() async throws {
    let ledger = try Ledger(inMemory: { Timestamp(seconds: 42) })
    try await ledger.open(RunID("run_1"), plan(["dp_1"]))
    for state in RowState.all {
      try await ledger.database.write { database in
        try database.execute(sql: "UPDATE item SET state = ?", arguments: [state.name])
      }
      #expect(try ledger.items(of: "run_1")?.map(\.state) == [state.name])
    }
  }
}
