import CpayValue

/// Hands on the first rows, and says when it has had enough.
struct TakeStage: RowStage {
  private var remaining: Int

  init(_ count: Int) {
    remaining = count
  }

  mutating func process(_ batch: Batch) -> Batch {
    let taken = batch.prefix(remaining)
    remaining -= taken.count
    return taken
  }

  var isSatisfied: Bool { remaining == 0 }
}
