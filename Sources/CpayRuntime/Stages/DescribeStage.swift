import CpayLanguage
import CpayValue

/// Collects all rows and hands on one row for each column: its type, how many values are there,
/// how many are missing, and the smallest and largest.
struct DescribeStage: RowStage {
  private let fields: [RowType.Field]
  private let values: [RowValue]
  private let layout: ColumnLayout
  private var columns: [Column]

  fileprivate struct Column {
    var present: Int64 = 0
    var missing: Int64 = 0
    var least: Value = .null
    var greatest: Value = .null
  }

  init(_ rows: RowType, _ compiler: ExpressionCompiler) throws(EvaluationError) {
    fields = rows.fields
    values = try compiler.values(rows.references.map { .field($0) })
    layout = RowType(made: RowType.description).layout
    columns = Array(repeating: Column(), count: fields.count)
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    for index in 0..<batch.count {
      for (place, value) in values.enumerated() {
        let value = try value(batch[index])
        if value.isNull {
          columns[place].missing += 1
        } else {
          columns[place].add(value, isOrdered: fields[place].type.type.isOrdered)
        }
      }
    }
    return batch.prefix(0)
  }

  mutating func finish() throws(EvaluationError) -> Batch? {
    var builder = BatchBuilder(layout)
    for (field, column) in zip(fields, columns) {
      let cells: [Value] = [
        .string(field.name), .string(field.type.typeName), .int(column.present),
        .int(column.missing), column.least.text.map(Value.string) ?? .null,
        column.greatest.text.map(Value.string) ?? .null,
      ]
      let fitted = builder.append(madeFrom: nil) { slot, writer in writer.value(cells[slot]) }
      if !fitted { throw .tooManyRows }
    }
    return builder.build()
  }
}

extension DescribeStage.Column {
  /// Values that have no order among them, as amounts of several currencies, have no smallest one.
  fileprivate mutating func add(_ value: Value, isOrdered: Bool) {
    present += 1
    guard isOrdered else { return }
    if present == 1 { (least, greatest) = (value, value) }
    switch value.order(least) {
    case nil: (least, greatest) = (.null, .null)
    case .less: least = value
    default: if value.order(greatest) == .greater { greatest = value }
    }
  }
}

extension ValueType {
  /// Whether values stand in an order that says something; words of the API have one of their own.
  fileprivate var isOrdered: Bool {
    if case .enumeration = self { false } else { true }
  }
}
