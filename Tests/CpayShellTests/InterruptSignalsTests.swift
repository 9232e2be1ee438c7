import CpayRuntime
import Glibc
import Testing

@testable import CpayShell

/// Signals become requests to stop, however often a session has been through it.
@Suite(.serialized) struct InterruptSignalsTests {
  @Test func `each program of a session can be stopped, not only the first`() async {
    for _ in 0..<5 {
      let cancellation = Cancellation()
      let signals = InterruptSignals(cancellation)
      kill(getpid(), SIGINT)
      while !cancellation.isRequested { await Task.yield() }
      signals.stop()
      #expect(cancellation.isRequested)
    }
  }

  @Test func `afterwards a signal means what it meant before`() {
    var before = sigaction()
    _ = unsafe sigaction(SIGTERM, nil, &before)
    InterruptSignals(Cancellation()).stop()
    var after = sigaction()
    _ = unsafe sigaction(SIGTERM, nil, &after)
    #expect(before.sa_flags == after.sa_flags)
  }
}
