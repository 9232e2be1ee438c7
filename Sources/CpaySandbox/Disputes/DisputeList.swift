import CpayModel
import CpayValue
import GRDB

/// The list of disputes: filters that combine with AND, one page of it, newest first.
///
/// Disputes created in the same second are ordered by id, so that no page repeats or skips one. A
/// cursor counts by its place only: it need not pass the filters, since its status may have changed
/// since its page was read.
struct DisputeList: Sendable {
  /// The query parameters of the list, beside those of every list.
  static let filters = Resource.dispute.fields.filter(\.isServerFilter).map(\.name)

  private let page: PageRequest
  private let filters: [(column: String, value: String)]
  private let mode: Mode

  init(_ query: QueryParameters, mode: Mode) throws(APIError) {
    page = try PageRequest(query)
    filters = DisputeList.filters.compactMap { name in query[name].map { (name, $0) } }
    self.mode = mode
    for (column, value) in filters where value.utf8.contains(0) {
      throw .invalid(column, "The parameter '\(column)' holds a NUL character.")
    }
    if let status = query["status"], DisputeLifecycle.Status(rawValue: status) == nil {
      let all = DisputeLifecycle.Status.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalid("status", "'\(status)' is no dispute status; there are \(all).")
    }
  }

  /// The list object with the page's disputes.
  func body(_ db: Database) throws -> [UInt8] {
    var rows = try rows(db)
    let hasMore = rows.count > page.limit
    if hasMore { rows.removeLast() }
    if case .before = page.position { rows.reverse() }
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("object", "list")
    writer.key("data")
    writer.beginArray()
    for row in rows { writer.raw(row.utf8) }
    writer.endArray()
    writer.key("has_more")
    writer.bool(hasMore)
    writer.member("url", Resource.dispute.path)
    writer.endObject()
    return writer.bytes
  }

  /// The page and one more dispute, in the direction of travel.
  private func rows(_ db: Database) throws -> [String] {
    let (sql, arguments) = try query(db)
    return try String.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// The SQL of the page and one more dispute.
  func query(_ db: Database) throws -> (sql: String, arguments: StatementArguments) {
    var sql = "SELECT body FROM object WHERE kind = 'dispute' AND mode = ?"
    var arguments: StatementArguments = [mode.rawValue]
    for (column, value) in filters {
      sql += " AND \(column) = ?"
      arguments += [value]
    }
    var direction = "DESC"
    switch page.position {
    case .newest: break
    case .after(let id):
      sql += " AND (created, id) < (?, ?)"
      arguments += [try created(of: id, "starting_after", db), id]
    case .before(let id):
      sql += " AND (created, id) > (?, ?)"
      arguments += [try created(of: id, "ending_before", db), id]
      direction = "ASC"
    }
    sql += " ORDER BY created \(direction), id \(direction) LIMIT ?"
    arguments += [page.limit + 1]
    return (sql, arguments)
  }

  private func created(of id: String, _ param: String, _ db: Database) throws -> Int64 {
    let created =
      Resource.dispute.isID(id)
      ? try Int64.fetchOne(
        db, sql: "SELECT created FROM object WHERE id = ? AND kind = 'dispute' AND mode = ?",
        arguments: [id, mode.rawValue]) : nil
    guard let created else {
      throw APIError.unknownReference(param, "No such dispute: '\(id)'.")
    }
    return created
  }
}
