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
  /// Tells apart rows by their bytes, where the keys are fields of them.
  private var grouper: RowGrouper?
  /// The group of each kind of row.
  private var kindPlaces: [Int] = []
  private let cancellation: Cancellation

  private struct Group {
    let keys: [Value]
    var totals: [Total]
  }

  init(
    _ summary: Summary, _ compiler: ExpressionCompiler, _ output: RowType,
    _ cancellation: Cancellation
  ) throws(EvaluationError) {
    self.cancellation = cancellation
    layout = output.layout
    keys = try compiler.values(summary.keys.map(\.expression))
    aggregates = summary.aggregates
    var operands: [RowValue?] = []
    for aggregate in summary.aggregates {
      operands.append(
        try aggregate.operand.map { (e) throws(EvaluationError) in try compiler.value(e) })
    }
    self.operands = operands
    grouper = summary.keys.map(\.expression).fieldSlots.map { RowGrouper(by: $0) }
    if keys.isEmpty { groups = [Group(keys: [], totals: newTotals)] }
  }

  private var newTotals: [Total] { aggregates.map { Total($0.function, $0.text) } }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    let kinds = grouper?.kinds(of: batch)
    var counts = Array(repeating: 0, count: grouper?.count ?? 0)
    for index in 0..<batch.count {
      let kind = kinds.map { Int($0[index]) } ?? -1
      let place = try group(of: batch, index, kind)
      if kind >= 0, isCounting {
        counts[kind] += 1
      } else {
        try add(batch[index], to: place)
      }
    }
    for (kind, count) in counts.enumerated() where count > 0 {
      for number in aggregates.indices { groups[kindPlaces[kind]].totals[number].add(rows: count) }
    }
    return batch.prefix(0)
  }

  /// Whether rows are only counted.
  private var isCounting: Bool { operands.allSatisfy { $0 == nil } }

  private mutating func add(_ row: Row, to place: Int) throws(EvaluationError) {
    for (number, operand) in operands.enumerated() {
      let value = try operand.map { (value) throws(EvaluationError) in try value(row) }
      try groups[place].totals[number].add(value)
    }
  }

  /// The group of a row of that kind, which is that of the first of its kind.
  private mutating func group(
    of batch: Batch, _ index: Int, _ kind: Int
  ) throws(EvaluationError) -> Int {
    guard kind >= 0 else { return try group(of: batch[index]) }
    if kind == kindPlaces.count { kindPlaces.append(try group(of: batch[index])) }
    return kindPlaces[kind]
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
    for (place, group) in groups.enumerated() {
      try cancellation.check(every: place)
      var values = group.keys
      for total in group.totals { values.append(try total.value) }
      let fitted = builder.append(madeFrom: nil) { slot, writer in writer.value(values[slot]) }
      if !fitted { throw .tooManyRows }
    }
    return builder.build()
  }
}

extension [CheckedExpression] {
  /// The slots of the fields that these are; nil where one is computed, or there is none.
  fileprivate var fieldSlots: [Int]? {
    var slots: [Int] = []
    for expression in self {
      guard case .field(let field) = expression else { return nil }
      slots += [field.slot] + (field.currencySlot.map { [$0] } ?? [])
    }
    return slots.isEmpty ? nil : slots
  }
}
