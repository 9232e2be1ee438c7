import CpayLanguage
import CpayRuntime
import Glibc

/// A file in the folder of temporary ones that has no name, so that nobody else opens it and nothing is
/// left of it when the process ends, however it does.
final class UnnamedFile: Sendable {
  private let descriptor: Int32
  private let folder: String

  /// A new file in that folder.
  init(in folder: String) throws(FileFailure) {
    self.folder = folder
    let name = folder + "/cpay." + String(UInt64.random(in: .min ... .max), radix: 36)
    let flags = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW
    descriptor = unsafe open(name, flags, 0o600)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? failure(FileFailure("there is no such folder")) : failure(.last)
    }
    guard unsafe unlink(name) == 0 else { throw failure(.last) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The same for whoever runs programs.
  var file: TemporaryFile {
    TemporaryFile(
      append: { (bytes) throws(FileFailure) in try self.append(bytes) },
      read: { (range) throws(FileFailure) in try self.read(range) })
  }

  private func append(_ bytes: [UInt8]) throws(FileFailure) {
    errno = writeAll(bytes, to: descriptor)
    if errno != 0 { throw failure(.last) }
  }

  private func read(_ range: Range<Int>) throws(FileFailure) -> [UInt8] {
    var problem: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, used in
      while used < range.count {
        let length = unsafe pread(
          descriptor, buffer.baseAddress?.advanced(by: used), range.count - used,
          off_t(range.lowerBound + used))
        if length > 0 {
          used += length
        } else if length == 0 || errno != EINTR {
          problem = length == 0 ? 0 : errno
          break
        }
      }
    }
    errno = problem
    if problem != 0 { throw failure(.last) }
    return bytes
  }

  /// The same reason, which says where.
  private func failure(_ failure: FileFailure) -> FileFailure {
    FileFailure("\(failure.reason) (in \(folder); TMPDIR names another folder)")
  }
}
