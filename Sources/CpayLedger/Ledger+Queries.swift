public import CpayClient
public import CpayModel
public import CpayRuntime
public import CpayValue
import FoundationEssentials
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
    /// Test or live, as the key said.
    public let mode: String
    /// The saved plan that it came from; nil where it came straight from a program.
    public let plan: String?
    /// The digest of the plan that was agreed to.
    public let digest: String
    /// Who sent it; nil where that was not written down.
    public let sender: Sender?
    /// When it was agreed to.
    public let openedAt: Timestamp
    /// When it ended; nil for one that is running, or whose process died.
    public let closedAt: Timestamp?
    /// Whether it goes on.
    public let progress: RunProgress
    /// How many rows are in each state.
    public let states: [String: Int]
    /// How many rows are gone on with when it is taken up again.
    public let open: Int

    /// Rows whose effect is not known.
    public var doubts: Int {
      states.filter { RowState($0.key)?.isInDoubt == true }.values.reduce(0, +)
    }

    /// How many rows have come to each outcome, as far as is known.
    public var outcomes: [Outcome.Kind: Int] {
      Dictionary(
        states.map { (RowState($0.key)?.outcome ?? .unknown, $0.value) }, uniquingKeysWith: +)
    }
  }

  /// What can be said of a run as a whole.
  public enum RunProgress: Hashable, Sendable {
    /// A process goes on with it.
    case running
    /// Each of its rows has its outcome.
    case ended
    /// Its process died.
    case cutShort
    /// What was not sent never is.
    case givenUp
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
    /// The API's name for the request.
    public let requestID: String?
    /// When its outcome was established; nil where it has none yet.
    public let settledAt: Timestamp?
    /// How often it was sent.
    public let attempts: Int
    /// When it was sent last.
    public let sentAt: Timestamp?
    /// The idempotency key of the last attempt; nil when nothing was sent.
    public let key: String?
    /// What was planned; nil where that was forgotten.
    public let planned: WritePlan.Item?

    /// What became of it, as far as is known.
    public var outcome: Outcome.Kind { RowState(state)?.outcome ?? .unknown }
  }

  /// The runs, the newest first.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be read.
  public func runs() throws(JournalFailure) -> [RunSummary] {
    let isHeld = isHeld
    return try read { database in
      let running = isHeld ? try Ledger.newestUnended(in: database) : nil
      var states: [String: [String: Int]] = [:]
      let counts = try Row.fetchAll(
        database, sql: "SELECT run, state, count(*) AS n FROM item GROUP BY run, state")
      for row in counts { states[row["run"], default: [:]][row["state"]] = row["n"] }
      let open = try Ledger.openRows(in: database)
      return try Row.fetchAll(
        database, sql: "SELECT * FROM run ORDER BY opened_at DESC, rowid DESC"
      ).map { row in
        let name: String = row["name"]
        return RunSummary(
          name: name, action: row["action"], place: row["place"], mode: row["mode"],
          plan: row["plan"], digest: row["digest"], sender: Ledger.sender(of: row),
          openedAt: Timestamp(seconds: row["opened_at"]),
          closedAt: (row["closed_at"] as Int64?).map(Timestamp.init(seconds:)),
          progress: progress(of: row, isRunning: name == running),
          states: states[name] ?? [:], open: open[name] ?? 0)
      }
    }
  }

  private func progress(of run: GRDB.Row, isRunning: Bool) -> RunProgress {
    if isRunning { return .running }
    if (run["given_up_at"] as Int64?) != nil { return .givenUp }
    return (run["closed_at"] as Int64?) == nil ? .cutShort : .ended
  }

  /// The run that was begun or taken up last of those that have no end: the one that goes on, while
  /// the ledger is held.
  private static func newestUnended(in database: Database) throws -> String? {
    try String.fetchOne(
      database,
      sql: """
        SELECT name FROM run WHERE closed_at IS NULL ORDER BY (
          SELECT max(number) FROM audit
          WHERE event IN (
            run.name || ' taken up again', run.name || ' opened for the plan ' || run.digest)
        ) DESC LIMIT 1
        """)
  }

  /// How many rows of each run are gone on with when it is taken up again.
  private static func openRows(in database: Database) throws -> [String: Int] {
    let doubtful = RowState.all.filter(\.isInDoubt).map(\.name)
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT run, count(*) AS n FROM item JOIN run ON run.name = item.run
        WHERE state IN (\(databaseQuestionMarks(count: doubtful.count)))
          OR given_up_at IS NULL AND by_hand = 0 AND state IN (?, ?)
        GROUP BY run
        """,
      arguments: StatementArguments(doubtful)
        + [RowState.planned.name, RowState.settled(.unsent).name])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["run"], $0["n"]) })
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
          SELECT item.*, content.item AS planned, number, idempotency_key, at, (
            SELECT count(*) FROM attempt
            WHERE attempt.run = item.run AND attempt.position = item.position) AS attempts
          FROM item
          LEFT JOIN content ON content.run = item.run AND content.position = item.position
          LEFT JOIN attempt ON number = (
            SELECT max(number) FROM attempt AS last
            WHERE last.run = item.run AND last.position = item.position)
          WHERE item.run = ? ORDER BY item.position
          """, arguments: [run]
      ).map { row in
        Item(
          dispute: row["dispute"],
          amount: Currency(row["currency"] as String).map { currency in
            Money(minor: row["amount"], currency: currency)
          },
          state: row["state"], message: row["message"], requestID: row["request_id"],
          settledAt: (row["settled_at"] as Int64?).map(Timestamp.init(seconds:)),
          attempts: row["attempts"], sentAt: (row["at"] as Int64?).map(Timestamp.init(seconds:)),
          key: row["idempotency_key"],
          planned: (row["planned"] as Data?).flatMap { WritePlan.Item(json: Array($0)) })
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
