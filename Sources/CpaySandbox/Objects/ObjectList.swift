import CpayModel
import CpayValue
import GRDB

/// A list of objects: filters that combine with AND, one page of it, newest first.
///
/// Objects of the same second are ordered by id, events by when they came, so that no page repeats
/// or skips one. A cursor counts by its place only: it need not pass the filters, since its status
/// may have changed since its page was read.
struct ObjectList: Sendable {
  private let kind: ObjectKind
  private let mode: Mode
  private let isStale: Bool
  private let page: PageRequest
  private var conditions = ""
  private var values: [DatabaseValue] = []
  /// Whether a filter leaves so little that it is read by that filter and sorted.
  private var isLittle = false

  init(_ kind: ObjectKind, _ call: Call) throws(APIError) {
    (self.kind, mode, isStale) = (kind, call.caller.mode, call.isStale)
    page = try PageRequest(call.query)
    for filter in kind.resource.filters {
      let texts = call.query.all(filter.name)
      if !texts.isEmpty { try add(filter, texts) }
    }
    if call.query["type"] != nil, !call.query.all("types[]").isEmpty {
      throw .invalid("types", "type and types cannot be given together.")
    }
  }

  private mutating func add(_ filter: Resource.Filter, _ texts: [String]) throws(APIError) {
    var parsed: [DatabaseValue] = []
    for text in texts { parsed.append(try ObjectList.value(of: filter, text)) }
    guard let column = filter.field.flatMap(kind.column) else {
      conditions +=
        texts == ["true"] ? " AND NOT \(Delivery.isOpenSQL)" : " AND \(Delivery.isOpenSQL)"
      return
    }
    if ["charge", "payment_intent", "customer"].contains(column) { isLittle = true }
    switch filter.comparison {
    case .equal: conditions += " AND \(column) = ?"
    case .atLeast: conditions += " AND \(column) >= ?"
    case .atMost: conditions += " AND \(column) <= ?"
    case .oneOf:
      let places = parsed.map { _ in "?" }.joined(separator: ", ")
      conditions += " AND \(column) IN (\(places))"
    }
    values += parsed
  }

  private static func value(
    of filter: Resource.Filter, _ text: String
  ) throws(APIError) -> DatabaseValue {
    if text.utf8.contains(0) {
      throw .invalid(filter.name, "The parameter '\(filter.name)' holds a NUL character.")
    }
    switch filter.type {
    case .enumeration(let type) where type != .eventType && type.index(of: text) == nil:
      let all = type.members.map(\.name).joined(separator: ", ")
      throw .invalid(filter.name, "'\(text)' is no \(type.name); there are \(all).")
    case .timestamp:
      guard let seconds = PageRequest.plainNumber(text) else {
        throw .invalid(filter.name, "\(filter.name) must be unix seconds, not '\(text)'.")
      }
      return seconds.databaseValue
    case .bool where text != "true" && text != "false":
      throw .invalid(filter.name, "\(filter.name) must be true or false, not '\(text)'.")
    default: return text.databaseValue
    }
  }

  /// The list object with the page's objects.
  func body(_ presenter: Presenter) throws -> [UInt8] {
    var rows = try rows(presenter.db)
    let hasMore = rows.count > page.limit
    if hasMore { rows.removeLast() }
    if case .before = page.position { rows.reverse() }
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("object", "list")
    writer.key("data")
    writer.beginArray()
    for row in rows { try presenter.write(kind, row, to: &writer) }
    writer.endArray()
    writer.key("has_more")
    writer.bool(hasMore)
    writer.member("url", kind.resource.path)
    writer.endObject()
    return writer.bytes
  }

  /// The page and one more object, in the direction of travel.
  private func rows(_ db: Database) throws -> [String] {
    let (sql, arguments) = try query(db)
    return try String.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// The SQL of the page and one more object.
  func query(_ db: Database) throws -> (sql: String, arguments: StatementArguments) {
    let body = isStale ? StoredObject.staleBodySQL : StoredObject.bodySQL
    var sql = "SELECT \(body) FROM item WHERE collection = ?" + conditions
    var arguments = StatementArguments([kind.collection(mode).databaseValue] + values)
    let order = kind.isListedByID ? "id" : "rowid"
    var direction = "DESC"
    // A plus keeps SQLite from reading all objects in order instead of the few by their filter.
    let plus = isLittle ? "+" : ""
    switch page.position {
    case .newest: break
    case .after(let id):
      sql += " AND (\(plus)created, \(plus)\(order)) < (?, ?)"
      arguments += try place(of: id, order, "starting_after", db)
    case .before(let id):
      sql += " AND (\(plus)created, \(plus)\(order)) > (?, ?)"
      arguments += try place(of: id, order, "ending_before", db)
      direction = "ASC"
    }
    sql += " ORDER BY \(plus)created \(direction), \(plus)\(order) \(direction) LIMIT ?"
    arguments += [page.limit + 1]
    return (sql, arguments)
  }

  private func place(
    of id: String, _ order: String, _ param: String, _ db: Database
  ) throws -> StatementArguments {
    let row =
      kind.resource.isID(id)
      ? try Row.fetchOne(
        db.cachedStatement(
          sql: "SELECT created, \(order) FROM item WHERE id = ? AND collection = ?"),
        arguments: [id, kind.collection(mode)]) : nil
    guard let row else {
      throw APIError.unknownReference(param, "No such \(kind.plainName): '\(id)'.")
    }
    let (created, place): (DatabaseValue, DatabaseValue) = (row[0], row[1])
    return [created, place]
  }
}
