import CSystemCalls
import Glibc

/// Tells whether the process was stopped, as by Ctrl-Z, and goes on, while this is there.
final class ContinuedProcess {
  private let pipe = cpay_open_pipe()

  init() { _ = cpay_watch_signal(SIGCONT, pipe.write_fd) }

  deinit {
    _ = cpay_unwatch_signal(SIGCONT, pipe.write_fd)
    close(pipe.read_fd)
    close(pipe.write_fd)
  }

  /// Whether that has happened since this was last asked.
  var hasContinued: Bool {
    var signals = [UInt8](repeating: 0, count: 64)
    return unsafe read(pipe.read_fd, &signals, signals.count) > 0
  }
}
