import GRDB

/// The tables of the ledger, as migrations that are only ever added to.
enum LedgerSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 runs, items, attempts, claims, audit") { database in
      try database.execute(sql: version1)
    }
    return migrator
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
}
