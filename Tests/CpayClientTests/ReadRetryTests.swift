import CpayModel
import CpayTestSupport
import CpayValue
import HTTPTypes
import Synchronization
import Testing

@testable import CpayClient

/// How reads are repeated, on a clock that only sleeping moves.
@Suite struct ReadRetryTests {
  private static func client(
    _ clock: ManualClock, _ replies: [Reply], _ retry: RetryPolicy = .batch
  ) throws -> (APIClient, StubTransport) {
    let count = Mutex(0)
    let transport = StubTransport { _ in
      let index = count.withLock { count in
        defer { count += 1 }
        return count
      }
      do throws(TransportFailure) {
        return .success(try ScriptedServer.answer(replies[min(index, replies.count - 1)]))
      } catch {
        return .failure(error)
      }
    }
    let client = APIClient(
      transport: transport, key: try APIKey(parsing: "sk_test_1"),
      account: AccountIdentity(sandbox: "i1"),
      settings: ClientSettings(retry: retry, pace: .unlimited), environment: clock.client())
    return (client, transport)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let replies: [Reply]
    var retry = RetryPolicy.batch
    let attempts: Int
    let seconds: Double
    let brings: Bool
    var testDescription: String { "\(replies)" }
  }

  @Test(arguments: [
    Row(replies: [.yes], attempts: 1, seconds: 0, brings: true),
    Row(replies: [.lost(.sent), .yes], attempts: 2, seconds: 0.5, brings: true),
    Row(replies: [.status(503), .status(500), .yes], attempts: 3, seconds: 1.5, brings: true),
    Row(replies: [.status(500)], attempts: 4, seconds: 3.5, brings: false),
    Row(replies: [.lost(.answered(status: 200))], attempts: 4, seconds: 3.5, brings: false),
    Row(replies: [.refused], retry: .prompt, attempts: 4, seconds: 3.5, brings: false),
    Row(replies: [.status(429), .yes], attempts: 2, seconds: 1.2, brings: true),
    Row(
      replies: [.status(429, fields: ["Retry-After": "300"]), .yes], attempts: 2, seconds: 360,
      brings: true),
    Row(
      replies: [.status(429, fields: ["Retry-After": "301"]), .yes], attempts: 1, seconds: 0,
      brings: false),
    Row(
      replies: [.status(500, fields: ["CasaPay-Should-Retry": "false"]), .yes], attempts: 1,
      seconds: 0, brings: false),
    Row(replies: [.status(404), .yes], attempts: 1, seconds: 0, brings: false),
    Row(replies: [.status(401), .yes], attempts: 1, seconds: 0, brings: false),
    Row(replies: [.status(302), .yes], attempts: 1, seconds: 0, brings: false),
  ])
  func `a read is repeated where that can help`(row: Row) async throws {
    let clock = ManualClock(Timestamp(seconds: 0))
    let (client, transport) = try Self.client(clock, row.replies, row.retry)
    let body = try? await client.object(.dispute, "dp_a1")
    #expect((body != nil) == row.brings)
    #expect(transport.requests.count == row.attempts)
    #expect(abs(clock.passed / .seconds(1) - row.seconds) < 0.001)
  }

  @Test func `a read that has to wait too long says when to come back`() async throws {
    let (client, _) = try Self.client(
      ManualClock(WriteLoopTests.start),
      [.status(429, type: "t", fields: ["Retry-After": "7200"])])
    do {
      _ = try await client.object(.dispute, "dp_a1")
      Issue.record("a 429 is no answer")
    } catch {
      #expect(error.reason == "no; come back at 2024-02-06 14:00Z (429)")
    }
  }

  @Test func `a 503 that says when is waited for`() async throws {
    let clock = ManualClock(WriteLoopTests.start)
    let (client, _) = try Self.client(
      clock, [.status(503, fields: ["Retry-After": "50"]), .yes])
    _ = try await client.object(.dispute, "dp_a1")
    #expect(clock.passed == .seconds(60))
  }

  @Test func `an API that is down is asked less and less`() async throws {
    let (client, transport) = try Self.client(ManualClock(Timestamp(seconds: 0)), [.status(500)])
    for _ in 0..<100 { _ = try? await client.object(.dispute, "dp_a1") }
    #expect(transport.requests.count == 120)
  }

  @Test func `a 429 closes the gate for everyone`() async throws {
    let clock = ManualClock(Timestamp(seconds: 0))
    let (client, transport) = try Self.client(
      clock, [.status(429, fields: ["Retry-After": "60"]), .yes])
    let other = client
    async let first = client.object(.dispute, "dp_a1")
    async let second = other.object(.dispute, "dp_a1")
    _ = try await (first, second)
    #expect(transport.requests.count == 3 || transport.requests.count == 2)
    #expect(clock.passed >= .seconds(60))
  }

  @Test func `told to stop, it asks no more`() async throws {
    let clock = ManualClock(Timestamp(seconds: 0))
    let (client, transport) = try Self.client(clock, [.status(500)])
    await #expect(throws: ReadFailure.self) {
      try await client.object(.dispute, "dp_a1", cancellation: CancellationToken { "interrupted" })
    }
    #expect(transport.requests.isEmpty)
    await #expect(throws: ReadFailure.self) {
      try await client.object(
        .dispute, "dp_a1",
        cancellation: CancellationToken { clock.passed > .milliseconds(200) ? "interrupted" : nil })
    }
    #expect(transport.requests.count == 1 && clock.passed <= .milliseconds(400))
  }
}
