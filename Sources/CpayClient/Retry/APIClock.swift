import CpayValue
import HTTPTypes
import Synchronization

/// The time where the API is, as its answers say it: whether a deadline has passed is decided there,
/// and a machine's own clock may be wrong.
final class APIClock: Sendable {
  private let environment: ClientEnvironment
  /// Told once when the machine's clock is found to differ.
  private let tell: (@Sendable (ClockDifference) -> Void)?
  private let state = Mutex(State())

  private struct State {
    /// The `Date` of the newest answer.
    var date: Timestamp?
    /// The same as it was written: most answers of one second say the same.
    var header: String?
    /// When that answer came.
    var seenAt = Moment(uptime: .zero, wall: Timestamp(seconds: 0))
    var hasTold = false

    var difference: ClockDifference? {
      date.flatMap { ClockDifference(machine: seenAt.wall, api: $0) }
    }
  }

  init(_ environment: ClientEnvironment, tell: (@Sendable (ClockDifference) -> Void)?) {
    (self.environment, self.tell) = (environment, tell)
  }

  /// Takes note of an answer; only a yes counts, and none that somebody on the way has kept.
  func note(_ response: WireResponse) {
    guard (200..<300).contains(response.status), response.headers[.age] == nil,
      let header = response.headers[.date]
    else { return }
    let known = state.withLock { $0.header == header ? $0.date : nil }
    guard let date = known ?? Timestamp(httpDate: header) else { return }
    let seenAt = environment.moment
    let told = state.withLock { state -> ClockDifference? in
      (state.date, state.header, state.seenAt) = (date, header, seenAt)
      guard !state.hasTold, let difference = state.difference else { return nil }
      state.hasTold = true
      return difference
    }
    if let told { tell?(told) }
  }

  /// The time there now; nil before it has been said.
  ///
  /// Setting the machine's clock changes nothing.
  var now: Timestamp? {
    let uptime = environment.uptime()
    return state.withLock { state in
      guard let date = state.date else { return nil }
      let passed = max(.zero, uptime - state.seenAt.uptime).components.seconds
      return date.adding(DurationValue(seconds: passed)) ?? date
    }
  }

  /// The `Date` of the newest answer; nil before there was one.
  var newest: Timestamp? { state.withLock { $0.date } }

  /// How far the machine's clock was from it at the newest answer; nil where that is too little to
  /// matter, and before there was one.
  var difference: ClockDifference? { state.withLock { $0.difference } }
}

/// How far the clock of this machine is from the API's.
public struct ClockDifference: Hashable, Sendable {
  /// Whole seconds that the machine is ahead; fewer than none where it is behind.
  public let ahead: Int64

  /// What an answer on its way and the seconds cut off explain.
  private static let tolerance: Int64 = 30

  /// The difference of two clocks; nil where it is too little to matter.
  init?(machine: Timestamp, api: Timestamp) {
    let (ahead, overflow) = machine.seconds.subtractingReportingOverflow(api.seconds)
    guard !overflow, ahead.magnitude > ClockDifference.tolerance.magnitude else { return nil }
    self.ahead = ahead
  }

  /// What a person should know of it, as a sentence without its full stop.
  public var message: String {
    let length = DurationValue(seconds: ahead).display
    return "the clock of this machine is \(length) \(ahead > 0 ? "ahead of" : "behind") the API's; "
      + "whether a deadline has passed goes by the API's"
  }
}
