import CpayLanguage
import CpayValue

extension Function {
  /// The result for those values; null where one is missing, or a text says nothing of the kind.
  func apply(_ values: [Value]) throws(EvaluationError) -> Value {
    guard let first = values.first, !values.contains(where: \.isNull) else { return .null }
    switch (self, first) {
    case (.lower, .string(let text)): return .string(text.lowercased())
    case (.upper, .string(let text)): return .string(text.uppercased())
    case (.trim, .string(let text)): return .string(text.trimmed)
    case (.length, .string(let text)): return .int(Int64(text.unicodeScalars.count))
    case (.length, .list(let elements)): return .int(Int64(elements.count))
    case (.abs, _): return first.isNegative ? try first.negated() : first
    case (.round, _): return try rounded(first, values.count > 1 ? values[1] : .int(0))
    case (.date, .timestamp(let moment)): return .timestamp(moment.startOfDay)
    case (.date, .string(let text)): return Timestamp(iso: text).map(Value.timestamp) ?? .null
    case (.days, .duration(let length)): return .int(length.seconds / 86_400)
    case (.string, _): return first.text.map(Value.string) ?? .null
    case (.int, _): return whole(first)
    case (.decimal, _): return decimal(first)
    case (.money, _): return money(first, values.count > 1 ? values[1] : nil)
    default: return .null
    }
  }

  private func rounded(_ value: Value, _ places: Value) throws(EvaluationError) -> Value {
    guard case .int(let count) = places else { return .null }
    guard (0...18).contains(count) else {
      throw .invalid("`round` takes 0 to 18 places, not \(count)")
    }
    switch value {
    case .int(let number): return .decimal(Decimal(number))
    case .decimal(let number):
      return .decimal(number.rounded(toPlaces: Int(count)))
    default: return .null
    }
  }

  private func whole(_ value: Value) -> Value {
    switch value {
    case .int: value
    case .decimal(let number): number.whole.map(Value.int) ?? .null
    case .string(let text): Int64(text).map(Value.int) ?? .null
    default: .null
    }
  }

  private func decimal(_ value: Value) -> Value {
    switch value {
    case .decimal: value
    case .int(let number): .decimal(Decimal(number))
    case .string(let text): Decimal(text).map(Value.decimal) ?? .null
    default: .null
    }
  }

  /// The amount a text says, or minor units or an amount of whole units with a currency.
  private func money(_ value: Value, _ currency: Value?) -> Value {
    switch (value, currency) {
    case (.string(let text), nil): return Literals.money(text).map(Value.money) ?? .null
    case (.int(let minor), .string(let code)?):
      return Currency(code).map { .money(Money(minor: minor, currency: $0)) } ?? .null
    case (.decimal(let amount), .string(let code)?):
      guard let currency = Currency(code), let digits = currency.minorDigits else { return .null }
      var scale: Int64 = 1
      for _ in 0..<digits { scale *= 10 }
      let minor = amount.multiplied(by: Decimal(scale))?.whole
      return minor.map { .money(Money(minor: $0, currency: currency)) } ?? .null
    default: return .null
    }
  }
}

extension Value {
  fileprivate var isNegative: Bool {
    switch self {
    case .int(let number): number < 0
    case .decimal(let number): number < Decimal(0)
    case .money(let money): money.minor < 0
    case .duration(let length): length.seconds < 0
    default: false
    }
  }
}

extension String {
  /// The text without blanks and line ends around it.
  fileprivate var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
