import CpayLanguage
import CpaySyntax
import CpayValue

/// Collects all rows and hands them on in order; equal rows stay as they came, missing values
/// come last in both directions.
struct SortStage: RowStage {
  private let keys: [Key]
  private var builder: BatchBuilder
  private var currencies: [Set<Currency>]
  private let cancellation: Cancellation

  fileprivate struct Key {
    let value: RowValue
    let type: ValueType
    let isDescending: Bool
    let text: String
  }

  init(
    _ sortKeys: [SortKey], _ compiler: ExpressionCompiler, _ rows: RowType,
    _ cancellation: Cancellation
  ) throws(EvaluationError) {
    var keys: [Key] = []
    for key in sortKeys {
      keys.append(
        Key(
          value: try compiler.value(key.expression), type: key.type,
          isDescending: key.isDescending, text: key.text))
    }
    self.keys = keys
    self.cancellation = cancellation
    builder = BatchBuilder(rows.layout)
    currencies = Array(repeating: [], count: keys.count)
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    try builder.append(contentsOf: batch)
    return batch.prefix(0)
  }

  mutating func finish() throws(EvaluationError) -> Batch? {
    let rows = builder.build()
    // What is handed on is held by whoever takes it.
    builder = BatchBuilder(rows.storage.layout)
    var values: [[Value]] = []
    values.reserveCapacity(rows.count)
    for index in 0..<rows.count {
      try cancellation.check(every: index)
      var row: [Value] = []
      for (place, key) in keys.enumerated() {
        let value = try key.value(rows[index])
        if case .money(let money) = value { currencies[place].insert(money.currency) }
        row.append(value)
      }
      values.append(row)
    }
    return rows.reordered(try order(of: values))
  }

  /// The places of the rows in their order.
  private func order(of values: [[Value]]) throws(EvaluationError) -> [Int] {
    var comparisons = 0
    do {
      return try values.indices.sorted { first, second in
        comparisons &+= 1
        try cancellation.check(every: comparisons)
        return comesBefore(values[first], values[second]) ?? (first < second)
      }
    } catch {
      throw .interrupted
    }
  }

  /// Which of two rows comes first; nil when the keys do not tell.
  private func comesBefore(_ first: [Value], _ second: [Value]) -> Bool? {
    for (place, key) in keys.enumerated() {
      let (a, b) = (first[place], second[place])
      if a.isNull || b.isNull {
        if a.isNull, b.isNull { continue }
        return b.isNull
      }
      switch key.order(a, b) {
      case .equal: continue
      case .less: return !key.isDescending
      case .greater: return key.isDescending
      }
    }
    return nil
  }

  var remarks: [Diagnostic] {
    zip(keys, currencies).filter { $0.1.count > 1 }.map { key, _ in
      Diagnostic(RunFinding.sortedByCurrency(key.text))
    }
  }
}

extension SortStage.Key {
  /// The order of two values that are there: enum members as the API's page lists them, money
  /// within its currency.
  fileprivate func order(_ a: Value, _ b: Value) -> Order {
    switch (type, a, b) {
    case (.enumeration(let type), .string(let a), .string(let b)):
      let (first, second) = (type.index(of: a) ?? .max, type.index(of: b) ?? .max)
      return first == second ? Order(bytes: a, b) : Order(first, second)
    case (_, .money(let a), .money(let b)) where a.currency != b.currency:
      let order = Order(bytes: a.currency.code, b.currency.code)
      return isDescending ? order.reversed : order
    default: return a.order(b) ?? .equal
    }
  }
}

extension Order {
  fileprivate var reversed: Order {
    switch self {
    case .less: .greater
    case .equal: .equal
    case .greater: .less
    }
  }
}
