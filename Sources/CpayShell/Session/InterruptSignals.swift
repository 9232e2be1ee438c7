import CpayRuntime
import Dispatch
import Glibc

/// Turns Ctrl-C and a polite request to end into an ``Interrupt`` for as long as a program runs.
final class InterruptSignals {
  private let sources: [any DispatchSourceSignal]
  /// What each signal did before.
  private let previous: [(number: Int32, action: sigaction)]

  init(_ interrupt: Interrupt) {
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    previous = numbers.map { number in
      var action = sigaction()
      _ = unsafe sigaction(number, nil, &action)
      return (number, action)
    }
    sources = numbers.map { number in
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
    for (number, action) in previous {
      var action = action
      _ = unsafe sigaction(number, &action, nil)
    }
  }
}
