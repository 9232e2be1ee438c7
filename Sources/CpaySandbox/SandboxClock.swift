public import CpayValue
import FoundationEssentials

/// The time the sandbox lives in: the machine's, or one moment that does not pass.
///
/// Deadlines, idempotency keys and the `Date` of every answer go by it.
public enum SandboxClock: Hashable, Sendable {
  /// The machine's time.
  case real
  /// Always the same moment.
  case frozen(Timestamp)

  /// The moment it is.
  public var now: Timestamp {
    switch self {
    case .frozen(let moment): moment
    case .real: Timestamp(seconds: Int64(Date().timeIntervalSince1970.rounded(.down)))
    }
  }
}
