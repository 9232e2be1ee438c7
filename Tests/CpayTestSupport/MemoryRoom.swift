import CpayLanguage
public import CpayRuntime
import Synchronization

/// Temporary files that exist in memory only, on a disk of some size.
public final class MemoryRoom: Sendable {
  private let size: Int
  private let state = Mutex(State())

  private struct State {
    var used = 0
    var made = 0
    var isUnreadable = false
  }

  /// A disk of that size.
  public init(_ size: Int = .max) { self.size = size }

  /// The files that have been made.
  public var made: Int { state.withLock { $0.made } }

  /// Lets all reads fail from here on.
  public func breakDown() { state.withLock { $0.isUnreadable = true } }

  /// A store that has no files but these.
  public var store: FileStore {
    FileStore(
      open: { (_) throws(FileFailure) in throw FileFailure("there is no such file") },
      create: { (_) throws(FileFailure) in throw FileFailure("you may not write here") },
      temporary: { () throws(FileFailure) in self.file() })
  }

  private func file() -> TemporaryFile {
    state.withLock { $0.made += 1 }
    let contents = Mutex<[UInt8]>([])
    return TemporaryFile(
      append: { (bytes) throws(FileFailure) in
        let isFull = self.state.withLock { state in
          state.used += bytes.count
          return state.used > self.size
        }
        if isFull { throw FileFailure("the disk is full") }
        contents.withLock { $0 += bytes }
      },
      read: { (range) throws(FileFailure) in
        if self.state.withLock({ $0.isUnreadable }) { throw FileFailure("input/output error") }
        return contents.withLock { Array($0[range]) }
      })
  }
}
