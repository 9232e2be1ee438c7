import CpayLanguage
import CpayModel
import CpayValue

/// Computes a value of one row.
typealias RowValue = @Sendable (Row) throws(EvaluationError) -> Value
/// Tests one row.
typealias RowCondition = @Sendable (Row) throws(EvaluationError) -> Truth

/// Turns a checked expression into closures over rows: names become slots, whatever does not
/// depend on the row is computed once.
struct ExpressionCompiler {
  /// The rows the expression reads; nil where there are none.
  let rows: RowType?
  let layout: ColumnLayout
  let now: Timestamp
  let variables: [String: Value]

  init(rows: RowType?, now: Timestamp, variables: [String: Value]) {
    self.rows = rows
    self.layout = rows?.layout ?? ColumnLayout([])
    self.now = now
    self.variables = variables
  }

  /// The value of an expression that reads no field; nil when it reads one.
  func constant(_ expression: CheckedExpression) throws(EvaluationError) -> Value? {
    switch expression {
    case .constant(let value): return value
    case .now: return .timestamp(now)
    case .today: return .timestamp(now.startOfDay)
    case .variable(let name): return variables[name] ?? .null
    case .arithmetic(let sign, let left, let right):
      guard let left = try constant(left), let right = try constant(right) else { return nil }
      return try calculate(sign, left, right)
    case .fallback(let left, let right):
      guard let left = try constant(left), let right = try constant(right) else { return nil }
      return left.isNull ? right : left
    case .record(let members):
      var values: [Value.Member] = []
      for member in members {
        guard let value = try constant(member.value) else { return nil }
        values.append(Value.Member(name: member.name, value: value))
      }
      return .record(values)
    default: return nil
    }
  }

  func value(_ expression: CheckedExpression) throws(EvaluationError) -> RowValue {
    if let constant = try constant(expression) {
      return { (_) throws(EvaluationError) in constant }
    }
    switch expression {
    case .field(let name): return field(name)
    case .entry(let field, let key): return entry(field, key)
    case .minorUnits(let inner):
      let inner = try value(inner)
      return { (row) throws(EvaluationError) in
        if case .money(let money) = try inner(row) { .int(money.minor) } else { .null }
      }
    case .currencyOf(let inner):
      let inner = try value(inner)
      return { (row) throws(EvaluationError) in
        if case .money(let money) = try inner(row) { .text(money.currency.code) } else { .null }
      }
    case .arithmetic(let sign, let left, let right):
      let (left, right) = (try value(left), try value(right))
      return { (row) throws(EvaluationError) in
        try calculate(sign, left(row), right(row))
      }
    case .fallback(let left, let right):
      let (left, right) = (try value(left), try value(right))
      return { (row) throws(EvaluationError) in
        let first = try left(row)
        return first.isNull ? try right(row) : first
      }
    case .record(let members): return try record(members)
    default:
      let condition = try condition(expression)
      return { (row) throws(EvaluationError) in
        switch try condition(row) {
        case .yes: .bool(true)
        case .no: .bool(false)
        case .unknown: .null
        }
      }
    }
  }

  private func record(
    _ members: [CheckedExpression.Member]
  ) throws(EvaluationError) -> RowValue {
    var compiled: [(name: String, value: RowValue)] = []
    for member in members { compiled.append((member.name, try value(member.value))) }
    let parts = compiled
    return { (row) throws(EvaluationError) in
      var values: [Value.Member] = []
      for part in parts {
        values.append(Value.Member(name: part.name, value: try part.value(row)))
      }
      return .record(values)
    }
  }

  // MARK: Fields

  /// Reads a field by its type; money is put together from an amount and its currency.
  private func field(_ name: String) -> RowValue {
    guard let slot = layout.slot(name), let type = rows?.field(name)?.type.type else {
      return { (_) throws(EvaluationError) in .null }
    }
    switch type {
    case .money: return money(slot)
    case .int: return { (row) throws(EvaluationError) in row.integer(slot).map(Value.int) ?? .null }
    case .decimal:
      return { (row) throws(EvaluationError) in row.decimal(slot).map(Value.decimal) ?? .null }
    case .timestamp:
      return { (row) throws(EvaluationError) in
        row.integer(slot).map { .timestamp(Timestamp(seconds: $0)) } ?? .null
      }
    case .duration:
      return { (row) throws(EvaluationError) in
        row.integer(slot).map { .interval(Interval(seconds: $0)) } ?? .null
      }
    case .string, .id, .enumeration, .currency:
      return { (row) throws(EvaluationError) in row.text(slot).map(Value.text) ?? .null }
    case .file:
      return { (row) throws(EvaluationError) in row.text(slot).map(Value.file) ?? .null }
    case .null, .bool, .map, .object, .record, .list:
      return { (row) throws(EvaluationError) in row.node(slot).map(Value.init(json:)) ?? .null }
    }
  }

  private func money(_ slot: Int) -> RowValue {
    if rows?.isMade == false, let currencySlot = layout.slot("currency") {
      return { (row) throws(EvaluationError) in
        row.money(slot, currency: currencySlot).map(Value.money) ?? .null
      }
    }
    return { (row) throws(EvaluationError) in
      guard let node = row.node(slot), let minor = node["amount"]?.integer,
        let code = node["currency"]?.string, let currency = Currency(code)
      else { return .null }
      return .money(Money(minor: minor, currency: currency))
    }
  }

  private func entry(_ field: String, _ key: String) -> RowValue {
    guard let slot = layout.slot(field) else { return { (_) throws(EvaluationError) in .null } }
    return { (row) throws(EvaluationError) in
      row.node(slot)?[key]?.string.map(Value.text) ?? .null
    }
  }
}

extension Row {
  /// Money from an amount's slot and its currency's.
  func money(_ amount: Int, currency: Int) -> Money? {
    guard let minor = integer(amount), let currency = self.currency(currency) else { return nil }
    return Money(minor: minor, currency: currency)
  }
}

extension Value {
  /// The value of a JSON document of no declared type.
  init(json node: JSONNode) {
    switch node.content {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .number(let text):
      self = Int64(text).map(Value.int) ?? Decimal(json: text).map(Value.decimal) ?? .text(text)
    case .string(let text): self = .text(text)
    case .array(let elements): self = .list(elements.map(Value.init(json:)))
    case .object(let members):
      self = .record(
        members.map { Value.Member(name: $0.name, value: Value(json: $0.value)) })
    }
  }
}

/// The result of a calculation; null when either side is missing.
func calculate(
  _ sign: ArithmeticOperator, _ left: Value, _ right: Value
) throws(EvaluationError) -> Value {
  switch (left, right) {
  case (.null, _), (_, .null): return .null
  case (.int(let a), .int(let b)): return .int(try sign.apply(a, b))
  case (.interval(let a), .interval(let b)):
    return .interval(Interval(seconds: try sign.apply(a.seconds, b.seconds)))
  case (.timestamp(let a), .interval(let b)):
    return .timestamp(Timestamp(seconds: try sign.apply(a.seconds, b.seconds)))
  case (.interval(let a), .timestamp(let b)):
    return .timestamp(Timestamp(seconds: try sign.apply(a.seconds, b.seconds)))
  case (.timestamp(let a), .timestamp(let b)):
    return .interval(Interval(seconds: try sign.apply(a.seconds, b.seconds)))
  case (.money(let a), .money(let b)):
    guard a.currency == b.currency else { return .null }
    return .money(Money(minor: try sign.apply(a.minor, b.minor), currency: a.currency))
  default: return .null
  }
}

extension ArithmeticOperator {
  fileprivate func apply(_ left: Int64, _ right: Int64) throws(EvaluationError) -> Int64 {
    let (result, overflow) =
      self == .add
      ? left.addingReportingOverflow(right) : left.subtractingReportingOverflow(right)
    if overflow { throw .overflow("\(left) \(rawValue) \(right)") }
    return result
  }
}
