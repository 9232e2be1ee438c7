public import CpayValue
import FoundationEssentials

/// What the client may know of the world besides the API: two clocks, sleep and chance.
///
/// They are values handed in, so that a test of a minute's patience takes no time.
public struct ClientEnvironment: Sendable {
  /// Time since some start, for waits and deadlines; not changed by a clock that is set.
  public let uptime: @Sendable () -> Duration
  /// The time of day, for ages that outlast the process.
  public let now: @Sendable () -> Timestamp
  /// Waits that long, or until the task is cancelled.
  public let sleep: @Sendable (Duration) async throws(CancellationError) -> Void
  /// A random number.
  public let random: @Sendable () -> UInt64

  /// An environment of those parts.
  public init(
    uptime: @escaping @Sendable () -> Duration, now: @escaping @Sendable () -> Timestamp,
    sleep: @escaping @Sendable (Duration) async throws(CancellationError) -> Void,
    random: @escaping @Sendable () -> UInt64
  ) {
    (self.uptime, self.now, self.sleep, self.random) = (uptime, now, sleep, random)
  }

  /// The same, with every wait so many times shorter and the steady clock so many times faster: for
  /// tests of hours against a server on this machine.
  public func hurried(by factor: Int) -> ClientEnvironment {
    let factor = max(1, factor)
    return ClientEnvironment(
      uptime: { uptime() * factor }, now: now,
      sleep: { (length) throws(CancellationError) in try await sleep(length / factor) },
      random: random)
  }

  /// This machine's clocks and chance.
  public static let system: ClientEnvironment = {
    let start = ContinuousClock.now
    return ClientEnvironment(
      uptime: { start.duration(to: .now) },
      now: { Timestamp(seconds: Int64(Date().timeIntervalSince1970.rounded(.down))) },
      sleep: { (length) throws(CancellationError) in
        // No wait is longer, and one that is does not overflow the clock.
        do { try await Task.sleep(for: min(length, .seconds(3_600))) } catch {
          throw CancellationError()
        }
      },
      random: { .random(in: .min ... .max) })
  }()

  /// Both clocks at once.
  var moment: Moment { Moment(uptime: uptime(), wall: now()) }
}

/// A point in time by both clocks.
struct Moment: Hashable, Sendable {
  let uptime: Duration
  let wall: Timestamp

  /// How long ago `earlier` was, by the clock that says more: the other one may have been set back
  /// or have stood still.
  func age(since earlier: Moment) -> Duration {
    let (seconds, overflow) = wall.seconds.subtractingReportingOverflow(earlier.wall.seconds)
    return max(uptime - earlier.uptime, overflow ? .seconds(Int64.max) : .seconds(seconds))
  }
}
