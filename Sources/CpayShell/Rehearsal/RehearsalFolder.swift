import CpayLanguage
import FoundationEssentials
import Synchronization

/// Where a rehearsal writes: below `rehearsal/`, whatever the program says; what it has written is
/// found there by the name it was given.
final class RehearsalFolder: FileOverlay {
  private let start: String
  private let written = Mutex<Set<String>>([])

  let standsAlone = false

  /// Below `folder`, or the working folder of the process.
  init(in folder: String?) {
    start = folder.map { $0 + "/" } ?? ""
  }

  func existing(_ name: String) -> String? {
    let path = start + shown(name)
    return written.withLock { $0.contains(name) } && FileStatus(path)?.isFile == true ? path : nil
  }

  func place(for name: String) throws(FileFailure) -> String {
    let path = start + shown(name)
    do {
      try FileManager.default.createDirectory(
        atPath: FileAccess.folder(of: path) ?? ".", withIntermediateDirectories: true)
    } catch {
      throw FileFailure("the folder `rehearsal` cannot be made here")
    }
    written.withLock { _ = $0.insert(name) }
    return path
  }

  /// `rehearsal/` and the path without what leads out of it.
  func shown(_ name: String) -> String {
    (["rehearsal"] + name.split(separator: "/").map(String.init).filter { ![".", ".."].contains($0) })
      .joined(separator: "/")
  }
}
