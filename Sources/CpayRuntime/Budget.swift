import Synchronization

/// How much a program may do, in rows that pass a stage; shared by everything it runs.
final class Budget: Sendable {
  private let limit: Int
  private let used = Mutex(0)

  init(_ limit: Int) {
    self.limit = limit
  }

  /// Takes `steps` off; says so when they are not there.
  func spend(_ steps: Int) throws(EvaluationError) {
    let isSpent = used.withLock { used in
      let (sum, overflow) = used.addingReportingOverflow(steps)
      used = overflow ? .max : sum
      return used > limit
    }
    if isSpent { throw .budget(limit) }
  }
}
