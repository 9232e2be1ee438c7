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
