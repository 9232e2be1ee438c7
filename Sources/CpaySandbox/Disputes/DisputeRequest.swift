import CpayModel
import CpayValue
import GRDB

/// An update or a close that was asked for: what is particular to requests, around the change.
struct DisputeRequest: Sendable {
  let change: DisputeChange
  let call: Call

  /// Merges evidence and metadata, and submits when the update says so.
  func update(_ update: DisputeUpdate, _ db: Database) throws -> String {
    let dispute = try change.current(db)
    var patch = ObjectPatch()
    if let metadata = try update.metadata.applied(to: dispute) {
      patch.set("metadata") { metadata.write(to: &$0) }
    }
    let action = update.action(
      submittingByDefault: change.assumptions.holds(.submitDefault, "true"))
    guard let action else { return try change.write(patch, to: dispute, db) }
    return try change.perform(action, on: dispute, patch, db) { patch in
      let evidence = try merged(update.evidence, into: dispute, db)
      if action == .submit, evidence.isEmpty {
        throw APIError.missing("evidence", "There is no evidence to submit for '\(change.id)'.")
      }
      patch.set("evidence") { evidence.write(to: &$0) }
    }
  }

  /// Accepts the dispute and refunds the charge.
  func close(_ db: Database) throws -> String {
    try change.perform(.close, on: change.current(db), ObjectPatch(), db)
  }

  /// The dispute as the answer shows it.
  func presented(_ body: String, _ db: Database, _ sandbox: Sandbox) throws -> Answer {
    Answer(body: try Presenter(db, call, sandbox).present(.dispute, body))
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
    guard let file = try StoredObject.node(db, .file, id: id, mode: change.mode) else {
      throw APIError.unknownReference(param, "No such file: '\(id)'.")
    }
    let purpose = file["purpose"]?.string ?? ""
    guard purpose == "dispute_evidence" || change.assumptions.holds(.filePurpose, "ignore") else {
      throw APIError.invalid(
        param, "The file '\(id)' has the purpose '\(purpose)', not dispute_evidence.")
    }
  }
}
