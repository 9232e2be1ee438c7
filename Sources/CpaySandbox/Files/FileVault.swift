import CpayValue
import Crypto
import FoundationEssentials
import Glibc
import NIOCore
import NIOFileSystem

/// Keeps the contents of uploaded files on disk, each under its SHA-256.
///
/// Beside a store on disk they lie in the folder `NAME-files` and stay; those of a store in memory
/// lie in a temporary folder that goes with it.
final class FileVault: Sendable {
  private let folder: String
  private let isTemporary: Bool

  private init(_ folder: String, isTemporary: Bool) {
    (self.folder, self.isTemporary) = (folder, isTemporary)
  }

  /// The vault beside the store at `path`; its folder is made with the first file.
  static func open(_ path: String?) -> FileVault {
    if let path { return FileVault(path + "-files", isTemporary: false) }
    let temporary = FileManager.default.temporaryDirectory.path()
    let separator = temporary.hasSuffix("/") ? "" : "/"
    return FileVault(
      temporary + separator + RandomToken.make("cpay-sandbox-"), isTemporary: true)
  }

  /// A content that has arrived whole.
  struct Content: Hashable, Sendable {
    let digest: String
    let size: Int64
  }

  /// Writes the chunks that `next` hands over until nil, and keeps them once they have reached the
  /// disk.
  func keep(_ next: () async throws -> ByteBuffer?) async throws -> Content {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let draft = FilePath(folder + "/" + RandomToken.make("draft-"))
    do {
      let content = try await write(next, to: draft)
      try settle(draft.string, as: path(content.digest))
      return content
    } catch {
      _ = try? await FileSystem.shared.removeItem(at: draft)
      throw error
    }
  }

  /// Gives a whole file its name, which replaces one of the same content, and waits until the folder
  /// has reached the disk, too.
  private func settle(_ draft: String, as path: String) throws {
    guard unsafe rename(draft, path) == 0 else {
      throw SandboxError("the file cannot be kept: error \(errno)")
    }
    let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    Glibc.close(descriptor)
  }

  private func write(
    _ next: () async throws -> ByteBuffer?, to path: FilePath
  ) async throws -> Content {
    var hash = SHA256()
    let handle = try await FileSystem.shared.openFile(
      forWritingAt: path,
      options: .newFile(replaceExisting: false, permissions: [.ownerReadWrite]))
    var size: Int64 = 0
    do {
      while let chunk = try await next() {
        hash.update(data: Array(chunk.readableBytesView))
        size += try await handle.write(contentsOf: chunk, toAbsoluteOffset: size)
      }
      try await handle.synchronize()
      try await handle.close()
    } catch {
      try? await handle.close()
      throw error
    }
    return Content(digest: String(hex: hash.finalize()), size: size)
  }

  /// Where the content with that digest lies.
  func path(_ digest: String) -> String { "\(folder)/\(digest)" }

  /// Takes a temporary folder away, with everything in it.
  func close() {
    if isTemporary { try? FileManager.default.removeItem(atPath: folder) }
  }
}
