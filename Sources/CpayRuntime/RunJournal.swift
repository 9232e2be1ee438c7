public import CpayClient
public import CpayLanguage
public import CpayModel
import Synchronization

/// Remembers plans, runs and what became of each row, across crashes.
public protocol RunJournal: Sendable {
  /// The runs that hold a final act on any of those disputes, by dispute.
  ///
  /// A row holds its dispute from the intent on, until a definite refusal, and in its phase only: an
  /// inquiry that was answered can come back as a chargeback. A run that has not ended also holds
  /// what it has not sent yet. What the run `other` holds is left out.
  func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity, otherThan other: RunID?
  ) async throws(JournalFailure) -> [String: String]

  /// What is known of earlier writes of that kind to those disputes, by dispute; none where there is
  /// nothing.
  ///
  /// A definite no uses up its key, and so does the yes to a draft, which can be written again, and a
  /// write that a person has called not applied, where the API would only repeat itself
  /// (``PastWrites/isUsedUp(_:age:)``).
  func pastWrites(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastWrites]

  /// What is known of earlier uploads of those contents for that purpose, by content.
  func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads]

  /// Remembers the file that an upload came to, nil where its key brings none any more; durable on
  /// return.
  ///
  /// The first file of a content stays the one that is known.
  func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure)

  /// The run that a saved plan has become; nil where it has not been applied.
  func run(of plan: PlanID) async throws(JournalFailure) -> RunID?

  /// Remembers a plan that someone has agreed to, its run and who sends it; durable on return.
  ///
  /// Each attempt is remembered with whoever opened the run, or took it up last.
  /// - Throws: ``JournalFailure/applied(_:as:)`` for a saved plan that has become a run before,
  ///   ``JournalFailure/locked(by:)`` while another run sends.
  func open(
    _ run: RunID, _ plan: WritePlan, _ limits: RunLimits, by sender: Sender
  ) async throws(JournalFailure)

  /// A run as it is remembered; nil where there is none of that name.
  ///
  /// A row that is being sent is in doubt: only the run itself knows better.
  /// - Throws: ``JournalFailure/unusable(_:)`` where too little of it is left to go on.
  func recorded(_ run: RunID) async throws(JournalFailure) -> RecordedRun?

  /// Takes up a run that has ended, or whose process has: what was not sent waits again, and what
  /// is in doubt is looked at before it is sent.
  /// - Throws: ``JournalFailure`` where that cannot be; nil where there is no such run.
  func reopen(_ run: RunID, by sender: Sender) async throws(JournalFailure) -> RecordedRun?

  /// Remembers that a write is about to be sent; durable on return.
  ///
  /// From here on the row counts as open until it is settled.
  /// - Throws: ``JournalFailure/claimed(by:)`` when another run holds a final act on the dispute.
  func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure)

  /// Remembers that the same write is about to be sent once more; durable on return.
  func intendAgain(_ run: RunID, position: Int) async throws(JournalFailure)

  /// Remembers what became of some rows, and when, all or none; durable on return.
  ///
  /// What the API last said of a row in doubt, and its name for the request, stay known where a
  /// later look hears nothing.
  func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure)

  /// Remembers that the run has ended.
  func close(_ run: RunID) async throws(JournalFailure)
}

extension RunJournal {
  /// The runs that hold a final act on any of those disputes, by dispute.
  public func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: String] {
    try await claims(on: disputes, of: account, otherThan: nil)
  }
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
