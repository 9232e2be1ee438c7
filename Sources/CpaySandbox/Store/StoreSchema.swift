import GRDB

/// The tables of the store, made in steps that are only ever added to.
///
/// Objects of every kind share one table, so that a new resource needs no new one: what lists
/// filter by is a column, the rest is the object's JSON. The effect table takes rows and never lets
/// them change. GRDB's migrator is left out: it reads which steps are done before it locks the
/// file, so that two sandboxes that start at once on a new file would both take the first.
enum StoreSchema {
  private static let steps = [objects + effects + keys]

  /// Takes the steps that the store has not had.
  ///
  /// - Throws: ``SandboxError`` for a store with steps that are unknown here.
  static func migrate(_ writer: any DatabaseWriter) throws {
    try writer.write { db in
      let taken = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      guard (0...steps.count).contains(taken) else {
        throw SandboxError("it was made by a later version of cpay")
      }
      for step in steps.dropFirst(taken) { try db.execute(sql: step) }
      try db.execute(sql: "PRAGMA user_version = \(steps.count)")
    }
  }

  private static let objects = """
    CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE object (
      id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL,
      mode TEXT NOT NULL,
      created INTEGER NOT NULL,
      charge TEXT,
      payment_intent TEXT,
      status TEXT,
      body TEXT NOT NULL
    );
    CREATE INDEX object_newest ON object (kind, mode, created, id);
    CREATE INDEX object_status ON object (kind, mode, status, created, id)
      WHERE status IS NOT NULL;
    CREATE INDEX object_charge ON object (kind, mode, charge, created, id)
      WHERE charge IS NOT NULL;
    CREATE INDEX object_payment_intent ON object (kind, mode, payment_intent, created, id)
      WHERE payment_intent IS NOT NULL;
    """

  private static let effects = """
    CREATE TABLE effect (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      dispute TEXT NOT NULL,
      action TEXT NOT NULL,
      request_id TEXT NOT NULL,
      idempotency_key TEXT,
      at INTEGER NOT NULL
    );
    CREATE TRIGGER effect_never_changes BEFORE UPDATE ON effect
      BEGIN SELECT RAISE(ABORT, 'effects are only added'); END;
    CREATE TRIGGER effect_never_goes BEFORE DELETE ON effect
      BEGIN SELECT RAISE(ABORT, 'effects are only added'); END;
    """

  private static let keys = """
    CREATE TABLE idempotency (
      caller TEXT NOT NULL,
      key TEXT NOT NULL,
      request TEXT NOT NULL,
      status INTEGER NOT NULL,
      body TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (caller, key)
    ) WITHOUT ROWID;
    """
}
