import FoundationEssentials
import Glibc

/// Replaces files whole or not at all.
enum WholeFile {
  /// Why a file could not be written.
  struct Failure: Error {
    let reason: String
  }

  /// Writes beside the file, then takes its place, with the permissions that it had.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let temporary = path + ".new"
    let descriptor = unsafe open(temporary, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure(reason: unsafe String(cString: strerror(errno))) }
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    if let mode = attributes?[.posixPermissions] as? Int {
      fchmod(descriptor, mode_t(mode & 0o777))
    }
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    }
    let isDurable = written == bytes.count && fsync(descriptor) == 0
    close(descriptor)
    guard isDurable, unsafe rename(temporary, path) == 0 else {
      _ = unsafe unlink(temporary)
      throw Failure(reason: "the file could not be written whole")
    }
  }
}
