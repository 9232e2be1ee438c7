import CpayRuntime
import Synchronization

/// Counts the rows of a run on one line of the terminal while they are sent.
struct ProgressEffects: EffectHandler {
  private let inner: any EffectHandler
  private let errors: OutputStream
  private let state = State()

  /// How far the run has come; shared by the rows under way.
  private final class State: Sendable {
    private let count = Mutex((settled: 0, total: 0, shownAt: ContinuousClock.now))

    func begin(_ total: Int) { count.withLock { $0 = (0, total, .now) } }

    /// Adds rows; the line to show, at most ten times a second.
    func add(_ rows: Int) -> String? {
      count.withLock { count in
        count.settled += rows
        guard count.shownAt.duration(to: .now) > .milliseconds(100) else { return nil }
        count.shownAt = .now
        return "\(count.settled) of \(count.total)"
      }
    }
  }

  /// Shows on `errors`, where that is a terminal, what `inner` settles.
  init(_ inner: any EffectHandler, _ errors: OutputStream) {
    self.inner = inner
    self.errors = errors
  }

  func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    let outcome = try await inner.perform(effect)
    guard errors.isTerminal else { return outcome }
    switch effect {
    case .open(let plan, _): state.begin(plan.items.count)
    case .settle(_, let rows):
      if let line = state.add(rows.count) { errors.write(Array("\r\u{1b}[K\(line)".utf8)) }
    case .close: errors.write(Array("\r\u{1b}[K".utf8))
    default: break
    }
    return outcome
  }
}
