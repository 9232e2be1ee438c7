import CpayLanguage
import CpayValue

/// Hands on the first row of each kind, told apart by some values.
struct UniqStage: RowStage {
  private let keys: [RowValue]
  private let fields: [KeyField]?
  private var seen = KeyTable()
  private(set) var failure: EvaluationError?

  init(by keys: [CheckedExpression], _ compiler: ExpressionCompiler) throws(EvaluationError) {
    self.keys = try compiler.values(keys)
    fields = keys.keyFields
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    let keys = keys
    var numbers: [Int32] = []
    var next = seen.count
    do throws(EvaluationError) {
      try seen.add(batch, by: fields, to: &numbers) { (index, key) throws(EvaluationError) in
        for value in try rowValues(keys, batch[index]) { key.add(value) }
      }
    } catch {
      failure = error
    }
    var kept: [Int] = []
    for (index, number) in numbers.enumerated() where Int(number) == next {
      kept.append(index)
      next += 1
    }
    return batch.reordered(kept)
  }
}

extension [CheckedExpression] {
  /// The fields whose bytes tell the values; nil where some are computed, or have other forms.
  var keyFields: [KeyField]? {
    var fields: [KeyField] = []
    for expression in self {
      guard case .field(let field) = expression, field.currencySlot == nil else { return nil }
      switch field.type {
      case .string, .id, .enumeration, .currency, .file: fields.append(.text(field.slot))
      case .int, .timestamp, .duration: fields.append(.integer(field.slot))
      default: return nil
      }
    }
    return fields
  }
}
