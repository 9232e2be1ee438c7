import CpayLanguage
import CpayValue

/// Collects all rows into groups and hands on one row for each, in the order groups were first
/// seen; without keys there is one group, of all rows.
struct SummarizeStage: RowStage {
  private let layout: ColumnLayout
  private let keys: [RowValue]
  private let aggregates: [Aggregate]
  private let operands: [RowValue?]
  private var places: [[UInt8]: Int] = [:]
  private var groups: [Group] = []

  private struct Group {
    let keys: [Value]
    var totals: [Total]
  }

  init(
    _ summary: Summary, _ compiler: ExpressionCompiler, _ output: RowType
  ) throws(EvaluationError) {
    layout = output.layout
    keys = try compiler.values(summary.keys.map(\.expression))
    aggregates = summary.aggregates
    var operands: [RowValue?] = []
    for aggregate in summary.aggregates {
      operands.append(
        try aggregate.operand.map { (e) throws(EvaluationError) in try compiler.value(e) })
    }
    self.operands = operands
    if keys.isEmpty { groups = [Group(keys: [], totals: newTotals)] }
  }

  private var newTotals: [Total] { aggregates.map { Total($0.function, $0.text) } }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    for index in 0..<batch.count {
      let row = batch[index]
      let place = try group(of: row)
      for (number, operand) in operands.enumerated() {
        let value = try operand.map { (value) throws(EvaluationError) in try value(row) }
        try groups[place].totals[number].add(value)
      }
    }
    return batch.prefix(0)
  }

  private mutating func group(of row: Row) throws(EvaluationError) -> Int {
    if keys.isEmpty { return 0 }
    let values = try rowValues(keys, row)
    let key = groupKey(values)
    if let place = places[key] { return place }
    places[key] = groups.count
    groups.append(Group(keys: values, totals: newTotals))
    return groups.count - 1
  }

  mutating func finish() throws(EvaluationError) -> Batch? {
    var builder = BatchBuilder(layout)
    for group in groups {
      var values = group.keys
      for total in group.totals { values.append(try total.value) }
      let fitted = builder.append(madeFrom: nil) { slot, writer in writer.value(values[slot]) }
      if !fitted { throw .tooManyRows }
    }
    return builder.build()
  }
}

/// One value computed of many: what is missing is passed over.
struct Total {
  private let function: AggregateFunction
  private let text: String
  private var count: Int64 = 0
  private var result: Value = .null

  init(_ function: AggregateFunction, _ text: String) {
    self.function = function
    self.text = text
  }

  /// Takes in one row's value; nil where only rows are counted.
  mutating func add(_ value: Value?) throws(EvaluationError) {
    guard let value else {
      count += 1
      return
    }
    if value.isNull { return }
    count += 1
    if result.isNull {
      if function != .count { result = value }
      return
    }
    if case .money(let money) = value, case .money(let before) = result,
      money.currency != before.currency
    {
      throw .mixedCurrencies(text)
    }
    switch function {
    case .count: break
    case .sum, .avg: result = try ArithmeticOperator.add.apply(result, value)
    case .min: if value.order(result) == .less { result = value }
    case .max: if value.order(result) == .greater { result = value }
    }
  }

  /// What has been computed; null where no value was there.
  var value: Value {
    get throws(EvaluationError) {
      switch function {
      case .count: return .int(count)
      case .avg where !result.isNull: return try mean
      default: return result
      }
    }
  }

  private var mean: Value {
    get throws(EvaluationError) {
      guard case .duration(let length) = result else {
        return try ArithmeticOperator.divide.apply(result, .int(count))
      }
      let seconds = Decimal(length.seconds).divided(by: Decimal(count))?.rounded(toPlaces: 0).whole
      return seconds.map { .duration(DurationValue(seconds: $0)) } ?? .null
    }
  }
}
