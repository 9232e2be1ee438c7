import CpayValue
import GRDB

/// What a store is: its id, where its data came from, the key it minted, the time it lives in.
struct StoreIdentity: Hashable, Sendable {
  let instance: String
  let seed: String
  let key: String
  let frozenAt: Timestamp?

  /// The identity that the store was given when it was filled; nil for an empty store.
  static func read(_ db: Database) throws -> StoreIdentity? {
    var values: [String: String] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT name, value FROM about") {
      values[row["name"]] = row["value"]
    }
    guard let instance = values["instance"], let seed = values["seed"], let key = values["key"]
    else { return nil }
    let frozenAt = values["frozen_at"].flatMap(Int64.init).map(Timestamp.init(seconds:))
    return StoreIdentity(instance: instance, seed: seed, key: key, frozenAt: frozenAt)
  }

  /// A new identity for a store that is about to be filled from `seed`.
  static func minted(for seed: Seed) -> StoreIdentity {
    StoreIdentity(
      instance: RandomToken.make("sbx_"), seed: seed.name,
      key: RandomToken.make("sk_test_", length: 24), frozenAt: seed.frozenAt)
  }

  func write(_ db: Database) throws {
    var values = ["instance": instance, "seed": seed, "key": key]
    if let frozenAt { values["frozen_at"] = String(frozenAt.seconds) }
    for (name, value) in values {
      try db.execute(
        sql: "INSERT INTO about (name, value) VALUES (?, ?)", arguments: [name, value])
    }
  }
}

extension SandboxStore {
  /// Fills an empty store from `seed`, or from the demo when there is none; says what the store is.
  ///
  /// - Throws: ``SandboxError`` when the store was filled from another seed, or the seed cannot be
  ///   read.
  func prepare(_ seed: Seed?, clock: SandboxClock?) async throws -> StoreIdentity {
    try await write { db in
      if let identity = try StoreIdentity.read(db) {
        guard seed == nil || seed?.name == identity.seed else {
          throw SandboxError(
            "the store was filled from \(identity.seed), not \(seed?.name ?? ""); leave the seed "
              + "out, or use another store")
        }
        return identity
      }
      let seed = seed ?? .demo
      let identity = StoreIdentity.minted(for: seed)
      let now = (clock ?? SandboxClock(frozenAt: identity.frozenAt)).now
      try seed.emit(now: now) { object in try object.insert(db, mode: .test) }
      try identity.write(db)
      return identity
    }
  }
}

extension SandboxClock {
  /// The clock of a store: frozen when its seed is.
  init(frozenAt moment: Timestamp?) {
    self = moment.map(SandboxClock.frozen) ?? .real
  }
}
