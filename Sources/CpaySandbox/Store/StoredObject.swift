import CpayValue
import GRDB

/// One object of the API as the store keeps it: its JSON, and what it is found by.
struct StoredObject: Hashable, Sendable {
  let id: String
  let kind: String
  let created: Int64
  /// What lists filter by; only disputes have these.
  var charge: String?
  var paymentIntent: String?
  var status: String?
  let body: String

  func insert(_ db: Database, mode: Mode) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO object (id, kind, mode, created, charge, payment_intent, status, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      id, kind, mode.rawValue, created, charge, paymentIntent, status, body,
    ])
  }

  /// The JSON of the object `id`, when it is of this kind and mode.
  static func body(_ db: Database, kind: String, id: String, mode: Mode) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT body FROM object WHERE id = ? AND kind = ? AND mode = ?"),
      arguments: [id, kind, mode.rawValue])
  }

  /// The object `id`, read as a whole, when it is of this kind and mode.
  static func node(_ db: Database, kind: String, id: String, mode: Mode) throws -> JSONNode? {
    guard let body = try body(db, kind: kind, id: id, mode: mode) else { return nil }
    return try JSONReader.read(Array(body.utf8))
  }

  /// Replaces the JSON of the object `id`, and its status where it has one.
  static func replace(_ db: Database, id: String, status: String?, body: String) throws {
    let statement = try db.cachedStatement(
      sql: "UPDATE object SET body = ?, status = ? WHERE id = ?")
    try statement.execute(arguments: [body, status, id])
  }
}

/// One change that was made to a dispute, as the effect table keeps it.
struct Effect: Hashable, Sendable {
  let dispute: String
  let action: String
  let requestID: String
  let idempotencyKey: String?
  let at: Timestamp

  func insert(_ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO effect (dispute, action, request_id, idempotency_key, at)
        VALUES (?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [dispute, action, requestID, idempotencyKey, at.seconds])
  }

  /// Every effect, oldest first.
  static func all(_ db: Database) throws -> [Effect] {
    try Row.fetchAll(db, sql: "SELECT * FROM effect ORDER BY number").map { row in
      Effect(
        dispute: row["dispute"], action: row["action"], requestID: row["request_id"],
        idempotencyKey: row["idempotency_key"], at: Timestamp(seconds: row["at"]))
    }
  }
}
