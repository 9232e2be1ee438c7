public import CpayValue

/// What a program may know of the world besides the API: the time and chance.
///
/// They are values handed in, so that a run can be repeated.
public struct Environment: Sendable {
  /// The program's `now`, fixed before it starts.
  public let now: Timestamp
  /// The time as it goes on, by the clock that `now` was read from: what happens is dated by it.
  public let time: @Sendable () -> Timestamp
  /// Time since some start, for ages and waits; not changed by a clock that is set.
  public let uptime: @Sendable () -> Duration
  /// A random number.
  public let random: @Sendable () -> UInt64

  /// An environment whose program runs at `now`, where time stands still unless `time` says it.
  public init(
    now: Timestamp, time: (@Sendable () -> Timestamp)? = nil,
    uptime: @escaping @Sendable () -> Duration = Environment.systemUptime,
    random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
  ) {
    self.now = now
    self.time = time ?? { now }
    self.uptime = uptime
    self.random = random
  }

  private static let start = ContinuousClock.now

  /// Time since the process first asked, by the machine's steady clock.
  public static let systemUptime: @Sendable () -> Duration = {
    start.duration(to: .now)
  }
}
