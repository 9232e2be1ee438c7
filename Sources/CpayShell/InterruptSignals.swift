import CpayRuntime
import Dispatch
import Glibc

/// Turns Ctrl-C and a polite request to end into an ``Interrupt`` for as long as a program runs.
final class InterruptSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ interrupt: Interrupt) {
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { interrupt.request() }
      source.resume()
      return source
    }
  }

  /// Gives the signals their own meaning back.
  func stop() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
  }
}
