/// A rate that requests keep to, and how it is found where nobody states it.
///
/// After a 429 it stays a tenth below what the server took, comes back to that within a quarter of a minute,
/// slower the nearer it is, and then tries more, slowly at first: the curve of CUBIC (RFC 9438), with
/// the rate a server takes in the place of a window.
struct PacedRate: Hashable, Sendable {
  /// What it never exceeds; nil where nobody states it.
  private(set) var ceiling: Double?
  /// While nothing is found: the rate, which grows with each success.
  private var starting: Double?
  /// What the server took when it last refused, and when asking went on.
  private var found: Found?
  /// When the next request is due.
  private var due = Duration.zero

  private struct Found: Hashable {
    let perSecond: Double
    let since: Duration
  }

  /// How much is given up at a 429.
  private static let retreat = 0.1
  /// The same where the rate after the last one was still too high.
  private static let furtherRetreat = 0.25
  private static let recovery = Duration.seconds(15)
  /// What is tried where a 429 comes before anything is known.
  private static let firstFound = 10.0
  private static let slowest = 0.5
  private static let fastest = 1_000.0
  /// What may leave at once after a pause, in time; none where the server was found to refuse.
  private static let burst = Duration.milliseconds(500)

  /// A rate of which nothing is known: no bound.
  init() {}

  /// A rate that grows by one with each success, until a bound is found.
  init(startingAt perSecond: Double) {
    starting = perSecond
  }

  /// A rate that somebody states; nil for a number that is none.
  init?(atMost perSecond: Double) {
    guard perSecond.isFinite, perSecond > 0 else { return nil }
    ceiling = perSecond
  }

  /// Requests a second; nil for any number.
  func perSecond(_ now: Duration) -> Double? {
    let bounds = [ceiling, starting, found.map { PacedRate.curve($0, now) }].compactMap(\.self)
    return bounds.min().map { min(max($0, PacedRate.slowest), PacedRate.fastest) }
  }

  private static func curve(_ found: Found, _ now: Duration) -> Double {
    let position = (now - found.since - recovery) / recovery
    let cube = position * position * position
    return found.perSecond * (1 + (cube < 0 ? retreat : 1) * cube)
  }

  /// How long until a request may leave; zero for now.
  func wait(_ now: Duration) -> Duration {
    guard let perSecond = perSecond(now) else { return .zero }
    return max(.zero, due - now - slack(perSecond))
  }

  /// Takes note of a request that leaves.
  mutating func take(_ now: Duration) {
    guard let perSecond = perSecond(now) else { return }
    due = max(due, now) + .seconds(1) / perSecond
  }

  /// What may be ahead of its time.
  private func slack(_ perSecond: Double) -> Duration {
    found == nil ? max(.zero, PacedRate.burst - .seconds(1) / perSecond) : .zero
  }

  /// Takes note of a request that was answered.
  mutating func succeed() {
    starting = starting.map { min(PacedRate.fastest, $0 + 1) }
  }

  /// The rate after a 429, when the server had taken so many requests a second.
  func found(
    _ delivered: Double, isTooFastStill: Bool, _ now: Duration, resumingAt start: Duration
  ) -> PacedRate {
    var result = self
    let taken: Double
    if let rate = perSecond(now) {
      taken =
        isTooFastStill ? rate * (1 - PacedRate.furtherRetreat) : min(rate, max(delivered, rate / 2))
    } else {
      taken = max(delivered, PacedRate.firstFound)
    }
    (result.starting, result.due) = (nil, start)
    result.found = Found(perSecond: max(taken, PacedRate.slowest), since: start)
    return result
  }
}

/// Counts what happened in about the last second: of the second before, the part that the current one
/// has not yet covered.
struct RateMeter: Hashable, Sendable {
  private var start = Duration.zero
  private var current = 0.0
  private var previous = 0.0

  private static let window = Duration.seconds(1)

  /// Takes note of one more.
  mutating func count(_ now: Duration) {
    move(to: now)
    current += 1
  }

  /// How many there were a second, lately.
  func perSecond(_ now: Duration) -> Double {
    var moved = self
    moved.move(to: now)
    return moved.previous * (1 - (now - moved.start) / RateMeter.window) + moved.current
  }

  private mutating func move(to now: Duration) {
    let passed = now - start
    if passed < RateMeter.window { return }
    (previous, current) = (passed < RateMeter.window * 2 ? current : 0, 0)
    start = passed < RateMeter.window * 2 ? start + RateMeter.window : now
  }
}
