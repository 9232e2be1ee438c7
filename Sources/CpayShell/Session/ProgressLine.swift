import CpayRuntime
import Synchronization

/// Counts the rows of a run on one line of the terminal while they are sent.
final class ProgressLine: Sendable {
  private let errors: OutputStream
  /// What stands before the count where money moves.
  private let warning: String
  private let count = Mutex((settled: 0, total: 0, shownAt: ContinuousClock.now))

  /// A line on `errors`, where that is a terminal.
  init(_ errors: OutputStream, _ label: AccountLabel? = nil) {
    self.errors = errors
    warning = label?.warning.map { "\($0): " } ?? ""
  }

  /// Takes note of what a run tells; called by all rows under way.
  func show(_ event: RunEvent) {
    guard errors.isTerminal else { return }
    switch event {
    case .opened(_, let plan): count.withLock { $0 = (0, plan.items.count, .now) }
    case .settled(let rows):
      if let line = add(rows.count) { errors.write(Array("\r\u{1b}[K\(line)".utf8)) }
    case .closed: errors.write(Array("\r\u{1b}[K".utf8))
    }
  }

  /// Adds rows; the line to show, at most ten times a second.
  private func add(_ rows: Int) -> String? {
    count.withLock { count in
      count.settled += rows
      guard count.shownAt.duration(to: .now) > .milliseconds(100) else { return nil }
      count.shownAt = .now
      return "\(warning)\(count.settled) of \(count.total)"
    }
  }
}
