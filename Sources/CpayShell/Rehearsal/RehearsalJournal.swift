import CpayClient
import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime

/// Remembers a rehearsal in memory, and knows from the account's own ledger, which it only reads, whose
/// disputes are held.
struct RehearsalJournal: RunJournal {
  /// What is rehearsed.
  let own: Ledger
  /// What was sent to the account; nil where nothing is remembered.
  let past: PastClaims?
  /// Whose data is rehearsed on.
  let account: AccountIdentity

  func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity, otherThan other: RunID?
  ) async throws(JournalFailure) -> [String: String] {
    let before = try past?.claims(on: disputes, of: self.account) ?? [:]
    return try await own.claims(on: disputes, of: account, otherThan: other)
      .merging(before) { $1 }
  }

  func pastWrites(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastWrites] {
    try await own.pastWrites(of: action, on: disputes, of: account)
  }

  func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads] {
    try await own.uploads(of: contents, for: purpose, to: account)
  }

  func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure) {
    try await own.remember(run, upload, file: file)
  }

  func run(of plan: PlanID) async throws(JournalFailure) -> RunID? {
    try await own.run(of: plan)
  }

  func open(
    _ run: RunID, _ plan: WritePlan, _ limits: RunLimits, by sender: Sender
  ) async throws(JournalFailure) {
    try await own.open(run, plan, limits, by: sender)
  }

  func recorded(_ run: RunID) async throws(JournalFailure) -> RecordedRun? {
    try await own.recorded(run)
  }

  func reopen(_ run: RunID, by sender: Sender) async throws(JournalFailure) -> RecordedRun? {
    try await own.reopen(run, by: sender)
  }

  func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure) {
    try await own.intend(run, position: position, write)
  }

  func intendAgain(_ run: RunID, position: Int) async throws(JournalFailure) {
    try await own.intendAgain(run, position: position)
  }

  func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    try await own.settle(run, rows)
  }

  func close(_ run: RunID) async throws(JournalFailure) {
    try await own.close(run)
  }
}
