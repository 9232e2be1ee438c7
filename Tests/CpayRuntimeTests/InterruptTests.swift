import Synchronization
import Testing

@testable import CpayRuntime

@Suite struct InterruptTests {
  /// How often what was armed has been cancelled.
  private final class Cancellations: Sendable {
    private let count = Mutex(0)
    var total: Int { count.withLock { $0 } }

    func arm(_ interrupt: Interrupt) {
      interrupt.arm { self.count.withLock { $0 += 1 } }
    }
  }

  @Test func `while reading, the first request cancels`() {
    let (interrupt, cancellations) = (Interrupt(), Cancellations())
    cancellations.arm(interrupt)
    #expect(!interrupt.isRequested)
    interrupt.request()
    #expect(interrupt.isRequested && cancellations.total == 1)
  }

  @Test func `while sending, the first request waits for the answer and the second does not`() {
    let (interrupt, cancellations) = (Interrupt(), Cancellations())
    cancellations.arm(interrupt)
    interrupt.setSending(true)
    interrupt.request()
    #expect(interrupt.isRequested && cancellations.total == 0)
    interrupt.request()
    #expect(cancellations.total == 1)
  }

  @Test func `after sending it cancels at once again`() {
    let (interrupt, cancellations) = (Interrupt(), Cancellations())
    cancellations.arm(interrupt)
    interrupt.setSending(true)
    interrupt.setSending(false)
    interrupt.request()
    #expect(cancellations.total == 1)
  }

  @Test func `what was asked before something was armed cancels it at once`() {
    let (interrupt, cancellations) = (Interrupt(), Cancellations())
    interrupt.request()
    cancellations.arm(interrupt)
    #expect(interrupt.isRequested && cancellations.total == 1)
  }

  @Test func `a new program begins without the requests of the last`() {
    let (interrupt, cancellations) = (Interrupt(), Cancellations())
    interrupt.request()
    interrupt.begin()
    cancellations.arm(interrupt)
    #expect(!interrupt.isRequested && cancellations.total == 0)
  }

  @Test func `a request that nothing was armed for is remembered`() {
    let interrupt = Interrupt()
    interrupt.request()
    #expect(interrupt.isRequested)
  }
}
