public import CpayRuntime
public import CpayValue
import GRDB
import Synchronization

/// Remembers plans, runs and attempts in SQLite, so that a row that may have been sent is never
/// taken for one that was not.
///
/// Every commit is durable on return: on disk the write-ahead log is synchronised at each one
/// (`synchronous=FULL`), and this is read back before the ledger is used.
public final class Ledger: Sendable {
  let database: any DatabaseWriter
  let clock: @Sendable () -> Timestamp
  /// How long the machine has been up.
  let bootClock: @Sendable () -> BootClock = { .now }
  /// The lock file's path; nil for a ledger in memory, which no other process can see.
  private let lockPath: String?
  private let hold = Mutex(Hold())
  /// Gathers what the rows of a run have to say into few commits.
  private let commits: CommitQueue
  /// The files as they were opened; nil in memory.
  let files: LedgerWatch?

  /// The lock, as long as somebody in this process needs it.
  private struct Hold: ~Copyable {
    var lock: LedgerLock?
    var holders = 0
  }

  /// Opens the ledger in `folder`, making both where they are not there yet.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when it is unusable or open to others.
  public init(folder: String, clock: @escaping @Sendable () -> Timestamp) throws(JournalFailure) {
    try LedgerFiles.requireWhole(folder)
    try LedgerFiles.requireMain(folder)
    try LedgerFiles.prepare(folder: folder, file: "ledger.sqlite")
    self.clock = clock
    lockPath = folder + "/ledger.lock"
    do {
      try LedgerSchema.requireOwn(folder + "/ledger.sqlite")
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      let pool = try DatabasePool(
        path: folder + "/ledger.sqlite", configuration: configuration)
      database = pool
      let watch = LedgerWatch(folder: folder)
      (files, commits) = (watch, CommitQueue(pool, watch))
      try Ledger.makeDurable(pool)
      try LedgerSchema.migrate(pool)
    } catch {
      throw JournalFailure(error)
    }
    files?.remember()
  }

  /// A ledger in memory, for a rehearsal that nobody has to remember.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when there is no memory for it.
  public init(inMemory clock: @escaping @Sendable () -> Timestamp) throws(JournalFailure) {
    self.clock = clock
    lockPath = nil
    do {
      let queue = try DatabaseQueue()
      database = queue
      (files, commits) = (nil, CommitQueue(queue, nil))
      try LedgerSchema.migrate(queue)
    } catch {
      throw JournalFailure(error)
    }
  }

  /// The ledger in `folder` as it stands, in memory: for who only looks, where nothing can be written.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when it cannot even be read.
  public init(
    copyOf folder: String, clock: @escaping @Sendable () -> Timestamp
  ) throws(JournalFailure) {
    try LedgerFiles.requireWhole(folder)
    try LedgerFiles.requireMain(folder)
    try LedgerFiles.requirePrivate(folder)
    self.clock = clock
    lockPath = nil
    let copy = try LedgerCopy(of: folder)
    do {
      let queue = try DatabaseQueue()
      database = queue
      commits = CommitQueue(queue, nil)
      files = nil
      try copy.restore(to: queue)
      try LedgerSchema.migrate(queue)
    } catch {
      throw JournalFailure(error)
    }
  }

  /// GRDB's pool resets `synchronous` to NORMAL while it opens, so it is set afterwards and read
  /// back.
  private static func makeDurable(_ pool: DatabasePool) throws {
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      // The main file changes only when a run begins or ends, so that any other change is noticed.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
    }
    guard try synchronous(pool) == 2 else {
      throw DatabaseError(message: "the disk would not confirm its writes")
    }
  }

  /// The `synchronous` setting of the connection that writes.
  static func synchronous(_ database: any DatabaseWriter) throws -> Int? {
    try database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
  }

  /// Takes the right to apply plans, for that run where it is one; given back by ``release()``, once for
  /// each time it was taken.
  ///
  /// Whoever takes it first settles what a process that died has left: a row that was being sent
  /// may have arrived, so it is unknown.
  func take(for run: RunID? = nil) throws(JournalFailure) {
    guard let lockPath else { return }
    let isFirst = try hold.withLock { hold throws(JournalFailure) in
      if hold.holders == 0 {
        do throws(LedgerLock.Failure) {
          hold.lock = try LedgerLock(lockPath, for: run)
        } catch {
          throw failure(error)
        }
      }
      hold.holders += 1
      return hold.holders == 1
    }
    guard isFirst else { return }
    do {
      // It may be another by now than the one that was opened, or none.
      if let change = files?.replacement() { throw JournalFailure.unusable(change) }
      try write { database in
        try database.execute(
          sql: """
            UPDATE item SET state = ?, message = 'the program ended before the answer came'
            WHERE state = ?
            """, arguments: [RowState.abandoned.name, RowState.sending.name])
      }
    } catch {
      release()
      throw JournalFailure(error)
    }
  }

  /// Why the lock could not be taken: of a run that sends, how far it is.
  private func failure(_ failure: LedgerLock.Failure) -> JournalFailure {
    switch failure {
    case .unusable(let reason): return .unusable(reason)
    case .held(let process, nil): return .locked(by: process)
    case .held(let process, let run?):
      let progress = (try? read { try Ledger.progress(of: run, at: clock(), in: $0) }) ?? nil
      return .locked(
        by: "\(process): "
          + [run.description, progress].compactMap(\.self)
          .joined(separator: ", "))
    }
  }

  /// Whether a process is applying a plan.
  var isHeld: Bool {
    guard let lockPath else { return false }
    return hold.withLock { hold in hold.holders > 0 || LedgerLock.isHeld(lockPath) }
  }

  /// Gives the right to apply plans back.
  func release() {
    hold.withLock { hold in
      hold.holders = max(0, hold.holders - 1)
      if hold.holders == 0 { hold.lock = nil }
    }
  }

  /// Does something while no other process writes to the ledger, or goes on with a run.
  /// - Throws: ``/CpayRuntime/JournalFailure`` where another does, and whatever `work` throws.
  public func alone<Result>(_ work: () throws -> Result) throws -> Result {
    try take()
    defer { release() }
    return try work()
  }

  /// Moves everything into the main file, so that no damage to the log can lose it in silence, and
  /// takes down which files those are.
  func checkpoint() throws(JournalFailure) {
    guard let pool = database as? DatabasePool else { return }
    do {
      _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    } catch {
      throw JournalFailure(error)
    }
    files?.remember()
  }

  /// Does work of a row together with that of others; durable on return.
  func commit<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalFailure) -> Value {
    try await commits.commit(work)
  }

  func write<Result: Sendable>(
    _ work: @Sendable (Database) throws -> Result
  ) throws(JournalFailure) -> Result {
    do {
      return try database.write(work)
    } catch {
      throw JournalFailure(error)
    }
  }

  func read<Result: Sendable>(
    _ work: @Sendable (Database) throws -> Result
  ) throws(JournalFailure) -> Result {
    do {
      return try database.read(work)
    } catch {
      throw JournalFailure(error)
    }
  }
}

extension JournalFailure {
  init(_ error: any Error) {
    switch error {
    case let failure as JournalFailure: self = failure
    case let error as DatabaseError where error.resultCode == .SQLITE_BUSY:
      self = .locked(by: "it was still writing after 5 s")
    case let error as DatabaseError:
      self = .unusable(error.reason)
    default: self = .unusable("\(error)")
    }
  }
}

extension DatabaseError {
  /// Why the ledger failed, for people.
  fileprivate var reason: String {
    switch resultCode.primaryResultCode {
    case .SQLITE_FULL: "the disk is full"
    case .SQLITE_READONLY: "it can only be read"
    case .SQLITE_CANTOPEN:
      "it cannot be opened, or the files beside it cannot be made, as where all is read-only"
    case .SQLITE_IOERR: "the disk failed, or is full"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: "it is damaged, or no ledger"
    default: message ?? resultCode.description
    }
  }
}
