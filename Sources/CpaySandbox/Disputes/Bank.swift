import CpayModel
import CpayValue
import GRDB

/// What the bank and time do to disputes: open them, escalate and decide them, let them expire.
struct Bank: Sendable {
  let sandbox: Sandbox

  /// What a dispute is opened with; what is left out follows from the charge.
  struct Opening: Sendable {
    let charge: String
    var amount: Int64?
    var reason = "general"
    var isInquiry = false
    /// How long evidence is taken: the example of the disputes page has 14 days.
    var days: Int64 = 14
  }

  /// Opens a dispute about a charge; the answer is the dispute.
  func open(_ opening: Opening, mode: Mode, _ db: Database) throws -> String {
    guard let charge = try StoredObject.node(db, .charge, id: opening.charge, mode: mode),
      let charged = charge["amount"]?.integer
    else { throw APIError.unknownReference("charge", "No such charge: '\(opening.charge)'.") }
    let amount = opening.amount ?? charged
    guard (1...max(1, charged)).contains(amount) else {
      throw APIError.invalid("amount", "amount must be from 1 to \(charged), not \(amount).")
    }
    let now = sandbox.time.now
    let due = now.adding(DurationValue(seconds: opening.days * 86_400)) ?? now
    let status: DisputeLifecycle.Status =
      opening.isInquiry ? .warningNeedsResponse : .needsResponse
    let id = try DerivedID.make("dp_", ["opened", opening.charge, String(now.seconds)], db)
    let body = json(id, status, charge, opening, amount: amount, due: due, now: now)
    var object = StoredObject(id: id, kind: .dispute, created: now.seconds, body: body)
    object.index(try JSONReader.read(Array(body.utf8)))
    object.due = lifecycle.due(status, deadline: due, now: now)
    try object.insert(db, mode: mode)
    try EventLog(mode: mode, cause: .none, now: now)
      .record("dispute.created", body, db)
    return body
  }

  /// Escalates or decides a dispute; the answer is the dispute.
  func perform(
    _ action: DisputeLifecycle.Action, on id: String, mode: Mode, _ db: Database
  ) throws -> String {
    let change = DisputeChange(id: id, mode: mode, cause: .none, sandbox: sandbox)
    return try change.perform(action, on: change.current(db), ObjectPatch(), db)
  }

  /// Lets time do what it does to the disputes that are due by now.
  func settleDue(_ db: Database) throws {
    let now = sandbox.time.now
    let rows = try Row.fetchAll(
      db, sql: "SELECT id, collection, label FROM item WHERE due <= ? ORDER BY due, id",
      arguments: [now.seconds])
    for row in rows {
      let (id, collection, label): (String, Int, String?) = (row[0], row[1], row[2])
      let status = label.flatMap(DisputeLifecycle.Status.init)
      guard let status, let action = lifecycle.actionOfTime(on: id, in: status),
        try happens(action, to: id, collection % 2 == 1 ? .live : .test, db)
      else {
        try db.execute(sql: "UPDATE item SET due = NULL WHERE id = ?", arguments: [id])
        continue
      }
    }
  }

  /// Does what time does to one dispute; false where the life cycle has no place for it.
  private func happens(
    _ action: DisputeLifecycle.Action, to id: String, _ mode: Mode, _ db: Database
  ) throws -> Bool {
    do {
      _ = try perform(action, on: id, mode: mode, db)
      return true
    } catch is APIError {
      return false
    }
  }

  private var lifecycle: DisputeLifecycle { DisputeLifecycle(assumptions: sandbox.assumptions) }

  private func json(
    _ id: String, _ status: DisputeLifecycle.Status, _ charge: JSONNode, _ opening: Opening,
    amount: Int64, due: Timestamp, now: Timestamp
  ) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", id)
    writer.member("object", "dispute")
    writer.member("charge", opening.charge)
    writer.member("payment_intent", charge["payment_intent"]?.string)
    writer.member("amount", amount)
    writer.member("currency", charge["currency"]?.string)
    writer.member("status", status.rawValue)
    writer.member("reason", opening.reason)
    for name in ["evidence", "metadata"] {
      writer.key(name)
      writer.beginObject()
      writer.endObject()
      if name == "evidence" { writer.member("evidence_due_by", due.seconds) }
    }
    writer.member("created", now.seconds)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
