import CpayLanguage
import CpayValue

extension ArithmeticOperator {
  /// The result of a calculation; null when either side is missing, or money differs in currency.
  func apply(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.null, _), (_, .null): return .null
    case (.int(let a), .int(let b)):
      return self == .divide
        ? .decimal(try decimal(Decimal(a), Decimal(b))) : .int(try whole(a, b))
    case (.decimal(let a), .decimal(let b)): return .decimal(try decimal(a, b))
    case (.decimal(let a), .int(let b)): return .decimal(try decimal(a, Decimal(b)))
    case (.int(let a), .decimal(let b)): return .decimal(try decimal(Decimal(a), b))
    case (.duration(let a), .duration(let b)) where self == .divide: return try ratio(a, b)
    case (.duration(let a), .duration(let b)):
      return .duration(DurationValue(seconds: try whole(a.seconds, b.seconds)))
    case (.timestamp(let a), .duration(let b)): return .timestamp(try moment(a.seconds, b.seconds))
    case (.duration(let a), .timestamp(let b)): return .timestamp(try moment(a.seconds, b.seconds))
    case (.timestamp(let a), .timestamp(let b)):
      return .duration(DurationValue(seconds: try whole(a.seconds, b.seconds)))
    case (.money(let a), .money(let b)): return try money(a, b)
    case (.money(let money), let factor), (let factor, .money(let money)):
      return try scaled(money, by: factor)
    case (.duration(let length), let factor), (let factor, .duration(let length)):
      return try scaled(length, by: factor)
    default: return .null
    }
  }

  private func whole(_ left: Int64, _ right: Int64) throws(EvaluationError) -> Int64 {
    let (result, overflow) =
      switch self {
      case .add: left.addingReportingOverflow(right)
      case .subtract: left.subtractingReportingOverflow(right)
      case .multiply, .divide: left.multipliedReportingOverflow(by: right)
      }
    if overflow { throw .overflow("\(left) \(rawValue) \(right)") }
    return result
  }

  /// A time in the years 1 to 9999, which are the ones that can be written.
  private func moment(_ left: Int64, _ right: Int64) throws(EvaluationError) -> Timestamp {
    let seconds = try whole(left, right)
    guard Timestamp.written.contains(seconds) else {
      throw .outOfRange("the time \(left) \(rawValue) \(right) seconds")
    }
    return Timestamp(seconds: seconds)
  }

  private func decimal(_ left: Decimal, _ right: Decimal) throws(EvaluationError) -> Decimal {
    if self == .divide, right == Decimal(0) { throw .divisionByZero("\(left) / \(right)") }
    let result =
      switch self {
      case .add: left.adding(right)
      case .subtract: left.subtracting(right)
      case .multiply: left.multiplied(by: right)
      case .divide: left.divided(by: right)
      }
    guard let result else { throw .outOfRange("\(left) \(rawValue) \(right)") }
    return result
  }

  private func money(_ left: Money, _ right: Money) throws(EvaluationError) -> Value {
    guard left.currency == right.currency else { return .null }
    let result: Value?
    switch self {
    case .add: result = left.adding(right).map(Value.money)
    case .subtract: result = left.subtracting(right).map(Value.money)
    case .multiply: return .null
    case .divide:
      if right.minor == 0 { throw .divisionByZero("\(left.description) / \(right.description)") }
      result = left.ratio(to: right).map(Value.decimal)
    }
    guard let result else {
      throw .overflow("\(left.description) \(rawValue) \(right.description)")
    }
    return result
  }

  private func ratio(_ left: DurationValue, _ right: DurationValue) throws(EvaluationError) -> Value
  {
    let text = "\(left.seconds)s / \(right.seconds)s"
    if right.seconds == 0 { throw .divisionByZero(text) }
    guard let result = left.ratio(to: right) else { throw .outOfRange(text) }
    return .decimal(result)
  }

  /// A duration times or by a number, rounded half to even to the second.
  private func scaled(
    _ length: DurationValue, by factor: Value
  ) throws(EvaluationError) -> Value {
    guard let number = factor.number else { return .null }
    let text = "\(length.seconds)s \(rawValue) \(number)"
    if self == .divide, number == Decimal(0) { throw .divisionByZero(text) }
    let result = self == .divide ? length.divided(by: number) : length.multiplied(by: number)
    guard let result else { throw .overflow(text) }
    return .duration(result)
  }

  /// Money times or by a number, rounded half to even to the minor unit.
  private func scaled(_ money: Money, by factor: Value) throws(EvaluationError) -> Value {
    guard let number = factor.number else { return .null }
    if self == .divide, number == Decimal(0) {
      throw .divisionByZero("\(money.description) / \(number)")
    }
    let result = self == .divide ? money.divided(by: number) : money.multiplied(by: number)
    guard let result else { throw .overflow("\(money.description) \(rawValue) \(number)") }
    return .money(result)
  }
}

extension Value {
  /// The number that it is; nil for anything else.
  fileprivate var number: Decimal? {
    switch self {
    case .int(let whole): Decimal(whole)
    case .decimal(let number): number
    default: nil
    }
  }

  /// The value with the other sign.
  func negated() throws(EvaluationError) -> Value {
    switch self {
    case .decimal(let number): .decimal(number.negated)
    case .int: try ArithmeticOperator.subtract.apply(.int(0), self)
    case .duration:
      try ArithmeticOperator.subtract.apply(.duration(DurationValue(seconds: 0)), self)
    case .money(let money):
      try ArithmeticOperator.subtract.apply(
        .money(Money(minor: 0, currency: money.currency)), self)
    default: .null
    }
  }

  /// The value as people read it; nil for what is missing or no single value.
  var text: String? {
    switch self {
    case .null, .record, .list: nil
    default: plainText
    }
  }
}
