import CpayLanguage
import FoundationEssentials
import Synchronization

/// Where a rehearsal writes: below `rehearsal/`, whatever the program says; what it has written is
/// found there by every name that leads to where the program would have written.
final class RehearsalFolder: FileOverlay {
  private let files: FileAccess
  private let written = Mutex<Set<String>>([])

  let standsAlone = false

  /// Below the folder of those files.
  init(in files: FileAccess) {
    self.files = files
  }

  func existing(_ name: String) -> String? {
    guard let meant = try? meant(name), written.withLock({ $0.contains(meant) }) else { return nil }
    let path = files.path(shown(name))
    return FileStatus(path)?.isFile == true ? path : nil
  }

  func place(for name: String) throws(FileFailure) -> String {
    let (path, meant) = (files.path(shown(name)), try meant(name))
    let own = files.path(RehearsalFolder.name)
    do {
      try FileManager.default.createDirectory(
        atPath: FileAccess.folder(of: path) ?? own, withIntermediateDirectories: true)
    } catch {
      throw FileFailure("the folder `rehearsal` cannot be made here")
    }
    // What lies behind a link is not the rehearsal's.
    if (try? FileManager.default.destinationOfSymbolicLink(atPath: own)) != nil {
      throw FileFailure("`rehearsal` is a link, and a rehearsal writes into a folder of its own")
    }
    written.withLock { _ = $0.insert(meant) }
    return path
  }

  private static let name = "rehearsal"

  /// `rehearsal/` and the path, from the folder where it lies below it, else from the root.
  func shown(_ name: String) -> String {
    guard let meant = try? meant(name), let folder = try? files.absoluteFolder() else {
      return RehearsalFolder.name
    }
    let start = RehearsalFolder.straight(folder) + "/"
    let rest = meant.hasPrefix(start) ? String(meant.dropFirst(start.count)) : meant
    return RehearsalFolder.name + (rest.hasPrefix("/") ? rest : "/" + rest)
  }

  /// The path from the root that a program means by a name, without detours.
  private func meant(_ name: String) throws(FileFailure) -> String {
    RehearsalFolder.straight(try files.absolute(name))
  }

  private static func straight(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
