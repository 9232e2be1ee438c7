/// What became of a line of a session.
enum SessionAnswer: Hashable, Sendable {
  /// A program ran, and ended so.
  case ran(ExitStatus)
  /// A command told or did something, or says why not.
  case told(ExitStatus)
  /// The person wants to leave.
  case leave

  /// How it ended.
  var status: ExitStatus {
    switch self {
    case .ran(let status), .told(let status): status
    case .leave: .success
    }
  }
}
