import CpayRuntime
import Glibc
import Testing

@testable import CpayShell

/// Signals become requests to stop, however often a session has been through it.
@Suite(.serialized) struct InterruptSignalsTests {
  @Test func `each program of a session can be stopped, not only the first`() async {
    for _ in 0..<5 {
      let interrupt = Interrupt()
      let signals = InterruptSignals(interrupt)
      kill(getpid(), SIGINT)
      while !interrupt.isRequested { await Task.yield() }
      signals.stop()
      #expect(interrupt.isRequested)
    }
  }

  @Test func `afterwards a signal means what it meant before`() {
    var before = sigaction()
    _ = unsafe sigaction(SIGTERM, nil, &before)
    InterruptSignals(Interrupt()).stop()
    var after = sigaction()
    _ = unsafe sigaction(SIGTERM, nil, &after)
    #expect(before.sa_flags == after.sa_flags)
  }
}
