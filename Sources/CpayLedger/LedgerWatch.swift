import CpayRuntime
import Glibc
import Synchronization

/// Notices that a ledger's files are not those that were opened: removed, replaced or overwritten by
/// somebody while a run goes on.
///
/// Main file and index are not opened for it, since closing a second descriptor would drop SQLite's
/// locks; the log has none.
final class LedgerWatch: Sendable {
  private let folder: String
  private let state = Mutex(State())

  /// The write-ahead log, which only commits of ours change.
  private static let log = "/ledger.sqlite-wal"
  /// The log's index in memory, which grows by whole pieces.
  private static let index = "/ledger.sqlite-shm"
  /// What is looked at, beside the folder itself.
  private static let names = ["", "/ledger.sqlite", log, index, "/ledger.lock"]
  /// What nobody else makes anew while the ledger is open.
  private static let lasting = ["", "/ledger.sqlite"]

  private struct State {
    var known: [String: Sight] = [:]
    var written = LogEnds()
    /// What was noticed first: after it nothing counts.
    var loss: String?
  }

  /// What a file is known by.
  private struct Sight: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    /// When it was changed: the main file in any way, log and lock in what they hold, since whoever
    /// opens the log as root sets its owner anew; of the others nothing, which change by themselves.
    let changedAt: Int64
    let changedAtNanoseconds: Int64

    func isSame(as other: Sight) -> Bool { device == other.device && inode == other.inode }
  }

  /// The first and last bytes of the log as we have written it: who overwrites or cuts it while a
  /// commit goes on changes one of them.
  private struct LogEnds: Equatable {
    var head: [UInt8] = []
    var tail: [UInt8] = []
    var size: Int64 = 0
  }

  init(folder: String) {
    self.folder = folder
  }

  /// Takes the files as they are now for the ledger's own.
  func remember() {
    let found = LedgerWatch.names.reduce(into: [:]) { $0[$1] = look(at: $1) }
    let ends = ends(size: found[LedgerWatch.log]?.size ?? 0)
    state.withLock { state in
      state.known = found
      state.written = ends
    }
  }

  /// What has happened to the files since, as a sentence without its full stop; nil for nothing.
  func change() -> String? { notice(afterCommit: false) }

  /// The same behind a commit of ours, whose log is then taken for what we have written.
  func changeBesideCommit() -> String? { notice(afterCommit: true) }

  /// Whether the ledger is not the one that was opened any more, in the same words; others may have
  /// written to it since.
  func replacement() -> String? {
    let known = state.withLock { $0.known }
    for name in LedgerWatch.lasting {
      guard let earlier = known[name] else { continue }
      if let change = replacement(of: name, earlier, look(at: name)) { return change }
    }
    return nil
  }

  private func notice(afterCommit isAfterCommit: Bool) -> String? {
    state.withLock { state in
      if let loss = state.loss { return loss }
      for name in LedgerWatch.names {
        let now = look(at: name)
        if let earlier = state.known[name] {
          let isWritten = isAfterCommit && [LedgerWatch.log, LedgerWatch.index].contains(name)
          state.loss =
            replacement(of: name, earlier, now)
            ?? (isWritten ? overwriting(name, now, state.written) : change(of: name, earlier, now))
        }
        if state.loss != nil { return state.loss }
        if isAfterCommit { state.known[name] = now }
      }
      if isAfterCommit { state.written = ends(size: state.known[LedgerWatch.log]?.size ?? 0) }
      return nil
    }
  }

  private func replacement(of name: String, _ earlier: Sight, _ now: Sight?) -> String? {
    guard let now else {
      return "\(folder + name) was removed while it was in use"
    }
    return now.isSame(as: earlier) ? nil : "\(folder + name) was replaced while it was in use"
  }

  private func change(of name: String, _ earlier: Sight, _ now: Sight?) -> String? {
    // Whoever opens the ledger writes to a log that is empty, in which there is nothing to lose.
    if name == LedgerWatch.log, earlier.size == 0 { return nil }
    return now == earlier ? nil : changed(name)
  }

  /// What somebody did to a file that our commit has written to as well.
  private func overwriting(_ name: String, _ now: Sight?, _ earlier: LogEnds) -> String? {
    let isWhole: Bool
    if name == LedgerWatch.index {
      isWhole = (now?.size ?? 0) % LedgerWatch.piece == 0 && (now?.size ?? 0) > 0
    } else {
      isWhole = (now?.size ?? 0) >= earlier.size && ends(size: earlier.size) == earlier
    }
    return isWhole ? nil : changed(name)
  }

  private func changed(_ name: String) -> String {
    "\(folder + name) was changed by somebody else while it was in use"
  }

  /// The size that the index grows by.
  private static let piece: Int64 = 32_768

  /// The ends of the first bytes of the log.
  private func ends(size: Int64) -> LogEnds {
    var ends = LogEnds(size: size)
    guard size > 0 else { return ends }
    let descriptor = unsafe open(
      folder + LedgerWatch.log, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return ends }
    defer { close(descriptor) }
    func bytes(at offset: Int64, _ count: Int) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: count)
      let found = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      }
      return Array(bytes.prefix(max(0, found)))
    }
    ends.head = bytes(at: 0, 32)
    ends.tail = bytes(at: max(0, size - 64), 64)
    return ends
  }

  private func look(at name: String) -> Sight? {
    var status = stat()
    guard unsafe lstat(folder + name, &status) == 0 else { return nil }
    let moment: timespec? =
      switch name {
      case "/ledger.sqlite": status.st_ctim
      case LedgerWatch.log, "/ledger.lock": status.st_mtim
      default: nil
      }
    return Sight(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
      size: name.isEmpty ? 0 : Int64(status.st_size),
      changedAt: moment.map { Int64($0.tv_sec) } ?? 0,
      changedAtNanoseconds: moment.map { Int64($0.tv_nsec) } ?? 0)
  }
}
