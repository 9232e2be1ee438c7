import CpayClient
import CpayLanguage
import CpayRuntime
import Glibc

/// A saved plan's file, opened and held by one process for as long as it applies the plan.
///
/// The ledger keeps a plan from being applied twice; this also keeps two processes apart that remember
/// in two ledgers.
final class PlanFileLock: Sendable {
  private let descriptor: Int32

  /// Opens the file, which is to be its owner's alone.
  init(_ path: String) throws(ConnectionError) {
    do throws(FileFailure) { try FileFailure.requireWhole(path) } catch {
      throw PlanFileLock.unusable(path, error.reason)
    }
    descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      let reason = errno == ELOOP ? "it is a link" : FileFailure.last.reason
      throw PlanFileLock.unusable(path, reason)
    }
    guard let status = FileStatus(open: descriptor), status.isFile else {
      throw PlanFileLock.unusable(path, "it is not a file")
    }
    try PrivateFile.requireOwn(status, path)
    guard status.version.size <= PlanFile.maximumBytes else {
      throw ConnectionError(
        message: "\(path) cannot be applied: \(PlanFile.Failure.tooLarge.reason)", status: .refused)
    }
    // Where files cannot be held the ledger's own hold is left.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      throw ConnectionError(
        message: "\(path) is being applied by another process; `cpay runs` shows how far it is, "
          + "and --wait waits for it",
        status: .locked)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The plan in the file.
  func plan(_ path: String) throws(ConnectionError) -> PlanFile {
    var bytes: [UInt8] = []
    do throws(FileFailure) {
      while bytes.count <= PlanFile.maximumBytes {
        let piece = try readPiece(descriptor, upTo: FileChunks.maximumBytes)
        if piece.isEmpty { break }
        bytes += piece
      }
    } catch {
      throw PlanFileLock.unusable(path, error.reason)
    }
    do throws(PlanFile.Failure) { return try PlanFile(bytes) } catch {
      throw ConnectionError(
        message: "\(path) cannot be applied: \(error.reason)", status: .refused)
    }
  }

  private static func unusable(_ path: String, _ reason: String) -> ConnectionError {
    ConnectionError(message: "cannot read \(path): \(reason)", status: .usage)
  }
}
