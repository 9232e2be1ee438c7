import CpayModel
import CpayValue
import GRDB

extension ControlPlane {
  private static let mode = Parameter("mode", .choice(["test", "live"]), "the data it is about")

  static let state = Command(method: "GET", path: "") { _, plane in
    plane.object { writer in
      let (identity, clock) = (plane.sandbox.identity, plane.sandbox.time.clock)
      writer.member("instance", identity.instance)
      writer.member("seed", identity.seed)
      writer.member("now", clock.now.seconds)
      writer.member("clock", clock.isManual ? "manual" : "real")
    }
  }

  static let clock = Command(
    method: "POST", path: "/clock",
    parameters: [
      Parameter("advance", .text(maximum: 40), "how long to let pass: 14d"),
      Parameter("to", .text(maximum: 40), "the moment to go on to: 2024-02-20T12:00Z"),
    ]
  ) { order, plane in
    let now = plane.sandbox.time.now
    let target: Timestamp?
    switch (order["advance"]?.string, order["to"]?.string) {
    case (let length?, nil): target = DurationValue(length).flatMap(now.adding)
    case (nil, let moment?): target = Timestamp(iso: moment)
    default: throw APIError.missing("advance", "Say either how far to advance, or where to.")
    }
    guard let target else {
      throw APIError.invalid("advance", "A length is written 14d, a moment 2024-02-20T12:00Z.")
    }
    try await plane.timekeeper.advance(to: target)
    return plane.object { $0.member("now", plane.sandbox.time.now.seconds) }
  }

  static let effects = Command(method: "GET", path: "/effects") { _, plane in
    let (count, all) = try await plane.sandbox.store.read { db in
      (try EffectCount.read(db), try Effect.all(db))
    }
    return plane.object { writer in
      writer.member("total", Int64(count.total))
      writer.member("distinct", Int64(count.distinct))
      writer.member("repeats", Int64(count.repeats))
      writer.list("data", all) { effect, writer in
        writer.member("dispute", effect.dispute)
        writer.member("action", effect.action)
        writer.member("repeat", effect.isRepeat)
        writer.member("request", effect.requestID)
        writer.member("idempotency_key", effect.idempotencyKey)
        writer.member("at", effect.at.seconds)
      }
    }
  }

  static let digest = Command(method: "GET", path: "/digest") { _, plane in
    let digest = try await plane.sandbox.store.read { db in try StoreDigest.read(db) }
    return plane.object { $0.member("digest", digest) }
  }

  static let deliveries = Command(method: "GET", path: "/deliveries") { _, plane in
    let rows = try await plane.sandbox.store.read { db in try DeliveryState.all(db) }
    return plane.object { writer in
      writer.list("data", rows) { row, writer in
        writer.member("event", row.event)
        writer.member("endpoint", row.endpoint)
        writer.member("state", row.state)
        writer.member("attempts", row.attempts)
        writer.member("due", row.due)
        writer.member("answer", row.answer)
      }
    }
  }

  static let faultRules = Command(method: "GET", path: "/faults") { _, plane in
    plane.rulesInForce
  }

  static let setFaults = Command(
    method: "POST", path: "/faults",
    parameters: [
      Parameter(
        "rules", .list(.text(maximum: 200)), required: true, "MATCH:KIND:HOWOFTEN:PHASE each")
    ]
  ) { order, plane in
    var rules: [FaultRule] = []
    for text in order.texts("rules") ?? [] {
      rules.append(try plane.asked("rules") { () throws(SandboxError) in try FaultRule(text) })
    }
    plane.faults.replace(rules)
    return plane.rulesInForce
  }

  static let setLimits = Command(
    method: "POST", path: "/limits",
    parameters: [
      Parameter("rate", .number(1...1_000_000), "requests a second of one key"),
      Parameter("at_once", .number(1...1_000_000), "requests of one key under way at once"),
    ]
  ) { order, plane in
    let number = { (name: String) in order[name]?.integer.map(Int.init) }
    plane.limits.set(rate: number("rate"), atOnce: number("at_once"))
    return plane.object { _ in }
  }

  static let mintKey = Command(
    method: "POST", path: "/keys",
    parameters: [
      Parameter(
        "prefix", .choice(KeyPrefix.allCases.map(\.rawValue)), required: true,
        "the kind and the data"),
      Parameter("permissions", .list(.text(maximum: 80)), "what a restricted key may do"),
    ]
  ) { order, plane in
    let (prefix, permissions) = (order["prefix"]?.string ?? "", order.texts("permissions") ?? [])
    let key = try await plane.sandbox.store.write { db in
      do {
        return try MintedKeys.mint(prefix, permissions, db)
      } catch let error as SandboxError {
        throw APIError.invalid("permissions", error.description)
      }
    }
    plane.sandbox.keyring.add(key)
    return plane.object { $0.member("key", key.text) }
  }

  static let open = Command(
    method: "POST", path: "/disputes",
    parameters: [
      Parameter("charge", .id(.charge), required: true, "the charge that is disputed"),
      Parameter("amount", .number(1...Int64.max), "the disputed amount; the charge's"),
      Parameter(
        "reason", .choice(EnumType.disputeReason.members.map(\.name)), "the reason; general"),
      Parameter("inquiry", .flag, "whether it is an inquiry"),
      Parameter("days", .number(0...3_650), "how long evidence is taken; 14"), mode,
    ]
  ) { order, plane in
    var opening = Bank.Opening(charge: order["charge"]?.string ?? "")
    opening.amount = order["amount"]?.integer
    opening.reason = order["reason"]?.string ?? opening.reason
    opening.isInquiry = order["inquiry"]?.bool ?? false
    opening.days = order["days"]?.integer ?? opening.days
    let wanted = opening
    return try await plane.bank { bank, db in try bank.open(wanted, mode: order.mode, db) }
  }

  static let escalate = Command(
    method: "POST", path: "/disputes/:id/escalate", parameters: [mode]
  ) { order, plane in
    try await plane.bank { bank, db in
      try bank.perform(.escalate, on: order.arguments[0], mode: order.mode, db)
    }
  }

  static let decide = Command(
    method: "POST", path: "/disputes/:id/decide",
    parameters: [
      Parameter("outcome", .choice(["won", "lost"]), required: true, "for whom"), mode,
    ]
  ) { order, plane in
    let action: DisputeLifecycle.Action = order["outcome"]?.string == "won" ? .win : .lose
    return try await plane.bank { bank, db in
      try bank.perform(action, on: order.arguments[0], mode: order.mode, db)
    }
  }
}

extension ControlPlane {
  /// An answer that is one object.
  fileprivate func object(_ write: (inout JSONWriter) -> Void) -> Answer {
    var writer = JSONWriter()
    writer.beginObject()
    write(&writer)
    writer.endObject()
    return Answer(body: writer.bytes)
  }

  fileprivate var rulesInForce: Answer {
    object { writer in
      writer.key("rules")
      writer.texts(faults.rules.map(\.description))
    }
  }

  fileprivate func asked<T>(
    _ param: String, _ read: () throws(SandboxError) -> T
  ) throws(APIError) -> T {
    do { return try read() } catch { throw .invalid(param, "\(error)") }
  }

  /// Has the bank do something; the answer is the dispute, and webhooks follow.
  fileprivate func bank(
    _ body: @escaping @Sendable (Bank, Database) throws -> String
  ) async throws -> Answer {
    let bank = Bank(sandbox: sandbox)
    let dispute = try await sandbox.store.write { db in try body(bank, db) }
    sandbox.bell.ring()
    return Answer(body: Array(dispute.utf8))
  }
}

extension JSONWriter {
  /// Writes a member that is a list of objects.
  fileprivate mutating func list<Element>(
    _ name: String, _ elements: [Element], _ write: (Element, inout JSONWriter) -> Void
  ) {
    key(name)
    beginArray()
    for element in elements {
      beginObject()
      write(element, &self)
      endObject()
    }
    endArray()
  }
}
