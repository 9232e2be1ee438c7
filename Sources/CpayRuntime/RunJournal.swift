public import CpayClient
public import CpayLanguage
import Synchronization

/// Remembers plans, runs and what became of each row, across crashes.
public protocol RunJournal: Sendable {
  /// The runs that hold a final act on any of those disputes, by dispute.
  ///
  /// A row holds its dispute from the intent on, until a definite refusal.
  func claims(
    on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: String]

  /// How often such a write to each of those disputes was refused for good; a draft, which can be
  /// written again, also counts when it was applied.
  ///
  /// It gives the next attempt a key of its own, which the API has not answered yet.
  func refusals(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: Int]

  /// What is known of earlier uploads of those contents for that purpose, by content.
  func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads]

  /// Remembers the file that an upload came to, nil where the API refused it for good; durable on
  /// return.
  ///
  /// The first file of a content stays the one that is known.
  func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure)

  /// Remembers a plan and its run; durable on return.
  func open(_ run: RunID, _ plan: WritePlan) async throws(JournalFailure)

  /// Remembers that a write is about to be sent; durable on return.
  ///
  /// From here on the row counts as open until it is settled.
  /// - Throws: ``JournalFailure/claimed(by:)`` when another run holds a final act on the dispute.
  func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure)

  /// Remembers what became of some rows, all or none; durable on return.
  func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure)

  /// Remembers that the run has ended.
  func close(_ run: RunID) async throws(JournalFailure)
}

/// A journal that is opened, once, when something is first asked of it or has to be remembered, so
/// that reading disputes needs no ledger and makes no file.
public final class DeferredJournal: Sendable {
  private let open: @Sendable () throws(JournalFailure) -> any RunJournal
  private let journal = Mutex<(any RunJournal)?>(nil)

  /// A journal that `open` opens.
  public init(_ open: @escaping @Sendable () throws(JournalFailure) -> any RunJournal) {
    self.open = open
  }

  /// A journal that is there already.
  public convenience init(_ journal: any RunJournal) {
    self.init { journal }
  }

  /// The journal, opened where it has not been yet.
  /// - Throws: ``JournalFailure`` when it cannot be; the next call tries again.
  public func opened() throws(JournalFailure) -> any RunJournal {
    try journal.withLock { journal throws(JournalFailure) in
      if let journal { return journal }
      let opened = try open()
      journal = opened
      return opened
    }
  }
}

/// A journal that lasts as long as the process, for hosts that keep their own records.
public final class MemoryJournal: RunJournal {
  private let state = Mutex(State())

  private struct State {
    var accounts: [RunID: AccountIdentity] = [:]
    /// The run that holds a final act, by account and dispute.
    var claims: [AccountIdentity: [String: RunID]] = [:]
    var refusals: [AccountIdentity: [WriteAction: [String: Int]]] = [:]
    var uploads: [AccountIdentity: [File.Purpose: [String: PastUploads]]] = [:]
  }

  /// An empty journal.
  public init() {}

  /// The runs that hold a final act on any of those disputes, by dispute.
  public func claims(
    on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: String] {
    let held = state.withLock { $0.claims[account] ?? [:] }
    var result: [String: String] = [:]
    for dispute in disputes { result[dispute] = held[dispute]?.description }
    return result
  }

  /// How often such a write to each of those disputes was refused for good.
  public func refusals(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: Int] {
    let counts = state.withLock { $0.refusals[account]?[action] ?? [:] }
    return counts.filter { disputes.contains($0.key) }
  }

  /// What is known of earlier uploads of those contents for that purpose.
  public func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads] {
    let known = state.withLock { $0.uploads[account]?[purpose] ?? [:] }
    return known.filter { contents.contains($0.key) }
  }

  /// Remembers the file that an upload came to, or that it was refused.
  public func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure) {
    let isKnown = state.withLock { state in
      guard let account = state.accounts[run] else { return false }
      var past = state.uploads[account]?[upload.purpose]?[upload.content] ?? PastUploads()
      if file == nil { past.refusals += 1 }
      past.file = past.file ?? file
      state.uploads[account, default: [:]][upload.purpose, default: [:]][upload.content] = past
      return true
    }
    if !isKnown { throw .unusable("the run \(run) is not known") }
  }

  /// Remembers a plan and its run.
  public func open(_ run: RunID, _ plan: WritePlan) async throws(JournalFailure) {
    state.withLock { $0.accounts[run] = plan.account }
  }

  /// Remembers that a write is about to be sent.
  public func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure) {
    let obstacle = state.withLock { state -> JournalFailure? in
      guard let account = state.accounts[run] else {
        return .unusable("the run \(run) is not known")
      }
      if write.action == .draft { return nil }
      if let holder = state.claims[account]?[write.dispute] {
        return .claimed(by: holder.description)
      }
      state.claims[account, default: [:]][write.dispute] = run
      return nil
    }
    if let obstacle { throw obstacle }
  }

  /// Remembers what became of some rows.
  public func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    state.withLock { state in
      guard let account = state.accounts[run] else { return }
      for row in rows
      where row.outcome.freesClaim && state.claims[account]?[row.outcome.id] == run {
        state.claims[account]?[row.outcome.id] = nil
      }
      for row in rows where row.outcome.usesUpKey {
        let action = row.outcome.action
        state.refusals[account, default: [:]][action, default: [:]][row.outcome.id, default: 0] += 1
      }
    }
  }

  /// Remembers that the run has ended.
  public func close(_ run: RunID) async throws(JournalFailure) {}
}
