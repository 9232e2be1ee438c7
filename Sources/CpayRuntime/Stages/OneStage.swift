import CpayValue

/// Hands on the only row there is; none or a second one stops the program.
struct OneStage: RowStage {
  private var held: Batch?

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    guard held == nil, batch.count == 1 else { throw .notOne(2) }
    held = batch
    return batch.prefix(0)
  }

  mutating func finish() throws(EvaluationError) -> Batch? {
    guard let held else { throw .notOne(0) }
    return held
  }
}
