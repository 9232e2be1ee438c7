import CpayClient
import Synchronization
import Testing

@testable import CpayRuntime

@Suite struct InterruptTests {
  /// How often what was armed has been cancelled.
  private final class Cancellations: Sendable {
    private let count = Mutex(0)
    var total: Int { count.withLock { $0 } }

    func arm(_ cancellation: Cancellation) {
      cancellation.arm { self.count.withLock { $0 += 1 } }
    }
  }

  @Test func `while reading, the first request cancels`() {
    let (cancellation, cancellations) = (Cancellation(), Cancellations())
    cancellations.arm(cancellation)
    #expect(!cancellation.isRequested)
    cancellation.request()
    #expect(cancellation.isRequested && cancellations.total == 1)
  }

  @Test func `while sending, the first request waits for the answer and the second does not`() {
    let (cancellation, cancellations) = (Cancellation(), Cancellations())
    cancellations.arm(cancellation)
    cancellation.setSending(true)
    cancellation.request()
    #expect(cancellation.isRequested && cancellations.total == 0)
    cancellation.request()
    #expect(cancellations.total == 1)
  }

  @Test func `after sending it cancels at once again`() {
    let (cancellation, cancellations) = (Cancellation(), Cancellations())
    cancellations.arm(cancellation)
    cancellation.setSending(true)
    cancellation.setSending(false)
    cancellation.request()
    #expect(cancellations.total == 1)
  }

  @Test func `what was asked before something was armed cancels it at once`() {
    let (cancellation, cancellations) = (Cancellation(), Cancellations())
    cancellation.request()
    cancellations.arm(cancellation)
    #expect(cancellation.isRequested && cancellations.total == 1)
  }

  @Test func `what was asked once while sending waits, whenever something is armed`() {
    let (cancellation, cancellations) = (Cancellation(), Cancellations())
    cancellation.setSending(true)
    cancellation.request()
    cancellations.arm(cancellation)
    #expect(cancellation.isRequested && cancellations.total == 0)
    cancellation.request()
    #expect(cancellations.total == 1)
  }

  @Test func `a new program begins without the requests of the last`() {
    let (cancellation, cancellations) = (Cancellation(), Cancellations())
    cancellation.request()
    cancellation.begin()
    cancellations.arm(cancellation)
    #expect(!cancellation.isRequested && cancellations.total == 0)
  }

  @Test func `a request that nothing was armed for is remembered`() {
    let cancellation = Cancellation()
    cancellation.request()
    #expect(cancellation.isRequested)
  }

  @Test func `a request for the whole reaches the part that runs`() async throws {
    let (whole, part, cancelled) = (Cancellation(), Cancellation(), Signal())
    try await whole.run(part) { () throws(EvaluationError) in
      whole.request()
      await cancelled.wait()
      #expect(Task.isCancelled && part.isRequested)
    }
  }

  @Test func `what was asked of the whole before reaches a part that begins`() async throws {
    let (whole, part) = (Cancellation(), Cancellation())
    whole.request()
    try await whole.run(part) { () throws(EvaluationError) in #expect(part.isRequested) }
  }

  @Test func `a part is stopped by itself, and is no part once it has ended`() async throws {
    let (whole, part) = (Cancellation(), Cancellation())
    try await whole.run(part) { () throws(EvaluationError) in part.request() }
    #expect(!whole.isRequested)
    let next = Cancellation()
    try await whole.run(next) { () throws(EvaluationError) in }
    whole.request()
    #expect(!next.isRequested)
  }

  @Test func `a read that a request broke off is an interruption`() async {
    let (whole, part) = (Cancellation(), Cancellation())
    await #expect(throws: EvaluationError.interrupted) {
      try await whole.run(part) { () throws(EvaluationError) in
        part.request()
        throw .read(.malformed("cut off"))
      }
    }
  }
}
