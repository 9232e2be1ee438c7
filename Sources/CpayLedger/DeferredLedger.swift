public import CpayClient
public import CpayLanguage
public import CpayRuntime
import Synchronization

/// A ledger that is opened when a plan first needs it, so that reading disputes needs no ledger
/// and makes no file.
public final class DeferredLedger: RunJournal {
  private let make: @Sendable () throws(JournalFailure) -> Ledger
  private let opened = Mutex<Ledger?>(nil)

  /// A ledger that `make` opens, once.
  public init(_ make: @escaping @Sendable () throws(JournalFailure) -> Ledger) {
    self.make = make
  }

  private func ledger() throws(JournalFailure) -> Ledger {
    try opened.withLock { opened throws(JournalFailure) in
      if let opened { return opened }
      let ledger = try make()
      opened = ledger
      return ledger
    }
  }

  /// The runs that hold a final act; none for no disputes, which needs no ledger.
  public func claims(
    on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: String] {
    disputes.isEmpty ? [:] : try await ledger().claims(on: disputes, of: account)
  }

  /// How often such a write to each of those disputes was refused for good.
  public func refusals(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: Int] {
    try await ledger().refusals(of: action, on: disputes, of: account)
  }

  /// What is known of earlier uploads of those contents for that purpose.
  public func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads] {
    try await ledger().uploads(of: contents, for: purpose, to: account)
  }

  /// Remembers the file that an upload came to, or that it was refused; durable on return.
  public func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure) {
    try await ledger().remember(run, upload, file: file)
  }

  /// Remembers a plan and its run; durable on return.
  public func open(_ run: RunID, _ plan: WritePlan) async throws(JournalFailure) {
    try await ledger().open(run, plan)
  }

  /// Remembers that a write is about to be sent; durable on return.
  public func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure) {
    try await ledger().intend(run, position: position, write)
  }

  /// Remembers what became of some rows, all or none; durable on return.
  public func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    try await ledger().settle(run, rows)
  }

  /// Remembers that the run has ended.
  public func close(_ run: RunID) async throws(JournalFailure) {
    try await ledger().close(run)
  }
}
