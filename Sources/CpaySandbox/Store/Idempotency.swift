import CpayValue
import GRDB
import Synchronization

/// An `Idempotency-Key` with everything the same request must agree in.
///
/// A key belongs to one API key. What was answered first is answered again, for 24 hours on the
/// sandbox's clock (idempotent requests page); success and refusals by state are kept, while a
/// request that failed validation leaves its key unused.
struct IdempotencyKey: Hashable, Sendable {
  /// Characters of a key, at most.
  static let maximumLength = 255
  /// How long an answer is kept.
  static let lifetime = Interval(seconds: 86_400)

  let caller: String
  let key: String
  /// Method, path and body.
  let request: String

  /// The key of a request; nil when it carries none.
  init?(_ call: Call) throws(APIError) {
    guard let key = call.idempotencyKey else { return nil }
    guard (1...IdempotencyKey.maximumLength).contains(key.unicodeScalars.count) else {
      throw .invalid(
        "Idempotency-Key",
        "The Idempotency-Key must have 1 to \(IdempotencyKey.maximumLength) characters, "
          + "not \(key.unicodeScalars.count).")
    }
    self.caller = call.caller.key
    self.key = key
    self.request =
      "\(call.method) \(call.path)\n" + String(decoding: call.body, as: UTF8.self)
  }

  /// The answer kept under this key; nil when there is none, or it is too old.
  ///
  /// - Throws: ``APIError`` (409) when the key was used for another request.
  func stored(_ db: Database, now: Timestamp) throws -> Answer? {
    let row = try Row.fetchOne(
      db, sql: "SELECT request, status, body, at FROM idempotency WHERE caller = ? AND key = ?",
      arguments: [caller, key])
    guard let row else { return nil }
    let end = Timestamp(seconds: row["at"]).adding(IdempotencyKey.lifetime)
    if let end, end <= now {
      try db.execute(
        sql: "DELETE FROM idempotency WHERE caller = ? AND key = ?", arguments: [caller, key])
      return nil
    }
    let first: String = row["request"]
    guard first.isSame(as: request) else {
      throw APIError.idempotency("The Idempotency-Key '\(key)' was used for another request.")
    }
    let body: String = row["body"]
    return Answer(
      status: row["status"], body: Array(body.utf8), headers: [("Idempotent-Replayed", "true")])
  }

  /// Keeps the first answer.
  func store(_ answer: Answer, _ db: Database, now: Timestamp) throws {
    try db.execute(
      sql: """
        INSERT INTO idempotency (caller, key, request, status, body, at) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        caller, key, request, answer.status, String(decoding: answer.body, as: UTF8.self),
        now.seconds,
      ])
  }
}

/// The keys whose first request is still running.
final class KeysInProgress: Sendable {
  private struct Name: Hashable {
    let caller: String
    let key: String
  }

  private let names = Mutex<Set<Name>>([])

  /// Runs `body` while no other request with this key does.
  ///
  /// - Throws: ``APIError`` (409) when one is running, and whatever `body` throws.
  func claiming<T: Sendable>(
    _ key: IdempotencyKey?, _ body: () async throws -> T
  ) async throws -> T {
    guard let key else { return try await body() }
    let name = Name(caller: key.caller, key: key.key)
    guard names.withLock({ $0.insert(name).inserted }) else {
      throw APIError.idempotency(
        "A request with the Idempotency-Key '\(key.key)' is still running.")
    }
    defer { names.withLock { _ = $0.remove(name) } }
    return try await body()
  }
}
