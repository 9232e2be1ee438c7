import CSystemCalls
import CpayRuntime
import Glibc

/// The folder and files that a ledger lives in: private to one person, held by one run at a time.
enum LedgerFiles {
  /// Makes the folder 0700 and the file 0600 where they are not there yet, and refuses what others
  /// can open.
  static func prepare(folder: String, file: String) throws(JournalFailure) {
    try PrivateFolder.make(folder)
    try requirePrivate(folder, kind: S_IFDIR, mode: "700")
    try requireLocal(folder)
    let path = folder + "/" + file
    let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw .unusable("cannot make \(path): \(lastError)")
    }
    try requirePrivate(path, kind: S_IFREG, mode: "600")
    // SQLite and the lock would follow a link that stands there.
    for other in [path + "-wal", path + "-shm", folder + "/ledger.lock"] {
      var status = stat()
      if unsafe lstat(other, &status) == 0 {
        try requirePrivate(other, kind: S_IFREG, mode: "600")
      }
    }
  }

  /// What stands in a folder while a ledger is moved there, and names where it comes from.
  static let movingMark = "ledger.moving"

  /// Refuses a folder that a ledger was being moved to when the process died.
  static func requireWhole(_ folder: String) throws(JournalFailure) {
    var status = stat()
    guard unsafe lstat(folder + "/" + movingMark, &status) == 0 else { return }
    throw .unusable(
      "it was being moved to \(folder), and that was cut short; to finish it: "
        + "cpay ledger move \(folder)")
  }

  /// Refuses a folder whose main file is gone or empty while the log beside it is not: what it holds
  /// would be dropped with the log, claims included.
  static func requireMain(_ folder: String) throws(JournalFailure) {
    let main = folder + "/ledger.sqlite"
    guard size(main + "-wal") > 0, size(main) == 0 else { return }
    throw .unusable(
      "\(main) is gone or empty, while \(main)-wal beside it remembers something; put the file "
        + "back, or move both away")
  }

  /// The size of a file in bytes; 0 where there is none.
  private static func size(_ path: String) -> Int {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Refuses a ledger that others can open.
  static func requirePrivate(_ folder: String) throws(JournalFailure) {
    try requirePrivate(folder, kind: S_IFDIR, mode: "700")
    try requirePrivate(folder + "/ledger.sqlite", kind: S_IFREG, mode: "600")
  }

  /// A network file system does not promise what a durable commit and a lock rest on.
  private static func requireLocal(_ folder: String) throws(JournalFailure) {
    let networks: [UInt32: String] = [
      0x6969: "NFS", 0xff53_4d42: "CIFS", 0xfe53_4d42: "SMB", 0x517b: "SMB", 0x6573_5546: "FUSE",
      0x0102_1997: "9P", 0x5346_414f: "AFS",
    ]
    if let name = networks[unsafe cpay_filesystem(folder)] {
      throw .unusable("\(folder) is on \(name); keep it on a local disk (XDG_STATE_HOME)")
    }
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

  /// Makes a file or folder durable.
  static func synchronize(_ path: String) throws(JournalFailure) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw .unusable("\(path) does not get to the disk: \(lastError)")
    }
  }

  static var lastError: String {
    unsafe String(cString: strerror(errno))
  }
}
