import GRDB

/// What every route works with: the data, the clock, the keys, the assumptions.
struct Sandbox: Sendable {
  let store: SandboxStore
  let identity: StoreIdentity
  let time: SandboxTime
  let keyring: Keyring
  let assumptions: Assumptions
  let vault: FileVault
  /// Whether other machines can reach it.
  let isOpen: Bool
  /// Wakes whatever tells webhook endpoints of events.
  let bell: Bell
  let keysInProgress = KeysInProgress()

  /// Opens and fills the store that `configuration` describes.
  static func open(_ configuration: SandboxConfiguration) async throws -> Sandbox {
    let store = try SandboxStore.open(configuration.storePath)
    let identity = try await store.prepare(
      configuration.seed, clock: configuration.clock,
      lifecycle: DisputeLifecycle(assumptions: configuration.assumptions),
      mode: configuration.isLive ? .live : .test)
    let minted = try await store.read { db in try MintedKeys.read(db) }
    var keys = minted
    for key in configuration.keys + (configuration.keys.isEmpty ? identity.keys : []) {
      keys.append(try SandboxKey(key))
    }
    return Sandbox(
      store: store, identity: identity,
      time: SandboxTime(configuration.clock ?? SandboxClock(frozenAt: identity.frozenAt)),
      keyring: Keyring(keys), assumptions: configuration.assumptions,
      vault: FileVault.open(configuration.storePath),
      isOpen: !configuration.isLoopback, bell: Bell())
  }

  /// Answers a POST or DELETE in one transaction: the effect and the answer kept under its
  /// idempotency key are committed together, or neither is.
  func answerOnce(
    _ call: Call, _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws -> Answer {
    let isOff = assumptions.holds(.idempotency, "off") || call.method != "POST"
    let key = isOff ? nil : try IdempotencyKey(call)
    let kind = APIError.Kind(rawValue: assumptions.value(of: .inProgressType)) ?? .idempotency
    let now = time.now
    let answer = try await keysInProgress.claiming(key, kind: kind) {
      try await store.write { db in
        if let stored = try key?.stored(db, now: now, assumptions) { return stored }
        var answer = try settled(call) { try body(db) }
        if let status = call.statusAfterEffect, assumptions.holds(.idempotency, "replay-errors") {
          answer = self.answer(.injected(status), call.requestID)
        }
        try key?.store(answer, db, now: now)
        return answer
      }
    }
    bell.ring()
    return answer
  }

  /// A refusal by state is an answer like any other, since it was decided and not mistyped; every
  /// other error goes on and undoes the transaction, unless errors are kept, too.
  private func settled(_ call: Call, _ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let error as APIError
      where error.code == .stateInvalid || assumptions.holds(.idempotency, "replay-errors")
    {
      return answer(error, call.requestID)
    }
  }

  /// A refusal as an answer.
  func answer(_ error: APIError, _ requestID: String) -> Answer {
    let inBody = assumptions.holds(.requestID, "both") ? requestID : nil
    return Answer(status: error.status, body: error.body(requestID: inBody))
  }
}
