import CpayTestSupport
import CpayValue
import HTTPTypes
import Synchronization
import Testing

@testable import CpayClient

@Suite struct SharedGateTests {
  private static func wait(_ length: Duration) async -> String? {
    Issue.record("nothing closes the gate")
    return "closed"
  }

  @Test func `a fifth waits until one of four is answered`() async {
    let gate = SharedGate(.adaptive, ManualClock(Timestamp(seconds: 0)).client())
    for _ in 0..<4 { #expect(await gate.enter(.read, pause: Self.wait) == nil) }
    async let fifth = gate.enter(.read, pause: Self.wait)
    gate.leave(.read, WireResponse(status: 200, body: []))
    #expect(await fifth == nil)
  }

  @Test func `one who is cancelled waits no longer`() async {
    let gate = SharedGate(.adaptive, ManualClock(Timestamp(seconds: 0)).client())
    for _ in 0..<4 { _ = await gate.enter(.read, pause: Self.wait) }
    let task = Task { await gate.enter(.read, pause: Self.wait) }
    task.cancel()
    #expect(await task.value == "the request was cancelled")
  }

  @Test func `a hundred workers pass a gate for four and all end`() async {
    let gate = SharedGate(.adaptive, ManualClock(Timestamp(seconds: 0)).client())
    let count = Count()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          _ = await gate.enter(.read, pause: Self.wait)
          count.add(1)
          await Task.yield()
          count.add(-1)
          gate.leave(.read, nil)
        }
      }
    }
    #expect(count.now == 0 && count.most <= 4)
  }

  /// How many are at it, now and at most.
  private final class Count: Sendable {
    private let state = Mutex((now: 0, most: 0))
    var now: Int { state.withLock { $0.now } }
    var most: Int { state.withLock { $0.most } }

    func add(_ number: Int) {
      state.withLock { state in
        state.now += number
        state.most = max(state.most, state.now)
      }
    }
  }

  struct Limit: Sendable, CustomTestStringConvertible {
    let text: String
    let perSecond: Int?
    var testDescription: String { text }
  }

  @Test(arguments: [
    Limit(text: "10", perSecond: 10), Limit(text: "100;w=10", perSecond: 10),
    Limit(text: "100; w=10", perSecond: 10), Limit(text: "x", perSecond: nil),
    Limit(text: "-5", perSecond: nil), Limit(text: "", perSecond: nil),
    Limit(text: "1;w=86400", perSecond: nil), Limit(text: "9223372036854775807", perSecond: nil),
    Limit(text: "1;w=9223372036854775807", perSecond: nil),
  ])
  func `a limit that the server declares is kept`(limit: Limit) async throws {
    let clock = ManualClock(Timestamp(seconds: 0))
    let gate = SharedGate(.unlimited, clock.client())
    let name = try #require(HTTPField.Name("RateLimit-Limit"))
    for _ in 0..<200 {
      _ = await gate.enter(.read) { length in
        clock.advance(by: length)
        return nil
      }
      gate.leave(.read, WireResponse(status: 200, headers: [name: limit.text], body: []))
    }
    let seconds = limit.perSecond.map { 200 / $0 } ?? 0
    #expect(abs(clock.passed.components.seconds - Int64(seconds)) <= 1)
  }
}
