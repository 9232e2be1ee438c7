public import CpayValue

/// An expression whose names are settled.
public indirect enum CheckedExpression: Sendable {
  case constant(Value)
  case now
  case today
  case variable(String)
  /// The number of rows a variable holds.
  case rowCount(String)
  /// A column of the row.
  case field(String)
  /// A key of a record or a map, as `metadata.team`.
  case entry(CheckedExpression, key: String, type: ValueType)
  /// An element of a list by its place from 0, or of a map by a computed key.
  case element(CheckedExpression, CheckedExpression)
  case minorUnits(CheckedExpression)
  case currencyOf(CheckedExpression)
  case comparison(ComparisonOperator, CheckedExpression, CheckedExpression)
  case membership(CheckedExpression, [CheckedExpression])
  /// `x in list`, of a list that is computed.
  case contained(CheckedExpression, CheckedExpression)
  /// `list contains x`, `text contains text`.
  case containing(CheckedExpression, CheckedExpression)
  case matching(CheckedExpression, Glob)
  case not(CheckedExpression)
  case and([CheckedExpression])
  case or([CheckedExpression])
  case arithmetic(ArithmeticOperator, CheckedExpression, CheckedExpression)
  case negated(CheckedExpression)
  case fallback(CheckedExpression, CheckedExpression)
  case conditional(CheckedExpression, CheckedExpression, CheckedExpression)
  case call(Function, [CheckedExpression])
  /// Pieces of text and values between them.
  case template([CheckedExpression])
  case list([CheckedExpression])
  case record([Member])
  /// A file whose path depends on the row, as a path.
  case file(CheckedExpression)
  /// The record that a file holds, whose path depends on the row.
  case recordFile(CheckedExpression, RecordType)

  /// One member of a record.
  public struct Member: Sendable {
    /// The key.
    public let name: String
    /// The value.
    public let value: CheckedExpression
  }
}

/// The comparisons.
public enum ComparisonOperator: String, Hashable, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// Whether it needs an order, rather than equality only.
  public var isOrdering: Bool { self != .equal && self != .notEqual }
}

/// The calculations.
public enum ArithmeticOperator: String, Hashable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
}

extension CheckedExpression {
  /// The expressions directly below.
  public var parts: [CheckedExpression] {
    switch self {
    case .constant, .now, .today, .variable, .rowCount, .field: []
    case .entry(let base, _, _), .minorUnits(let base), .currencyOf(let base),
      .matching(let base, _), .not(let base), .negated(let base), .file(let base),
      .recordFile(let base, _):
      [base]
    case .element(let first, let second), .comparison(_, let first, let second),
      .contained(let first, let second), .containing(let first, let second),
      .arithmetic(_, let first, let second), .fallback(let first, let second):
      [first, second]
    case .conditional(let first, let second, let third): [first, second, third]
    case .membership(let value, let elements): [value] + elements
    case .and(let parts), .or(let parts), .call(_, let parts), .template(let parts),
      .list(let parts):
      parts
    case .record(let members): members.map(\.value)
    }
  }

  /// Whether it needs a row to be computed.
  public var readsRow: Bool {
    if case .field = self { return true }
    return parts.contains { $0.readsRow }
  }

  /// What a field or an entry of one is called: `amount`, `metadata.team`; nil for what is
  /// computed.
  public var path: String? {
    switch self {
    case .field(let name): name
    case .entry(let base, let key, _): base.path.map { "\($0).\(key)" }
    default: nil
    }
  }
}
