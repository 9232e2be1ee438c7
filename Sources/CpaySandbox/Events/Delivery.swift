import CpayValue
import GRDB

/// One event on its way to one webhook endpoint, as the store keeps it.
struct Delivery: Hashable, Sendable {
  let number: Int64
  let event: String
  let type: String
  let endpoint: String
  let url: String
  let secret: String
  /// Attempts made so far.
  let attempts: Int
  /// The event's JSON.
  let body: String

  /// SQL that holds for an event in `item` that some endpoint has not taken yet.
  static let isOpenSQL =
    "EXISTS (SELECT 1 FROM delivery WHERE event = item.id AND state <> 'delivered')"

  /// Plans deliveries of a new event to every endpoint that wants its type.
  static func schedule(
    _ db: Database, event: String, type: String, mode: Mode, now: Timestamp
  ) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO delivery (event, endpoint, due)
        SELECT ?, endpoint, ? FROM endpoint_secret
        WHERE mode = ? AND is_enabled
          AND (events LIKE '%\\n*\\n%' OR events LIKE '%\\n' || ? || '\\n%')
        """.replacing("\\n", with: "\n"))
    try statement.execute(arguments: [event, now.seconds, mode.rawValue, type])
  }

  /// The number of endpoints that are still to take an event.
  static func pending(_ db: Database, event: String) throws -> Int64 {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: "SELECT COUNT(*) FROM delivery WHERE event = ? AND state = 'pending'"),
      arguments: [event]) ?? 0
  }

  /// The deliveries that are due by `now`, in order.
  static func due(_ db: Database, now: Timestamp) throws -> [Delivery] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT number, event, label, delivery.endpoint, url, secret, attempts, body FROM delivery
          JOIN item ON item.id = event JOIN endpoint_secret USING (endpoint)
        WHERE delivery.due <= ? AND is_enabled ORDER BY delivery.due, number LIMIT 100
        """, arguments: [now.seconds]
    ).map { row in
      Delivery(
        number: row[0], event: row[1], type: row[2], endpoint: row[3], url: row[4],
        secret: row[5], attempts: row[6], body: row[7])
    }
  }

  /// Remembers how an attempt went: `next` is when to try again, nil for no more.
  func settle(_ db: Database, delivered: Bool, answer: String, next: Int64?) throws {
    let state = delivered ? "delivered" : next == nil ? "failed" : "pending"
    try db.execute(
      sql: """
        UPDATE delivery SET attempts = attempts + 1, state = ?, due = ?, answer = ?
        WHERE number = ?
        """, arguments: [state, delivered ? nil : next, answer, number])
  }

  /// Puts an attempt off without counting it.
  func postpone(_ db: Database, to due: Int64) throws {
    try db.execute(
      sql: "UPDATE delivery SET due = ? WHERE number = ?", arguments: [due, number])
  }
}
