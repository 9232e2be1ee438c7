import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpayValue

extension Session {
  /// What may be typed next, as things are now.
  var completer: SessionCompleter {
    let (files, seen, connection, others) = (files, seen, connection, profileNames)
    return SessionCompleter(
      context: typingContext,
      surroundings: Completion.Surroundings(
        files: { files.names(startingWith: $0) }, ids: { seen.starting(with: $0) },
        currencies: { seen.currencies }),
      profiles: { others },
      runs: {
        let runs = try? connection?.ledger().runs()
        return (runs ?? []).map { ($0.name, "\($0.action), \($0.openedAt.display)") }
      })
  }

  /// What a text is checked with while it is typed: files are looked at where that takes no time, and
  /// the others stay unknown until the program is checked.
  var typingContext: CheckContext {
    var context = context()
    let (files, read, document) = (files, context.files, context.documents)
    let unread = FileFailure("it is not read yet", isTooLarge: true)
    context.readFiles { files.isSmall($0) ? read($0) : .failure(unread) }
    context.records = { path, form, schema in
      files.isSmall(path) ? files.look(at: path, form: form, schema: schema) : .success(nil)
    }
    context.documents = { files.isSmall($0) ? document($0) : nil }
    return context
  }
}

extension FileAccess {
  /// More than this is not read between two keys.
  private static let smallBytes = 1 << 16

  /// Whether looking at a file takes no time that anyone notices; so it is where it is not there.
  fileprivate func isSmall(_ path: String) -> Bool {
    if path == "-" { return false }
    guard let status = FileStatus(self.path(path)) else { return true }
    return status.isFile && status.version.size <= FileAccess.smallBytes
  }
}
