import GRDB

/// How far one delivery is, for whoever asks the control plane.
struct DeliveryState: Hashable, Sendable {
  let event: String
  let endpoint: String
  /// `pending`, `delivered` or `failed`.
  let state: String
  let attempts: Int64
  /// When the next attempt is made, in unix seconds.
  let due: Int64?
  /// The last answer: a status, or what went wrong.
  let answer: String?

  /// Every delivery, the oldest first.
  static func all(_ db: Database) throws -> [DeliveryState] {
    try Row.fetchAll(
      db,
      sql: "SELECT event, endpoint, state, attempts, due, answer FROM delivery ORDER BY number"
    ).map { row in
      DeliveryState(
        event: row[0], endpoint: row[1], state: row[2], attempts: row[3], due: row[4],
        answer: row[5])
    }
  }
}
