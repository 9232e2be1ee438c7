import CpayRuntime
import GRDB

/// The tables of the ledger, as migrations that are only ever added to.
enum LedgerSchema {
  /// Brings a database to the newest version, in one transaction that two processes cannot be in
  /// at once. (GRDB's migrator reads before it locks, so that both would begin.)
  ///
  /// A migration may rebuild a table that others refer to: foreign keys are off meanwhile, which
  /// cannot be said inside a transaction, and every reference is looked at before it ends.
  /// - Throws: ``/CpayRuntime/JournalFailure`` for a ledger of a later version of cpay.
  static func migrate(_ database: any DatabaseWriter) throws {
    try database.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.inTransaction(.immediate) {
        try requireOwn(database)
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version <= migrations.count else {
          throw JournalFailure.unusable("it was written by a later version of cpay")
        }
        if version == migrations.count { return .commit }
        for migration in migrations.dropFirst(version) { try database.execute(sql: migration) }
        guard try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") == nil else {
          throw JournalFailure.unusable("a row in it refers to one that is not there")
        }
        try database.execute(sql: "PRAGMA user_version = \(migrations.count)")
        return .commit
      }
      try database.execute(sql: "PRAGMA foreign_keys = ON")
    }
  }

  /// Refuses a database of something else, before anything is changed in it.
  /// - Throws: ``/CpayRuntime/JournalFailure`` for one.
  static func requireOwn(_ path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let file = try DatabaseQueue(path: path, configuration: configuration)
    try file.read { try requireOwn($0) }
    try file.close()
  }

  /// The same, of one that is open.
  ///
  /// What is new has nothing in it; what cpay has made has the tables that it has had from the first.
  private static func requireOwn(_ database: Database) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let names = try Set(String.fetchAll(database, sql: "SELECT name FROM sqlite_schema"))
    let isOwn =
      version == 0
      ? names.isEmpty : names.isSuperset(of: ["run", "item", "attempt", "claim", "audit"])
    guard isOwn else { throw JournalFailure.unusable("it is the database of something else") }
  }

  /// What a database has more, less or otherwise than a ledger that is new, by name.
  static func differences(of database: Database) throws -> [String] {
    let fresh = try DatabaseQueue()
    try migrate(fresh)
    let (found, made) = (try objects(database), try fresh.read { try objects($0) })
    return Set(found.keys).union(made.keys).filter { found[$0] != made[$0] }.sorted()
  }

  /// The definitions of tables, indexes, triggers and views, by name.
  private static func objects(_ database: Database) throws -> [String: String] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    return Dictionary(rows.map { ($0["name"], $0["sql"] ?? "") }, uniquingKeysWith: { $1 })
  }

  /// Only ever added to.
  static var migrations: [String] {
    [version1, version2, version3, version4, handSettled, plans, senders, forgetting]
  }

  private static let version1 = """
    CREATE TABLE run (
      name TEXT NOT NULL PRIMARY KEY,
      digest TEXT NOT NULL,
      action TEXT NOT NULL,
      place TEXT NOT NULL,
      mode TEXT NOT NULL,
      opened_at INTEGER NOT NULL,
      closed_at INTEGER
    ) STRICT;

    CREATE TABLE item (
      run TEXT NOT NULL REFERENCES run(name),
      position INTEGER NOT NULL,
      dispute TEXT NOT NULL,
      amount INTEGER NOT NULL,
      currency TEXT NOT NULL,
      seen TEXT NOT NULL,
      evidence BLOB NOT NULL,
      state TEXT NOT NULL CHECK (state IN (
        'planned', 'sending', 'applied', 'refused', 'ineligible', 'stale', 'unsent', 'unknown')),
      message TEXT,
      request_id TEXT,
      settled_at INTEGER,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE attempt (
      number INTEGER PRIMARY KEY,
      run TEXT NOT NULL,
      position INTEGER NOT NULL,
      idempotency_key TEXT NOT NULL,
      body BLOB,
      at INTEGER NOT NULL,
      FOREIGN KEY (run, position) REFERENCES item(run, position)
    ) STRICT;
    CREATE TRIGGER attempt_is_never_changed BEFORE UPDATE ON attempt
      BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
    CREATE TRIGGER attempt_is_never_deleted BEFORE DELETE ON attempt
      BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;

    CREATE TABLE claim (
      place TEXT NOT NULL,
      mode TEXT NOT NULL,
      dispute TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run(name),
      PRIMARY KEY (place, mode, dispute)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE audit (
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      event TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    """

  /// Files that the API holds, by their content; where `file` is null it refused to.
  ///
  /// Rows that are uploads have no dispute and no amount: there `item.dispute` is the file and
  /// `item.currency` is empty.
  private static let version2 = """
    CREATE TABLE upload (
      number INTEGER PRIMARY KEY,
      run TEXT NOT NULL REFERENCES run(name),
      place TEXT NOT NULL,
      mode TEXT NOT NULL,
      purpose TEXT NOT NULL,
      content TEXT NOT NULL,
      name TEXT NOT NULL,
      size INTEGER NOT NULL,
      idempotency_key TEXT NOT NULL,
      file TEXT,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX upload_by_content ON upload (place, mode, purpose, content);
    CREATE TRIGGER upload_is_never_changed BEFORE UPDATE ON upload
      BEGIN SELECT RAISE(ABORT, 'uploads are append-only'); END;
    CREATE TRIGGER upload_is_never_deleted BEFORE DELETE ON upload
      BEGIN SELECT RAISE(ABORT, 'uploads are append-only'); END;
    """

  /// States are the words of ``/CpayRuntime/RowState``, which the first version listed in a check
  /// that a new outcome would not have passed.
  private static let version3 = """
    CREATE TABLE item_without_check (
      run TEXT NOT NULL REFERENCES run(name),
      position INTEGER NOT NULL,
      dispute TEXT NOT NULL,
      amount INTEGER NOT NULL,
      currency TEXT NOT NULL,
      seen TEXT NOT NULL,
      evidence BLOB NOT NULL,
      state TEXT NOT NULL,
      message TEXT,
      request_id TEXT,
      settled_at INTEGER,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO item_without_check
      SELECT run, position, dispute, amount, currency, seen, evidence, state, message, request_id,
        settled_at
      FROM item;
    DROP TABLE item;
    ALTER TABLE item_without_check RENAME TO item;
    """

  /// What a run needs to be taken up again: how it was agreed to, each row as it was planned, the
  /// bytes that were sent and when.
  ///
  /// Texts about tenants lie in `content` alone, which can be forgotten once a row is settled; the
  /// other tables hold digests. Claims are by phase, where '' is both. In `item`, `phase` is null
  /// where the row holds no dispute.
  private static let version4 = """
    ALTER TABLE run ADD COLUMN parallel INTEGER NOT NULL DEFAULT 8;
    ALTER TABLE run ADD COLUMN canary INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE run ADD COLUMN stops INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE run ADD COLUMN given_up_at INTEGER;

    CREATE TABLE content (
      run TEXT NOT NULL,
      position INTEGER NOT NULL,
      item BLOB NOT NULL,
      body BLOB,
      PRIMARY KEY (run, position),
      FOREIGN KEY (run, position) REFERENCES item(run, position)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO content (run, position, item, body)
      SELECT item.run, item.position,
        CAST(json_object('fingerprint', seen, 'written', CAST(evidence AS TEXT)) AS BLOB),
        (SELECT body FROM attempt
          WHERE attempt.run = item.run AND attempt.position = item.position
          ORDER BY number DESC LIMIT 1)
      FROM item;

    CREATE TABLE claim_by_phase (
      place TEXT NOT NULL,
      mode TEXT NOT NULL,
      dispute TEXT NOT NULL,
      phase TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run(name),
      PRIMARY KEY (place, mode, dispute, phase)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO claim_by_phase (place, mode, dispute, phase, run)
      SELECT place, mode, dispute,
        coalesce((
          SELECT CASE
            WHEN substr(seen, length(length(dispute) || ':' || dispute) + 1)
              LIKE '22:warning_needs_response%' THEN 'inquiry'
            WHEN substr(seen, length(length(dispute) || ':' || dispute) + 1)
              LIKE '14:needs_response%' THEN 'chargeback'
            ELSE '' END
          FROM item WHERE item.run = claim.run AND item.dispute = claim.dispute LIMIT 1), ''),
        run
      FROM claim;
    DROP TABLE claim;
    ALTER TABLE claim_by_phase RENAME TO claim;

    CREATE TABLE item_with_phase (
      run TEXT NOT NULL REFERENCES run(name),
      position INTEGER NOT NULL,
      dispute TEXT NOT NULL,
      phase TEXT,
      amount INTEGER NOT NULL,
      currency TEXT NOT NULL,
      state TEXT NOT NULL,
      message TEXT,
      request_id TEXT,
      settled_at INTEGER,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO item_with_phase
      SELECT item.run, position, dispute,
        CASE WHEN run.action IN ('submit', 'close') THEN '' END,
        amount, currency, state, message, request_id, settled_at
      FROM item JOIN run ON run.name = item.run;
    DROP TABLE item;
    ALTER TABLE item_with_phase RENAME TO item;
    CREATE INDEX item_by_dispute ON item (dispute);

    CREATE TABLE attempt_by_digest (
      number INTEGER PRIMARY KEY,
      run TEXT NOT NULL,
      position INTEGER NOT NULL,
      idempotency_key TEXT NOT NULL,
      body_digest TEXT,
      at INTEGER NOT NULL,
      boot TEXT NOT NULL DEFAULT '',
      booted_for INTEGER NOT NULL DEFAULT 0,
      FOREIGN KEY (run, position) REFERENCES item(run, position)
    ) STRICT;
    INSERT INTO attempt_by_digest (number, run, position, idempotency_key, at)
      SELECT number, run, position, idempotency_key, at FROM attempt;
    DROP TABLE attempt;
    ALTER TABLE attempt_by_digest RENAME TO attempt;
    CREATE INDEX attempt_by_row ON attempt (run, position);
    CREATE TRIGGER attempt_is_never_changed BEFORE UPDATE ON attempt
      BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
    CREATE TRIGGER attempt_is_never_deleted BEFORE DELETE ON attempt
      BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
    CREATE TRIGGER content_is_fixed BEFORE UPDATE ON content
      WHEN OLD.body IS NOT NULL OR NEW.item IS NOT OLD.item
      BEGIN SELECT RAISE(ABORT, 'what was planned and sent is not changed'); END;
    CREATE TRIGGER content_is_needed BEFORE DELETE ON content
      WHEN EXISTS (
        SELECT 1 FROM item JOIN run ON run.name = item.run
        WHERE item.run = OLD.run AND item.position = OLD.position
          AND (run.closed_at IS NULL OR item.state IN ('planned', 'sending', 'unsent', 'unknown')))
      BEGIN SELECT RAISE(ABORT, 'a row that is open needs what was planned'); END;

    ALTER TABLE audit ADD COLUMN digest TEXT;
    """

  /// Rows that a person has settled, which no run sends again.
  private static let handSettled = """
    ALTER TABLE item ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
    UPDATE item SET by_hand = 1 WHERE message = 'settled by hand';
    """

  /// The saved plan that a run came from, which becomes one run and no other.
  private static let plans = """
    ALTER TABLE run ADD COLUMN plan TEXT;
    CREATE UNIQUE INDEX run_by_plan ON run (plan) WHERE plan IS NOT NULL;
    """

  /// Who sent each attempt, and what the API last said under the key of a row in doubt.
  ///
  /// Of a run it is whoever sends it now. A `profile` is empty where none was chosen and null where
  /// that was not written down; an `api_key` is a fingerprint. `answer` is a word of
  /// ``/CpayClient/KeyAnswer``.
  private static let senders = """
    ALTER TABLE run ADD COLUMN profile TEXT;
    ALTER TABLE run ADD COLUMN api_key TEXT;
    ALTER TABLE attempt ADD COLUMN profile TEXT;
    ALTER TABLE attempt ADD COLUMN api_key TEXT;
    ALTER TABLE item ADD COLUMN answer TEXT;
    CREATE INDEX attempt_by_key ON attempt (idempotency_key);
    """

  /// What was planned is needed as long as a run may go on with it: not for a row that was not sent and
  /// that a person has settled, or whose run was given up.
  private static let forgetting = """
    DROP TRIGGER content_is_needed;
    CREATE TRIGGER content_is_needed BEFORE DELETE ON content
      WHEN EXISTS (
        SELECT 1 FROM item JOIN run ON run.name = item.run
        WHERE item.run = OLD.run AND item.position = OLD.position
          AND (run.closed_at IS NULL OR item.state IN ('planned', 'sending', 'unknown')
            OR item.state = 'unsent' AND item.by_hand = 0 AND run.given_up_at IS NULL))
      BEGIN SELECT RAISE(ABORT, 'a row that is open needs what was planned'); END;
    """
}
