public import CpayClient
public import CpayLanguage
public import CpayModel
import Synchronization

/// A journal that lasts as long as the process, for hosts that keep their own records.
public final class MemoryJournal: RunJournal {
  private let state = Mutex(State())
  private let environment: ClientEnvironment

  private struct State {
    var runs: [RunID: RecordedRun] = [:]
    /// The runs that have not ended.
    var open: Set<RunID> = []
    /// When the rows in doubt were first sent.
    var sentAt: [RunID: [Int: Duration]] = [:]
    /// The run that holds a final act, by account and dispute.
    var claims: [AccountIdentity: [ClaimKey: RunID]] = [:]
    var past: [AccountIdentity: [WriteAction: [String: PastWrites]]] = [:]
    var uploads: [AccountIdentity: [File.Purpose: [String: PastUploads]]] = [:]

    /// The run that a saved plan has become.
    func run(of plan: PlanID) -> RunID? { runs.first { $0.value.plan.id == plan }?.key }

    /// The run that has sent a final act to a dispute, or waits to; other than `run`.
    func holder(of key: ClaimKey, _ account: AccountIdentity, otherThan run: RunID) -> RunID? {
      if let holder = claims[account]?[key] { return holder }
      return open.first { other in
        other != run && keys(heldBy: other, account).contains(key)
      }
    }

    /// The runs other than that one that have sent final acts to disputes, or wait to.
    func holders(_ account: AccountIdentity, otherThan other: RunID?) -> [ClaimKey: RunID] {
      var holders: [ClaimKey: RunID] = [:]
      for run in open where run != other {
        for key in keys(heldBy: run, account) { holders[key] = run }
      }
      return holders.merging((claims[account] ?? [:]).filter { $0.value != other }) { $1 }
    }

    /// What a run waits to send a final act to.
    private func keys(
      heldBy run: RunID, _ account: AccountIdentity
    ) -> some Sequence<ClaimKey> {
      let recorded = runs[run].flatMap { $0.plan.account == account ? $0 : nil }
      return (recorded?.rows ?? []).indices.lazy.compactMap { position in
        guard let recorded, recorded.rows[position] == .waiting else { return nil }
        let item = recorded.plan.items[position]
        return recorded.plan.phaseHeld(by: item).map { ClaimKey(dispute: item.id, phase: $0) }
      }
    }
  }

  private struct ClaimKey: Hashable {
    let dispute: String
    let phase: DisputePhase
  }

  /// An empty journal, whose runs are dated by that environment.
  public init(_ environment: ClientEnvironment = .system) {
    self.environment = environment
  }

  /// The runs that hold a final act on any of those disputes, by dispute.
  public func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity, otherThan other: RunID?
  ) async throws(JournalFailure) -> [String: String] {
    let holders = state.withLock { $0.holders(account, otherThan: other) }
    var result: [String: String] = [:]
    for (dispute, phase) in disputes {
      result[dispute] = holders[ClaimKey(dispute: dispute, phase: phase)]?.description
    }
    return result
  }

  /// What is known of earlier writes of that kind to those disputes; nobody settles anything here by
  /// hand.
  public func pastWrites(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastWrites] {
    let past = state.withLock { $0.past[account]?[action] ?? [:] }
    let wanted = Set(disputes)
    return past.filter { wanted.contains($0.key) }
  }

  /// What is known of earlier uploads of those contents for that purpose.
  public func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads] {
    let known = state.withLock { $0.uploads[account]?[purpose] ?? [:] }
    let wanted = Set(contents)
    return known.filter { wanted.contains($0.key) }
  }

  /// Remembers the file that an upload came to, or that it was refused.
  public func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure) {
    let isKnown = state.withLock { state in
      guard let account = state.runs[run]?.plan.account else { return false }
      var past = state.uploads[account]?[upload.purpose]?[upload.content] ?? PastUploads()
      if file == nil { past.usedUp += 1 }
      past.file = past.file ?? file
      state.uploads[account, default: [:]][upload.purpose, default: [:]][upload.content] = past
      return true
    }
    if !isKnown { throw .unusable("the run \(run) is not known") }
  }

  // MARK: Runs

  /// The run that a saved plan has become.
  public func run(of plan: PlanID) async throws(JournalFailure) -> RunID? {
    state.withLock { $0.run(of: plan) }
  }

  /// Remembers a plan and its run.
  public func open(
    _ run: RunID, _ plan: WritePlan, _ limits: RunLimits, by sender: Sender
  ) async throws(JournalFailure) {
    let now = environment.now()
    let earlier = state.withLock { state -> RunID? in
      if let earlier = plan.id.flatMap({ state.run(of: $0) }) { return earlier }
      state.open.insert(run)
      state.runs[run] = RecordedRun(
        run: run, plan: plan, limits: limits, sender: sender, consentedAt: now, isGivenUp: false,
        rows: plan.items.map { _ in .waiting })
      return nil
    }
    if let earlier, let plan = plan.id { throw .applied(plan, as: earlier) }
  }

  /// A run as it is remembered.
  public func recorded(_ run: RunID) async throws(JournalFailure) -> RecordedRun? {
    let now = environment.uptime()
    return state.withLock { state in
      guard var recorded = state.runs[run] else { return nil }
      for (position, row) in recorded.rows.enumerated() {
        if case .settled(let outcome) = row, outcome.kind == .unsent, !recorded.isGivenUp {
          recorded.rows[position] = .waiting
        }
        guard case .inDoubt(let write, let attempt) = row,
          let sentAt = state.sentAt[run]?[position]
        else { continue }
        recorded.rows[position] = .inDoubt(
          write,
          EarlierAttempt(
            age: now - sentAt, reason: attempt.reason, sentWith: attempt.sentWith,
            requestID: attempt.requestID))
      }
      return recorded
    }
  }

  /// Takes up a run again.
  public func reopen(_ run: RunID, by sender: Sender) async throws(JournalFailure) -> RecordedRun? {
    state.withLock { state in
      state.runs[run]?.sender = sender
      guard var recorded = state.runs[run], !recorded.isGivenUp else { return }
      for (position, row) in recorded.rows.enumerated() {
        if case .settled(let outcome) = row, outcome.kind == .unsent {
          recorded.rows[position] = .waiting
        }
      }
      state.runs[run] = recorded
      state.open.insert(run)
    }
    return try await recorded(run)
  }

  /// Remembers that a write is about to be sent.
  public func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure) {
    let now = environment.uptime()
    let obstacle = state.withLock { state -> JournalFailure? in
      guard let recorded = state.runs[run] else {
        return .unusable("the run \(run) is not known")
      }
      guard recorded.rows.indices.contains(position), recorded.rows[position] == .waiting else {
        return .unusable("row \(position) of \(run) is not waiting to be sent")
      }
      let account = recorded.plan.account
      if write.action != .draft {
        let key = ClaimKey(dispute: write.dispute, phase: DisputePhase(status: write.seenStatus))
        if let holder = state.holder(of: key, account, otherThan: run) {
          return .claimed(by: holder.description)
        }
        state.claims[account, default: [:]][key] = run
      }
      state.runs[run]?.rows[position] = .inDoubt(
        write,
        EarlierAttempt(
          age: .zero, reason: "the program ended before the answer came",
          sentWith: recorded.sender?.key))
      state.sentAt[run, default: [:]][position] = now
      return nil
    }
    if let obstacle { throw obstacle }
  }

  /// Remembers that a write is about to be sent once more.
  public func intendAgain(_ run: RunID, position: Int) async throws(JournalFailure) {
    let isInDoubt = state.withLock { state in
      guard let rows = state.runs[run]?.rows, rows.indices.contains(position),
        case .inDoubt = rows[position]
      else { return false }
      return true
    }
    if !isInDoubt { throw .unusable("row \(position) of \(run) is not being sent") }
  }

  /// Remembers what became of some rows.
  public func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    state.withLock { state in
      guard let recorded = state.runs[run] else { return }
      let account = recorded.plan.account
      for row in rows where recorded.rows.indices.contains(row.position) {
        let outcome = row.outcome
        if outcome.freesClaim {
          state.claims[account] = state.claims[account]?.filter {
            $0.key.dispute != outcome.id || $0.value != run
          }
        }
        if outcome.usesUpKey {
          state.past[account, default: [:]][outcome.action, default: [:]][
            outcome.id, default: PastWrites()
          ].usedUp += 1
        }
        // What is in doubt stays so, with what is known of it by now.
        switch recorded.rows[row.position] {
        case .inDoubt(let write, let attempt) where outcome.kind == .unknown:
          state.runs[run]?.rows[row.position] = .inDoubt(
            write,
            EarlierAttempt(
              age: attempt.age, reason: outcome.message ?? attempt.reason,
              sentWith: attempt.sentWith, requestID: outcome.requestID ?? attempt.requestID))
        case .inDoubt(_, let attempt):
          state.runs[run]?.rows[row.position] = .settled(outcome.named(attempt.requestID))
        case .waiting, .settled:
          state.runs[run]?.rows[row.position] = .settled(outcome)
        }
      }
    }
  }

  /// Remembers that the run has ended.
  public func close(_ run: RunID) async throws(JournalFailure) {
    state.withLock { state in
      state.open.remove(run)
      return ()
    }
  }
}
