import CpayClient
import CpayLanguage
import CpayModel
public import CpayRuntime
public import CpayValue
import FoundationEssentials
import GRDB

extension Ledger {
  /// A run as it is remembered; nil where there is none of that name.
  public func recorded(_ run: RunID) async throws(JournalFailure) -> RecordedRun? {
    let (now, boot) = (clock(), bootClock())
    return try read { try Ledger.recorded(run, now, boot, in: $0) }
  }

  /// Takes up a run that has ended, or whose process has; durable on return.
  public func reopen(_ run: RunID, by sender: Sender) async throws(JournalFailure) -> RecordedRun? {
    let (now, boot) = (clock(), bootClock())
    try take(for: run)
    do {
      let recorded = try write { database -> RecordedRun? in
        try Ledger.wake(run, in: database)
        try database.execute(
          sql: "UPDATE run SET closed_at = NULL, profile = ?, api_key = ? WHERE name = ?",
          arguments: [sender.profile ?? "", sender.key?.description, run.description])
        guard let recorded = try Ledger.recorded(run, now, boot, in: database) else { return nil }
        try Ledger.audit("\(run) taken up again", at: now.seconds, in: database)
        return recorded
      }
      if recorded == nil { release() } else { try checkpoint() }
      return recorded
    } catch {
      release()
      throw error
    }
  }

  /// Rows that were not sent wait again, unless the run was given up or a person has settled them;
  /// rows in doubt may be sent again.
  private static func wake(_ run: RunID, in database: Database) throws {
    try database.execute(
      sql: """
        UPDATE item SET state = ?, message = NULL, settled_at = NULL
        WHERE run = ? AND state = ? AND by_hand = 0
          AND run IN (SELECT name FROM run WHERE given_up_at IS NULL)
        """,
      arguments: [
        RowState.planned.name, run.description, RowState.settled(.unsent).name,
      ])
    try database.execute(
      sql: "UPDATE item SET state = ? WHERE run = ? AND state = ?",
      arguments: [
        RowState.sending.name, run.description, RowState.abandoned.name,
      ])
  }

  private static func recorded(
    _ run: RunID, _ now: Timestamp, _ boot: BootClock, in database: Database
  ) throws -> RecordedRun? {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT * FROM run WHERE name = ?", arguments: [run.description])
    else { return nil }
    let (action, _) = try kind(of: row)
    let isGivenUp = (row["given_up_at"] as Int64?) != nil
    var items: [WritePlan.Item] = []
    var rows: [RecordedRun.Row] = []
    let cursor = try Row.fetchCursor(database, sql: rowsOfRun, arguments: [run.description])
    while let row = try cursor.next() {
      guard let content = row["item"] as Data?,
        let item = WritePlan.Item(json: Array(content))
      else { throw JournalFailure.unusable("too little is left of \(run) to go on with it") }
      items.append(item)
      rows.append(try state(of: item, action, row, run, isGivenUp: isGivenUp, now, boot))
    }
    let plan = try plan(of: row, items)
    return RecordedRun(
      run: run, plan: plan,
      limits: RunLimits(
        parallel: row["parallel"], canary: row["canary"], stopsAtFirstFailure: row["stops"]),
      sender: sender(of: row),
      consentedAt: Timestamp(seconds: row["opened_at"]),
      isGivenUp: isGivenUp, rows: rows)
  }

  /// Who sent an attempt or sends a run; nil where that was not written down.
  static func sender(of row: GRDB.Row) -> Sender? {
    guard let profile = row["profile"] as String? else { return nil }
    return Sender(profile: profile.isEmpty ? nil : profile, key: sentWith(row))
  }

  /// The API key of an attempt, by its fingerprint; nil where that was not written down.
  static func sentWith(_ row: GRDB.Row) -> KeyFingerprint? {
    (row["api_key"] as String?).map { KeyFingerprint(recorded: $0) }
  }

  /// What a run does, and to whose data.
  private static func kind(of run: GRDB.Row) throws -> (WriteAction, AccountIdentity) {
    guard let action = WriteAction(rawValue: run["action"]),
      let mode = APIKey.Mode(rawValue: run["mode"])
    else {
      throw JournalFailure.unusable(
        "\(run["name"] as String) is of a kind that this version does not know")
    }
    return (action, AccountIdentity(recorded: run["place"], mode: mode))
  }

  /// The plan that a run was agreed to for, of those rows.
  static func plan(of run: GRDB.Row, _ items: [WritePlan.Item]) throws -> WritePlan {
    let (action, account) = try kind(of: run)
    guard
      let plan = WritePlan(
        recorded: action, account: account, items: items, digest: run["digest"])
    else {
      throw JournalFailure.unusable("the rows of \(run["name"] as String) are not those agreed to")
    }
    return plan
  }

  /// The last attempt of a row, and the first under the same key, whichever run it was of: from that
  /// one on the server may know the key.
  static let attempts = """
    LEFT JOIN attempt AS last ON last.number = (
      SELECT max(number) FROM attempt
      WHERE attempt.run = item.run AND attempt.position = item.position)
    LEFT JOIN attempt AS first ON first.number = (
      SELECT min(number) FROM attempt WHERE attempt.idempotency_key = last.idempotency_key)
    """

  /// The rows of a run with what was planned and sent.
  private static let rowsOfRun = """
    SELECT item.*, content.item, content.body, last.idempotency_key, last.api_key,
      first.at, first.boot, first.booted_for
    FROM item
    LEFT JOIN content ON content.run = item.run AND content.position = item.position
    \(attempts)
    WHERE item.run = ? ORDER BY item.position
    """

  private static func state(
    of item: WritePlan.Item, _ action: WriteAction, _ row: GRDB.Row, _ run: RunID,
    isGivenUp: Bool, _ now: Timestamp, _ boot: BootClock
  ) throws -> RecordedRun.Row {
    let (name, message): (String, String?) = (row["state"], row["message"])
    switch RowState(name) {
    case .planned: return .waiting
    case .settled(.unsent) where !isGivenUp && !(row["by_hand"] as Bool): return .waiting
    case .sending, .settled(.unknown):
      guard let sent = action.sent, let seen = item.seen,
        let key = row["idempotency_key"] as String?,
        let write = DisputeWrite(
          sent: sent, dispute: seen.id, body: (row["body"] as Data?).map { Array($0) }, key: key,
          status: seen.status)
      else { throw JournalFailure.unusable("what \(run) sent to \(item.id) cannot be read") }
      return .inDoubt(
        write,
        EarlierAttempt(
          age: age(Moment(row), now, boot),
          reason: message ?? "the program ended before the answer came", sentWith: sentWith(row),
          requestID: row["request_id"]))
    case .settled(let kind):
      return .settled(
        Outcome(
          id: row["dispute"], action: action, kind: kind, amount: item.seen?.amount,
          message: message, requestID: row["request_id"],
          at: Timestamp(seconds: row["settled_at"] ?? now.seconds)))
    case nil: throw JournalFailure.unusable("\(item.id) of \(run) is in no state that is known")
    }
  }

  /// When something was sent, by the clocks that were asked.
  struct Moment {
    let at: Int64
    let boot: BootClock

    /// The moment that stands in those columns.
    init(_ row: GRDB.Row, at: String = "at", boot: String = "boot", since: String = "booted_for") {
      self.at = row[at]
      self.boot = BootClock(boot: row[boot], seconds: row[since])
    }
  }

  /// How long ago that was, by the clock that says most; without end where none can say.
  static func age(_ moment: Moment, _ now: Timestamp, _ boot: BootClock) -> Duration {
    let (byWall, overflow) = now.seconds.subtractingReportingOverflow(moment.at)
    if !moment.boot.boot.isEmpty, moment.boot.boot == boot.boot {
      let (sinceBoot, bootOverflow) = boot.seconds.subtractingReportingOverflow(
        moment.boot.seconds)
      return .seconds(overflow || bootOverflow ? .max : max(byWall, sinceBoot))
    }
    // A clock that was set back says nothing, and this machine was started since.
    return .seconds(overflow || byWall < 0 ? .max : byWall)
  }
}

extension Ledger {
  /// The runs whose names begin so, with or without `run_`, the newest first; one of just that name
  /// alone.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be read.
  public func runs(named beginning: String) throws(JournalFailure) -> [RunID] {
    let names = try read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT name FROM run WHERE substr(name, 1, length(?1)) = ?1
            OR substr(name, 5, length(?1)) = ?1
          ORDER BY opened_at DESC, rowid DESC
          """, arguments: [beginning])
    }
    return (names.contains(beginning) ? [beginning] : names).map { RunID($0) }
  }

  /// A run whose process died, and what it left.
  public struct CutShort: Hashable, Sendable {
    /// The run's name.
    public let run: RunID
    /// Who sent it; nil where that was not written down.
    public let sender: Sender?
    /// When it began.
    public let openedAt: Timestamp
    /// Rows that may have been sent.
    public let doubts: Int
    /// Rows that were not sent.
    public let waiting: Int
    /// Rows that may have been sent, and so lately that the same request may go out again.
    public let repeatable: Int

    /// Whether going on could send nothing more, so that only a person can tell what became of it.
    public var isLeftToPersons: Bool { waiting == 0 && repeatable == 0 }
  }

  /// The runs that have not ended and that no process goes on with, the oldest first.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be read.
  public func cutShort() throws(JournalFailure) -> [CutShort] {
    if isHeld { return [] }
    let oldest = clock().seconds - DisputeWrite.keyLifetime.components.seconds
    return try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT name, opened_at, profile, api_key,
            (SELECT count(*) FROM item WHERE run = name AND state IN (?, ?)) AS doubts,
            (SELECT count(*) FROM item WHERE run = name AND state = ?) AS waiting,
            (SELECT count(*) FROM item \(Ledger.attempts)
              WHERE item.run = run.name AND item.state IN (?, ?) AND first.at > ?) AS repeatable
          FROM run WHERE closed_at IS NULL ORDER BY opened_at, rowid
          """,
        arguments: [
          RowState.sending.name, RowState.abandoned.name, RowState.planned.name,
          RowState.sending.name, RowState.abandoned.name, oldest,
        ]
      ).map { row in
        CutShort(
          run: RunID(row["name"]), sender: Ledger.sender(of: row),
          openedAt: Timestamp(seconds: row["opened_at"]), doubts: row["doubts"],
          waiting: row["waiting"], repeatable: row["repeatable"])
      }
    }
  }

  /// Gives a run up: what was not sent never is, and its disputes are free.
  ///
  /// What is in doubt stays so and keeps its disputes. Says how many rows were not sent and how many
  /// are in doubt; nil, and the run is as it was, where each of its rows has its outcome.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when the ledger cannot be written, or a run is going on.
  public func giveUp(_ run: RunID) throws(JournalFailure) -> (unsent: Int, doubts: Int)? {
    try take()
    defer { release() }
    let now = clock().seconds
    return try write { database in
      let isOver = try Bool.fetchOne(
        database,
        sql: """
          SELECT closed_at IS NOT NULL AND given_up_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM item WHERE run = name AND state IN (?, ?)) FROM run WHERE name = ?
          """,
        arguments: [
          RowState.settled(.unsent).name, RowState.abandoned.name, run.description,
        ])
      if isOver == true { return nil }
      try database.execute(
        sql: """
          UPDATE item SET state = ?, message = 'the run was given up', settled_at = ?
          WHERE run = ? AND state = ?
          """,
        arguments: [
          RowState.settled(.unsent).name, now, run.description, RowState.planned.name,
        ])
      try database.execute(
        sql: """
          UPDATE run SET closed_at = coalesce(closed_at, ?), given_up_at = coalesce(given_up_at, ?)
          WHERE name = ?
          """, arguments: [now, now, run.description])
      try Ledger.audit("\(run) given up", at: now, in: database)
      func count(_ state: RowState) throws -> Int {
        try Int.fetchOne(
          database, sql: "SELECT count(*) FROM item WHERE run = ? AND state = ?",
          arguments: [run.description, state.name]) ?? 0
      }
      return (try count(.settled(.unsent)), try count(.abandoned))
    }
  }
}

extension WriteAction {
  /// The client's name for the write; nil for an upload.
  fileprivate var sent: DisputeWrite.Action? { DisputeWrite.Action(rawValue: rawValue) }
}
