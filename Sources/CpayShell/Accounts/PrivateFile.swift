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
  private static let maximumBytes = 1 << 16

  /// The bytes of a file; nil where there is none.
  static func read(_ path: String) throws(ConnectionError) -> [UInt8]? {
    do throws(FileFailure) { try FileFailure.requireWhole(path) } catch {
      throw unusable(path, error.reason)
    }
    let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let descriptor = unsafe open(path, flags)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: return nil
      case ELOOP: throw exposed("\(path) is a link, which may lead anywhere; put the file there")
      default: throw unusable(path, FileFailure.last.reason)
      }
    }
    defer { close(descriptor) }
    guard let status = FileStatus(open: descriptor) else {
      throw unusable(path, FileFailure.last.reason)
    }
    try check(status, path)
    return try bytes(descriptor, path)
  }

  /// Refuses a file that is not ours alone.
  private static func check(_ status: FileStatus, _ path: String) throws(ConnectionError) {
    guard status.isFile else { throw exposed("\(path) is not a file") }
    guard status.owner == geteuid() else { throw exposed("\(path) belongs to someone else") }
    guard status.permissions & 0o077 == 0 else {
      throw exposed("\(path) is open to others; run: chmod 600 \(path)")
    }
    guard status.links == 1 else {
      throw exposed("\(path) has another name, under which others may reach it")
    }
    try checkFolders(above: path)
  }

  /// Refuses a place where someone else could put another file under the same name.
  private static func checkFolders(above path: String) throws(ConnectionError) {
    var folder = URL(filePath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
    while true {
      guard let status = FileStatus(folder), status.kind == S_IFDIR else {
        throw unusable(folder, "it is no folder")
      }
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
    _ descriptor: Int32, _ path: String
  ) throws(ConnectionError) -> [UInt8] {
    var bytes: [UInt8] = []
    do throws(FileFailure) {
      while bytes.count <= maximumBytes {
        let piece = try readPiece(descriptor, upTo: maximumBytes + 1)
        if piece.isEmpty { return bytes }
        bytes += piece
      }
    } catch {
      throw unusable(path, error.reason)
    }
    throw unusable(path, "it has more than \(maximumBytes >> 10) KiB")
  }

  /// Puts a file in its place, whole, durable, and for its owner alone; its folder is made where it
  /// is not there yet.
  static func write(_ bytes: [UInt8], to path: String) throws(ConnectionError) {
    let folder = FileAccess.folder(of: path) ?? "."
    do throws(JournalFailure) { try PrivateFolder.make(folder) } catch {
      throw unusable(path, "its folder cannot be made")
    }
    try requirePrivate(folder)
    do throws(FileFailure) {
      let file = try FileReplacement(path, permissions: 0o600)
      try file.write(bytes)
      try file.commit()
    } catch {
      throw unusable(path, error.reason)
    }
  }

  /// Takes a file away; says whether it was there.
  static func remove(_ path: String) throws(ConnectionError) -> Bool {
    if unsafe unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw unusable(path, FileFailure.last.reason)
  }

  /// Refuses a folder that others can open; says whether there is one.
  @discardableResult
  static func requirePrivate(_ folder: String) throws(ConnectionError) -> Bool {
    guard let status = FileStatus(folder) else { return false }
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
}
