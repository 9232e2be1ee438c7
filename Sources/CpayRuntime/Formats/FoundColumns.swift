import CpayLanguage
import CpayValue

/// The columns found in objects so far.
struct FoundColumns {
  private var columns: [Column] = []
  private var places: [[UInt8]: Int] = [:]
  private(set) var rowCount = 0

  private struct Column {
    let name: String
    /// The type; null while nothing but nulls has been seen.
    var type: ValueType
    var line: Int
    var valueCount = 0
  }

  /// The columns in order; those that some row lacks may be missing.
  var fields: [RowType.Field] {
    columns.map { column in
      RowType.Field(
        name: column.name,
        type: FieldType(column.type.settled, isNullable: column.valueCount < rowCount))
    }
  }

  mutating func add(_ row: Row) throws(RecordError) {
    let line = row.line ?? 1
    let node: JSONNode
    do {
      node = try JSONReader.read(Array(row.bytes))
    } catch {
      throw RecordError(line: line, reason: error.reason)
    }
    rowCount += 1
    guard case .object(let members) = node.content else { return }
    for member in members { try add(member, line) }
  }

  private mutating func add(_ member: JSONNode.Member, _ line: Int) throws(RecordError) {
    let key = Array(member.name.utf8)
    guard let type = ValueType(found: member.value) else {
      throw RecordError(
        line: line,
        reason: "\"\(member.name)\" holds a list of several kinds, too many keys, or a number "
          + "of more than 18 places")
    }
    guard let place = places[key] else {
      guard columns.count < RecordSchema.mostColumns else {
        throw RecordError(
          line: line, reason: "there are more than \(RecordSchema.mostColumns) columns")
      }
      places[key] = columns.count
      columns.append(
        Column(name: member.name, type: type, line: line, valueCount: type == .null ? 0 : 1))
      return
    }
    if type == .null { return }
    columns[place].valueCount += 1
    let before = columns[place].type
    guard let both = before.joined(with: type) else {
      throw RecordError(
        line: line,
        reason: "\"\(member.name)\" is \(type.name), and \(before.name) in line "
          + "\(columns[place].line)")
    }
    if before == .null { columns[place].line = line }
    columns[place].type = both
  }
}

extension ValueType {
  /// The type of a JSON value; nil where its elements, or numbers of too many places, have none.
  fileprivate init?(found node: JSONNode) {
    switch node.content {
    case .null: self = .null
    case .bool: self = .bool
    case .string: self = .string
    case .number(let text):
      guard Int64(text) == nil else {
        self = .int
        return
      }
      guard Decimal(json: text) != nil else { return nil }
      self = .decimal
    case .array(let elements):
      var joined = ValueType.null
      for element in elements {
        guard let type = ValueType(found: element), let both = joined.joined(with: type) else {
          return nil
        }
        joined = both
      }
      self = .list(joined)
    case .object(let members):
      guard members.count <= RecordSchema.mostColumns else { return nil }
      var keys: [RecordType.Key] = []
      for member in members {
        guard let type = ValueType(found: member.value) else { return nil }
        keys.append(RecordType.Key(member.name, type, ""))
      }
      self = .record(RecordType(name: "an object", keys: keys))
    }
  }

  /// The type of values of either; nil where there is none.
  fileprivate func joined(with other: ValueType) -> ValueType? {
    switch (self, other) {
    case (.null, let type), (let type, .null): return type
    case (.int, .decimal), (.decimal, .int): return .decimal
    case (.list(let a), .list(let b)): return a.joined(with: b).map(ValueType.list)
    case (.record(let a), .record(let b)):
      var keys = a.keys
      for key in b.keys {
        guard let place = keys.firstIndex(where: { $0.name.utf8.elementsEqual(key.name.utf8) })
        else {
          keys.append(key)
          continue
        }
        guard let type = keys[place].type.joined(with: key.type) else { return nil }
        keys[place] = RecordType.Key(key.name, type, "")
      }
      guard keys.count <= RecordSchema.mostColumns else { return nil }
      return .record(RecordType(name: "an object", keys: keys))
    default: return self == other ? self : nil
    }
  }

  /// The type with text for what has been nothing but null.
  fileprivate var settled: ValueType {
    switch self {
    case .null: .string
    case .list(let element): .list(element.settled)
    case .record(let type):
      .record(
        RecordType(
          name: type.name, keys: type.keys.map { RecordType.Key($0.name, $0.type.settled, "") }))
    default: self
    }
  }
}
