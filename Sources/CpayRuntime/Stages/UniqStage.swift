import CpayLanguage
import CpayValue

/// Hands on the first row of each kind, told apart by some values or by all columns.
struct UniqStage: RowStage {
  private let keys: [RowValue]
  private var seen: Set<[UInt8]> = []

  init(
    by columns: [CheckedArguments.Column], _ compiler: ExpressionCompiler
  ) throws(EvaluationError) {
    let fields = compiler.rows?.fields ?? []
    let columns =
      columns.isEmpty
      ? fields.map { CheckedArguments.Column($0) } : columns
    keys = try compiler.values(columns.map(\.expression))
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    var kept: [Int] = []
    for index in 0..<batch.count {
      let values = try rowValues(keys, batch[index])
      if seen.insert(groupKey(values)).inserted { kept.append(index) }
    }
    return batch.reordered(kept)
  }
}

/// Values as bytes that are the same exactly where the values are equal.
func groupKey(_ values: [Value]) -> [UInt8] {
  var writer = JSONWriter()
  writer.beginArray()
  for value in values { writer.value(value) }
  writer.endArray()
  return writer.bytes
}
