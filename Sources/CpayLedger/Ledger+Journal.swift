public import CpayClient
public import CpayLanguage
public import CpayRuntime
import CpayValue
import FoundationEssentials
import GRDB

extension Ledger: RunJournal {
  /// The runs that hold a final act on any of those disputes, by dispute.
  public func claims(
    on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: String] {
    guard !disputes.isEmpty else { return [:] }
    let wanted = Set(disputes)
    return try read { database in
      var result: [String: String] = [:]
      let rows = try Row.fetchCursor(
        database, sql: "SELECT dispute, run FROM claim WHERE place = ? AND mode = ?",
        arguments: [account.place, account.mode.rawValue])
      while let row = try rows.next() {
        let dispute: String = row["dispute"]
        if wanted.contains(dispute) { result[dispute] = row["run"] }
      }
      return result
    }
  }

  /// How often such a write to each of those disputes was refused for good.
  public func refusals(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: Int] {
    let wanted = Set(disputes)
    let states = RowState.usingUpKey(of: action).map(\.name)
    return try read { database in
      var result: [String: Int] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT dispute, count(*) AS n FROM item JOIN run ON run.name = item.run
          WHERE state IN (\(databaseQuestionMarks(count: states.count)))
            AND place = ? AND mode = ? AND action = ? GROUP BY dispute
          """,
        arguments: StatementArguments(states)
          + [account.place, account.mode.rawValue, action.rawValue])
      while let row = try rows.next() {
        let dispute: String = row["dispute"]
        if wanted.contains(dispute) { result[dispute] = row["n"] }
      }
      return result
    }
  }

  /// Remembers a plan and its run; durable on return.
  public func open(_ run: RunID, _ plan: WritePlan) async throws(JournalFailure) {
    try take()
    do {
      try remember(run, plan)
      try checkpoint()
    } catch {
      release()
      throw error
    }
  }

  private func remember(_ run: RunID, _ plan: WritePlan) throws(JournalFailure) {
    let now = clock().seconds
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO run (name, digest, action, place, mode, opened_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run.description, plan.digest, plan.action.rawValue, plan.account.place,
          plan.account.mode.rawValue, now,
        ])
      for (position, item) in plan.items.enumerated() {
        try database.execute(
          sql: """
            INSERT INTO item (run, position, dispute, amount, currency, seen, evidence, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            run.description, position, item.id, item.seen?.amount.minor ?? 0,
            item.seen?.amount.currency.code ?? "", item.fingerprint, Data(item.evidenceJSON),
            RowState.planned.name,
          ])
      }
    }
  }

  /// Moves the plan into the main file, so that no damage to the log can lose it in silence.
  private func checkpoint() throws(JournalFailure) {
    guard let pool = database as? DatabasePool else { return }
    do {
      _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    } catch {
      throw JournalFailure(error)
    }
  }

  /// Remembers that a write is about to be sent; durable on return.
  public func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure) {
    let now = clock().seconds
    let obstacle = try self.write { database -> JournalFailure? in
      guard
        let account = try Row.fetchOne(
          database, sql: "SELECT place, mode FROM run WHERE name = ?",
          arguments: [run.description])
      else { return .unusable("the run \(run) is not in the ledger") }
      let (place, mode): (String, String) = (account["place"], account["mode"])
      if write.action != .draft {
        let holder = try String.fetchOne(
          database, sql: "SELECT run FROM claim WHERE place = ? AND mode = ? AND dispute = ?",
          arguments: [place, mode, write.dispute])
        if let holder { return .claimed(by: holder) }
        try database.execute(
          sql: "INSERT INTO claim (place, mode, dispute, run) VALUES (?, ?, ?, ?)",
          arguments: [place, mode, write.dispute, run.description])
      }
      try database.execute(
        sql: """
          UPDATE item SET state = ?
          WHERE run = ? AND position = ? AND dispute = ? AND state = ?
          """,
        arguments: [
          RowState.sending.name, run.description, position, write.dispute, RowState.planned.name,
        ])
      guard database.changesCount == 1 else {
        throw JournalFailure.unusable("row \(position) of \(run) is not waiting to be sent")
      }
      try database.execute(
        sql: """
          INSERT INTO attempt (run, position, idempotency_key, body, at) VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [run.description, position, write.key, write.body.map { Data($0) }, now])
      return nil
    }
    if let obstacle { throw obstacle }
  }

  /// Remembers what became of some rows, all or none; durable on return.
  public func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    let now = clock().seconds
    try write { database in
      for row in rows { try Ledger.settle(run, row, at: now, in: database) }
    }
  }

  private static func settle(
    _ run: RunID, _ row: SettledRow, at now: Int64, in database: Database
  ) throws {
    try database.execute(
      sql: """
        UPDATE item SET state = ?, dispute = ?, message = ?, request_id = ?, settled_at = ?
        WHERE run = ? AND position = ? AND state IN (?, ?)
        """,
      arguments: [
        row.outcome.state.name, row.outcome.id, row.outcome.message, row.outcome.requestID, now,
        run.description, row.position, RowState.planned.name, RowState.sending.name,
      ])
    guard database.changesCount == 1 else {
      throw JournalFailure.unusable("row \(row.position) of \(run) is not open")
    }
    if row.outcome.freesClaim {
      try database.execute(
        sql: "DELETE FROM claim WHERE run = ? AND dispute = ?",
        arguments: [run.description, row.outcome.id])
    }
  }

  /// Remembers that the run has ended.
  public func close(_ run: RunID) async throws(JournalFailure) {
    defer { release() }
    let now = clock().seconds
    try write { database in
      try database.execute(
        sql: "UPDATE run SET closed_at = ? WHERE name = ?",
        arguments: [now, run.description])
    }
  }
}
