public import CpayRuntime
import Glibc

/// The folder and files that a ledger lives in: private to one person, held by one run at a time.
enum LedgerFiles {
  /// Makes the folder 0700 and the file 0600 where they are not there yet, and refuses what others
  /// can open.
  static func prepare(folder: String, file: String) throws(JournalFailure) {
    try PrivateFolder.make(folder)
    try requirePrivate(folder, kind: S_IFDIR, mode: "700")
    let path = folder + "/" + file
    let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw .unusable("cannot make \(path): \(lastError)")
    }
    try requirePrivate(path, kind: S_IFREG, mode: "600")
  }

  private static func requirePrivate(
    _ path: String, kind: mode_t, mode: String
  ) throws(JournalFailure) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      throw .unusable("cannot look at \(path): \(lastError)")
    }
    guard status.st_mode & S_IFMT == kind, status.st_uid == geteuid() else {
      throw .exposed("\(path) is not a \(kind == S_IFDIR ? "folder" : "file") of yours")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .exposed("\(path) is open to others; run: chmod \(mode) \(path)")
    }
  }

  static var lastError: String {
    unsafe String(cString: strerror(errno))
  }
}

/// Folders that only their owner can open.
public enum PrivateFolder {
  /// Makes a folder and those above it that are not there yet, each for its owner alone.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when one cannot be made.
  public static func make(_ folder: String) throws(JournalFailure) {
    if unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    if errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      try make(String(folder[..<slash]))
      if unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    }
    throw .unusable("cannot make \(folder): \(LedgerFiles.lastError)")
  }
}

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

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    let digits = bytes.prefix(max(0, count)).filter { $0 &- 0x30 < 10 }
    return digits.isEmpty ? "unknown" : "process \(String(decoding: digits, as: UTF8.self))"
  }
}
