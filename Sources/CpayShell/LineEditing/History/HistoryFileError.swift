/// Why a history file is not used; nothing was read from it or written to it.
package struct HistoryFileError: Error, Hashable, Sendable {
  /// What is wrong with a file or its directory.
  package enum Reason: Hashable, Sendable {
    case symbolicLink
    case notAFile
    case notADirectory
    case ownedByOther
    /// Others may read or write it; `mode` is what the permissions should be.
    case openToOthers(mode: String)
    /// It has a second name somewhere.
    case hardLinked
    /// Another process holds its lock, and lets nobody write.
    case locked
    /// A system call failed, with this `errno`.
    case system(call: String, code: Int32)
  }

  /// What is wrong.
  package let reason: Reason
  /// The file or directory it is wrong with.
  package let path: String

  /// What is wrong with `path`.
  package init(reason: Reason, path: String) {
    self.reason = reason
    self.path = path
  }

  /// One sentence for the person, with what to do; safe to show.
  package var message: String {
    let name = DisplayText(path).string
    return switch reason {
    case .symbolicLink: "history is off: \(name) is a symbolic link"
    case .notAFile: "history is off: \(name) is not a regular file"
    case .notADirectory: "history is off: \(name) is not a directory"
    case .ownedByOther: "history is off: \(name) belongs to someone else"
    case .openToOthers(let mode):
      "history is off: \(name) is open to others; run chmod \(mode) \(name)"
    case .hardLinked: "history is off: \(name) has a second name"
    case .locked: "another program keeps \(name) locked"
    case .system(let call, let code): "history is off: \(call) \(name) failed (errno \(code))"
    }
  }
}
