public import CpayValue
import FoundationEssentials
import Synchronization

/// The time the sandbox lives in: the machine's, or one moment that passes only when told to.
///
/// Deadlines, idempotency keys and the `Date` of every answer go by it.
public enum SandboxClock: Hashable, Sendable {
  /// The machine's time.
  case real
  /// Always the same moment, until it is advanced.
  case frozen(Timestamp)
  /// The machine's time and so many seconds.
  case shifted(seconds: Int64)

  /// The moment it is.
  public var now: Timestamp {
    switch self {
    case .frozen(let moment): moment
    case .real: SandboxClock.machine
    case .shifted(let seconds):
      SandboxClock.machine.adding(DurationValue(seconds: seconds)) ?? SandboxClock.machine
    }
  }

  private static var machine: Timestamp {
    Timestamp(seconds: Int64(Date().timeIntervalSince1970.rounded(.down)))
  }

  /// The clock that stands at `moment` now and runs on with the machine's.
  public static func running(from moment: Timestamp) -> SandboxClock {
    let (shift, overflow) = moment.seconds.subtractingReportingOverflow(machine.seconds)
    return overflow ? .real : .shifted(seconds: shift)
  }

  /// Whether it passes only when told to.
  public var isManual: Bool {
    if case .frozen = self { true } else { false }
  }
}

/// The clock of a running sandbox.
final class SandboxTime: Sendable {
  private let state: Mutex<SandboxClock>

  init(_ clock: SandboxClock) {
    state = Mutex(clock)
  }

  var clock: SandboxClock { state.withLock { $0 } }
  var now: Timestamp { clock.now }

  /// Puts a clock that does not run by itself to `moment`; an earlier one changes nothing.
  func advance(to moment: Timestamp) {
    state.withLock { clock in
      if case .frozen(let now) = clock, moment > now { clock = .frozen(moment) }
    }
  }
}
