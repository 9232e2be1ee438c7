/// How a run treats rows that fail, and how many it has under way.
public struct RunLimits: Hashable, Sendable {
  /// The most rows under way at once.
  public var parallel: Int
  /// Rows go one at a time until so many have been applied.
  public var canary: Int
  /// Whether the first row that fails stops the run.
  public var stopsAtFirstFailure: Bool

  /// Limits of those parts; the defaults are those of an `apply` that says nothing.
  public init(parallel: Int = 8, canary: Int = 1, stopsAtFirstFailure: Bool = false) {
    (self.parallel, self.canary) = (parallel, canary)
    self.stopsAtFirstFailure = stopsAtFirstFailure
  }

  static let maximumFailuresInARow = 5
  static let maximumUnknownsInARow = 2
  static let maximumKeyClashes = 2
}

/// Decides which row of a plan is sent next and when the run stops; sends nothing itself.
///
/// The first rows go one at a time until some have been applied. Five rows in a row that the API
/// refuses or that have changed stop the run, and so do two unknown ones, two whose key the API
/// knows from another request, and anything that is not about one row. A deadline that has passed
/// says nothing of other rows.
struct RunMachine {
  /// What became of a row, as far as the run is concerned.
  enum Event: Hashable, Sendable {
    case applied
    /// What an earlier process sent is as doubtful as before, and nothing was sent.
    case leftAsItWas
    /// Refused or stale.
    case failed
    /// Its deadline has passed, and nothing was sent.
    case late
    case unknown
    /// Unknown, since the API knows the key from another request.
    case keyClash
    /// Something that is not about this row; nothing more may be sent.
    case halted(String)
  }

  private let limits: RunLimits
  private var waiting: ArraySlice<Int>
  private(set) var inFlight = 0
  private var applied = 0
  private var failuresInARow = 0
  private var unknownsInARow = 0
  private var keyClashes = 0
  /// Why nothing more is sent; nil while the run goes on.
  private(set) var stop: PlanReport.Stop?

  /// A run over rows in the order they are to be sent.
  init(_ order: [Int], _ limits: RunLimits) {
    waiting = order[...]
    self.limits = limits
  }

  /// The next row to send; nil while none may be sent.
  mutating func next() -> Int? {
    guard stop == nil, inFlight < allowedInFlight, let row = waiting.popFirst() else {
      return nil
    }
    inFlight += 1
    return row
  }

  private var allowedInFlight: Int {
    applied < limits.canary ? 1 : max(1, limits.parallel)
  }

  /// Takes note of what became of a row that `next()` gave out.
  mutating func finish(_ event: Event) {
    inFlight -= 1
    switch event {
    case .applied:
      applied += 1
      failuresInARow = 0
      unknownsInARow = 0
    case .leftAsItWas, .late: break
    case .failed:
      failuresInARow += 1
      unknownsInARow = 0
      if limits.stopsAtFirstFailure {
        stop(.limit("a row failed"))
      } else if failuresInARow >= RunLimits.maximumFailuresInARow {
        stop(.limit("\(failuresInARow) rows in a row failed"))
      }
    case .keyClash:
      keyClashes += 1
      if keyClashes >= RunLimits.maximumKeyClashes {
        stop(.limit("the API knows the keys of \(keyClashes) rows from other requests"))
      } else {
        finishUnknown()
      }
    case .unknown: finishUnknown()
    case .halted(let reason): stop(.halted(reason))
    }
  }

  private mutating func finishUnknown() {
    unknownsInARow += 1
    if limits.stopsAtFirstFailure || unknownsInARow >= RunLimits.maximumUnknownsInARow {
      stop(.limit("what became of \(unknownsInARow == 1 ? "a row" : "two rows") is unknown"))
    }
  }

  /// Gives out no more rows.
  mutating func stop(_ reason: PlanReport.Stop) {
    if stop == nil { stop = reason }
  }

  /// The rows that were never given out.
  var unsent: [Int] { Array(waiting) }
}
