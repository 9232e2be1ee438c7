/// One value of the language, made only when an expression needs it; rows stay bytes.
public enum Value: Sendable {
  /// What is missing.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case int(Int64)
  /// An exact decimal number.
  case decimal(Decimal)
  /// An amount in its currency.
  case money(Money)
  /// A moment.
  case timestamp(Timestamp)
  /// A length of time.
  case duration(DurationValue)
  /// Text, an id, an enum member or a currency code; compared as UTF-8 bytes.
  case string(String)
  /// The path of a file.
  case file(String)
  /// Values by name, in written order.
  case record([Member])
  /// Values in order.
  case list([Value])

  /// One named value of a record.
  public struct Member: Sendable, Equatable {
    /// The member's name.
    public let name: String
    /// The member's value.
    public let value: Value

    /// A member called `name`.
    public init(name: String, value: Value) {
      self.name = name
      self.value = value
    }

    /// Whether names and values are the same; names are compared as UTF-8 bytes.
    public static func == (lhs: Member, rhs: Member) -> Bool {
      lhs.name.utf8.elementsEqual(rhs.name.utf8) && lhs.value == rhs.value
    }
  }

  /// Whether this is the missing value.
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

extension Value: Equatable {
  /// Equality of the language's `==`: null equals null, money needs one currency, text is bytes.
  ///
  /// A whole number equals the decimal of its value, and money a plain integer of the same number
  /// of minor units.
  public static func == (lhs: Value, rhs: Value) -> Bool {
    switch (lhs, rhs) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.decimal(let a), .decimal(let b)): a == b
    case (.decimal(let a), .int(let b)), (.int(let b), .decimal(let a)): a == Decimal(b)
    case (.money(let a), .money(let b)): a == b
    case (.money(let a), .int(let b)), (.int(let b), .money(let a)): a.minor == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    case (.string(let a), .string(let b)), (.file(let a), .file(let b)):
      a.utf8.elementsEqual(b.utf8)
    case (.record(let a), .record(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    default: false
    }
  }
}

/// How one value stands to another.
public enum Order: Sendable {
  /// The first comes before the second.
  case less
  /// Neither comes before the other.
  case equal
  /// The second comes before the first.
  case greater
}

extension Value {
  /// The order of two values, or nil where it is unknown: a null on either side, two currencies.
  public func order(_ other: Value) -> Order? {
    switch (self, other) {
    case (.int(let a), .int(let b)): Order(a, b)
    case (.decimal(let a), .decimal(let b)): Order(a, b)
    case (.decimal(let a), .int(let b)): Order(a, Decimal(b))
    case (.int(let a), .decimal(let b)): Order(Decimal(a), b)
    case (.money(let a), .money(let b)): a.currency == b.currency ? Order(a.minor, b.minor) : nil
    case (.money(let a), .int(let b)): Order(a.minor, b)
    case (.int(let a), .money(let b)): Order(a, b.minor)
    case (.timestamp(let a), .timestamp(let b)): Order(a, b)
    case (.duration(let a), .duration(let b)): Order(a, b)
    case (.bool(let a), .bool(let b)): Order(a ? 1 : 0, b ? 1 : 0)
    case (.string(let a), .string(let b)): Order(bytes: a, b)
    default: nil
    }
  }
}

extension Order {
  /// The order of two comparable values.
  public init<C: Comparable>(_ a: C, _ b: C) {
    self = a < b ? .less : a == b ? .equal : .greater
  }

  /// The order of two texts by their UTF-8 bytes.
  public init(bytes a: String, _ b: String) {
    let (first, second) = (a.utf8Span.span, b.utf8Span.span)
    for place in 0..<min(first.count, second.count) where first[place] != second[place] {
      self = first[place] < second[place] ? .less : .greater
      return
    }
    self = Order(first.count, second.count)
  }
}
