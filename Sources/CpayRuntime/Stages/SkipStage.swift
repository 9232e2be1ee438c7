import CpayValue

/// Passes over the first rows.
struct SkipStage: RowStage {
  private var remaining: Int

  init(_ count: Int) {
    remaining = count
  }

  mutating func process(_ batch: Batch) -> Batch {
    guard remaining > 0 else { return batch }
    let skipped = min(remaining, batch.count)
    remaining -= skipped
    return batch.reordered(Array(skipped..<batch.count))
  }
}
