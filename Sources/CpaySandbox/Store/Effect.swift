import CpayValue
import GRDB

/// One change that a request made to a dispute, or tried to make a second time, as the effect table
/// keeps it.
struct Effect: Hashable, Sendable {
  let dispute: String
  let action: String
  let requestID: String
  let idempotencyKey: String?
  let at: Timestamp
  /// Whether it had been done before, and so changed nothing.
  var isRepeat = false

  func insert(_ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO effect (dispute, action, request_id, idempotency_key, at, is_repeat)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      dispute, action, requestID, idempotencyKey, at.seconds, isRepeat,
    ])
  }

  /// Every effect, oldest first.
  static func all(_ db: Database) throws -> [Effect] {
    try Row.fetchAll(db, sql: "SELECT * FROM effect ORDER BY number").map { row in
      Effect(
        dispute: row["dispute"], action: row["action"], requestID: row["request_id"],
        idempotencyKey: row["idempotency_key"], at: Timestamp(seconds: row["at"]),
        isRepeat: row["is_repeat"])
    }
  }
}

/// What the effect table says of final acts, as a whole.
public struct EffectCount: Hashable, Sendable {
  /// Submits and closes that reached the life cycle, those that came again included.
  public let total: Int
  /// Acts that had been done before, and so changed nothing.
  public let repeats: Int
  /// Acts that changed something.
  public var distinct: Int { total - repeats }

  static func read(_ db: Database) throws -> EffectCount {
    let row = try Row.fetchOne(
      db,
      sql: "SELECT COUNT(*), COALESCE(SUM(is_repeat), 0) FROM effect WHERE action <> 'draft'")
    return EffectCount(total: row?[0] ?? 0, repeats: row?[1] ?? 0)
  }
}
