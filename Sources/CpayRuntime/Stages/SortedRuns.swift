import CpayLanguage
import CpayValue

/// Rows that were too many to be kept in memory: sorted some at a time, each time into a file.
struct SortedRuns {
  private let order: SortOrder
  private let files: FileStore
  private let cancellation: Cancellation
  /// The runs in the order of their rows, those that were merged most often first.
  private var runs: [SortedRun] = []

  /// Runs of one level that are merged into one, so that few files are open.
  static let mostRuns = 32

  init(_ order: SortOrder, _ files: FileStore, _ cancellation: Cancellation) {
    (self.order, self.files, self.cancellation) = (order, files, cancellation)
  }

  /// Adds rows in their order, which came behind all that were added.
  mutating func append(_ rows: Batch) throws(EvaluationError) {
    var run = try newRun(level: 0)
    try run.append(rows, cancellation)
    runs.append(run)
    while let level = runs.last?.level,
      runs.suffix(SortedRuns.mostRuns).filter({ $0.level == level }).count == SortedRuns.mostRuns
    {
      try mergeLast(level: level + 1)
    }
  }

  private mutating func mergeLast(level: Int) throws(EvaluationError) {
    var run = try newRun(level: level)
    var merged = try MergedRuns(Array(runs.suffix(SortedRuns.mostRuns)), order)
    while let rows = try merged.next() { try run.append(rows, cancellation) }
    runs.removeLast(SortedRuns.mostRuns)
    runs.append(run)
  }

  private func newRun(level: Int) throws(EvaluationError) -> SortedRun {
    do throws(FileFailure) {
      return SortedRun(try files.makeTemporary(), level: level)
    } catch {
      throw .temporaryFile(error)
    }
  }

  /// All rows in their order.
  func merged() throws(EvaluationError) -> MergedRuns { try MergedRuns(runs, order) }
}
