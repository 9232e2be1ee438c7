public import CpayRuntime
public import CpayValue
import Synchronization

/// Time that passes only when a test says so.
public final class ManualClock: Sendable {
  private let elapsed = Mutex(Duration.zero)
  /// What the program's `now` is.
  public let now: Timestamp

  /// A clock that stands still at `now`.
  public init(_ now: Timestamp) {
    self.now = now
  }

  /// Lets time pass.
  public func advance(by length: Duration) {
    elapsed.withLock { $0 += length }
  }

  /// An environment on this clock, whose random numbers count up from 1.
  public var environment: Environment {
    let counter = Counter()
    return Environment(
      now: now, uptime: { self.elapsed.withLock { $0 } }, random: { counter.next() })
  }
}

private final class Counter: Sendable {
  private let count = Mutex<UInt64>(0)

  func next() -> UInt64 {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
