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
    case (.int, .string(let text)), (.decimal, .string(let text)), (.date, .string(let text)),
      (.time, .string(let text)):
      return reading(text) ?? .null
    case (.time, _): return try time(first)
    case (.days, .duration(let length)): return .int(length.seconds / 86_400)
    case (.string, _): return first.text.map(Value.string) ?? .null
    case (.int, _): return whole(first)
    case (.decimal, _): return decimal(first)
    case (.money, .string(let text)) where values.count == 1:
      return reading(text) ?? .null
    case (.money, _): return values.count > 1 ? try money(first, values[1]) : .null
    case (.minor, _): return values.count > 1 ? minor(first, values[1]) : .null
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
    default: .null
    }
  }

  private func decimal(_ value: Value) -> Value {
    switch value {
    case .decimal: value
    case .int(let number): .decimal(Decimal(number))
    default: .null
    }
  }

  /// Unix seconds; a fraction is left out.
  private func time(_ value: Value) throws(EvaluationError) -> Value {
    let seconds: Int64?
    switch value {
    case .timestamp: return value
    case .int(let number): seconds = number
    case .decimal(let number): seconds = number.floor
    default: return .null
    }
    guard let seconds, Timestamp.written.contains(seconds) else {
      let number = seconds ?? .max
      throw .invalid("\(UnixSeconds.problem(number)); \(UnixSeconds.advice(number))")
    }
    return .timestamp(Timestamp(seconds: seconds))
  }

  /// Whole units, fractions of the minor unit excluded.
  ///
  /// What is whole here is a decimal number by its type, as both sides of an `if` are.
  private func money(_ value: Value, _ code: Value) throws(EvaluationError) -> Value {
    guard case .decimal(let amount) = decimal(value), case .string(let code) = code,
      let currency = Currency(anyCase: code), let digits = currency.minorDigits
    else { return .null }
    var scale: Int64 = 1
    for _ in 0..<digits { scale *= 10 }
    guard let units = amount.multiplied(by: Decimal(scale)) else {
      throw .overflow("money(\(amount), \(code))")
    }
    // More digits than the currency has are no amount of it.
    guard units == units.rounded(toPlaces: 0) else { return .null }
    guard let minor = units.whole else { throw .overflow("money(\(amount), \(code))") }
    return .money(Money(minor: minor, currency: currency))
  }

  private func minor(_ value: Value, _ code: Value) -> Value {
    guard case .int(let minor) = value, case .string(let code) = code,
      let currency = Currency(anyCase: code)
    else { return .null }
    return .money(Money(minor: minor, currency: currency))
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
