public import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Gathers rows into a plan: each dispute once, each either eligible or with a reason.
struct WritePlanBuilder {
  private let action: WriteAction
  private let evidence: RowValue?
  private let files: FileStore
  private let now: Timestamp
  private var uploads: [String: PlannedUpload] = [:]
  private var items: [Draft] = []
  private var places: [String: Int] = [:]
  private var repeats: [String] = []

  private struct Draft {
    let seen: DisputeSnapshot
    let evidence: [PlannedEvidence]

    /// What would be written, wherever its documents lie.
    var meaning: [String] { evidence.flatMap { [$0.name, $0.meaning] } }
  }

  /// A builder for `action`, each row's evidence computed by `evidence`; documents are read from
  /// `files`.
  init(
    _ action: WriteAction, evidence: RowValue?, files: FileStore = .none, now: Timestamp
  ) {
    self.action = action
    self.evidence = evidence
    self.files = files
    self.now = now
  }

  mutating func add(_ batch: Batch) throws(EvaluationError) {
    for index in 0..<batch.count {
      let row = batch[index]
      let draft = Draft(seen: try DisputeSnapshot(row.origin), evidence: try evidence(of: row))
      guard let place = places[draft.seen.id] else {
        places[draft.seen.id] = items.count
        items.append(draft)
        continue
      }
      guard items[place].meaning == draft.meaning else {
        throw .conflictingRows(id: draft.seen.id)
      }
      if !repeats.contains(draft.seen.id) { repeats.append(draft.seen.id) }
    }
  }

  private mutating func evidence(of row: Row) throws(EvaluationError) -> [PlannedEvidence] {
    guard let evidence else { return [] }
    guard case .record(let members) = try evidence(row) else { throw .missing("the evidence") }
    var result: [PlannedEvidence] = []
    for member in members {
      result.append(
        try PlannedEvidence(member.name, member.value) { (path) throws(EvaluationError) in
          try upload(path)
        })
    }
    return result
  }

  /// The document at a path, read once however many rows need it.
  private mutating func upload(_ path: String) throws(EvaluationError) -> PlannedUpload {
    if let upload = uploads[path] { return upload }
    let upload = try PlannedUpload(path, purpose: .disputeEvidence, files: files)
    uploads[path] = upload
    return upload
  }

  /// The disputes gathered, each in the phase that was seen.
  var phases: [String: DisputePhase] {
    Dictionary(
      items.map { ($0.seen.id, DisputePhase(status: $0.seen.status)) }, uniquingKeysWith: { $1 })
  }

  /// The plan; `claims` are the runs that hold a final act, by dispute.
  func build(
    account: AccountIdentity, claims: [String: String], remarks: [Diagnostic], madeAt: Duration
  ) -> WritePlan {
    let planned = items.map { draft in
      WritePlan.Item(
        subject: .dispute(draft.seen), evidence: draft.evidence,
        ineligibility: Eligibility.obstacle(
          to: action, draft.seen, evidence: draft.evidence, at: now)
          ?? claims[draft.seen.id].map { "held by \($0)" })
    }
    return WritePlan(
      action, account: account, items: planned,
      remarks: remarks + repeats.map { Diagnostic(RunFinding.repeatedDispute($0)) },
      madeAt: madeAt)
  }
}

extension WritePlan {
  /// A plan to upload one file, which `apply` sends and whose outcome is named by the file's id.
  /// - Throws: ``EvaluationError/evidence(_:_:)`` when it cannot be uploaded.
  public static func upload(
    _ path: String, purpose: File.Purpose = .disputeEvidence, on host: Host
  ) throws(EvaluationError) -> WritePlan {
    let upload = try PlannedUpload(path, purpose: purpose, files: host.files)
    let item = Item(subject: .file(upload), evidence: [], ineligibility: nil)
    return WritePlan(
      .upload, account: try host.connected().identity, items: [item], remarks: [],
      madeAt: host.environment.uptime())
  }
}
