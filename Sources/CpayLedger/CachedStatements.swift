import GRDB

/// What each row of a run says to the ledger is compiled once, and not for each row.
extension Database {
  /// Executes a statement that is kept compiled.
  func executeCached(sql: String, arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}
