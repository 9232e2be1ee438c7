import CpayRuntime
import Dispatch
import GRDB
import Synchronization

/// Commits what several rows have to say at once: whatever arrives while the disk confirms one commit
/// goes into the next, so that many rows wait for one confirmation and no thread of theirs waits for
/// the disk.
///
/// While several rows are under way it also waits a little for the others, since a commit costs much the
/// same whatever it holds.
///
/// Each piece of work is whole or not at all by itself, and is told of after the commit that holds it.
/// A ledger that is not the one that was opened takes nothing more, so that nothing is sent that it would
/// not remember.
final class CommitQueue: Sendable {
  private let database: any DatabaseWriter
  /// The files that are written; nil in memory.
  private let files: LedgerWatch?
  private let state = Mutex(State())

  /// Signalled when nothing more fits into the commit that is waited with.
  private let isFull = DispatchSemaphore(value: 0)

  /// The most pieces of work in one commit.
  static let batch = 32
  /// The longest that a commit waits for more of them.
  private static let patience = DispatchTimeInterval.milliseconds(3)

  private struct State: ~Copyable {
    var waiting: [Piece] = []
    var isRunning = false
    var isGathering = false
  }

  /// A piece of work, whatever it comes to.
  private struct Piece: Sendable {
    /// Does the work, and gives what tells whoever waits once it is committed, or is not.
    let run: @Sendable (Database) -> (_ failure: JournalFailure?) -> Void
    /// Tells whoever waits that it was never begun.
    let fail: @Sendable (JournalFailure) -> Void

    init<Value: Sendable>(
      _ work: @escaping @Sendable (Database) throws -> Value,
      finish: @escaping @Sendable (Result<Value, JournalFailure>) -> Void
    ) {
      fail = { finish(.failure($0)) }
      run = { database in
        var result: Result<Value, JournalFailure>
        do {
          var value: Value?
          try database.inSavepoint {
            value = try work(database)
            return .commit
          }
          result = value.map { .success($0) } ?? .failure(.unusable("a commit was lost"))
        } catch {
          result = .failure(JournalFailure(error))
        }
        return { failure in
          if let failure, case .success = result { result = .failure(failure) }
          finish(result)
        }
      }
    }
  }

  init(_ database: any DatabaseWriter, _ files: LedgerWatch?) {
    (self.database, self.files) = (database, files)
  }

  /// What `work` comes to, durable on return.
  func commit<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalFailure) -> Value {
    let result = await withCheckedContinuation { continuation in
      add(Piece(work) { continuation.resume(returning: $0) })
    }
    return try result.get()
  }

  private func add(_ piece: Piece) {
    let (starts, fills) = state.withLock { state in
      state.waiting.append(piece)
      defer { state.isRunning = true }
      return (
        !state.isRunning, state.isGathering && state.waiting.count == CommitQueue.batch
      )
    }
    if fills { isFull.signal() }
    if starts { database.asyncWriteWithoutTransaction { self.drain($0) } }
  }

  /// Waits until a commit is full, or has waited long enough.
  private func gather() {
    let waits = state.withLock { state in
      state.isGathering = state.waiting.count < CommitQueue.batch
      return state.isGathering
    }
    guard waits else { return }
    _ = isFull.wait(timeout: .now() + CommitQueue.patience)
    state.withLock { $0.isGathering = false }
  }

  /// The pieces of the next commit; none, and the queue rests, when nothing waits.
  private func next() -> [Piece] {
    state.withLock { state in
      let pieces = Array(state.waiting.prefix(CommitQueue.batch))
      state.waiting.removeFirst(pieces.count)
      if pieces.isEmpty { state.isRunning = false }
      return pieces
    }
  }

  private func drain(_ database: Database) {
    var isAlone = true
    while true {
      // Whoever goes row by row waits for nobody.
      if !isAlone { gather() }
      let pieces = next()
      if pieces.isEmpty { return }
      isAlone = pieces.count == 1
      var ends: [(JournalFailure?) -> Void] = []
      do {
        try requireFiles()
        try database.inTransaction(.immediate) {
          ends = pieces.map { $0.run(database) }
          return .commit
        }
        // What was written to files that are not the ledger's any more is not remembered.
        if let change = files?.changeBesideCommit() { throw JournalFailure.unusable(change) }
        for end in ends { end(nil) }
      } catch {
        let failure = JournalFailure(error)
        for end in ends { end(failure) }
        for piece in pieces.dropFirst(ends.count) { piece.fail(failure) }
      }
    }
  }

  private func requireFiles() throws(JournalFailure) {
    if let change = files?.change() { throw .unusable(change) }
  }
}
