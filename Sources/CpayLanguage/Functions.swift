import CpayValue

/// The functions, all of them pure; none takes part in a network or file access.
public enum Function: String, CaseIterable, Sendable {
  /// The text in lower case.
  case lower
  /// The text in upper case.
  case upper
  /// The text without blanks at its ends.
  case trim
  /// How many characters a text has, or elements a list.
  case length
  /// The value without its sign.
  case abs
  /// A decimal number to whole ones, or to so many places, half to even.
  case round
  /// Midnight UTC of a time's day; of a text, the time it says, or null.
  case date
  /// The time of so many seconds since 1970, or the one a text says, or null.
  case time
  /// The whole days in a duration.
  case days
  /// The value as text.
  case string
  /// A whole number; null for a text that is none.
  case int
  /// A decimal number; null for a text that is none.
  case decimal
  /// The amount a text says, or whole units and a currency.
  case money
  /// Whole minor units and a currency.
  case minor

  /// Whether it reads the number that a text says.
  var readsNumber: Bool {
    switch self {
    case .int, .decimal, .money: true
    default: false
    }
  }

  /// What it does, in one line.
  public var summary: String {
    switch self {
    case .lower: "the text in lower case"
    case .upper: "the text in upper case"
    case .trim: "the text without blanks at its ends"
    case .length: "how many characters a text has, or elements a list"
    case .abs: "the value without its sign"
    case .round: "a decimal number to whole ones, or to so many places, half to even"
    case .date: "midnight UTC of a time's day; of a text, the time it says, or null"
    case .time: "the time of so many seconds since 1970, or that a text says, or null"
    case .days: "the whole days in a duration"
    case .string: "the value as text"
    case .int: "a whole number; null for a text that is none"
    case .decimal: "a decimal number; null for a text that is none"
    case .money:
      "the amount a text says, `12.50eur`, or a decimal number of whole units in a currency"
    case .minor: "whole minor units of a currency, as cents, as an amount"
    }
  }

  /// How it is written with its arguments.
  public var usage: String {
    switch self {
    case .round: "round(x, places)"
    case .money: "money(text) or money(number, currency)"
    case .minor: "minor(number, currency)"
    default: "\(rawValue)(x)"
    }
  }

  /// The numbers of arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .round, .money: 1...2
    case .minor: 2...2
    default: 1...1
    }
  }

  /// The type of the result for arguments of those types; nil where they make no sense.
  func result(_ types: [ValueType]) -> (type: ValueType, mayBeMissing: Bool)? {
    switch (self, types[0], types.count) {
    case (_, .open, _): (openResult ?? .open, false)
    case (.lower, let type, _) where type.isText, (.upper, let type, _) where type.isText,
      (.trim, let type, _) where type.isText:
      (.string, false)
    case (.length, let type, _) where type.isText: (.int, false)
    case (.length, .list, _): (.int, false)
    case (.abs, let type, _) where [.int, .decimal, .money, .duration].contains(type):
      (type, false)
    case (.round, .decimal, 1), (.round, .int, 1): (.decimal, false)
    case (.round, .decimal, 2) where types[1] == .int: (.decimal, false)
    case (.date, .timestamp, _): (.timestamp, false)
    case (.date, .string, _): (.timestamp, true)
    case (.time, .timestamp, _), (.time, .int, _), (.time, .decimal, _): (.timestamp, false)
    case (.time, .string, _): (.timestamp, true)
    case (.days, .duration, _): (.int, false)
    case (.string, let type, _) where type.isScalar: (.string, false)
    case (.int, .int, _): (.int, false)
    case (.int, .decimal, _), (.int, .string, _): (.int, true)
    case (.decimal, .int, _), (.decimal, .decimal, _): (.decimal, false)
    case (.decimal, .string, _): (.decimal, true)
    case (.money, .string, 1): (.money, true)
    case (.money, .decimal, 2) where types[1].isCurrencyCode: (.money, true)
    case (.minor, .int, 2) where types[1].isCurrencyCode: (.money, types[1] != .currency)
    default: nil
    }
  }

  /// The type of the result where that of the argument is not known yet.
  private var openResult: ValueType? {
    switch self {
    case .lower, .upper, .trim, .string: .string
    case .length, .days, .int: .int
    case .abs: nil
    case .round, .decimal: .decimal
    case .date, .time: .timestamp
    case .money, .minor: .money
    }
  }
}

/// What is computed of many rows.
public enum AggregateFunction: String, CaseIterable, Sendable {
  /// How many rows there are, or have the value.
  case count
  /// The sum.
  case sum
  /// The smallest value.
  case min
  /// The largest value.
  case max
  /// The mean.
  case avg

  /// What it does, in one line.
  public var summary: String {
    switch self {
    case .count: "how many rows, or how many that have the value"
    case .sum: "the sum of the values that are there"
    case .min: "the smallest value that is there"
    case .max: "the largest value that is there"
    case .avg: "the mean of the values that are there"
    }
  }

  /// How it is written with its argument.
  public var usage: String { self == .count ? "count() or count(x)" : "\(rawValue)(x)" }

  /// The type of the result for values of that type; nil where they make no sense.
  func result(_ type: ValueType) -> ValueType? {
    switch (self, type) {
    case (.count, _): .int
    case (_, .open): .open
    case (.sum, .int), (.sum, .decimal), (.sum, .money), (.sum, .duration): type
    case (.avg, .int), (.avg, .decimal): .decimal
    case (.avg, .money), (.avg, .duration): type
    case (.min, _) where type.hasOrder, (.max, _) where type.hasOrder: type
    default: nil
    }
  }
}

extension ValueType {
  /// Whether it is written as one text.
  var isText: Bool {
    switch self {
    case .string, .id, .enumeration, .currency: true
    default: false
    }
  }

  /// Whether it says a currency, or may.
  fileprivate var isCurrencyCode: Bool {
    switch self {
    case .currency, .string, .open: true
    default: false
    }
  }

  /// Whether it is a single value, which a text can say.
  var isScalar: Bool {
    switch self {
    case .bool, .int, .decimal, .money, .timestamp, .duration, .open: true
    default: isText
    }
  }

  /// Whether `<` makes sense.
  var hasOrder: Bool {
    switch self {
    case .int, .decimal, .money, .timestamp, .duration, .string, .null, .open: true
    default: false
    }
  }
}
