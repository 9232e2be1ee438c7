import CpayRuntime
import Glibc
import Synchronization

/// Notices that a ledger's files are not those that were opened: removed, replaced or overwritten by
/// somebody while a run goes on.
///
/// None of them is opened for it, since closing a second descriptor would drop SQLite's locks.
final class LedgerWatch: Sendable {
  private let folder: String
  private let known = Mutex<[String: Sight]>([:])

  /// What is looked at, beside the folder itself.
  private static let names = [
    "", "/ledger.sqlite", "/ledger.sqlite-wal", "/ledger.sqlite-shm", "/ledger.lock",
  ]

  /// What a file is known by.
  private struct Sight: Equatable {
    let device: UInt64
    let inode: UInt64
    /// Of the main file, which nobody changes between two checkpoints of ours.
    let size: Int64
    let changedAt: Int64
    let changedAtNanoseconds: Int64
  }

  init(folder: String) {
    self.folder = folder
  }

  /// Takes the files as they are now for the ledger's own.
  func remember() {
    let found = look()
    known.withLock { $0 = found }
  }

  /// What has happened to the files since, as a sentence without its full stop; nil for nothing.
  func change() -> String? {
    let (before, now) = (known.withLock { $0 }, look())
    for name in LedgerWatch.names {
      guard let earlier = before[name] else { continue }
      let place = folder + name
      guard let sight = now[name] else { return "\(place) was removed while it was in use" }
      if sight.device != earlier.device || sight.inode != earlier.inode {
        return "\(place) was replaced while it was in use"
      }
      if sight != earlier { return "\(place) was changed by somebody else while it was in use" }
    }
    return nil
  }

  private func look() -> [String: Sight] {
    var result: [String: Sight] = [:]
    for name in LedgerWatch.names {
      var status = stat()
      guard unsafe lstat(folder + name, &status) == 0 else { continue }
      let isMain = name == "/ledger.sqlite"
      result[name] = Sight(
        device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
        size: isMain ? Int64(status.st_size) : 0,
        changedAt: isMain ? Int64(status.st_ctim.tv_sec) : 0,
        changedAtNanoseconds: isMain ? Int64(status.st_ctim.tv_nsec) : 0)
    }
    return result
  }
}
