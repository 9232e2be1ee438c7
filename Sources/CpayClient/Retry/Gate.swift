/// Decides when a request may leave, so that the server is not asked faster than it likes; sends
/// and waits nothing itself.
///
/// Three bounds: a rate of all requests, one of writes alone, and how many are under way at once. What
/// the server does not state is found out: writes begin slowly, until a 429 shows how much it takes of
/// anything; from then on all requests share that rate. At most one 429 of a wave counts.
public struct Gate: Hashable, Sendable {
  /// What a request does.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// Changes nothing.
    case read
    /// May change something.
    case write
  }

  /// What is known of the server's limits before the first request.
  public enum Pace: Hashable, Sendable {
    /// None until a 429 comes: a sandbox.
    case unlimited
    /// Unknown: reads unlimited until the first 429, writes from 5 a second on, 4 at once.
    case adaptive
    /// So many requests a second.
    case declared(perSecond: Double)
    /// So many writes a second; of reads nothing is known.
    case writes(perSecond: Double)
  }

  /// Whether a request may leave.
  public enum Admission: Hashable, Sendable {
    /// Yes, and it counts as under way.
    case go
    /// Not yet; ask again after that time.
    case wait(Duration)
    /// Not before another has been answered.
    case full
  }

  /// What a request came to, as far as the gate is concerned.
  public enum Result: Hashable, Sendable {
    /// Answered, and not with 429.
    case answered
    /// 429, and everyone waits that long.
    case paced(Duration)
    /// No answer; says nothing of the pace.
    case failed
  }

  /// Of all requests: stated by the server, or found out.
  private var all: PacedRate?
  /// Of writes alone: stated by the person, or where nothing is known yet.
  private var writes: PacedRate?
  private var delivered = RateMeter()
  private var slots: Double?
  /// Requests under way.
  public private(set) var underWay = 0
  /// Until when everyone waits, by the steady clock.
  public private(set) var closedUntil = Duration.zero
  private var reopenedAt: Duration?
  private var isStarting = true

  private static let mostAtOnce = 32.0
  private static let firstSlots = 4.0
  /// Writes a second to a server of which nothing is known.
  private static let firstRate = 5.0
  /// How long after a wait another 429 says that the rate was still too high.
  private static let trial = Duration.seconds(2)
  /// What belongs to the wave that a wait has answered.
  private static let wave = Duration.milliseconds(50)

  /// A gate for a server of which that is known.
  public init(_ pace: Pace) {
    switch pace {
    case .unlimited: break
    case .adaptive:
      slots = Gate.firstSlots
      writes = PacedRate(startingAt: Gate.firstRate)
    case .declared(let perSecond):
      slots = Gate.firstSlots
      declare(perSecond: perSecond)
    case .writes(let perSecond):
      slots = Gate.firstSlots
      writes = PacedRate(atMost: perSecond)
    }
  }

  /// Takes note of a limit that the server states, for requests of any kind.
  public mutating func declare(perSecond: Double) {
    guard all?.ceiling != perSecond, let stated = PacedRate(atMost: perSecond) else { return }
    all = stated
    if writes?.ceiling == nil { writes = nil }
  }

  /// Whether a request may leave now.
  public mutating func ask(_ kind: Kind, now: Duration) -> Admission {
    if now < closedUntil { return .wait(closedUntil - now) }
    if let slots, Double(underWay) >= slots.rounded(.down) { return .full }
    let wait = max(all?.wait(now) ?? .zero, kind == .write ? writes?.wait(now) ?? .zero : .zero)
    if wait > .zero { return .wait(wait) }
    all?.take(now)
    if kind == .write { writes?.take(now) }
    underWay += 1
    return .go
  }

  /// How long nothing may leave, whatever its kind.
  public func pause(now: Duration) -> Duration { max(.zero, closedUntil - now) }

  /// Takes note of what a request came to that was let through.
  public mutating func finish(_ kind: Kind, _ result: Result, now: Duration) {
    underWay = max(0, underWay - 1)
    switch result {
    case .failed: break
    case .answered:
      delivered.count(now)
      if kind == .write { writes?.succeed() }
      if let slots { self.slots = min(Gate.mostAtOnce, slots + (isStarting ? 1 : 1 / slots)) }
    case .paced(let pause):
      if reopenedAt.map({ now >= $0 + Gate.wave }) ?? true { slowDown(now, pause) }
      closedUntil = max(closedUntil, now + pause)
    }
  }

  /// Goes back to what the server has taken, or below where that was too much as well.
  private mutating func slowDown(_ now: Duration, _ pause: Duration) {
    let isTooFastStill = reopenedAt.map { now < $0 + Gate.trial } ?? false
    all = (all ?? PacedRate()).found(
      delivered.perSecond(now), isTooFastStill: isTooFastStill, now, resumingAt: now + pause)
    if writes?.ceiling == nil { writes = nil }
    isStarting = false
    reopenedAt = now + pause
    slots = slots.map { max(1, $0 / 2) } ?? Gate.firstSlots
  }
}
