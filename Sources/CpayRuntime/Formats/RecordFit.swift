import CpayLanguage
import CpayModel
import CpayValue

/// Holds rows of a file against what looking at its first rows has found, as far as it matters to
/// what becomes of them.
struct RecordFit: Sendable {
  private let columns: [Column]
  /// Whether what has no column would be lost.
  private let losesOthers: Bool
  /// The resource whose ids the rows have.
  private let resource: Resource?

  private struct Column {
    let slot: Int
    let name: String
    let type: ValueType
    /// What is told of most values by their bytes.
    let plain: PlainForm?
  }

  /// Rows with those columns, in the order of their slots, of which those are used.
  init(_ fields: [RowType.Field], _ use: ColumnUse) {
    columns = fields.enumerated().filter { use.includes($1.name) }
      .map {
        Column(
          slot: $0, name: $1.name, type: $1.type.type, plain: PlainForm($1.type.type, depth: 0))
      }
    losesOthers = use == .all
    resource = nil
  }

  /// Objects of a resource, whose layout holds the forms of its fields already.
  init(_ resource: Resource) {
    columns = []
    losesOthers = false
    self.resource = resource
  }

  func check(_ rows: Batch) throws(RecordError) {
    if let resource { return try checkIDs(rows, resource) }
    guard let row = firstMisfit(in: rows) else { return }
    for column in columns {
      guard let found = misfit(row, column) else { continue }
      throw RecordError(
        row, "\"\(column.name)\" is \(found), where the first rows have \(column.type.name)")
    }
    throw RecordError(row, "\(otherKey(row)), which the first rows do not have")
  }

  /// The first row that does not fit.
  private func firstMisfit(in rows: Batch) -> Row? {
    var end = rows.count
    for column in columns {
      switch column.type {
      case .mixed, .open: continue
      case .string:
        end = rows.firstRow(before: end, whereFieldAt: column.slot, isNot: .text) ?? end
      case .int:
        end = rows.firstRow(before: end, whereFieldAt: column.slot, isNot: .integer) ?? end
      default: end = firstMisfit(in: rows, before: end, column) ?? end
      }
    }
    if losesOthers { end = rows.firstRowWithOtherKeys(before: end) ?? end }
    return end < rows.count ? rows[end] : nil
  }

  /// The first row whose value in a column does not fit; what is plain is not read.
  private func firstMisfit(in rows: Batch, before end: Int, _ column: Column) -> Int? {
    var next = 0
    while next < end {
      if let plain = column.plain {
        let index = rows.firstRow(
          from: next, before: end, whereFieldAt: column.slot, isNotPlainly: plain)
        guard let index else { return nil }
        next = index
      }
      if misfit(rows[next], column) != nil { return next }
      next += 1
    }
    return nil
  }

  /// What a row has that no column has.
  private func otherKey(_ row: Row) -> String {
    let members =
      if case .object(let members)? = (try? JSONReader.read(Array(row.bytes)))?.content {
        members
      } else { [JSONNode.Member]() }
    return members.first { row.slot($0.name) == nil }.map { "there is a key \"\($0.name)\"" }
      ?? "there is a key"
  }

  /// Ids go into paths of requests.
  private func checkIDs(_ rows: Batch, _ resource: Resource) throws(RecordError) {
    // Rows of our own name files too.
    guard resource != .outcome, let slot = rows.storage.layout.slot("id") else { return }
    let form = WireLimits.idForm(prefix: resource.idPrefix)
    var next = 0
    while let index = rows.firstRow(from: next, whereTextAt: slot, isNot: form) {
      let row = rows[index]
      // It may be written with escapes.
      guard let id = row.text(slot), resource.isID(id) else {
        throw RecordError(row, "\"id\" is no id of a \(resource.name)")
      }
      next = index + 1
    }
  }

  /// What a value is that is not of its column's type.
  private func misfit(_ row: Row, _ column: Column) -> String? {
    guard let json = row.json(column.slot), !row.isNull(column.slot) else { return nil }
    let isFit: Bool
    switch column.type {
    case .mixed, .open: isFit = true
    case .string: isFit = json.first == UInt8(ascii: "\"")
    case .int: isFit = row.integer(column.slot) != nil
    case .decimal: isFit = row.integer(column.slot) != nil || row.decimal(column.slot) != nil
    case .bool: isFit = json.first == UInt8(ascii: "t") || json.first == UInt8(ascii: "f")
    case let type:
      guard let node = row.node(column.slot) else { return "an object with a key twice" }
      return node.misfit(type)
    }
    return isFit ? nil : row.node(column.slot)?.foundName ?? "something else"
  }
}

extension PlainForm {
  /// Levels of types that are looked at; what is deeper is read.
  private static let deepest = 16

  /// What values of that type have plainly; nil where it takes reading them to say.
  fileprivate init?(_ type: ValueType, depth: Int) {
    guard depth < PlainForm.deepest else { return nil }
    switch type {
    case .string: self = .text
    case .int: self = .integer
    case .decimal: self = .number
    case .bool: self = .bool
    case .list(let element):
      guard let form = PlainForm(element, depth: depth + 1) else { return nil }
      self = .list(form)
    case .record(let type):
      let members = type.keys.compactMap { key in
        PlainForm(key.type, depth: depth + 1).flatMap { Member(key.name, $0) }
      }
      self = .object(members)
    default: return nil
    }
  }
}

extension JSONNode {
  /// What a value is, or one inside it, that is not of that type; null fits any inside another.
  fileprivate func misfit(_ type: ValueType) -> String? {
    switch (type, content) {
    case (_, .null), (.mixed, _), (.open, _), (.string, .string), (.bool, .bool),
      (.object, .object), (.map, .object):
      return nil
    case (.int, .number(let text)): return Int64(text) == nil ? foundName : nil
    case (.decimal, .number(let text)): return Decimal(json: text) == nil ? foundName : nil
    case (.list(let element), .array(let elements)):
      return elements.lazy.compactMap { $0.misfit(element) }.first.map { "a list with \($0)" }
    case (.record(let type), .object(let members)):
      for member in members {
        guard let key = type.key(member.name) else { continue }
        if let found = member.value.misfit(key.type) {
          return "an object whose \"\(member.name)\" is \(found)"
        }
      }
      return nil
    default: return foundName
    }
  }

  /// The kind of value, in the words of types.
  var foundName: String {
    switch content {
    case .string: return "text"
    case .number(let text):
      if Int64(text) != nil { return "a whole number" }
      return Decimal(json: text) == nil ? "a number of more than 18 places" : "a decimal number"
    default: return kindName
    }
  }
}
