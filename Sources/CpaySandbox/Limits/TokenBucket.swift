/// Lets through so many requests at once and so many more each second.
///
/// It keeps one moment instead of a number of tokens (the generic cell rate algorithm), so that
/// nothing is rounded: in any span of time at most `burst` plus one for each whole interval pass.
struct TokenBucket: Hashable, Sendable {
  /// The time between two requests that come at exactly the rate.
  let interval: Duration
  /// Requests that a rested bucket lets through at once.
  let burst: Int
  /// The latest time seen; earlier ones count as this.
  private var now = Duration.zero
  /// The time at which the bucket will be full again.
  private var fullAt = Duration.zero

  /// The longest interval, a day, and the largest burst; anything larger is taken as these.
  static let longestInterval = Duration.seconds(86_400)
  static let largestBurst = 1_000_000
  /// The latest time that can be told apart, some 36 billion years.
  private static let latest = Duration.seconds(1 << 60)

  /// A full bucket that gains one request in each `interval`.
  init(interval: Duration, burst: Int) {
    self.interval = min(max(interval, .nanoseconds(1)), TokenBucket.longestInterval)
    self.burst = min(max(burst, 1), TokenBucket.largestBurst)
  }

  /// A full bucket that gains `rate` requests each second; a rate below 1 is taken as 1.
  init(rate: Int, burst: Int) {
    let attoseconds: Int64 = 1_000_000_000_000_000_000
    let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: Int64(max(1, rate)))
    // Rounded up, so that the rate is never exceeded.
    let interval = Duration(
      secondsComponent: 0, attosecondsComponent: rest == 0 ? whole : whole + 1)
    self.init(interval: interval, burst: burst)
  }

  /// Takes one request out, or says how long to wait until that is possible.
  ///
  /// `time` is since some start that all calls share; going back does no harm.
  mutating func take(at time: Duration) -> Duration? {
    now = max(now, min(time, TokenBucket.latest))
    let lag = max(fullAt, now) - now
    let allowance = interval * (burst - 1)
    guard lag <= allowance else { return lag - allowance }
    fullAt = now + lag + interval
    return nil
  }
}
