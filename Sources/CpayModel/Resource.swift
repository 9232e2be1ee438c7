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

  /// A query parameter of the list endpoint that says which objects are wanted.
  public struct Filter: Hashable, Sendable {
    /// How an object's field is held against the parameter.
    public enum Comparison: Hashable, Sendable {
      /// The field is the value.
      case equal
      /// The field is the value or later.
      case atLeast
      /// The field is the value or earlier.
      case atMost
      /// The field is one of the values, which are given as `name[]=a&name[]=b`.
      case oneOf
    }

    /// The parameter, as it stands in a query: `created[gte]`.
    public let name: String
    /// The field it is held against; nil for what no field shows.
    public let field: String?
    /// How the two are compared.
    public let comparison: Comparison
    /// The type of the value, or of each value.
    public let type: ValueType
    /// What it selects, in one line.
    public let doc: String

    init(
      _ name: String, on field: String?, _ comparison: Comparison, _ type: ValueType,
      _ doc: String
    ) {
      (self.name, self.field, self.comparison) = (name, field, comparison)
      (self.type, self.doc) = (type, doc)
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
  /// The filters of the list endpoint that are not named like a field, in the order of its page.
  public let otherFilters: [Filter]
  /// What the object is, in one line.
  public let doc: String
  /// How the objects are read: one column a field, missing values refused where the page promises
  /// them.
  public let layout: ColumnLayout

  init(
    name: String, plural: String, idPrefix: String, fields: [Field], tableColumns: [String],
    otherFilters: [Filter] = [], doc: String
  ) {
    (self.name, self.plural, self.idPrefix) = (name, plural, idPrefix)
    (self.fields, self.tableColumns) = (fields, tableColumns)
    (self.otherFilters, self.doc) = (otherFilters, doc)
    layout = ColumnLayout(
      fields.map { field in
        ColumnLayout.Column(field.name, field.type.type.form, isRequired: !field.type.isNullable)
      })
  }

  /// Every filter of the list endpoint: by field, then the others.
  public var filters: [Filter] {
    let byField = fields.filter(\.isServerFilter).map { field in
      Filter(field.name, on: field.name, .equal, field.type.type, "only with this \(field.name)")
    }
    return byField + otherFilters
  }

  /// The path of the list endpoint: `/v1/disputes`.
  public var path: String { "/v1/\(plural)" }

  /// The field called `name`.
  public func field(_ name: some StringProtocol) -> Field? {
    fields.first { $0.name.utf8.elementsEqual(name.utf8) }
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
    case .string, .id, .enumeration, .currency, .file: .string
    case .map, .object, .record: .object
    case .null, .bool, .decimal, .list, .mixed, .open: .any
    }
  }
}

extension Resource {
  /// The objects that the API serves, in the order of its pages.
  public static let served: [Resource] = [
    .dispute, .file, .charge, .paymentIntent, .customer, .event, .webhookEndpoint,
  ]
}
