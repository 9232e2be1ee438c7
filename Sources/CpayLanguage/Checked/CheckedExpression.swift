public import CpayValue

/// An expression whose names are settled.
public indirect enum CheckedExpression: Sendable {
  /// A value that the program writes.
  case constant(Value)
  /// The time the program runs at.
  case now
  /// The midnight before, UTC.
  case today
  /// The value a variable holds.
  case variable(String)
  /// The number of rows a variable holds.
  case rowCount(String)
  /// A column of the row.
  case field(FieldReference)
  /// A column of rows whose columns are only known when they are there, found by its name.
  case namedField(String, ValueType)
  /// A key of a record or a map, as `metadata.team`.
  case entry(CheckedExpression, key: String, type: ValueType)
  /// An element of a list by its place from 0, or of a map by a computed key.
  case element(CheckedExpression, CheckedExpression)
  /// The minor units of an amount.
  case minorUnits(CheckedExpression)
  /// The currency of an amount.
  case currencyOf(CheckedExpression)
  /// A text whose number has that sign, as one with a decimal point and no groups; missing where it
  /// should have a comma and has none.
  case plainNumber(CheckedExpression, DecimalSign)
  /// `x < y` and its like.
  case comparison(ComparisonOperator, CheckedExpression, CheckedExpression)
  /// `x in [a, b]`.
  case membership(CheckedExpression, [CheckedExpression])
  /// `x in list`, of a list that is computed.
  case contained(CheckedExpression, CheckedExpression)
  /// `list contains x`, `text contains text`.
  case containing(CheckedExpression, CheckedExpression)
  /// `text matches pattern`.
  case matching(CheckedExpression, Glob)
  /// True where the condition is false; unknown stays unknown.
  case not(CheckedExpression)
  /// Whether all hold.
  case and([CheckedExpression])
  /// Whether one holds.
  case or([CheckedExpression])
  /// A value and what is added to it, taken from it and so on, from the left: `a + b - c`.
  case arithmetic(CheckedExpression, [Calculation])
  /// The value with the other sign.
  case negated(CheckedExpression)
  /// The first of those values that is there.
  case fallback([CheckedExpression])
  /// `if test then a else b`: missing, or unknown, where the test is unknown.
  case conditional(CheckedExpression, CheckedExpression, CheckedExpression)
  /// What a function makes of those values.
  case call(Function, [CheckedExpression])
  /// Pieces of text and values between them.
  case template([CheckedExpression])
  /// A list that is written out.
  case list([CheckedExpression])
  /// A record that is written out.
  case record([Member])
  /// A file whose path depends on the row, as a path.
  case file(CheckedExpression)
  /// The record that a file holds, whose path depends on the row.
  case recordFile(CheckedExpression, RecordType)

  /// One step of a calculation: a sign and the value behind it.
  public struct Calculation: Sendable {
    /// What is calculated.
    public let sign: ArithmeticOperator
    /// The value on the right.
    public let operand: CheckedExpression

    /// That sign and the value behind it.
    public init(_ sign: ArithmeticOperator, _ operand: CheckedExpression) {
      (self.sign, self.operand) = (sign, operand)
    }
  }

  /// One member of a record.
  public struct Member: Sendable {
    /// The key.
    public let name: String
    /// The value.
    public let value: CheckedExpression
  }
}

/// A column of a row, with all that reading it takes.
public struct FieldReference: Hashable, Sendable {
  /// What it is called.
  public let name: String
  /// The type of its values.
  public let type: ValueType
  /// Its place among the columns of the row.
  public let slot: Int
  /// The place of the currency of an amount that is written in minor units beside it, as in objects
  /// of the API; nil for a value that stands by itself.
  public let currencySlot: Int?
}

/// The comparisons.
public enum ComparisonOperator: String, Hashable, Sendable {
  /// The same value.
  case equal = "=="
  /// Another value.
  case notEqual = "!="
  /// Before it.
  case less = "<"
  /// Before it, or the same.
  case lessOrEqual = "<="
  /// After it.
  case greater = ">"
  /// After it, or the same.
  case greaterOrEqual = ">="

  /// Whether it needs an order, rather than equality only.
  public var isOrdering: Bool { self != .equal && self != .notEqual }
}

/// The calculations.
public enum ArithmeticOperator: String, Hashable, Sendable {
  /// The sum.
  case add = "+"
  /// The difference.
  case subtract = "-"
  /// The product.
  case multiply = "*"
  /// The quotient.
  case divide = "/"
}

extension CheckedExpression {
  /// The expressions directly below.
  public var parts: [CheckedExpression] {
    switch self {
    case .constant, .now, .today, .variable, .rowCount, .field, .namedField: []
    case .entry(let base, _, _), .minorUnits(let base), .currencyOf(let base),
      .plainNumber(let base, _),
      .matching(let base, _), .not(let base), .negated(let base), .file(let base),
      .recordFile(let base, _):
      [base]
    case .element(let first, let second), .comparison(_, let first, let second),
      .contained(let first, let second), .containing(let first, let second):
      [first, second]
    case .arithmetic(let first, let rest): [first] + rest.map(\.operand)
    case .conditional(let first, let second, let third): [first, second, third]
    case .membership(let value, let elements): [value] + elements
    case .and(let parts), .or(let parts), .fallback(let parts), .call(_, let parts),
      .template(let parts), .list(let parts):
      parts
    case .record(let members): members.map(\.value)
    }
  }

  /// Whether it needs a row to be computed.
  public var readsRow: Bool {
    switch self {
    case .field, .namedField: true
    default: parts.contains { $0.readsRow }
    }
  }

  /// What a field or an entry of one is called: `amount`, `metadata.team`; nil for what is
  /// computed.
  public var path: String? {
    switch self {
    case .field(let field): field.name
    case .namedField(let name, _): name
    case .entry(let base, let key, _): base.path.map { "\($0).\(key)" }
    default: nil
    }
  }
}
