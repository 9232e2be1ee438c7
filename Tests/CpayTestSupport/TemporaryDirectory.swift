import FoundationEssentials

/// A folder of its own for one test, gone when the test is.
public final class TemporaryDirectory: Sendable {
  /// Where it is.
  public let path: String

  /// Makes the folder, with those files in it.
  public init(_ files: [String: String] = [:]) throws {
    let name = "cpay-test-" + String(UInt64.random(in: .min ... .max), radix: 36)
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
    for (name, text) in files { try write(text, to: name) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, and the folders above it.
  public func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a file of bytes, and the folders above it.
  public func write(_ bytes: [UInt8], to name: String) throws {
    let file = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Takes files and folders away from everybody else.
  public func makePrivate(_ names: String...) throws {
    for name in names {
      let file = path + "/" + name
      var isFolder: Bool = false
      _ = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
      try FileManager.default.setAttributes(
        [.posixPermissions: isFolder ? 0o700 : 0o600], ofItemAtPath: file)
    }
  }

  /// The text of a file; nil when there is none.
  public func read(_ name: String) -> String? {
    FileManager.default.contents(atPath: path + "/" + name).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
