import GRDB

/// The sandbox's data, in SQLite: one connection in memory, a pool with a write-ahead log on disk.
///
/// On disk every commit reaches the platter before it is answered (`synchronous = FULL`), writes
/// that come together share one, and a writer waits for another process for up to a minute rather
/// than failing.
final class SandboxStore: Sendable {
  private let writer: any DatabaseWriter
  private let queue: WriteQueue
  /// Makes the JSON of demo objects that nobody has changed.
  let archive: DemoArchive

  private init(_ writer: any DatabaseWriter, _ archive: DemoArchive) {
    (self.writer, self.archive) = (writer, archive)
    queue = WriteQueue(writer)
  }

  /// Opens the store at `path`, or a fresh one in memory.
  ///
  /// - Throws: ``SandboxError`` when the file cannot be opened as a store.
  static func open(_ path: String?) throws(SandboxError) -> SandboxStore {
    do {
      let archive = DemoArchive()
      var configuration = Configuration()
      configuration.busyMode = .timeout(60)
      configuration.prepareDatabase { db in
        db.add(function: archive.function)
        // Each page in memory costs the same beside its content, so that larger ones cost less.
        try db.execute(sql: path == nil ? "PRAGMA page_size = 32768" : "PRAGMA cache_size = -65536")
      }
      let writer: any DatabaseWriter =
        if let path { try pool(path, configuration) } else {
          try DatabaseQueue(configuration: configuration)
        }
      try StoreSchema.migrate(writer)
      return SandboxStore(writer, archive)
    } catch {
      throw SandboxError("the sandbox store \(path ?? "in memory") cannot be opened: \(error)")
    }
  }

  /// GRDB sets `synchronous` to NORMAL after it has prepared the writer, so FULL must come later
  /// and is read back.
  private static func pool(
    _ path: String, _ configuration: Configuration
  ) throws -> DatabasePool {
    let pool = try DatabasePool(path: path, configuration: configuration)
    try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
    guard try synchronous(pool) == 2 else {
      throw SandboxError("SQLite did not take synchronous = FULL")
    }
    return pool
  }

  private static func synchronous(_ writer: any DatabaseWriter) throws -> Int? {
    try writer.writeWithoutTransaction { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") }
  }

  /// What SQLite says of `synchronous` on the writing connection: 2 is FULL.
  func synchronousLevel() throws -> Int? { try SandboxStore.synchronous(writer) }

  /// Reads from one consistent state of the data.
  func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    try await writer.read(body)
  }

  /// Runs `body` in a transaction, perhaps with others; what it does is undone when it throws.
  func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    try await queue.write(body)
  }

  /// Closes the connections; the store cannot be used afterwards.
  func close() throws { try writer.close() }
}
