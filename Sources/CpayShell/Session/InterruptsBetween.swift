import CSystemCalls
import Glibc

/// Hears Ctrl-C where a session is neither reading a line nor running a program, as between Enter and
/// the program's begin, so that it ends no session there.
final class InterruptsBetween {
  private let pipe = cpay_open_pipe()

  /// Listens from now on, whenever no ``InterruptSignals`` does.
  init() { _ = cpay_watch_signal(SIGINT, pipe.write_fd) }

  deinit {
    _ = cpay_unwatch_signal(SIGINT, pipe.write_fd)
    close(pipe.read_fd)
    close(pipe.write_fd)
  }

  /// Whether someone asked to stop since this was last asked.
  func take() -> Bool {
    var signals = [UInt8](repeating: 0, count: 64)
    return unsafe signals.withUnsafeMutableBytes { buffer in
      unsafe read(pipe.read_fd, buffer.baseAddress, buffer.count)
    } > 0
  }
}
