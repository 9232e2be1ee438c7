public import CpayModel
public import CpayValue

/// What the rows of a stage are: their columns, and the API object behind each.
public struct RowType: Hashable, Sendable {
  /// One column.
  public struct Field: Hashable, Sendable {
    /// The column's name, as expressions and headings use it.
    public let name: String
    /// The type of its values.
    public let type: FieldType

    /// A column called `name`.
    public init(name: String, type: FieldType) {
      self.name = name
      self.type = type
    }
  }

  /// What a row is called in messages: `dispute`, or `row` once it has been reshaped.
  public let name: String
  /// The columns, in order.
  public let fields: [Field]
  /// The resource whose object stands behind each row, whatever its columns have become.
  public let subject: Resource
  /// Whether the columns were made by a stage, rather than being the object's own.
  public let isMade: Bool
  /// The entries of columns that are known to be there, as `metadata.team`.
  let presentEntries: Set<String>

  /// The rows of a list of `resource`.
  public init(_ resource: Resource) {
    name = resource.name
    fields = resource.fields.map { Field(name: $0.name, type: $0.type) }
    subject = resource
    isMade = false
    presentEntries = []
  }

  /// Rows with those columns, made from rows over the same objects.
  public init(made fields: [Field], over subject: Resource) {
    self.init(name: "row", fields: fields, subject: subject, isMade: true, presentEntries: [])
  }

  private init(
    name: String, fields: [Field], subject: Resource, isMade: Bool, presentEntries: Set<String>
  ) {
    self.name = name
    self.fields = fields
    self.subject = subject
    self.isMade = isMade
    self.presentEntries = presentEntries
  }

  /// The column called `name`.
  public func field(_ name: some StringProtocol) -> Field? {
    fields.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// The same rows with those columns and entries known to be there.
  func narrowed(_ present: Set<String>) -> RowType {
    guard !present.isEmpty else { return self }
    let fields = fields.map { field in
      present.contains(field.name)
        ? Field(name: field.name, type: FieldType(field.type.type)) : field
    }
    return RowType(
      name: name, fields: fields, subject: subject, isMade: isMade,
      presentEntries: presentEntries.union(present))
  }

  /// How the rows' bytes are read.
  public var layout: ColumnLayout {
    guard isMade else { return subject.layout }
    return ColumnLayout(fields.map { ColumnLayout.Column($0.name, .any, isRequired: false) })
  }
}

/// What a pipeline ends in.
public enum PipelineType: Hashable, Sendable {
  case rows(RowType)
  /// A write that has not been sent.
  case plan(WriteAction)
  case value(FieldType)

  /// The type in messages.
  public var name: String {
    switch self {
    case .rows(let type): "\(type.name) rows"
    case .plan: "a plan"
    case .value(let type): type.type.name
    }
  }
}

/// The writes there are.
public enum WriteAction: String, Hashable, Sendable, CaseIterable {
  /// Saves evidence that can still be changed.
  case draft
  /// Sends evidence to the bank, once and for all.
  case submit
  /// Accepts the dispute and refunds the tenant, once and for all.
  case close
  /// Gives the API a file, which changes no dispute.
  case upload

  /// How far the write reaches.
  public var effect: EffectClass {
    switch self {
    case .draft, .upload: .amend
    case .submit, .close: .final
    }
  }
}

/// How far something reaches outside the program.
public enum EffectClass: Int, Hashable, Comparable, Sendable {
  /// Nothing leaves the process.
  case pure
  /// Something is asked for.
  case read
  /// Something is changed that can be changed again.
  case amend
  /// Something is changed for good.
  case final

  /// The smaller reach is the less.
  public static func < (lhs: EffectClass, rhs: EffectClass) -> Bool {
    lhs.rawValue < rhs.rawValue
  }

  /// The word in `explain`.
  public var name: String { String(describing: self) }
}
