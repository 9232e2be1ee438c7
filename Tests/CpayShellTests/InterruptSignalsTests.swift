import CpayRuntime
import Glibc
import Testing

@testable import CpayShell

/// Signals become requests to stop, however often a session has been through it; in processes of their
/// own, since a signal is for whatever runs in one.
@Suite struct InterruptSignalsTests {
  @Test func `each program of a session can be stopped, not only the first`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      for _ in 0..<5 {
        let cancellation = Cancellation()
        let signals = InterruptSignals(cancellation)
        kill(getpid(), SIGINT)
        while !cancellation.isRequested { await Task.yield() }
        signals.stop()
      }
      exit(0)
    }
  }

  @Test func `afterwards a signal means what it meant before`() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      InterruptSignals(Cancellation()).stop()
      kill(getpid(), SIGTERM)
      while true { pause() }
    }
  }
}
