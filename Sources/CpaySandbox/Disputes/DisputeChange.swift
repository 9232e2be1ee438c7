import CpayModel
import CpayValue
import GRDB

/// Changes one dispute inside a transaction: looks it up, asks the life cycle, writes what became
/// of it, the events and, for a request, the effect.
struct DisputeChange: Sendable {
  let id: String
  let mode: Mode
  let cause: Cause
  let now: Timestamp
  let assumptions: Assumptions

  init(id: String, mode: Mode, cause: Cause, sandbox: Sandbox) {
    (self.id, self.mode, self.cause) = (id, mode, cause)
    (now, assumptions) = (sandbox.time.now, sandbox.assumptions)
  }

  private var lifecycle: DisputeLifecycle { DisputeLifecycle(assumptions: assumptions) }

  /// The dispute as it is stored.
  func current(_ db: Database) throws -> JSONNode {
    guard let dispute = try StoredObject.node(db, .dispute, id: id, mode: mode) else {
      throw APIError.noSuch(.dispute, id)
    }
    return dispute
  }

  /// Does `action`, with `patch` beside it, and returns the dispute afterwards.
  ///
  /// `prepare` runs once the life cycle has agreed and may refuse, or change more.
  func perform(
    _ action: DisputeLifecycle.Action, on dispute: JSONNode, _ patch: ObjectPatch, _ db: Database,
    prepare: (inout ObjectPatch) throws -> Void = { _ in }
  ) throws -> String {
    var patch = patch
    guard let next = try verdict(on: action, dispute, db) else {
      return try replace(dispute, patch, status: nil, db)
    }
    try prepare(&patch)
    if action.isRequest { try effect(action, isRepeat: false).insert(db) }
    patch.set("status") { $0.string(next.rawValue) }
    if action == .escalate {
      let due = now.adding(DurationValue(seconds: 14 * 86_400)) ?? now
      patch.set("evidence_due_by") { $0.integer(due.seconds) }
    }
    let body = try replace(dispute, patch, status: next, db)
    if action == .close, assumptions.holds(.closeRefunds, "true") { try refund(dispute, db) }
    if let event = lifecycle.event(on: action, to: next) { try log.record(event, body, db) }
    return body
  }

  /// Writes `patch` without touching the status; returns the dispute afterwards.
  func write(_ patch: ObjectPatch, to dispute: JSONNode, _ db: Database) throws -> String {
    try replace(dispute, patch, status: nil, db)
  }

  var log: EventLog {
    EventLog(mode: mode, cause: cause, now: now)
  }

  /// The status after `action`; nil when the dispute stays as it is.
  private func verdict(
    on action: DisputeLifecycle.Action, _ dispute: JSONNode, _ db: Database
  ) throws -> DisputeLifecycle.Status? {
    let name = dispute["status"]?.string ?? ""
    guard let status = DisputeLifecycle.Status(rawValue: name) else {
      throw APIError.state("A dispute with the status '\(name)' cannot be changed.")
    }
    switch lifecycle.verdict(on: action, in: status, deadline: deadline(dispute), now: now) {
    case .applied(let next): return next
    case .unchanged:
      try effect(action, isRepeat: true).insert(db)
      return nil
    case .refusedRepeat(let message):
      try effect(action, isRepeat: true).insert(db)
      throw APIError.state(message)
    case .refused(let message): throw APIError.state(message)
    }
  }

  private func deadline(_ dispute: JSONNode) -> Timestamp? {
    dispute["evidence_due_by"]?.integer.map(Timestamp.init(seconds:))
  }

  private func effect(_ action: DisputeLifecycle.Action, isRepeat: Bool) -> Effect {
    Effect(
      dispute: id, action: action.rawValue, requestID: cause.requestID ?? "",
      idempotencyKey: cause.idempotencyKey, at: now, isRepeat: isRepeat)
  }

  private func replace(
    _ dispute: JSONNode, _ patch: ObjectPatch, status: DisputeLifecycle.Status?, _ db: Database
  ) throws -> String {
    let body = patch.applied(to: dispute)
    guard let status, status.rawValue != dispute["status"]?.string else {
      if !patch.isEmpty { try StoredObject.replace(db, id: id, body: body) }
      return body
    }
    let changed = try JSONReader.read(Array(body.utf8))
    try StoredObject.replace(
      db, id: id, body: body, label: status.rawValue,
      due: lifecycle.due(status, deadline: deadline(changed), now: now))
    return body
  }
}
