public import CpayClient
public import CpayRuntime
public import CpayValue
import Synchronization

/// Time that passes only when a test says so.
public final class ManualClock: Sendable {
  private let elapsed = Mutex(Duration.zero)
  private let wallShift = Mutex(Duration.zero)
  private let naps = Mutex<[Duration]>([])
  /// What the program's `now` is.
  public let now: Timestamp

  /// A clock that stands still at `now`.
  public init(_ now: Timestamp) {
    self.now = now
  }

  /// The time that has passed.
  public var passed: Duration { elapsed.withLock { $0 } }

  /// Lets time pass.
  public func advance(by length: Duration) {
    elapsed.withLock { $0 += length }
  }

  /// The same clock for the client: sleeping lets the time pass that is slept, and nothing waits.
  ///
  /// Random numbers are `random`; the greatest makes every wait as long as it may be.
  public func client(random: UInt64 = .max) -> ClientEnvironment {
    ClientEnvironment(
      uptime: { self.passed },
      now: {
        let wall = self.passed + self.wallShift.withLock { $0 }
        return Timestamp(seconds: self.now.seconds + wall.components.seconds)
      },
      sleep: { (length) throws(CancellationError) in
        if Task.isCancelled { throw CancellationError() }
        self.naps.withLock { $0.append(length) }
        self.advance(by: length)
      },
      random: { random })
  }

  /// The sleeps so far, in order.
  public var slept: [Duration] { naps.withLock { $0 } }

  /// Sets the time of day, while steady time stands still.
  public func turnWallClock(by length: Duration) {
    wallShift.withLock { $0 += length }
  }

  /// An environment on this clock, whose random numbers count up from 1.
  public var environment: Environment {
    let counter = Counter()
    return Environment(
      now: now, uptime: { self.passed }, random: { counter.next() })
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
