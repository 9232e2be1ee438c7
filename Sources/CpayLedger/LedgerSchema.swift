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

  /// Only ever added to.
  static var migrations: [String] { [version1, version2, version3] }

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
}
