public import CpayRuntime
import CpayValue
import Crypto
import FoundationEssentials
import GRDB

extension Ledger {
  /// Adds to the audit: each entry carries a digest of itself and of the one before it.
  static func audit(_ event: String, at now: Int64, in database: Database) throws {
    let last = try String.fetchOne(
      database, sql: "SELECT digest FROM audit ORDER BY number DESC LIMIT 1")
    try database.execute(
      sql: "INSERT INTO audit (at, event, digest) VALUES (?, ?, ?)",
      arguments: [now, event, link(event, at: now, after: last)])
  }

  private static func link(_ event: String, at now: Int64, after last: String?) -> String {
    var hash = SHA256()
    for text in [last ?? "", String(now), event] {
      hash.update(data: Data("\(text.utf8.count):\(text)".utf8))
    }
    return String(hex: hash.finalize())
  }

  /// What is wrong with the ledger; empty for one whose file, audit, plans and bytes fit each other.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when it cannot be read.
  public func flaws() throws(JournalFailure) -> [String] {
    try read { database in
      var flaws = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      flaws += try LedgerSchema.differences(of: database).map {
        "\($0) is not as cpay made it"
      }
      flaws += try Ledger.brokenLinks(in: database)
      flaws += try Ledger.changedBodies(in: database)
      flaws += try Ledger.unauditedRuns(in: database)
      flaws += try Ledger.changedPlans(in: database)
      return flaws
    }
  }

  private static func brokenLinks(in database: Database) throws -> [String] {
    var last: String?
    let entries = try Row.fetchCursor(
      database, sql: "SELECT number, at, event, digest FROM audit ORDER BY number")
    while let entry = try entries.next() {
      // Entries of an earlier version carry none.
      guard let digest = entry["digest"] as String? else {
        if last != nil { return ["the audit's entry \(entry["number"] as Int64) has no digest"] }
        continue
      }
      guard digest == link(entry["event"], at: entry["at"], after: last) else {
        return ["the audit was changed at or before entry \(entry["number"] as Int64)"]
      }
      last = digest
    }
    return []
  }

  /// Runs whose beginning or end the audit does not tell of: its last entries are gone, or theirs.
  private static func unauditedRuns(in database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT name FROM run WHERE NOT EXISTS (
            SELECT 1 FROM audit WHERE event = name || ' opened for the plan ' || run.digest)
          OR closed_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM audit WHERE event IN (name || ' ended', name || ' given up'))
        """
    ).map { "the audit does not tell all of \($0)" }
  }

  /// Runs whose rows are not those that were agreed to, and those of which an open row is lost.
  ///
  /// What was forgotten is nobody's flaw, and rows of before the fourth version cannot be told.
  private static func changedPlans(in database: Database) throws -> [String] {
    var flaws: [String] = []
    for agreed in try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY rowid") {
      let run: String = agreed["name"]
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT state, by_hand, content.item FROM item LEFT JOIN content
            ON content.run = item.run AND content.position = item.position
          WHERE item.run = ? ORDER BY item.position
          """, arguments: [run])
      let isGivenUp = (agreed["given_up_at"] as Int64?) != nil
      let isLost = rows.contains { row in
        guard (row["item"] as Data?) == nil else { return false }
        guard let state = RowState(row["state"]) else { return true }
        return state.isOpen && (state.isInDoubt || !isGivenUp && !(row["by_hand"] as Bool))
      }
      if isLost { flaws.append("too little is left of \(run) to go on with it") }
      let items = rows.compactMap { row in
        (row["item"] as Data?).flatMap { WritePlan.Item(json: Array($0)) }
      }
      guard items.count == rows.count else { continue }
      do {
        _ = try plan(of: agreed, items)
      } catch JournalFailure.unusable(let reason) {
        flaws.append(reason)
      }
    }
    return flaws
  }

  private static func changedBodies(in database: Database) throws -> [String] {
    var flaws: [String] = []
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT DISTINCT item.run, item.dispute, body, body_digest
        FROM attempt JOIN item ON item.run = attempt.run AND item.position = attempt.position
        JOIN content ON content.run = attempt.run AND content.position = attempt.position
        WHERE body_digest IS NOT NULL
        """)
    while let row = try rows.next() {
      let (body, digest): (Data?, String) = (row["body"], row["body_digest"])
      if String(hex: SHA256.hash(data: body ?? Data())) != digest {
        flaws.append(
          "what \(row["run"] as String) sent to \(row["dispute"] as String) was changed")
      }
    }
    return flaws
  }
}
