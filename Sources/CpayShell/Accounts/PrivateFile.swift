import CpayLanguage
import CpayLedger
import CpayRuntime
import FoundationEssentials
import Glibc

/// Files that only their owner can open: settings, profiles, keys.
///
/// Each is opened once, and what is looked at is what was opened. Nothing is made private in
/// silence: a file that others can open is refused, with the command that mends it.
enum PrivateFile {
  /// Bytes that a file of settings or a key may have.
  static let maximumBytes = 1 << 16

  /// The bytes of a file, of at most so many; nil where there is none.
  static func read(
    _ path: String, upTo most: Int = maximumBytes
  ) throws(ConnectionError) -> [UInt8]? {
    do throws(FileFailure) { try FileFailure.requireWhole(path) } catch {
      throw unusable(path, error.reason)
    }
    let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let descriptor = unsafe open(path, flags)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: return nil
      case ELOOP: throw exposed("\(path) is a link, which may lead anywhere; put the file there")
      default: throw failed(path)
      }
    }
    defer { close(descriptor) }
    guard let status = FileStatus(open: descriptor) else { throw failed(path) }
    try check(status, path)
    return try bytes(descriptor, path, upTo: most)
  }

  /// What the system tells of a file or folder; nil where there is none.
  static func status(_ path: String) throws(ConnectionError) -> FileStatus? {
    if let status = FileStatus(path) { return status }
    if errno == ENOENT { return nil }
    throw failed(path)
  }

  /// Refuses a file that is not ours alone.
  private static func check(_ status: FileStatus, _ path: String) throws(ConnectionError) {
    guard status.isFile else { throw exposed("\(path) is not a file") }
    try requireOwn(status, path)
    guard status.links == 1 else {
      throw exposed("\(path) has another name, under which others may reach it")
    }
    try checkFolders(above: path)
  }

  /// Refuses a file that others can open, or own.
  static func requireOwn(_ status: FileStatus, _ path: String) throws(ConnectionError) {
    guard status.owner == geteuid() else { throw exposed("\(path) belongs to someone else") }
    guard status.permissions & 0o077 == 0 else {
      throw exposed("\(path) is open to others; run: chmod 600 \(ShellWord(path).text)")
    }
  }

  /// Refuses a place where someone else could put another file under the same name.
  private static func checkFolders(above path: String) throws(ConnectionError) {
    var folder = URL(filePath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
    while true {
      guard let status = FileStatus(folder) else { throw failed(folder) }
      guard status.kind == S_IFDIR else { throw unusable(folder, "it is no folder") }
      guard [0, geteuid()].contains(status.owner) else {
        throw exposed("\(folder), where \(path) lies, belongs to someone else")
      }
      // In a sticky folder nobody moves what is another's.
      guard status.permissions & 0o022 == 0 || status.permissions & 0o1000 != 0 else {
        throw exposed(
          "\(folder), where \(path) lies, can be written by others; run: chmod go-w \(folder)")
      }
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  private static func bytes(
    _ descriptor: Int32, _ path: String, upTo most: Int
  ) throws(ConnectionError) -> [UInt8] {
    var bytes: [UInt8] = []
    do throws(FileFailure) {
      while bytes.count <= most {
        let piece = try readPiece(descriptor, upTo: maximumBytes)
        if piece.isEmpty { return bytes }
        bytes += piece
      }
    } catch .interrupted {
      throw ConnectionError(message: "interrupted", status: .interrupted)
    } catch {
      throw failed(path)
    }
    throw unusable(path, "it has more than \(most >> 10) KiB")
  }

  // MARK: Writing

  /// Puts a file in its place, whole, durable, and for its owner alone; its folder is made where it
  /// is not there yet.
  static func write(_ bytes: [UInt8], to path: String) throws(ConnectionError) {
    try put(try prepare(bytes, for: path), at: path)
  }

  /// Writes what is to be put in that place; nothing is there before ``put(_:at:)``.
  static func prepare(
    _ bytes: [UInt8], for path: String
  ) throws(ConnectionError) -> FileReplacement {
    try makeFolder(of: path)
    do throws(FileFailure) {
      let file = try FileReplacement(path, permissions: 0o600)
      try file.write(bytes)
      return file
    } catch {
      throw unwritten(path, error.reason)
    }
  }

  /// Puts what was written in its place.
  static func put(_ file: FileReplacement, at path: String) throws(ConnectionError) {
    do throws(FileFailure) { try file.commit() } catch { throw unwritten(path, error.reason) }
  }

  /// Takes a file away; says whether it was there.
  static func remove(_ path: String) throws(ConnectionError) -> Bool {
    if unsafe unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw failed(path)
  }

  /// Does something while no other process that asks for the same file does anything; the file is made
  /// where it is not there yet.
  static func alone<Result>(
    _ path: String, _ work: () throws(ConnectionError) -> Result
  ) throws(ConnectionError) -> Result {
    try makeFolder(of: path)
    let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failed(path) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failed(path) }
    }
    return try work()
  }

  private static func makeFolder(of path: String) throws(ConnectionError) {
    let folder = FileAccess.folder(of: path) ?? "."
    do throws(JournalFailure) { try PrivateFolder.make(folder) } catch {
      if case .unusable(let reason) = error { throw unwritten(path, reason) }
      throw unwritten(path, error.message)
    }
    try requirePrivate(folder)
  }

  /// Refuses a folder that others can open; says whether there is one.
  @discardableResult
  static func requirePrivate(_ folder: String) throws(ConnectionError) -> Bool {
    guard let status = try status(folder) else { return false }
    guard status.kind == S_IFDIR else { throw exposed("\(folder) is no folder, or a link to one") }
    guard status.owner == geteuid() else { throw exposed("\(folder) belongs to someone else") }
    guard status.permissions & 0o077 == 0 else {
      throw exposed("\(folder) is open to others; run: chmod 700 \(folder)")
    }
    return true
  }

  private static func exposed(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .exposed)
  }

  private static func unusable(_ path: String, _ reason: String) -> ConnectionError {
    ConnectionError(message: "\(path) cannot be used: \(reason)", status: .usage)
  }

  /// A disk that does not take what is to be kept.
  private static func unwritten(_ path: String, _ reason: String) -> ConnectionError {
    ConnectionError(message: "\(path) cannot be written: \(reason)", status: .ledger)
  }

  /// What the last system call said of a path: that it is the wrong one, that the process may have no
  /// more of something, or that the disk fails.
  static func failed(_ path: String) -> ConnectionError {
    let status: ExitStatus =
      switch errno {
      case ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG, EACCES, EPERM, EINVAL, ENXIO: .usage
      case EMFILE, ENFILE, ENOMEM: .defect
      default: .ledger
      }
    return ConnectionError(
      message: "\(path) cannot be used: \(FileFailure.last.reason)", status: status)
  }
}
