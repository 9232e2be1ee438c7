import CpayModel
import CpayValue
import GRDB

/// What a store is: its id, where its data came from, the keys it minted, the time it lives in.
struct StoreIdentity: Hashable, Sendable {
  let instance: String
  let seed: String
  /// The keys it minted, for each mode.
  let keys: [String]
  /// Signs the addresses of files.
  let secret: String
  /// When it was filled, by the clock of that time.
  let filledAt: Timestamp
  /// The moment its clock stands at, where it does not run.
  let frozenAt: Timestamp?

  /// The test key it minted.
  var key: String { keys.first ?? "" }
  /// The live key it minted, which opens its live data.
  var liveKey: String { keys.last ?? "" }

  /// The identity that the store was given when it was filled; nil for an empty store.
  static func read(_ db: Database) throws -> StoreIdentity? {
    var values: [String: String] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT name, value FROM about") {
      values[row["name"]] = row["value"]
    }
    guard let instance = values["instance"], let seed = values["seed"], let key = values["key"]
    else { return nil }
    let moment = { (name: String) in
      values[name].flatMap(Int64.init).map(Timestamp.init(seconds:))
    }
    return StoreIdentity(
      instance: instance, seed: seed, keys: [key, values["live_key"]].compactMap { $0 },
      secret: values["secret"] ?? instance,
      filledAt: moment("filled_at") ?? moment("frozen_at") ?? Timestamp(seconds: 0),
      frozenAt: moment("frozen_at"))
  }

  /// A new identity for a store that is about to be filled from `seed`.
  static func minted(for seed: Seed, at now: Timestamp, isManual: Bool) -> StoreIdentity {
    StoreIdentity(
      instance: RandomToken.make("sbx_"), seed: seed.name,
      keys: [KeyPrefix.secretTest, .secretLive].map {
        RandomToken.make($0.ofSandboxes, length: 24)
      },
      secret: RandomToken.make("", length: 32), filledAt: now, frozenAt: isManual ? now : nil)
  }

  func write(_ db: Database) throws {
    var values = [
      "instance": instance, "seed": seed, "key": key, "live_key": keys.last ?? key,
      "secret": secret, "filled_at": String(filledAt.seconds),
    ]
    if let frozenAt { values["frozen_at"] = String(frozenAt.seconds) }
    for (name, value) in values {
      try db.execute(
        sql: "INSERT INTO about (name, value) VALUES (?, ?)", arguments: [name, value])
    }
  }

  /// Remembers where the hands of a clock that does not run by itself are.
  static func setClock(_ moment: Timestamp, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO about (name, value) VALUES ('frozen_at', ?)",
      arguments: [String(moment.seconds)])
  }
}

extension SandboxStore {
  /// Fills an empty store from `seed`, or from the demo when there is none; says what the store is.
  ///
  /// - Throws: ``SandboxError`` when the store was filled from another seed, or the seed cannot be
  ///   read.
  func prepare(
    _ seed: Seed?, clock: SandboxClock?, lifecycle: DisputeLifecycle, mode: Mode = .test
  ) async throws -> StoreIdentity {
    let archive = archive
    return try await write { db in
      if let identity = try StoreIdentity.read(db) {
        guard seed == nil || seed?.name == identity.seed else {
          throw SandboxError(
            "the store was filled from \(identity.seed), not \(seed?.name ?? ""); leave the seed "
              + "out, or use another store")
        }
        archive.open(Seed(named: identity.seed).demo(at: identity.filledAt))
        return identity
      }
      let seed = seed ?? .demo
      let clock = clock ?? SandboxClock(frozenAt: seed.frozenAt)
      let identity = StoreIdentity.minted(for: seed, at: clock.now, isManual: clock.isManual)
      archive.open(seed.demo(at: identity.filledAt))
      var dispute: String?
      try StoreSchema.filling(db) {
        try seed.emit(now: identity.filledAt) { object in
          let object = object.scheduled(by: lifecycle, at: identity.filledAt)
          try object.filed(in: mode).insert(db, mode: mode)
          if object.kind == .dispute, dispute == nil { dispute = object.body }
        }
      }
      // An account that is live has a past, and its events say so.
      if mode == .live, let dispute {
        try EventLog(mode: mode, cause: .none, now: identity.filledAt)
          .record("dispute.created", dispute, db)
      }
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
