import CpayLanguage
public import CpayRuntime
import Synchronization

/// Files that exist in memory only, for programs under test.
public final class MemoryFiles: Sendable {
  private let contents: Mutex<[String: [UInt8]]>

  /// The files there are at first.
  public init(_ contents: [String: String] = [:]) {
    self.contents = Mutex(contents.mapValues { Array($0.utf8) })
  }

  /// A file's bytes; nil where there is none.
  ///
  /// Setting nil takes the file away.
  public subscript(_ path: String) -> [UInt8]? {
    get { contents.withLock { $0[path] } }
    set { contents.withLock { $0[path] = newValue } }
  }

  /// The files as a program sees them.
  public var store: FileStore {
    FileStore(
      open: { (path) throws(FileFailure) in
        guard let bytes = self[path] else { throw FileFailure("there is no such file") }
        let rest = Mutex(bytes[...])
        return FileChunks {
          rest.withLock { rest in
            defer { rest = rest.dropFirst(FileChunks.maximumBytes) }
            return rest.isEmpty ? nil : Array(rest.prefix(FileChunks.maximumBytes))
          }
        }
      },
      create: { self.sink($0) }, keep: { self.sink($0) })
  }

  private func sink(_ path: String) -> FileSink {
    let written = Mutex<[UInt8]>([])
    return FileSink(
      write: { bytes in written.withLock { $0 += bytes } },
      commit: { self[path] = written.withLock { $0 } })
  }
}
