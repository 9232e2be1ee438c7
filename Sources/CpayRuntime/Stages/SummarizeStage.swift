import CpayLanguage
import CpayValue

/// Collects all rows into groups and hands on one row for each, in the order groups were first
/// seen; without keys there is one group, of all rows.
struct SummarizeStage: RowStage {
  private let layout: ColumnLayout
  private let keys: [RowValue]
  private let types: [ValueType]
  private let fields: [KeyField]?
  private let aggregates: [Aggregate]
  private let operands: [RowValue?]
  /// The keys of the groups, by their numbers.
  private var table = KeyTable()
  /// The keys of those groups whose values their bytes do not tell.
  private var computed: [Int: [Value]] = [:]
  private var groupCount = 0
  /// The rows of each group, where rows are only counted.
  private var counts: [Int] = []
  /// What is computed of each group, for one after the other; empty where rows are only counted.
  private var totals: [Total] = []
  /// Groups that have been handed on.
  private var handedOn = 0
  private let cancellation: Cancellation

  /// Groups that are handed on in one go.
  private static let mostGroups = 4096

  init(
    _ summary: Summary, _ compiler: ExpressionCompiler, _ output: RowType,
    _ cancellation: Cancellation
  ) throws(EvaluationError) {
    self.cancellation = cancellation
    layout = output.layout
    keys = try compiler.values(summary.keys.map(\.expression))
    types = summary.keys.map(\.type.type)
    fields = summary.keys.map(\.expression).keyFields
    aggregates = summary.aggregates
    var operands: [RowValue?] = []
    for aggregate in summary.aggregates {
      operands.append(
        try aggregate.operand.map { (e) throws(EvaluationError) in try compiler.value(e) })
    }
    self.operands = operands
    if keys.isEmpty { addGroup() }
  }

  /// Whether rows are only counted.
  private var isCounting: Bool { operands.allSatisfy { $0 == nil } }

  private mutating func addGroup() {
    groupCount += 1
    if isCounting {
      counts.append(0)
    } else {
      for aggregate in aggregates { totals.append(Total(aggregate.function, aggregate.text)) }
    }
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    let keys = keys
    var numbers: [Int32] = []
    numbers.reserveCapacity(batch.count)
    var failure: EvaluationError?
    do throws(EvaluationError) {
      try table.add(batch, by: fields, to: &numbers) { (index, key) throws(EvaluationError) in
        for value in try rowValues(keys, batch[index]) { key.add(value) }
      }
    } catch {
      failure = error
    }
    let isCounting = isCounting
    for (index, number) in numbers.enumerated() {
      let group = Int(number)
      if group == groupCount {
        if RowKey.parts(table.key(group)) == nil {
          computed[group] = try rowValues(keys, batch[index])
        }
        addGroup()
      }
      if isCounting {
        counts[group] += 1
      } else {
        try add(batch[index], to: group)
      }
    }
    if let failure { throw failure }
    return batch.prefix(0)
  }

  private mutating func add(_ row: Row, to group: Int) throws(EvaluationError) {
    let first = group * operands.count
    for (number, operand) in operands.enumerated() {
      let value = try operand.map { (value) throws(EvaluationError) in try value(row) }
      try totals[first + number].add(value)
    }
  }

  var hasMore: Bool { handedOn < groupCount }

  mutating func finish() throws(EvaluationError) -> Batch? {
    try cancellation.check(every: 0)
    var builder = BatchBuilder(layout)
    let end = min(groupCount, handedOn + SummarizeStage.mostGroups)
    for group in handedOn..<end {
      try cancellation.check(every: group)
      let values = keys(of: group) + (try results(of: group))
      let fitted = builder.append(madeFrom: nil) { slot, writer in writer.value(values[slot]) }
      if !fitted { throw .tooManyRows }
    }
    handedOn = end
    return builder.build()
  }

  private func keys(of group: Int) -> [Value] {
    if keys.isEmpty { return [] }
    if let values = computed[group] { return values }
    return zip(RowKey.parts(table.key(group)) ?? [], types).map { part, type in
      switch part {
      case .missing: .null
      case .text(let text): type == .file ? .file(text) : .string(text)
      case .integer(let number): Value(number, as: type)
      }
    }
  }

  private func results(of group: Int) throws(EvaluationError) -> [Value] {
    if isCounting { return aggregates.map { _ in .int(Int64(counts[group])) } }
    var values: [Value] = []
    for number in aggregates.indices {
      values.append(try totals[group * aggregates.count + number].value)
    }
    return values
  }
}

extension Value {
  /// A whole number of a column of that type.
  fileprivate init(_ number: Int64, as type: ValueType) {
    switch type {
    case .timestamp: self = .timestamp(Timestamp(seconds: number))
    case .duration: self = .duration(DurationValue(seconds: number))
    default: self = .int(number)
    }
  }
}
