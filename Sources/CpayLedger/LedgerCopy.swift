import CpayRuntime
import FoundationEssentials
import GRDB

/// A ledger's files as they stand, in a folder for its owner alone that is gone with this value.
///
/// SQLite reads a log only where it can write beside it.
struct LedgerCopy: ~Copyable {
  private let folder: String

  /// Copies main file and log to the first place that takes them.
  init(of folder: String) throws(JournalFailure) {
    for place in ["/tmp", "/dev/shm"] {
      let copy = place + "/cpay-" + String(UInt64.random(in: .min ... .max), radix: 36)
      do {
        try FileManager.default.createDirectory(
          atPath: copy, withIntermediateDirectories: false,
          attributes: [.posixPermissions: 0o700])
        for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
          guard FileManager.default.fileExists(atPath: folder + "/" + name) else { continue }
          try FileManager.default.copyItem(
            atPath: folder + "/" + name, toPath: copy + "/" + name)
        }
        self.folder = copy
        return
      } catch {
        try? FileManager.default.removeItem(atPath: copy)
      }
    }
    throw .unusable("there is no room for a copy that could be read")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Fills a database with what is in the copy.
  func restore(to database: DatabaseQueue) throws {
    let file = try DatabaseQueue(path: folder + "/ledger.sqlite")
    // A database in memory has no log.
    try file.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    try file.backup(to: database)
    try file.close()
  }
}
