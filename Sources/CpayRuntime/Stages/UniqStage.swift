import CpayLanguage
import CpayValue

/// Hands on the first row of each kind, told apart by some values.
struct UniqStage: RowStage {
  private let keys: [RowValue]
  private var seen: Set<[UInt8]> = []
  private(set) var failure: EvaluationError?

  init(by keys: [RowValue]) {
    self.keys = keys
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    var kept: [Int] = []
    for index in 0..<batch.count {
      do throws(EvaluationError) {
        let values = try rowValues(keys, batch[index])
        if seen.insert(groupKey(values)).inserted { kept.append(index) }
      } catch {
        failure = error
        break
      }
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
