public import CpayClient
public import CpayLanguage
public import CpayRuntime
import CpayValue
import GRDB

extension Ledger {
  /// What is known of earlier writes of that kind to those disputes, by dispute.
  public func pastWrites(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastWrites] {
    let wanted = Set(disputes)
    if wanted.isEmpty { return [:] }
    let (now, boot) = (clock(), bootClock())
    return try read { database in
      var result: [String: PastWrites] = [:]
      func note(_ row: GRDB.Row, _ change: (inout PastWrites) throws -> Void) rethrows {
        let dispute: String = row["dispute"]
        if wanted.contains(dispute) { try change(&result[dispute, default: PastWrites()]) }
      }
      let answered = try Ledger.answered(action, account, in: database)
      while let row = try answered.next() { note(row) { $0.usedUp += row["n"] } }
      let disowned = try Ledger.disowned(account, in: database)
      while let row = try disowned.next() {
        note(row) { past in
          if row["action"] == action.rawValue,
            PastWrites.isUsedUp(
              (row["answer"] as String?).flatMap(KeyAnswer.init(rawValue:)),
              age: Ledger.age(
                Ledger.Moment(row, at: "last_at", boot: "last_boot", since: "last_booted_for"), now,
                boot))
          {
            past.usedUp += 1
          }
          guard WriteAction(rawValue: row["action"])?.effect == .final else { return }
          past.disowned.append(
            DisownedWrite(
              key: row["idempotency_key"], age: Ledger.age(Ledger.Moment(row), now, boot),
              sentWith: Ledger.sentWith(row)))
        }
      }
      return result
    }
  }

  /// The writes whose keys the API has answered for good, counted by dispute.
  private static func answered(
    _ action: WriteAction, _ account: AccountIdentity, in database: Database
  ) throws -> RowCursor {
    let states = RowState.usingUpKey(of: action).map(\.name)
    return try Row.fetchCursor(
      database,
      sql: """
        SELECT dispute, count(*) AS n FROM item JOIN run ON run.name = item.run
        WHERE state IN (\(databaseQuestionMarks(count: states.count)))
          AND place = ? AND mode = ? AND action = ? GROUP BY dispute
        """,
      arguments: StatementArguments(states)
        + [account.place, account.mode.rawValue, action.rawValue])
  }

  /// The writes that may have been sent and that a person has called not applied.
  private static func disowned(
    _ account: AccountIdentity, in database: Database
  ) throws -> RowCursor {
    try Row.fetchCursor(
      database,
      sql: """
        SELECT item.dispute, action, item.answer, last.idempotency_key, last.api_key,
          last.at AS last_at, last.boot AS last_boot, last.booted_for AS last_booted_for,
          first.at, first.boot, first.booted_for
        FROM item JOIN run ON run.name = item.run
        \(attempts)
        WHERE by_hand = 1 AND state = ? AND place = ? AND mode = ? AND last.number IS NOT NULL
        ORDER BY last.number
        """,
      arguments: [
        RowState.settledByHand(wasApplied: false).name, account.place, account.mode.rawValue,
      ])
  }
}
