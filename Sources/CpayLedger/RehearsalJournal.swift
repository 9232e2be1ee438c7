package import CpayClient
package import CpayLanguage
package import CpayModel
package import CpayRuntime

/// Remembers a rehearsal in memory, and knows from the account's own ledger, which it only reads, whose
/// disputes are held.
package struct RehearsalJournal: RunJournal {
  private let own: Ledger
  private let past: Ledger?
  private let account: AccountIdentity

  /// A journal that remembers in `own`; `past` is a copy of the ledger of the account that is rehearsed
  /// for, and nil where nothing was ever sent to it.
  package init(own: Ledger, past: Ledger?, account: AccountIdentity) {
    (self.own, self.past, self.account) = (own, past, account)
  }

  package func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity, otherThan other: RunID?
  ) async throws(JournalFailure) -> [String: String] {
    let before =
      try await past?.claims(on: disputes, of: self.account, otherThan: nil) ?? [:]
    return try await own.claims(on: disputes, of: account, otherThan: other)
      .merging(before) { $1 }
  }

  package func pastWrites(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastWrites] {
    let before = try await past?.pastWrites(of: action, on: disputes, of: self.account) ?? [:]
    return try await own.pastWrites(of: action, on: disputes, of: account)
      .merging(before) { own, before in
        PastWrites(
          usedUp: own.usedUp + before.usedUp, disowned: before.disowned + own.disowned)
      }
  }

  package func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads] {
    try await own.uploads(of: contents, for: purpose, to: account)
  }

  package func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure) {
    try await own.remember(run, upload, file: file)
  }

  package func run(of plan: PlanID) async throws(JournalFailure) -> RunID? {
    try await own.run(of: plan)
  }

  package func open(
    _ run: RunID, _ plan: WritePlan, _ limits: RunLimits, by sender: Sender
  ) async throws(JournalFailure) {
    try await own.open(run, plan, limits, by: sender)
  }

  package func recorded(_ run: RunID) async throws(JournalFailure) -> RecordedRun? {
    try await own.recorded(run)
  }

  package func reopen(_ run: RunID, by sender: Sender) async throws(JournalFailure) -> RecordedRun?
  {
    try await own.reopen(run, by: sender)
  }

  package func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure) {
    try await own.intend(run, position: position, write)
  }

  package func intendAgain(_ run: RunID, position: Int) async throws(JournalFailure) {
    try await own.intendAgain(run, position: position)
  }

  package func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    try await own.settle(run, rows)
  }

  package func close(_ run: RunID) async throws(JournalFailure) {
    try await own.close(run)
  }
}
