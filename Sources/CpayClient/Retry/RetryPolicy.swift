/// Decides from what was tried whether to try again, and when; sends nothing itself.
///
/// It speaks of reads and of writes that may be repeated under their key. Final acts have their
/// own rules: `WriteMachine`.
public struct RetryPolicy: Hashable, Sendable {
  /// The first wait is at most this long; each further one may be twice as long.
  public var base = Duration.milliseconds(500)
  /// No wait is longer, unless the server asks for it.
  public var cap: Duration
  /// How often a request is sent at most; 429 and what never left do not count.
  public var maximumAttempts = 4
  /// How long a server that cannot be reached is tried; nil counts such attempts like others.
  public var unreachableLimit: Duration?

  /// For a person who waits.
  public static let prompt = RetryPolicy(cap: .seconds(8), unreachableLimit: nil)
  /// For a program that runs alone.
  public static let batch = RetryPolicy(cap: .seconds(30), unreachableLimit: .seconds(60))

  /// How long 429 is put up with in all; pacing has this budget of its own.
  static let pacingBudget = Duration.seconds(600)

  /// How an attempt failed.
  public enum Failure: Hashable, Sendable {
    /// Nothing left this machine.
    case notSent
    /// It left, and no whole answer came; or the first of the same key is still running.
    case lost
    /// The server asks for patience (429).
    case paced(RetryAfter?)
    /// The server failed (5xx), and may say whether to ask again.
    case failed(shouldRetry: Bool?, after: RetryAfter? = nil)
    /// An answer that asking again does not change.
    case definite
  }

  /// One attempt that failed, and when.
  public struct Attempt: Hashable, Sendable {
    /// How it failed.
    public let failure: Failure
    /// When, by the steady clock.
    public let at: Duration

    /// An attempt that failed at `at`.
    public init(_ failure: Failure, at: Duration) {
      (self.failure, self.at) = (failure, at)
    }
  }

  /// What to do next.
  public enum Decision: Hashable, Sendable {
    /// Try again after so long.
    case retry(after: Duration)
    /// Do not try again.
    case giveUp
  }

  /// What to do after those attempts, of which the last has just failed.
  public func decide(_ history: [Attempt], random: UInt64) -> Decision {
    guard let last = history.last else { return .retry(after: .zero) }
    switch last.failure {
    case .definite, .failed(shouldRetry: false, _): return .giveUp
    case .paced(let asked):
      let paced = history.filter { $0.failure.isPaced }
      let wait = RetryPolicy.pause(asked, paced: paced.count, random)
      let waited = last.at - (paced.first?.at ?? last.at)
      guard asked?.isBearable != false, waited + wait <= RetryPolicy.pacingBudget else {
        return .giveUp
      }
      return .retry(after: wait)
    case .notSent where unreachableLimit != nil:
      let run = history.reversed().prefix { $0.failure == .notSent }
      let since = run.last?.at ?? last.at
      return last.at - since >= unreachableLimit ?? .zero
        ? .giveUp : .retry(after: backoff(run.count, random))
    default:
      let counted = history.count { attempt in
        !attempt.failure.isPaced && (attempt.failure != .notSent || unreachableLimit == nil)
      }
      guard counted < maximumAttempts else { return .giveUp }
      guard case .failed(_, let asked?) = last.failure else {
        return .retry(after: backoff(counted, random))
      }
      return asked.isBearable
        ? .retry(after: max(asked.pause(random), backoff(counted, random))) : .giveUp
    }
  }

  /// Full jitter: anything from nothing up to the bound, which doubles with each failure.
  func backoff(_ failures: Int, _ random: UInt64) -> Duration {
    let doublings = min(max(failures - 1, 0), 16)
    return min(cap, base * (1 << doublings)) * fraction(random)
  }

  /// The wait after the n-th 429: what is asked for and up to a fifth more, or 1, 2, 4 … 30 s and up
  /// to a fifth more where nothing is.
  static func pause(_ asked: RetryAfter?, paced: Int, _ random: UInt64) -> Duration {
    if let asked, asked.delay > .zero { return asked.pause(random) }
    let usual = min(Duration.seconds(30), .seconds(1 << min(max(paced - 1, 0), 5)))
    return RetryAfter(usual).pause(random)
  }
}

extension RetryPolicy.Failure {
  fileprivate var isPaced: Bool {
    if case .paced = self { true } else { false }
  }
}
