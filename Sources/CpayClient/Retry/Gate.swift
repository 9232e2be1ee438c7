/// Decides when a request may leave, so that the server is not asked faster than it likes; sends
/// and waits nothing itself.
///
/// Two bounds: a rate for reads and one for writes (a token bucket of half a second), and how many
/// are under way at once. Both grow with success, at first by one each time, and halve at a 429,
/// at most once while one wave of them comes back.
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

  private var rates: [Kind: Rate] = [:]
  private var slots: Double?
  /// Requests under way.
  public private(set) var underWay = 0
  private var closedUntil = Duration.zero
  private var nextHalving = Duration.zero
  private var isStarting = true

  private static let mostAtOnce = 32.0
  private static let firstSlots = 4.0

  /// A gate for a server of which that is known.
  public init(_ pace: Pace) {
    switch pace {
    case .unlimited: break
    case .adaptive:
      slots = Gate.firstSlots
      rates[.write] = Rate(perSecond: Gate.firstRate(.write))
    case .declared(let perSecond):
      slots = Gate.firstSlots
      declare(perSecond: perSecond)
    case .writes(let perSecond):
      slots = Gate.firstSlots
      if perSecond.isFinite, perSecond > 0 {
        rates[.write] = Rate(perSecond: perSecond, ceiling: perSecond)
      }
    }
  }

  /// The rate a kind begins at: writes when nothing is known, either after its first 429.
  private static func firstRate(_ kind: Kind) -> Double { kind == .write ? 5 : 10 }

  /// Takes note of a limit that the server states.
  public mutating func declare(perSecond: Double) {
    guard perSecond.isFinite, perSecond > 0 else { return }
    for kind in Kind.allCases where rates[kind]?.ceiling != perSecond {
      rates[kind] = Rate(perSecond: perSecond, ceiling: perSecond)
    }
  }

  /// Whether a request may leave now.
  public mutating func ask(_ kind: Kind, now: Duration) -> Admission {
    if now < closedUntil { return .wait(closedUntil - now) }
    if let slots, Double(underWay) >= slots.rounded(.down) { return .full }
    if let wait = rates[kind]?.take(now) { return .wait(wait) }
    underWay += 1
    return .go
  }

  /// Takes note of what a request came to that was let through.
  public mutating func finish(_ kind: Kind, _ result: Result, now: Duration) {
    underWay = max(0, underWay - 1)
    switch result {
    case .failed: break
    case .answered:
      rates[kind]?.grow(isStarting)
      if let slots { self.slots = min(Gate.mostAtOnce, slots + (isStarting ? 1 : 1 / slots)) }
    case .paced(let pause):
      closedUntil = max(closedUntil, now + pause)
      guard now >= nextHalving else { return }
      nextHalving = closedUntil + .seconds(1)
      isStarting = false
      if rates[kind] == nil {
        rates[kind] = Rate(perSecond: Gate.firstRate(kind))
      } else {
        rates[kind]?.halve()
      }
      slots = slots.map { max(1, $0 / 2) } ?? Gate.firstSlots
    }
  }

  /// A token bucket, kept as the time at which the next token is due.
  private struct Rate: Hashable {
    var perSecond: Double
    var ceiling: Double?
    var due = Duration.zero

    init(perSecond: Double, ceiling: Double? = nil) {
      (self.perSecond, self.ceiling) = (perSecond, ceiling)
    }

    /// Takes a token; nil when there was one, else the time until there is.
    mutating func take(_ now: Duration) -> Duration? {
      let interval = Duration.seconds(1) / perSecond
      let burst = max(Duration.zero, .milliseconds(500) - interval)
      due = max(due, now)
      guard due - now <= burst else { return due - now - burst }
      due += interval
      return nil
    }

    mutating func grow(_ isStarting: Bool) {
      perSecond = min(ceiling ?? 1_000, perSecond + (isStarting ? 1 : 1 / perSecond))
    }

    mutating func halve() { perSecond = max(0.5, perSecond / 2) }
  }
}
