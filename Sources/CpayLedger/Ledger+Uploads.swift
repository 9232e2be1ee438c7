public import CpayClient
public import CpayRuntime
import CpayValue
import GRDB

extension Ledger {
  /// What is known of earlier uploads of those contents for that purpose.
  public func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads] {
    try read { database in
      var result: [String: PastUploads] = [:]
      for content in Set(contents) {
        let rows = try Row.fetchCursor(
          database,
          sql: """
            SELECT file FROM upload
            WHERE place = ? AND mode = ? AND purpose = ? AND content = ? ORDER BY number
            """, arguments: [account.place, account.mode.rawValue, purpose.rawValue, content])
        while let row = try rows.next() {
          let file: String? = row["file"]
          var past = result[content] ?? PastUploads()
          if file == nil { past.usedUp += 1 }
          past.file = past.file ?? file
          result[content] = past
        }
      }
      return result
    }
  }

  /// Remembers the file that an upload came to, or that it was refused; durable on return.
  public func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure) {
    let now = clock().seconds
    try await commit { database in
      try database.execute(
        sql: """
          INSERT INTO upload
            (run, place, mode, purpose, content, name, size, idempotency_key, file, at)
          SELECT name, place, mode, ?, ?, ?, ?, ?, ?, ? FROM run WHERE name = ?
          """,
        arguments: [
          upload.purpose.rawValue, upload.content, upload.file.name, upload.file.size, upload.key,
          file, now, run.description,
        ])
      guard database.changesCount == 1 else {
        throw JournalFailure.unusable("the run \(run) is not in the ledger")
      }
    }
  }
}
