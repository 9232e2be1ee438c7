public import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Gathers rows into a plan: each dispute once, each either eligible or with a reason.
struct WritePlanBuilder {
  private let action: WriteAction
  private let evidence: RowValue?
  private let onMissing: CheckedEvidence.OnMissing
  private let files: FileStore
  private var uploads: [String: Result<PlannedUpload, EvaluationError>] = [:]
  /// What is odd about documents that can be used, and which they are.
  private var oddities: [DocumentOddity: SampledRows] = [:]
  private var items: [Draft] = []
  private var places: [String: Int] = [:]
  /// The disputes that came more than once, each once.
  private var repeats: [String] = []
  private var repeated: Set<String> = []
  /// What is wrong with documents, each once; the first as it was found.
  private var failures: [DocumentFailure] = []
  private var known: Set<DocumentFailure> = []
  private var firstFailure: EvaluationError?

  /// What is known of one row.
  private struct Draft {
    let subject: WritePlan.Item.Subject
    var evidence: [PlannedEvidence] = []
    /// Why it cannot be sent, whatever it says.
    var flaw: String?

    var seen: DisputeSnapshot? { if case .dispute(let seen) = subject { seen } else { nil } }

    /// What would be written, wherever its documents lie.
    var meaning: [String] { evidence.flatMap { [$0.name, $0.meaning] } + [flaw ?? ""] }
  }

  /// A builder for `action`, each row's evidence computed by `evidence`; documents are read from
  /// `files`, and those that cannot be used are told of as `onMissing` says.
  init(
    _ action: WriteAction, evidence: RowValue?, onMissing: CheckedEvidence.OnMissing = .stop,
    files: FileStore = .none
  ) {
    self.action = action
    (self.evidence, self.onMissing) = (evidence, onMissing)
    self.files = files
  }

  /// Adds rows; what is wrong with their documents is gathered, so that all of it is told at once.
  mutating func add(_ batch: Batch) throws(EvaluationError) {
    for index in 0..<batch.count {
      let row = batch[index]
      let seen: DisputeSnapshot
      do throws(DisputeFlaw) {
        seen = try DisputeSnapshot(row.origin)
      } catch {
        // It stands by itself: nothing says that another with its id is the same.
        items.append(Draft(subject: .unreadable(id: error.id), flaw: error.reason))
        continue
      }
      guard let draft = try draft(of: row, seen) else { continue }
      guard let place = places[seen.id] else {
        places[seen.id] = items.count
        items.append(draft)
        continue
      }
      guard items[place].meaning == draft.meaning else { throw .conflictingRows(id: seen.id) }
      if repeated.insert(seen.id).inserted { repeats.append(seen.id) }
    }
  }

  /// What a row writes; nil where a document of it cannot be used and that stops the program.
  private mutating func draft(
    of row: Row, _ seen: DisputeSnapshot
  ) throws(EvaluationError) -> Draft? {
    var draft = Draft(subject: .dispute(seen))
    guard let evidence else { return draft }
    var found: [DocumentFailure] = []
    if let given = try given(by: evidence, row, seen.id, &found) { draft.evidence = given }
    if found.isEmpty { return draft }
    switch onMissing {
    case .stop:
      for failure in found where known.insert(failure).inserted { failures.append(failure) }
      return nil
    case .ineligible:
      draft.evidence = []
      draft.flaw = found.map { $0.text(of: seen.id) }.joined(separator: "; ")
      return draft
    }
  }

  /// The evidence that a row gives; nil where a document of it cannot be used, which is added to
  /// `found`.
  private mutating func given(
    by evidence: RowValue, _ row: Row, _ id: String, _ found: inout [DocumentFailure]
  ) throws(EvaluationError) -> [PlannedEvidence]? {
    let value: Value
    do throws(EvaluationError) {
      value = try evidence(row)
    } catch {
      found.append(try failure(error, id))
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
        found.append(try failure(error, id))
      }
    }
    return found.isEmpty ? result : nil
  }

  /// What is wrong with a document of that dispute.
  /// - Throws: what is wrong with anything else.
  private mutating func failure(
    _ error: EvaluationError, _ id: String
  ) throws(EvaluationError) -> DocumentFailure {
    guard let failure = error.failure(for: id) else { throw error }
    firstFailure = firstFailure ?? error
    return failure
  }

  /// Ends where documents cannot be used, and names all of them.
  /// - Throws: ``EvaluationError/documents(_:)``, or what is wrong with the only one.
  func requireDocuments() throws(EvaluationError) {
    guard !failures.isEmpty, let firstFailure else { return }
    throw failures.count == 1 ? firstFailure : .documents(failures)
  }

  /// The document at a path, read once however many rows need it.
  private mutating func upload(_ path: String) throws(EvaluationError) -> PlannedUpload {
    if let known = uploads[path] { return try known.get() }
    let files = files
    var start: [UInt8] = []
    let upload = Result { () throws(EvaluationError) in
      try PlannedUpload(path, purpose: .disputeEvidence, files: files, start: &start)
    }
    uploads[path] = upload
    let found = try upload.get()
    if let oddity = DocumentOddity(name: path, start: start) {
      oddities[oddity, default: SampledRows()].add(path)
    }
    return found
  }

  /// The disputes gathered, each in the phase that was seen.
  var phases: [String: DisputePhase] {
    Dictionary(
      items.compactMap(\.seen).map { ($0.id, DisputePhase(status: $0.status)) },
      uniquingKeysWith: { $1 })
  }

  /// The plan, whose deadlines pass by `now`; `claims` are the runs that hold a final act, by dispute.
  /// - Throws: what ``requireDocuments()`` does, so that no plan lacks a row.
  func build(
    account: AccountIdentity, claims: [String: String], remarks: [Diagnostic], at now: Timestamp,
    madeAt: Duration
  ) throws(EvaluationError) -> WritePlan {
    try requireDocuments()
    let planned = items.map { draft in
      WritePlan.Item(
        subject: draft.subject, evidence: draft.evidence,
        ineligibility: obstacle(to: draft, claims, at: now))
    }
    return WritePlan(
      action, account: account, items: planned,
      remarks: remarks + repeats.map { Diagnostic(RunFinding.repeatedDispute($0)) }
        + documentRemarks,
      madeAt: madeAt)
  }

  private var documentRemarks: [Diagnostic] {
    (DocumentKind.allCases.map { .no($0) } + [.otherKind]).compactMap { oddity in
      oddities[oddity].map { documents in
        Diagnostic(
          RunFinding.oddDocuments(oddity, count: documents.count, first: documents.shown))
      }
    }
  }

  /// Why a row cannot be sent; nil when it can.
  private func obstacle(
    to draft: Draft, _ claims: [String: String], at now: Timestamp
  ) -> String? {
    guard draft.flaw == nil, let seen = draft.seen else { return draft.flaw }
    return Eligibility.obstacle(to: action, seen, evidence: draft.evidence, at: now)
      ?? claims[seen.id].map { HeldRow.reason($0) }
  }
}

extension DocumentFailure {
  /// What is wrong, where the dispute is named beside it.
  fileprivate func text(of id: String) -> String {
    name == id ? reason : "\(name) cannot be used: \(reason)"
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
