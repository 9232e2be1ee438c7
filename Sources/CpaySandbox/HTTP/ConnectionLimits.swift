import Glibc

/// How many connections a port has at once, and how long a request may take to arrive.
struct ConnectionLimits: Hashable, Sendable {
  /// Connections at once, at most.
  var connections = 2_048
  /// From the opening of a connection, or the answer before, to the end of a request's head.
  var head = Duration.seconds(30)
  /// From the head to the end of the body, besides what a large one takes at 100 kB a second.
  var body = Duration.seconds(30)

  /// The limits with as many connections as the process may have files open, less those that it
  /// needs for itself.
  var withinReach: ConnectionLimits {
    var (limits, files) = (self, rlimit())
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 else {
      return self
    }
    limits.connections = min(connections, max(8, Int(clamping: files.rlim_cur) - 128))
    return limits
  }
}
