import CSystemCalls
import CpayRuntime
import Dispatch
import Glibc
import Synchronization

/// Turns Ctrl-C and a polite request to end into a ``/CpayRuntime/Cancellation`` for as long as a
/// program runs.
///
/// The third request ends the process where it stands.
///
/// A handler writes the signal to a pipe, which is watched. (A dispatch source for the signal
/// itself is not enough: on Linux an ignored signal reaches it only while it is blocked, too.)
final class InterruptSignals {
  private let pipe: cpay_pipe
  private let source: any DispatchSourceRead
  /// What each signal did before, and where it was written to.
  private let previous: [(number: Int32, action: sigaction, watcher: Int32)]

  /// Watches until ``stop()``; says on `errors` what a first request lets finish, and lets what it
  /// stands behind leave before the last one ends the process.
  init(_ cancellation: Cancellation, errors: OutputStream? = nil) {
    let pipe = cpay_open_pipe()
    let requests = Requests()
    self.pipe = pipe
    source = DispatchSource.makeReadSource(fileDescriptor: pipe.read_fd, queue: .global())
    source.setEventHandler {
      var signals = [UInt8](repeating: 0, count: 64)
      let count = unsafe signals.withUnsafeMutableBytes { buffer in
        unsafe read(pipe.read_fd, buffer.baseAddress, buffer.count)
      }
      for _ in 0..<max(0, count) {
        // What is written down survives this; a stream that nobody reads does not end otherwise.
        if requests.next() > 2 {
          errors?.flushWithoutWaiting()
          cpay_restore_terminal()
          _exit(130)
        }
        cancellation.request()
        if cancellation.isFinishing {
          errors?.clearLine()
          errors?.line("stopping once what is under way is answered; again to give that up")
        }
      }
    }
    source.setCancelHandler {
      close(pipe.read_fd)
      close(pipe.write_fd)
    }
    previous = [SIGINT, SIGTERM, SIGHUP].map { number in
      var action = sigaction()
      _ = unsafe sigaction(number, nil, &action)
      let watcher = cpay_watcher_of_signal(number)
      _ = cpay_watch_signal(number, pipe.write_fd)
      return (number, action, watcher)
    }
    source.resume()
  }

  /// How often someone asked.
  private final class Requests: Sendable {
    private let count = Mutex(0)

    /// Counts one more.
    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }

  /// Gives the signals their own meaning back.
  func stop() {
    for (number, action, watcher) in previous {
      if watcher >= 0 {
        _ = cpay_watch_signal(number, watcher)
        continue
      }
      _ = cpay_unwatch_signal(number, pipe.write_fd)
      var action = action
      _ = unsafe sigaction(number, &action, nil)
    }
    source.cancel()
  }
}
