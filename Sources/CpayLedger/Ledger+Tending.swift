public import CpayClient
import CpayModel
public import CpayRuntime
public import CpayValue
import GRDB
import Glibc

extension Ledger {
  /// Texts about tenants that nothing is decided on any more: what was seen, planned and sent.
  public struct Forgettable: Hashable, Sendable {
    /// The settled rows that still have them.
    public let rows: Int
    /// The runs that these are of.
    public let runs: Int
  }

  /// What could be forgotten of the runs that ended before a moment and have nothing open.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be read.
  public func forgettable(before moment: Timestamp) throws(JournalFailure) -> Forgettable {
    try read { try Ledger.forgettable(before: moment, in: $0) }
  }

  /// Forgets it, with the space it took, durable on return; outcomes, keys and messages stay.
  ///
  /// Says whether it did: not where there is more or less of it by now than someone agreed to.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be written, or a run is going on.
  public func forget(
    before moment: Timestamp, _ agreed: Forgettable
  ) throws(JournalFailure) -> Bool {
    try take()
    defer { release() }
    let now = clock().seconds
    do {
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    } catch {
      throw JournalFailure(error)
    }
    let isDone = try write { database in
      guard try Ledger.forgettable(before: moment, in: database) == agreed else { return false }
      try database.execute(
        sql: "DELETE FROM content WHERE run IN (\(Ledger.endedRuns))",
        arguments: Ledger.endedRuns(before: moment))
      try Ledger.audit(
        "\(agreed.rows) rows of \(agreed.runs) runs that ended before \(moment.iso) forgotten",
        at: now, in: database)
      return true
    }
    // The log still has the pages as they were.
    try checkpoint()
    return isDone
  }

  private static func forgettable(
    before moment: Timestamp, in database: Database
  ) throws -> Forgettable {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*) AS rows, count(DISTINCT run) AS runs FROM content
        WHERE run IN (\(endedRuns))
        """, arguments: endedRuns(before: moment))
    return Forgettable(rows: row?["rows"] ?? 0, runs: row?["runs"] ?? 0)
  }

  /// The runs that ended before a moment and that nobody can go on with.
  private static let endedRuns = """
    SELECT name FROM run WHERE closed_at < ? AND NOT EXISTS (
      SELECT 1 FROM item WHERE item.run = run.name
        AND (item.state IN (?, ?, ?)
          OR item.state = ? AND item.by_hand = 0 AND run.given_up_at IS NULL))
    """

  private static func endedRuns(before moment: Timestamp) -> StatementArguments {
    [
      moment.seconds, RowState.planned.name, RowState.sending.name, RowState.abandoned.name,
      RowState.settled(.unsent).name,
    ]
  }

  // MARK: Another place

  /// The data that its runs were on.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be read.
  public func accounts() throws(JournalFailure) -> [AccountIdentity] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT DISTINCT place, mode FROM run").compactMap { row in
        APIKey.Mode(rawValue: row["mode"]).map {
          AccountIdentity(recorded: row["place"], mode: $0)
        }
      }
    }
  }

  /// The name of what stands in a folder while a ledger is moved there, and names where it comes from:
  /// no ledger is opened beside it.
  public static var movingMark: String { LedgerFiles.movingMark }

  /// Copies the whole ledger to a folder that has none; durable and looked through on return.
  ///
  /// Nobody writes to it meanwhile: it is held.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when either of the two does not work.
  public func copy(to folder: String) throws(JournalFailure) {
    let path = folder + "/ledger.sqlite"
    try LedgerFiles.prepare(folder: folder, file: "ledger.sqlite")
    try checkpoint()
    do {
      let copy = try DatabaseQueue(path: path)
      try database.backup(to: copy)
      let flaws = try copy.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
      guard flaws == ["ok"] else {
        throw JournalFailure.unusable("its copy in \(folder) is not whole")
      }
      try copy.close()
    } catch {
      throw JournalFailure(error)
    }
    for place in [path, folder] { try LedgerFiles.synchronize(place) }
  }

  /// Removes a ledger that has been copied; what stands in its log is in its main file.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the folder does not let it go.
  public static func remove(in folder: String) throws(JournalFailure) {
    for name in ["ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.sqlite"] {
      guard unsafe unlink(folder + "/" + name) == 0 || errno == ENOENT else {
        throw .unusable("cannot remove \(folder)/\(name): \(LedgerFiles.lastError)")
      }
    }
    try LedgerFiles.synchronize(folder)
  }
}
