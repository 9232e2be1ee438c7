/// When a delivery is tried again.
///
/// The webhooks page names no schedule; the assumption `webhook_retries` does.
struct RetrySchedule: Hashable, Sendable {
  /// Seconds before each further attempt.
  let waits: [Int64]

  init(_ assumptions: Assumptions) {
    waits =
      switch assumptions.value(of: .webhookRetries) {
      case "fast": [60, 60, 60, 60, 60]
      case "none": []
      default: [5 * 60, 30 * 60, 2 * 3_600, 6 * 3_600, 24 * 3_600]
      }
  }

  /// When to try again after `attempts` that failed, the last of them at `now`; nil for no more.
  func next(after attempts: Int, now: Int64) -> Int64? {
    guard attempts >= 1, attempts <= waits.count else { return nil }
    let (due, overflow) = now.addingReportingOverflow(waits[attempts - 1])
    return overflow ? nil : due
  }
}
