import CpayLanguage
import Glibc
import Synchronization

/// Replaces a file whole or not at all: written beside it under a name of its own, then put in its
/// place.
///
/// What stands there must be a regular file or nothing: a link would be replaced, not followed, and
/// both would surprise someone.
final class FileReplacement: Sendable {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private let isInPlace = Mutex(false)
  private let pending = Mutex(PendingBytes())

  /// Makes the new file, with the permissions of the one it is to replace, or those; where it is
  /// `exactly` those, whatever the old one had.
  init(
    _ path: String, permissions: mode_t = 0o666, exactly: Bool = false
  ) throws(FileFailure) {
    try FileFailure.requireWhole(path)
    let old = FileStatus(path)
    if old?.isFile == false { throw FileFailure("it is not a file") }
    self.path = path
    temporary = path + "." + String(UInt64.random(in: .min ... .max), radix: 36) + ".new"
    let flags = O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW
    descriptor = unsafe open(temporary, flags, permissions)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? FileFailure("there is no such folder") : .last
    }
    // Without the permissions of the old file, others could read what they could not before.
    // (What was made so far goes with this object.)
    if let old, !exactly, fchmod(descriptor, old.permissions & 0o777) != 0 { throw .last }
  }

  deinit {
    if isInPlace.withLock({ $0 }) { close(descriptor) } else { discard() }
  }

  /// Adds bytes at the end; what the disk does not take may show only later.
  func write(_ bytes: [UInt8]) throws(FileFailure) {
    errno = pending.withLock { $0.add(bytes) { writeAll($0, to: descriptor) } }
    if errno != 0 { throw .last }
  }

  /// Makes what was written durable, puts it in its place, and makes that durable.
  func commit() throws(FileFailure) {
    errno = pending.withLock { $0.flush { writeAll($0, to: descriptor) } }
    if errno != 0 { throw .last }
    guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else { throw .last }
    isInPlace.withLock { $0 = true }
    let folder = unsafe open(FileAccess.folder(of: path) ?? ".", O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    _ = unsafe unlink(temporary)
  }
}
