import CpayRuntime
import Glibc

/// The right to apply plans against one ledger; the system frees it when the process ends.
struct LedgerLock: ~Copyable {
  private let descriptor: Int32

  /// Takes the lock, without waiting.
  init(_ path: String) throws(JournalFailure) {
    let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .unusable("cannot open \(path): \(LedgerFiles.lastError)")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = LedgerLock.holder(descriptor)
      close(descriptor)
      throw .locked(by: holder)
    }
    self.descriptor = descriptor
    let text = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    unsafe text.withUnsafeBytes { bytes in
      _ = unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
    }
  }

  deinit { close(descriptor) }

  /// Whether some process has the lock; it is only asked, and no file is made.
  static func isHeld(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    let digits = bytes.prefix(max(0, count)).filter { $0 &- 0x30 < 10 }
    return digits.isEmpty ? "unknown" : "process \(String(decoding: digits, as: UTF8.self))"
  }
}
