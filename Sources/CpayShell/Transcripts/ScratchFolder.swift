import CpayLanguage
import FoundationEssentials

/// A folder of its own for what a rehearsed program writes, gone when it is let go.
final class ScratchFolder: FileOverlay {
  let path: String
  let standsAlone = true

  /// Makes the folder, empty.
  init() throws(FileFailure) {
    let name = "cpay-" + String(UInt64.random(in: .min ... .max), radix: 36)
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileFailure("no temporary folder can be made: \(error)")
    }
    path = folder.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The file of that name, if it has been written here.
  func existing(_ name: String) -> String? {
    let file = path + "/" + name
    return FileManager.default.fileExists(atPath: file) ? file : nil
  }

  /// Where a file of that name is written.
  /// - Throws: ``/CpayLanguage/FileFailure`` for one that would lie elsewhere.
  func place(for name: String) throws(FileFailure) -> String {
    guard !name.contains("/"), name != ".", name != ".." else {
      throw FileFailure("a transcript writes beside itself only")
    }
    return path + "/" + name
  }

  func shown(_ name: String) -> String { name }
}
