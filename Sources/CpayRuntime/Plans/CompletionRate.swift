/// How many rows a second come to an end, measured over the last of them.
public struct CompletionRate: Sendable {
  /// When the last rows ended, the earliest first.
  private var times: [Duration] = []

  /// Rows that a rate rests on, at most.
  private static let most = 64
  /// Fewer rows, or less time between them, say nothing.
  private static let (leastRows, leastTime) = (5, Duration.seconds(2))

  /// A rate of nothing yet.
  public init() {}

  /// Takes note of a row that ended then.
  public mutating func note(_ time: Duration) {
    times.append(time)
    if times.count > CompletionRate.most { times.removeFirst() }
  }

  /// The rate at that moment, so that one at which nothing ends any more falls; nil where too little
  /// is known.
  public func perSecond(at now: Duration) -> Double? {
    guard times.count >= CompletionRate.leastRows, let first = times.first,
      now - first >= CompletionRate.leastTime
    else { return nil }
    return Double(times.count - 1) / ((now - first) / .seconds(1))
  }
}
