import GRDB
import Synchronization

/// Gathers writes that come at the same time into one transaction, so that one flush of the disk
/// serves them all.
///
/// Each write runs in a savepoint of its own: one that throws is undone alone. Nobody hears of a
/// result before the transaction is committed, and when that fails, all hear of it.
final class WriteQueue: Sendable {
  /// Writes of one transaction, at most.
  static let batchSize = 64

  private let writer: any DatabaseWriter
  private let state = Mutex(State())

  private struct State {
    var writes: [any QueuedWrite] = []
    var isDraining = false
  }

  init(_ writer: any DatabaseWriter) {
    self.writer = writer
  }

  /// The result of `body`, once it is as durable as the store makes it.
  func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      enqueue(PendingWrite(body, continuation))
    }
  }

  /// The writes that wait for the transaction that is under way.
  var waitingCount: Int { state.withLock { $0.writes.count } }

  private func enqueue(_ write: any QueuedWrite) {
    let starts = state.withLock { state in
      state.writes.append(write)
      defer { state.isDraining = true }
      return !state.isDraining
    }
    if starts { Task { await drain() } }
  }

  private func drain() async {
    while let batch = next() {
      do {
        try await writer.write { db in for write in batch { write.run(db) } }
        for write in batch { write.report(nil) }
      } catch {
        for write in batch { write.report(error) }
      }
    }
  }

  private func next() -> [any QueuedWrite]? {
    state.withLock { state in
      guard !state.writes.isEmpty else {
        state.isDraining = false
        return nil
      }
      let batch = Array(state.writes.prefix(WriteQueue.batchSize))
      state.writes.removeFirst(batch.count)
      return batch
    }
  }
}

/// A write that waits for its transaction.
private protocol QueuedWrite: Sendable {
  func run(_ db: Database)
  /// Tells the caller what came of it, or of the whole transaction where that failed.
  func report(_ failure: (any Error)?)
}

private final class PendingWrite<T: Sendable>: QueuedWrite {
  private let body: @Sendable (Database) throws -> T
  private let continuation: CheckedContinuation<T, any Error>
  private let result = Mutex<Result<T, any Error>?>(nil)

  init(
    _ body: @escaping @Sendable (Database) throws -> T,
    _ continuation: CheckedContinuation<T, any Error>
  ) {
    (self.body, self.continuation) = (body, continuation)
  }

  func run(_ db: Database) {
    let outcome = Result { try inSavepoint(db) }
    result.withLock { $0 = outcome }
  }

  private func inSavepoint(_ db: Database) throws -> T {
    var value: T?
    try db.inSavepoint {
      value = try body(db)
      return .commit
    }
    guard let value else { throw DatabaseError(message: "the write was not run") }
    return value
  }

  func report(_ failure: (any Error)?) {
    let outcome = result.withLock { $0 }
    switch (failure, outcome) {
    case (let failure?, _): continuation.resume(throwing: failure)
    case (nil, let outcome?): continuation.resume(with: outcome)
    case (nil, nil): continuation.resume(throwing: DatabaseError(message: "the write was not run"))
    }
  }
}
