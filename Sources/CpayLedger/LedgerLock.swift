import CpayRuntime
import Glibc

/// The right to apply plans against one ledger; the system frees it when the process ends.
struct LedgerLock: ~Copyable {
  private let descriptor: Int32

  /// Why the lock cannot be taken.
  enum Failure: Error {
    /// A process has it, for that run where it sends one.
    case held(by: String, RunID?)
    /// The file cannot be used, and why.
    case unusable(String)
  }

  /// Takes the lock, without waiting, and writes into it for what.
  init(_ path: String, for run: RunID?) throws(Failure) {
    let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .unusable("cannot open \(path): \(LedgerFiles.lastError)")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let failure = LedgerLock.holder(descriptor)
      close(descriptor)
      throw failure
    }
    self.descriptor = descriptor
    let text = Array("\(getpid())\(run.map { " \($0)" } ?? "")\n".utf8)
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

  private static func holder(_ descriptor: Int32) -> Failure {
    var bytes = [UInt8](repeating: 0, count: 60)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace)
    guard let process = words.first, process.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
      return .held(by: "unknown", nil)
    }
    return .held(by: "process \(process)", words.dropFirst().first.map { RunID(String($0)) })
  }
}
