import CpayModel
import CpayValue
import GRDB

/// Changes one dispute inside a transaction: looks it up, asks the life cycle, writes what became
/// of it and the effect.
struct DisputeChange: Sendable {
  let id: String
  let call: Call
  let now: Timestamp
  let assumptions: Assumptions

  private var lifecycle: DisputeLifecycle { DisputeLifecycle(assumptions: assumptions) }

  /// Merges evidence and metadata, and submits when the update says so; the answer is the dispute.
  func update(_ update: DisputeUpdate, _ db: Database) throws -> Answer {
    let dispute = try current(db)
    var patch = ObjectPatch()
    var status = dispute["status"]?.string
    let action = update.action(
      submittingByDefault: assumptions.holds(.submitDefault, "true"))
    if let action, let next = try verdict(on: action, dispute) {
      let evidence = try merged(update.evidence, into: dispute, db)
      if action == .submit, evidence.isEmpty {
        throw APIError.missing("evidence", "There is no evidence to submit for '\(id)'.")
      }
      status = next.rawValue
      patch.set("evidence") { evidence.write(to: &$0) }
      try effect(action).insert(db)
    }
    if let changes = update.metadata {
      var metadata = TextMap(dispute["metadata"])
      metadata.merge(changes)
      try MetadataLimits.check(metadata)
      patch.set("metadata") { metadata.write(to: &$0) }
    }
    return try replace(dispute, status, &patch, db)
  }

  /// Accepts the dispute and refunds the charge; the answer is the dispute.
  func close(_ db: Database) throws -> Answer {
    let dispute = try current(db)
    var patch = ObjectPatch()
    guard let next = try verdict(on: .close, dispute) else {
      return try replace(dispute, dispute["status"]?.string, &patch, db)
    }
    if assumptions.holds(.closeRefunds, "true") { try refund(dispute, db) }
    try effect(.close).insert(db)
    return try replace(dispute, next.rawValue, &patch, db)
  }

  private func current(_ db: Database) throws -> JSONNode {
    let dispute =
      Resource.dispute.isID(id)
      ? try StoredObject.node(db, kind: "dispute", id: id, mode: call.caller.mode) : nil
    guard let dispute else { throw APIError.notFound("No such dispute: '\(id)'.") }
    return dispute
  }

  /// The status after `action`; nil when the dispute stays as it is.
  private func verdict(
    on action: DisputeLifecycle.Action, _ dispute: JSONNode
  ) throws -> DisputeLifecycle.Status? {
    let name = dispute["status"]?.string ?? ""
    guard let status = DisputeLifecycle.Status(rawValue: name) else {
      throw APIError.state("A dispute with the status '\(name)' cannot be changed.")
    }
    let deadline = dispute["evidence_due_by"]?.integer.map(Timestamp.init(seconds:))
    switch lifecycle.verdict(on: action, in: status, deadline: deadline, now: now) {
    case .applied(let next): return next
    case .unchanged: return nil
    case .refused(let message): throw APIError.state(message)
    }
  }

  private func merged(
    _ changes: TextMap, into dispute: JSONNode, _ db: Database
  ) throws -> TextMap {
    for member in changes.members where !member.text.isEmpty {
      guard case .id? = RecordType.evidence.key(member.name)?.type else { continue }
      try checkFile(member.text, "evidence.\(member.name)", db)
    }
    var evidence = TextMap(dispute["evidence"])
    evidence.merge(changes)
    try EvidenceLimits.check(evidence)
    return evidence
  }

  private func checkFile(_ id: String, _ param: String, _ db: Database) throws {
    let file =
      WireLimits.isID(id, prefix: "file_")
      ? try StoredObject.node(db, kind: "file", id: id, mode: call.caller.mode) : nil
    guard let file else { throw APIError.unknownReference(param, "No such file: '\(id)'.") }
    let purpose = file["purpose"]?.string ?? ""
    guard purpose == "dispute_evidence" else {
      throw APIError.invalid(
        param, "The file '\(id)' has the purpose '\(purpose)', not dispute_evidence.")
    }
  }

  private func effect(_ action: DisputeLifecycle.Action) -> Effect {
    Effect(
      dispute: id, action: action.rawValue, requestID: call.requestID,
      idempotencyKey: call.idempotencyKey, at: now)
  }

  private func replace(
    _ dispute: JSONNode, _ status: String?, _ patch: inout ObjectPatch, _ db: Database
  ) throws -> Answer {
    if let status { patch.set("status") { $0.string(status) } }
    let body = patch.applied(to: dispute)
    try StoredObject.replace(db, id: id, status: status, body: body)
    return Answer(body: Array(body.utf8))
  }
}
