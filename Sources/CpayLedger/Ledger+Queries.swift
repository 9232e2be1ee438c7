public import CpayClient
public import CpayRuntime
public import CpayValue
import GRDB

extension Ledger {
  /// One application of a plan, as the ledger has it.
  public struct RunSummary: Hashable, Sendable {
    /// The run's name.
    public let name: String
    /// What was to be done.
    public let action: String
    /// The data it was done to.
    public let place: String
    /// The saved plan that it came from; nil where it came straight from a program.
    public let plan: String?
    /// When it began.
    public let openedAt: Timestamp
    /// When it ended; nil for one that is running, or whose process died.
    public let closedAt: Timestamp?
    /// How many rows are in each state.
    public let states: [String: Int]

    /// Rows whose effect is not known.
    public var open: Int {
      states.filter { RowState($0.key)?.isInDoubt == true }.values.reduce(0, +)
    }
  }

  /// One row of a run.
  public struct Item: Hashable, Sendable {
    /// The dispute; of an upload the file's id, or its path where it has none.
    public let dispute: String
    /// The disputed amount; nil for an upload.
    public let amount: Money?
    /// `planned`, `sending`, or an outcome.
    public let state: String
    /// Why, where there is something to say.
    public let message: String?
    /// The idempotency key of the last attempt; nil when nothing was sent.
    public let key: String?
  }

  /// The runs, the newest first.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be read.
  public func runs() throws(JournalFailure) -> [RunSummary] {
    try read { database in
      var states: [String: [String: Int]] = [:]
      let counts = try Row.fetchAll(
        database, sql: "SELECT run, state, count(*) AS n FROM item GROUP BY run, state")
      for row in counts { states[row["run"], default: [:]][row["state"]] = row["n"] }
      return try Row.fetchAll(
        database, sql: "SELECT * FROM run ORDER BY opened_at DESC, rowid DESC"
      ).map { row in
        RunSummary(
          name: row["name"], action: row["action"], place: row["place"],
          plan: row["plan"], openedAt: Timestamp(seconds: row["opened_at"]),
          closedAt: (row["closed_at"] as Int64?).map(Timestamp.init(seconds:)),
          states: states[row["name"]] ?? [:])
      }
    }
  }

  /// Whether there is a run on an account.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be read.
  public func remembers(_ account: AccountIdentity) throws(JournalFailure) -> Bool {
    try read { database in
      try Bool.fetchOne(
        database, sql: "SELECT 1 FROM run WHERE place = ? AND mode = ? LIMIT 1",
        arguments: [account.place, account.mode.rawValue]) != nil
    }
  }

  /// The rows of a run in plan order; nil when there is no such run.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be read.
  public func items(of run: String) throws(JournalFailure) -> [Item]? {
    try read { database in
      guard
        try Bool.fetchOne(
          database, sql: "SELECT 1 FROM run WHERE name = ?", arguments: [run]) != nil
      else { return nil }
      return try Row.fetchAll(
        database,
        sql: """
          SELECT item.*, (
            SELECT idempotency_key FROM attempt
            WHERE attempt.run = item.run AND attempt.position = item.position
            ORDER BY number DESC LIMIT 1) AS attempt_key
          FROM item WHERE run = ? ORDER BY position
          """, arguments: [run]
      ).map { row in
        Item(
          dispute: row["dispute"],
          amount: Currency(row["currency"] as String).map { currency in
            Money(minor: row["amount"], currency: currency)
          },
          state: row["state"], message: row["message"], key: row["attempt_key"])
      }
    }
  }

  /// Settles a row whose effect was not known, on a person's word, which enters the audit.
  ///
  /// Only `not applied` gives the dispute free. Says whether there was such a row, still open.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be written.
  public func settle(
    run: String, dispute: String, wasApplied: Bool
  ) throws(JournalFailure) -> Bool {
    try take()
    defer { release() }
    let now = clock().seconds
    let state = RowState.settledByHand(wasApplied: wasApplied).name
    let doubtful = RowState.all.filter(\.isInDoubt).map(\.name)
    return try write { database in
      try database.execute(
        sql: """
          UPDATE item SET state = ?, message = 'settled by hand', by_hand = 1, settled_at = ?
          WHERE run = ? AND dispute = ?
            AND state IN (\(databaseQuestionMarks(count: doubtful.count)))
          """, arguments: [state, now, run, dispute] + StatementArguments(doubtful))
      guard database.changesCount == 1 else { return false }
      if !wasApplied {
        try database.execute(
          sql: "DELETE FROM claim WHERE run = ? AND dispute = ?", arguments: [run, dispute])
      }
      let word = wasApplied ? "applied" : "not applied"
      try Ledger.audit("\(dispute) in \(run) settled by hand as \(word)", at: now, in: database)
      return true
    }
  }
}
