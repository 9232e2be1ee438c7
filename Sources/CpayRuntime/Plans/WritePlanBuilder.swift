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
  /// The disputes that came more than once, each once.
  private var repeats: [String] = []
  private var repeated: Set<String> = []
  /// What is wrong with documents, each once; the first as it was found.
  private var failures: [DocumentFailure] = []
  private var known: Set<DocumentFailure> = []
  private var firstFailure: EvaluationError?

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

  /// Adds rows; what is wrong with their documents is gathered, so that all of it is told at once.
  mutating func add(_ batch: Batch) throws(EvaluationError) {
    for index in 0..<batch.count {
      let row = batch[index]
      let seen = try DisputeSnapshot(row.origin)
      guard let evidence = try evidence(of: row, seen.id) else { continue }
      let draft = Draft(seen: seen, evidence: evidence)
      guard let place = places[draft.seen.id] else {
        places[draft.seen.id] = items.count
        items.append(draft)
        continue
      }
      guard items[place].meaning == draft.meaning else {
        throw .conflictingRows(id: draft.seen.id)
      }
      if repeated.insert(draft.seen.id).inserted { repeats.append(draft.seen.id) }
    }
  }

  /// What a row writes; nil where a document of it cannot be used.
  private mutating func evidence(
    of row: Row, _ id: String
  ) throws(EvaluationError) -> [PlannedEvidence]? {
    guard let evidence else { return [] }
    let value: Value
    do throws(EvaluationError) {
      value = try evidence(row)
    } catch {
      try remember(error, id)
      return nil
    }
    guard case .record(let members) = value else { throw .missing("the evidence") }
    var result: [PlannedEvidence] = []
    for member in members {
      do throws(EvaluationError) {
        result.append(
          try PlannedEvidence(member.name, member.value) { (path) throws(EvaluationError) in
            try upload(path)
          })
      } catch {
        try remember(error, id)
      }
    }
    return result.count == members.count ? result : nil
  }

  /// Remembers what is wrong with a document of that dispute.
  /// - Throws: what is wrong with anything else.
  private mutating func remember(
    _ error: EvaluationError, _ id: String
  ) throws(EvaluationError) {
    guard let failure = error.failure(for: id) else { throw error }
    firstFailure = firstFailure ?? error
    if known.insert(failure).inserted { failures.append(failure) }
  }

  /// Ends where documents cannot be used, and names all of them.
  /// - Throws: ``EvaluationError/documents(_:)``, or what is wrong with the only one.
  func requireDocuments() throws(EvaluationError) {
    guard let firstFailure else { return }
    throw failures.count == 1 ? firstFailure : .documents(failures)
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
  /// - Throws: what ``requireDocuments()`` does, so that no plan lacks a row.
  func build(
    account: AccountIdentity, claims: [String: String], remarks: [Diagnostic], madeAt: Duration
  ) throws(EvaluationError) -> WritePlan {
    try requireDocuments()
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

extension EvaluationError {
  /// What is wrong with a document of that dispute; nil for what is wrong with anything else.
  fileprivate func failure(for id: String) -> DocumentFailure? {
    switch self {
    // Waiting for standard input may have been broken off.
    case .evidence("-", _): nil
    case .evidence(let path, let failure): DocumentFailure(path, failure.reason)
    case .unfitName: DocumentFailure(id, message)
    case .diagnostic(let mistake):
      mistake.source.map { source in
        let place = mistake.place.map { source.position(at: $0.range.lowerBound) }
        return DocumentFailure(
          [source.name ?? id, place.map { "\($0.line)" }].compactMap(\.self)
            .joined(separator: ":"), mistake.message)
      }
    default: nil
    }
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
