import GRDB

/// The tables of the store, made in steps that are only ever added to.
///
/// Objects of every kind share one table, so that a new resource needs no new one: what lists
/// filter by is a column, the rest is the object's JSON. The effect table takes rows and never lets
/// them change. GRDB's migrator is left out: it reads which steps are done before it locks the
/// file, so that two sandboxes that start at once on a new file would both take the first.
enum StoreSchema {
  private static let steps = [first, items + movedItems + itemIndexes + deliveries + effects]

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

  private static let first = """
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

  /// Kind and mode are one small number, since they lead every index.
  private static let items = """
    CREATE TABLE item (
      id TEXT NOT NULL PRIMARY KEY,
      collection INTEGER NOT NULL,
      created INTEGER NOT NULL,
      charge TEXT,
      payment_intent TEXT,
      customer TEXT,
      label TEXT,
      due INTEGER,
      story INTEGER,
      body TEXT,
      previous TEXT
    );
    """

  /// Pages of all objects and of one label are read in order; what belongs to one charge, intent or
  /// customer is little, and is sorted when it is asked for.
  private static let itemIndexes = """
    CREATE INDEX item_newest ON item (collection, created, id);
    CREATE INDEX item_label ON item (collection, label, created, id) WHERE label IS NOT NULL;
    CREATE INDEX item_charge ON item (collection, charge) WHERE charge IS NOT NULL;
    CREATE INDEX item_payment_intent ON item (collection, payment_intent)
      WHERE payment_intent IS NOT NULL;
    CREATE INDEX item_customer ON item (collection, customer) WHERE customer IS NOT NULL;
    CREATE INDEX item_due ON item (due, id) WHERE due IS NOT NULL;
    """

  /// Fills the table of objects, its indexes being made afterwards: sorted once they are a third
  /// smaller than grown row by row, and done sooner.
  static func filling(_ db: Database, _ fill: () throws -> Void) throws {
    for index in try db.indexes(on: "item") where index.origin == .createIndex {
      try db.execute(sql: "DROP INDEX \(index.name)")
    }
    try fill()
    try db.execute(sql: itemIndexes)
  }

  private static let movedItems = """
    INSERT INTO item (id, collection, created, charge, payment_intent, label, body)
      SELECT id,
        CASE kind WHEN 'dispute' THEN 0 WHEN 'file' THEN 2 WHEN 'charge' THEN 4
          WHEN 'payment_intent' THEN 6 ELSE 8 END + (mode = 'live'),
        created, charge, payment_intent, status, body
      FROM object;
    UPDATE item SET customer = json_extract(body, '$.customer'),
      payment_intent = json_extract(body, '$.payment_intent') WHERE collection IN (4, 5);
    UPDATE item SET label = json_extract(body, '$.purpose') WHERE collection IN (2, 3);
    DROP TABLE object;
    """

  private static let deliveries = """
    CREATE TABLE delivery (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      event TEXT NOT NULL,
      endpoint TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      state TEXT NOT NULL DEFAULT 'pending',
      due INTEGER,
      answer TEXT
    );
    CREATE INDEX delivery_due ON delivery (due, number) WHERE due IS NOT NULL;
    CREATE INDEX delivery_event ON delivery (event);
    CREATE TABLE endpoint_secret (
      endpoint TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, events TEXT NOT NULL,
      mode TEXT NOT NULL, is_enabled INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE file_content (file TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE api_key (
      key TEXT PRIMARY KEY, permissions TEXT
    ) WITHOUT ROWID;
    """

  private static let effects = """
    CREATE INDEX idempotency_at ON idempotency (at);
    ALTER TABLE effect ADD COLUMN is_repeat INTEGER NOT NULL DEFAULT 0;
    """
}
