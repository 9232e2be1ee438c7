public import CpayClient
public import CpayModel
public import CpayRuntime
import Glibc
import GRDB

/// Whose disputes an account's ledger holds, for who may only read it.
public struct PastClaims: Sendable {
  private let database: DatabaseQueue

  /// The claims of the ledger in `folder`; nil where there is none.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when it cannot be read as it is.
  public init?(folder: String) throws(JournalFailure) {
    let path = folder + "/ledger.sqlite"
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw .unusable("cannot look at \(path): \(LedgerFiles.lastError)")
    }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      database = try DatabaseQueue(path: path, configuration: configuration)
      try database.read { try LedgerSchema.requireNewest($0) }
    } catch {
      throw JournalFailure(error)
    }
  }

  /// The runs that hold a final act on any of those disputes, by dispute.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when it cannot be read.
  public func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity
  ) throws(JournalFailure) -> [String: String] {
    guard !disputes.isEmpty else { return [:] }
    do {
      return try database.read {
        try Ledger.claims(on: disputes, of: account, otherThan: nil, in: $0)
      }
    } catch {
      throw JournalFailure(error)
    }
  }
}
