/// What a value is, known before the program runs.
///
/// Whether it may be missing is kept beside the type, in ``FieldType``.
public indirect enum ValueType: Hashable, Sendable {
  /// The type of `null`.
  case null
  /// True or false.
  case bool
  /// A whole number of 64 bits.
  case int
  /// An exact decimal number.
  case decimal
  /// An amount in its currency.
  case money
  /// A currency's code.
  case currency
  /// A text.
  case string
  /// A moment.
  case timestamp
  /// A length of time.
  case duration
  /// A path.
  case file
  /// An id of the resource with that prefix: `dp_`.
  case id(prefix: String, of: String)
  /// One of the members of an enum.
  case enumeration(EnumType)
  /// Text by free key, as `metadata`.
  case map
  /// An object of no fixed keys, as the one inside an event.
  case object
  /// Values by fixed keys.
  case record(RecordType)
  /// Values of one type, in order.
  case list(ValueType)
  /// Values of several kinds in one column of a file, told in a few words; nothing can be done with
  /// one but to hand it on.
  case mixed(String)
  /// Not known yet, as the fields of rows that a definition will be given; fits anything.
  case open

  /// The type's name in messages: `money`, `id<charge>`, `dispute status`.
  public var name: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .int: "a whole number"
    case .decimal: "a decimal number"
    case .money: "money"
    case .currency: "a currency"
    case .string: "text"
    case .timestamp: "a time"
    case .duration: "a duration"
    case .file: "a file"
    case .id(_, let resource): "id<\(resource)>"
    case .enumeration(let type): "a \(type.name)"
    case .map: "a map of texts"
    case .object: "an object"
    case .record(let type): type.name
    case .list(let element): "a list of \(element.name)"
    case .mixed(let kinds): kinds
    case .open: "a value"
    }
  }
}

extension ValueType {
  /// Whether values are quantities, which stand at the right of a column.
  public var isNumeric: Bool {
    switch self {
    case .int, .decimal, .money, .duration: true
    default: false
    }
  }
}

/// A type together with whether the value may be missing.
public struct FieldType: Hashable, Sendable {
  /// The type of a value that is there.
  public let type: ValueType
  /// Whether the value may be missing.
  public let isNullable: Bool
  /// How numbers in the text are written, as the file has them that it comes from.
  public let numbers: NumberForm

  /// `type`, which may be missing where `isNullable`.
  public init(_ type: ValueType, isNullable: Bool = false, numbers: NumberForm = .point) {
    self.type = type
    self.isNullable = isNullable
    self.numbers = numbers
  }

  /// The same, which may be missing where `isNullable`.
  public func nullable(_ isNullable: Bool) -> FieldType {
    FieldType(type, isNullable: isNullable, numbers: numbers)
  }
}

/// A closed list of words, open at the far end: the API may add members.
public struct EnumType: Hashable, Sendable {
  /// One word and what it means.
  public struct Member: Hashable, Sendable {
    /// The word as the API writes it.
    public let name: String
    /// What the word means, in one line.
    public let doc: String

    /// A member written `name`.
    public init(_ name: String, _ doc: String) {
      self.name = name
      self.doc = doc
    }
  }

  /// The type's name in messages: `dispute status`.
  public let name: String
  /// The plural, for lists in messages: `statuses`.
  public let plural: String
  /// The members in the order the API's page gives them, which is also their sort order.
  public let members: [Member]

  /// An enum called `name`.
  public init(name: String, plural: String, members: [Member]) {
    self.name = name
    self.plural = plural
    self.members = members
  }

  /// The member's place in the page's order; nil for one the API added later.
  public func index(of member: some StringProtocol) -> Int? {
    let length = member.utf8.count
    return members.firstIndex {
      $0.name.utf8.count == length && $0.name.utf8.elementsEqual(member.utf8)
    }
  }
}

/// A record with a fixed set of keys, as a dispute's evidence.
public struct RecordType: Hashable, Sendable {
  /// One key, its type and what it is for.
  public struct Key: Hashable, Sendable {
    /// The key as the API writes it.
    public let name: String
    /// The type of its value.
    public let type: ValueType
    /// What it is for, in one line.
    public let doc: String
    /// How numbers in its text are written.
    public let numbers: NumberForm

    /// A key written `name`.
    public init(
      _ name: String, _ type: ValueType, _ doc: String, numbers: NumberForm = .point
    ) {
      self.name = name
      self.type = type
      self.doc = doc
      self.numbers = numbers
    }
  }

  /// The type's name in messages: `evidence`.
  public let name: String
  /// The keys, in the page's order.
  public let keys: [Key]

  /// A record called `name`.
  public init(name: String, keys: [Key]) {
    self.name = name
    self.keys = keys
  }

  /// The key written `name`.
  @inlinable public func key(_ name: some StringProtocol) -> Key? {
    keys.first { $0.name.utf8.elementsEqual(name.utf8) }
  }
}
