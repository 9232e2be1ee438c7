import CpayLanguage
import Glibc

/// Reads the files that a program names, relative to one folder.
struct FileAccess: Sendable {
  /// The folder that relative paths start from; nil for the working folder of the process.
  let folder: String?

  private static let maximumBytes = 16 << 20

  /// The folder a file lies in.
  static func folder(of path: String) -> String? {
    path.lastIndex(of: "/").map { String(path[...$0].dropLast()) }.map { $0.isEmpty ? "/" : $0 }
  }

  func path(_ path: String) -> String {
    guard let folder, !path.hasPrefix("/") else { return path }
    return folder + "/" + path
  }

  /// The bytes of a regular file of at most 16 MiB; devices and pipes are refused.
  func read(_ name: String) -> Result<[UInt8], FileFailure> {
    if name.utf8.contains(0) { return .failure(FileFailure("the path holds a NUL")) }
    let descriptor = unsafe open(path(name), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(FileFailure(FileAccess.reason)) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      return .failure(FileFailure(FileAccess.reason))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      return .failure(FileFailure("it is not a file"))
    }
    guard status.st_size <= FileAccess.maximumBytes else {
      return .failure(FileFailure("it is larger than 16 MiB"))
    }
    guard let bytes = readToEnd(descriptor, upTo: FileAccess.maximumBytes) else {
      return .failure(FileFailure("it could not be read to its end"))
    }
    return .success(bytes)
  }

  private static var reason: String {
    switch errno {
    case ENOENT: "there is no such file"
    case EACCES: "you may not read it"
    case ENAMETOOLONG: "its name is too long"
    default: unsafe String(cString: strerror(errno))
    }
  }
}
