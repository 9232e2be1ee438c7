import CpayLanguage
import CpaySyntax
import CpayValue

/// Collects all rows and hands them on in order; equal rows stay as they came, missing values
/// come last in both directions.
///
/// Where only the first are wanted, no more than these are kept, and some rows that are yet to be
/// held against them.
struct SortStage: RowStage {
  private let keys: [Key]
  private var builder: BatchBuilder
  /// What the keys of each row are.
  private var values: [[Value]] = []
  private var currencies: [Set<Currency>]
  /// The rows that are wanted; nil for all.
  private var wanted: Int?
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

  /// The rows that are gathered before all but the wanted ones are let go, at least.
  var fewRows = 8192

  mutating func want(_ count: Int) { wanted = count }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    try builder.append(contentsOf: batch)
    for index in 0..<batch.count { values.append(try keyValues(of: batch[index])) }
    if let wanted, values.count > fewRows, values.count / 2 > wanted {
      // The first of them stand before all that come later, also where they are equal.
      let order = try order().prefix(wanted)
      let (rows, all) = (builder.build(), values)
      builder = BatchBuilder(rows.storage.layout)
      try builder.append(contentsOf: rows.reordered(Array(order)))
      values = order.map { all[$0] }
    }
    return batch.prefix(0)
  }

  mutating func finish() throws(EvaluationError) -> Batch? {
    let order = try order()
    let rows = builder.build()
    // What is handed on is held by whoever takes it.
    builder = BatchBuilder(rows.storage.layout)
    values = []
    return rows.reordered(order)
  }

  private mutating func keyValues(of row: Row) throws(EvaluationError) -> [Value] {
    var found: [Value] = []
    found.reserveCapacity(keys.count)
    for (place, key) in keys.enumerated() {
      let value = try key.value(row)
      if case .money(let money) = value { currencies[place].insert(money.currency) }
      found.append(value)
    }
    return found
  }

  /// The places of the rows in their order.
  private func order() throws(EvaluationError) -> [Int] {
    var comparisons = 0
    do {
      if keys.count == 1, let ranks = keys[0].ranks(values) {
        let places = ranks.indices.map { (rank: ranks[$0], place: $0) }
        return try places.sorted { first, second in
          comparisons &+= 1
          try cancellation.check(every: comparisons)
          return first < second
        }.map(\.place)
      }
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
  /// Numbers in whose order the rows come, where all their values are money, or whole numbers, times
  /// or lengths of time, or missing; nil where they are something else.
  fileprivate func ranks(_ values: [[Value]]) -> [Int128]? {
    var ranks: [Int128] = []
    ranks.reserveCapacity(values.count)
    for row in values {
      guard !row[0].isNull else {
        ranks.append(.max)
        continue
      }
      guard let (group, number) = place(of: row[0]) else { return nil }
      ranks.append(Int128(group) << 66 + (isDescending ? -Int128(number) : Int128(number)))
    }
    return ranks
  }

  /// The number that a value goes by within those that it is held against, and theirs: money has its
  /// currency's, which stand in the order of their codes.
  private func place(of value: Value) -> (group: Int, number: Int64)? {
    switch (type, value) {
    case (.money, .money(let money)):
      (money.currency.bytes.reduce(0) { $0 << 8 | Int($1) }, money.minor)
    case (.int, .int(let number)): (0, number)
    case (.timestamp, .timestamp(let moment)): (0, moment.seconds)
    case (.duration, .duration(let length)): (0, length.seconds)
    default: nil
    }
  }

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
