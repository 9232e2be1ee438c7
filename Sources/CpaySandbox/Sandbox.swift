import GRDB

/// What every route works with: the data, the clock, the keys, the assumptions.
struct Sandbox: Sendable {
  let store: SandboxStore
  let identity: StoreIdentity
  let clock: SandboxClock
  let keyring: Keyring
  let assumptions: Assumptions
  let keysInProgress = KeysInProgress()

  /// Opens and fills the store that `configuration` describes.
  static func open(_ configuration: SandboxConfiguration) async throws -> Sandbox {
    let store = try SandboxStore.open(configuration.storePath)
    let identity = try await store.prepare(configuration.seed, clock: configuration.clock)
    let keys = configuration.keys.isEmpty ? [identity.key] : configuration.keys
    return Sandbox(
      store: store, identity: identity,
      clock: configuration.clock ?? SandboxClock(frozenAt: identity.frozenAt),
      keyring: try Keyring(keys), assumptions: configuration.assumptions)
  }

  /// Answers a POST in one transaction: the effect and the answer kept under its idempotency key
  /// are committed together, or neither is.
  func answerOnce(
    _ call: Call, _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws -> Answer {
    let key = try IdempotencyKey(call)
    let now = clock.now
    return try await keysInProgress.claiming(key) {
      try await store.write { db in
        if let stored = try key?.stored(db, now: now) { return stored }
        let answer = try Sandbox.settled { try body(db) }
        try key?.store(answer, db, now: now)
        return answer
      }
    }
  }

  /// A refusal by state is an answer like any other, since it was decided and not mistyped; every
  /// other error goes on and undoes the transaction.
  private static func settled(_ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let error as APIError where error.code == .stateInvalid {
      return Answer(status: error.status, body: error.body)
    }
  }
}
