import GRDB
import Glibc
import Synchronization
import Testing

@testable import CpaySandbox

@Suite struct WriteQueueTests {
  private struct Refused: Error {}

  private static func table() throws -> any DatabaseWriter {
    let writer = try DatabaseQueue()
    try writer.write { db in try db.execute(sql: "CREATE TABLE t (n INTEGER UNIQUE)") }
    return writer
  }

  private static func numbers(_ writer: any DatabaseWriter) async throws -> [Int] {
    try await writer.read { db in try Int.fetchAll(db, sql: "SELECT n FROM t ORDER BY n") }
  }

  @Test func `a write that throws is undone alone`() async throws {
    let writer = try Self.table()
    let queue = WriteQueue(writer)
    await withTaskGroup { group in
      for number in 0..<200 {
        group.addTask {
          do {
            let result = try await queue.write { db in
              try db.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
              if number % 3 == 0 { throw Refused() }
              return number
            }
            #expect(result == number && number % 3 != 0)
          } catch {
            #expect(error is Refused && number % 3 == 0)
          }
        }
      }
    }
    #expect(try await Self.numbers(writer) == (0..<200).filter { $0 % 3 != 0 })
  }

  /// Counts the transactions of a database.
  private final class Commits: TransactionObserver, Sendable {
    private let count = Mutex(0)

    var number: Int { count.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { count.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
  }

  @Test func `writes that come together share a transaction`() async throws {
    let writer = try Self.table()
    let queue = WriteQueue(writer)
    let commits = Commits()
    writer.add(transactionObserver: commits, extent: .databaseLifetime)
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    // The first write holds the queue until all the others wait.
    let first = Task {
      try await queue.write { db in
        begin.finish()
        while queue.waitingCount < WriteQueue.batchSize { sched_yield() }
        try db.execute(sql: "INSERT INTO t VALUES (-1)")
      }
    }
    for await _ in began {}
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<WriteQueue.batchSize {
        group.addTask {
          try await queue.write { db in
            try db.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
          }
        }
      }
      try await group.waitForAll()
    }
    try await first.value
    #expect(try await Self.numbers(writer).count == WriteQueue.batchSize + 1)
    #expect(commits.number == 2)
  }

  @Test func `when the transaction fails, all hear of it`() async throws {
    let writer = try Self.table()
    let queue = WriteQueue(writer)
    try writer.close()
    await #expect(throws: (any Error).self) {
      try await queue.write { db in try db.execute(sql: "INSERT INTO t VALUES (1)") }
    }
  }
}
