public import CpayClient
import CpayLanguage
public import CpayModel
public import CpayRuntime
import CpayValue
import Crypto
import FoundationEssentials
import GRDB

extension Ledger: RunJournal {
  /// The runs that hold a final act on any of those disputes, by dispute.
  public func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity, otherThan other: RunID?
  ) async throws(JournalFailure) -> [String: String] {
    guard !disputes.isEmpty else { return [:] }
    return try read { try Ledger.claims(on: disputes, of: account, otherThan: other, in: $0) }
  }

  static func claims(
    on disputes: [String: DisputePhase], of account: AccountIdentity, otherThan other: RunID?,
    in database: Database
  ) throws -> [String: String] {
    var result: [String: String] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT dispute, phase, item.run FROM item JOIN run ON run.name = item.run
        WHERE place = ? AND mode = ? AND closed_at IS NULL AND state = ? AND phase IS NOT NULL
        UNION ALL SELECT dispute, phase, run FROM claim WHERE place = ? AND mode = ?
        """,
      arguments: [
        account.place, account.mode.rawValue, RowState.planned.name, account.place,
        account.mode.rawValue,
      ])
    while let row = try rows.next() {
      let (dispute, held): (String, String) = (row["dispute"], row["phase"])
      let run: String = row["run"]
      guard let phase = disputes[dispute], held.isEmpty || held == phase.rawValue,
        run != other?.description
      else { continue }
      result[dispute] = run
    }
    return result
  }

  /// The run that a saved plan has become.
  public func run(of plan: PlanID) async throws(JournalFailure) -> RunID? {
    try read { try Ledger.run(of: plan, in: $0) }
  }

  private static func run(of plan: PlanID, in database: Database) throws -> RunID? {
    try String.fetchOne(
      database, sql: "SELECT name FROM run WHERE plan = ?", arguments: [plan.description]
    ).map { RunID($0) }
  }

  /// Remembers a plan and its run; durable on return.
  public func open(
    _ run: RunID, _ plan: WritePlan, _ limits: RunLimits, by sender: Sender
  ) async throws(JournalFailure) {
    try take(for: run)
    do {
      try remember(run, plan, limits, sender)
    } catch {
      release()
      throw error
    }
    do {
      try checkpoint()
    } catch {
      // It has sent nothing, and never will: it is no run that was cut short.
      try? await close(run)
      throw error
    }
  }

  private func remember(
    _ run: RunID, _ plan: WritePlan, _ limits: RunLimits, _ sender: Sender
  ) throws(JournalFailure) {
    let now = clock().seconds
    try write { database in
      if let id = plan.id, let earlier = try Ledger.run(of: id, in: database) {
        throw JournalFailure.applied(id, as: earlier)
      }
      try database.executeCached(
        sql: """
          INSERT INTO run
            (name, digest, action, place, mode, opened_at, parallel, canary, stops, plan, profile,
              api_key)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run.description, plan.digest, plan.action.rawValue, plan.account.place,
          plan.account.mode.rawValue, now, limits.parallel, limits.canary,
          limits.stopsAtFirstFailure, plan.id?.description, sender.profile ?? "",
          sender.key?.description,
        ])
      for (position, item) in plan.items.enumerated() {
        try database.executeCached(
          sql: """
            INSERT INTO item (run, position, dispute, phase, amount, currency, state)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            run.description, position, item.id, plan.phaseHeld(by: item)?.rawValue,
            item.seen?.amount.minor ?? 0, item.seen?.amount.currency.code ?? "",
            RowState.planned.name,
          ])
        try database.executeCached(
          sql: "INSERT INTO content (run, position, item) VALUES (?, ?, ?)",
          arguments: [run.description, position, Data(item.json)])
      }
      try Ledger.audit("\(run) opened for the plan \(plan.digest)", at: now, in: database)
    }
  }

  /// Remembers that a write is about to be sent; durable on return.
  public func intend(
    _ run: RunID, position: Int, _ write: DisputeWrite
  ) async throws(JournalFailure) {
    let (now, boot) = (clock().seconds, bootClock())
    let obstacle = try await commit { database -> JournalFailure? in
      guard
        let account = try Row.fetchOne(
          database.cachedStatement(sql: "SELECT place, mode FROM run WHERE name = ?"),
          arguments: [run.description])
      else { return .unusable("the run \(run) is not in the ledger") }
      if write.action != .draft,
        let holder = try Ledger.claim(
          write, for: run, place: account["place"], mode: account["mode"], in: database)
      {
        return .claimed(by: holder)
      }
      try database.executeCached(
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
      let digest = write.body.map { String(hex: SHA256.hash(data: $0)) }
      if let body = write.body {
        try database.executeCached(
          sql: "UPDATE content SET body = ? WHERE run = ? AND position = ? AND body IS NOT ?",
          arguments: [Data(body), run.description, position, Data(body)])
      }
      try database.executeCached(
        sql: """
          INSERT INTO attempt
            (run, position, idempotency_key, body_digest, at, boot, booted_for, profile, api_key)
          SELECT name, ?, ?, ?, ?, ?, ?, profile, api_key FROM run WHERE name = ?
          """,
        arguments: [
          position, write.key, digest, now, boot.boot, boot.seconds, run.description,
        ])
      return nil
    }
    if let obstacle { throw obstacle }
  }

  /// Holds the dispute of a final write; the run that holds it already, or waits to send to it.
  private static func claim(
    _ write: DisputeWrite, for run: RunID, place: String, mode: String, in database: Database
  ) throws -> String? {
    let phase = DisputePhase(status: write.seenStatus).rawValue
    let holder = try String.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT run FROM claim
          WHERE place = ? AND mode = ? AND dispute = ? AND phase IN (?, '')
          UNION ALL SELECT item.run FROM item JOIN run ON run.name = item.run
          WHERE item.dispute = ? AND place = ? AND mode = ? AND phase IN (?, '') AND state = ?
            AND closed_at IS NULL AND item.run <> ?
          """),
      arguments: [
        place, mode, write.dispute, phase, write.dispute, place, mode, phase,
        RowState.planned.name, run.description,
      ])
    if let holder { return holder }
    try database.executeCached(
      sql: "INSERT INTO claim (place, mode, dispute, phase, run) VALUES (?, ?, ?, ?, ?)",
      arguments: [place, mode, write.dispute, phase, run.description])
    return nil
  }

  /// Remembers that the same write is about to be sent once more; durable on return.
  public func intendAgain(_ run: RunID, position: Int) async throws(JournalFailure) {
    let (now, boot) = (clock().seconds, bootClock())
    try await commit { database in
      try database.executeCached(
        sql: """
          INSERT INTO attempt
            (run, position, idempotency_key, body_digest, at, boot, booted_for, profile, api_key)
          SELECT item.run, item.position, idempotency_key, body_digest, ?, ?, ?, run.profile,
            run.api_key
          FROM item JOIN attempt ON attempt.run = item.run AND attempt.position = item.position
            JOIN run ON run.name = item.run
          WHERE item.run = ? AND item.position = ? AND state = ? ORDER BY number DESC LIMIT 1
          """,
        arguments: [
          now, boot.boot, boot.seconds, run.description, position, RowState.sending.name,
        ])
      guard database.changesCount == 1 else {
        throw JournalFailure.unusable("row \(position) of \(run) is not being sent")
      }
    }
  }

  /// Remembers what became of some rows, all or none; durable on return.
  public func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    try await commit { database in
      for row in rows { try Ledger.settle(run, row, in: database) }
    }
  }

  private static func settle(
    _ run: RunID, _ row: SettledRow, in database: Database
  ) throws {
    try database.executeCached(
      sql: """
        UPDATE item SET state = ?, dispute = ?, message = ?, settled_at = ?,
          request_id = coalesce(?, request_id), answer = coalesce(?, answer)
        WHERE run = ? AND position = ? AND state IN (?, ?)
        """,
      arguments: [
        row.outcome.state.name, row.outcome.id, row.outcome.message,
        row.outcome.at.seconds, row.outcome.requestID, row.answer?.rawValue, run.description,
        row.position, RowState.planned.name,
        RowState.sending.name,
      ])
    guard database.changesCount == 1 else {
      throw JournalFailure.unusable("row \(row.position) of \(run) is not open")
    }
    if row.outcome.freesClaim {
      try database.executeCached(
        sql: "DELETE FROM claim WHERE run = ? AND dispute = ?",
        arguments: [run.description, row.outcome.id])
    }
  }

  /// Remembers that the run has ended.
  public func close(_ run: RunID) async throws(JournalFailure) {
    defer { release() }
    let now = clock().seconds
    if let change = files?.change() { throw .unusable(change) }
    try write { database in
      try database.execute(
        sql: "UPDATE run SET closed_at = ? WHERE name = ?",
        arguments: [now, run.description])
      try Ledger.audit("\(run) ended", at: now, in: database)
    }
    try checkpoint()
  }
}
