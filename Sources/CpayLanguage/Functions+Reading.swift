package import CpayValue

extension Function {
  /// Whether it makes a value of a text that says one.
  package var readsTexts: Bool {
    switch self {
    case .int, .decimal, .money, .date, .time: true
    default: false
    }
  }

  /// The value that a text says; nil where it says nothing of the kind.
  package func reading(_ text: String) -> Value? {
    switch self {
    case .int: Int64(text).map(Value.int)
    case .decimal: Decimal(text).map(Value.decimal)
    case .money: Literals.money(text).map(Value.money)
    case .date, .time: Timestamp(fileText: text).map(Value.timestamp)
    default: nil
    }
  }

  /// What a text or a number is not of which it makes nothing.
  package var noun: String {
    switch self {
    case .int: "whole number"
    case .decimal: "decimal number"
    case .money, .minor: "amount of money"
    case .date: "date"
    case .time: "time"
    default: "value"
    }
  }
}
