public import CpayValue

/// One kind of object of the API, as a table: everything that checking, help, reading and tables
/// need to know of it.
public struct Resource: Hashable, Sendable {
  /// One field of the object.
  public struct Field: Hashable, Sendable {
    /// The key, as the API writes it and as programs name it.
    public let name: String
    /// The type programs see; ``/CpayValue/ValueType/money`` is built from this field and `currency`.
    public let type: FieldType
    /// Whether the list endpoint takes a parameter of this name.
    public let isServerFilter: Bool
    /// What the field holds, in one line.
    public let doc: String

    init(
      _ name: String, _ type: ValueType, nullable: Bool = false, filter: Bool = false,
      _ doc: String
    ) {
      self.name = name
      self.type = FieldType(type, isNullable: nullable)
      self.isServerFilter = filter
      self.doc = doc
    }
  }

  /// The value of the `object` key, which is also the singular command: `dispute`.
  public let name: String
  /// The plural, which is also the list command and the last part of the path: `disputes`.
  public let plural: String
  /// What every id starts with: `dp_`.
  public let idPrefix: String
  /// The fields, in the order of the API's page.
  public let fields: [Field]
  /// The fields a table shows when nothing was selected.
  public let tableColumns: [String]
  /// What the object is, in one line.
  public let doc: String

  /// The path of the list endpoint: `/v1/disputes`.
  public var path: String { "/v1/\(plural)" }

  /// The field called `name`.
  public func field(_ name: some StringProtocol) -> Field? {
    fields.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// How the objects are read: one column a field, missing values refused where the page promises
  /// them.
  public var layout: ColumnLayout {
    ColumnLayout(
      fields.map { field in
        ColumnLayout.Column(field.name, field.type.type.form, isRequired: !field.type.isNullable)
      })
  }

  /// Whether `text` has the shape of an id of this resource: the prefix, then 1 to 64 letters,
  /// digits or underscores.
  public func isID(_ text: some StringProtocol) -> Bool {
    WireLimits.isID(text, prefix: idPrefix)
  }
}

extension ValueType {
  /// The JSON form the API gives a value of this type.
  var form: ColumnLayout.Form {
    switch self {
    case .int, .money, .timestamp, .duration: .integer
    case .string, .id, .enumeration, .currency: .string
    case .map, .record: .object
    case .null, .bool, .list: .any
    }
  }
}
