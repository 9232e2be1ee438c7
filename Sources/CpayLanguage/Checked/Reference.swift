public import CpayModel
import CpayValue

/// A field, or a place inside the object in one, that holds the id of another object.
public struct Reference: Sendable {
  /// The column.
  public let field: FieldReference
  /// The keys that lead from the column's object to the id; none where the column holds it.
  public let keys: [String]
  /// What the id is of.
  public let resource: Resource

  /// What a program writes for it: `charge.customer`.
  public var path: String { ([field.name] + keys).joined(separator: ".") }
}

extension Resource {
  /// The object as a record, for where it stands in place of its id.
  var record: RecordType {
    RecordType(
      name: name, keys: fields.map { RecordType.Key($0.name, $0.type.type, $0.doc) })
  }
}

extension RecordType {
  /// The same with the object in the place of the id that those keys lead to.
  func expanding(_ keys: ArraySlice<String>, to record: RecordType) -> RecordType {
    guard let first = keys.first else { return record }
    return RecordType(
      name: name,
      keys: self.keys.map { key in
        guard key.name == first else { return key }
        let inner: RecordType = if case .record(let own) = key.type { own } else { record }
        return Key(key.name, .record(inner.expanding(keys.dropFirst(), to: record)), key.doc)
      })
  }
}

extension ValueType {
  /// What it is an id of, where the API serves that.
  var object: Resource? {
    guard case .id(_, let name) = self else { return nil }
    return Resource.served.first { $0.name == name }
  }
}

extension RecordType {
  /// The keys that hold ids of other objects.
  var leadingOn: [String] { keys.filter { $0.type.object != nil && $0.name != "id" }.map(\.name) }
}

extension RowType {
  /// The columns that hold ids of other objects.
  var leadingOn: [Field] {
    fields.filter { field in field.type.type.object.map { $0.name != subject?.name } ?? false }
  }
}
