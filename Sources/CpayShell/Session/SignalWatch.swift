import CSystemCalls
import Glibc

/// Hears a signal while this is there, and nobody else has asked to hear it.
///
/// Ctrl-C between Enter and a program's begin, so that it ends no session there; that a process which
/// was stopped, as by Ctrl-Z, goes on.
final class SignalWatch {
  private let pipe = cpay_open_pipe()
  private let signal: Int32

  /// Listens from now on, whenever no ``InterruptSignals`` does.
  init(_ signal: Int32) {
    self.signal = signal
    _ = cpay_watch_signal(signal, pipe.write_fd)
  }

  deinit {
    _ = cpay_unwatch_signal(signal, pipe.write_fd)
    close(pipe.read_fd)
    close(pipe.write_fd)
  }

  /// Whether the signal has come since this was last asked.
  func take() -> Bool {
    var signals = [UInt8](repeating: 0, count: 64)
    return unsafe read(pipe.read_fd, &signals, signals.count) > 0
  }
}
