import CpayValue
import GRDB
import Synchronization

/// An `Idempotency-Key` with everything the same request must agree in.
///
/// A key belongs to one API key. What was answered first is answered again, for 24 hours on the
/// sandbox's clock (idempotent requests page); success and refusals by state are kept, while a
/// request that failed validation leaves its key unused. The assumption `idempotency` varies that.
struct IdempotencyKey: Hashable, Sendable {
  /// Characters of a key, at most.
  static let maximumLength = 255
  /// A key that a header carries unchanged, for the OpenAPI document.
  static let pattern = "^[!-~]([ -~]{0,\(maximumLength - 2)}[!-~])?$"

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
    guard key.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
      throw .invalid("Idempotency-Key", "The Idempotency-Key must be printable ASCII.")
    }
    (self.caller, self.key, self.request) = (call.caller.key, key, call.fingerprint)
  }

  /// The answer kept under this key; nil when there is none, or it is too old.
  ///
  /// - Throws: ``APIError`` (409) when the key was used for another request.
  func stored(_ db: Database, now: Timestamp, _ assumptions: Assumptions) throws -> Answer? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT request, status, body, at FROM idempotency WHERE caller = ? AND key = ?"),
      arguments: [caller, key])
    guard let row else { return nil }
    let end = Timestamp(seconds: row["at"]).adding(assumptions.keyLifetime)
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
    try db.cachedStatement(
      sql: """
        INSERT INTO idempotency (caller, key, request, status, body, at) VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      caller, key, request, answer.status, String(decoding: answer.body, as: UTF8.self),
      now.seconds,
    ])
  }

  /// Forgets what has become too old.
  static func prune(_ db: Database, now: Timestamp, _ assumptions: Assumptions) throws {
    let oldest = now.seconds.subtractingReportingOverflow(assumptions.keyLifetime.seconds)
    guard !oldest.overflow else { return }
    try db.execute(
      sql: "DELETE FROM idempotency WHERE at <= ?", arguments: [oldest.partialValue])
  }
}

extension Assumptions {
  /// How long an answer is kept under its key.
  var keyLifetime: DurationValue {
    DurationValue(seconds: holds(.idempotency, "early-prune") ? 3_600 : 86_400)
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
  /// - Throws: ``APIError`` (409, of type `kind`) when one is running, and whatever `body` throws.
  func claiming<T: Sendable>(
    _ key: IdempotencyKey?, kind: APIError.Kind, _ body: () async throws -> T
  ) async throws -> T {
    guard let key else { return try await body() }
    let name = Name(caller: key.caller, key: key.key)
    guard names.withLock({ $0.insert(name).inserted }) else {
      throw APIError(
        status: 409, kind: kind, code: nil,
        message: "A request with the Idempotency-Key '\(key.key)' is still running.", param: nil)
    }
    defer { names.withLock { _ = $0.remove(name) } }
    return try await body()
  }
}
