import FoundationEssentials
import Glibc

extension FileAccess {
  /// The paths that begin with `prefix`, in alphabetical order, folders with `/` at their end;
  /// hidden ones only where the prefix names them, and none that cannot be shown as it is.
  func names(startingWith prefix: String) -> [String] {
    let start = prefix.utf8.lastIndex(of: UInt8(ascii: "/")).map { prefix.utf8.index(after: $0) }
    let folder = start.map { String(prefix[..<$0]) } ?? ""
    let begun = start.map { String(prefix[$0...]) } ?? prefix
    let place = path(folder.isEmpty ? "." : folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return names.sorted().filter { name in
      name.hasPrefix(begun) && (begun.hasPrefix(".") || !name.hasPrefix("."))
        && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    }
    .compactMap { name in
      // One that is not UTF-8 is not found under the name that a text makes of it.
      guard let status = FileStatus(place + "/" + name) else { return nil }
      return folder + name + (status.kind == S_IFDIR ? "/" : "")
    }
  }
}
