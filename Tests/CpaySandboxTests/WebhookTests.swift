import CpayValue
import Crypto
import HTTPTypes
import HummingbirdCore
import NIOCore
import Synchronization
import Testing

@testable import CpaySandbox

/// A server that takes deliveries, and answers each as it is told.
private final class Receiver: Sendable {
  struct Delivery: Hashable, Sendable {
    let signature: String
    let body: String

    /// The member at that path of the event.
    func text(_ path: String...) -> String? {
      let event = try? JSONReader.read(Array(body.utf8))
      return path.reduce(event) { $0?[$1] }?.string
    }
  }

  private let deliveries = Mutex<[Delivery]>([])
  private let statuses: Mutex<[Int]>

  /// Answers with `statuses`, one after the other, then with 200.
  init(_ statuses: [Int]) {
    self.statuses = Mutex(statuses)
  }

  var received: [Delivery] { deliveries.withLock { $0 } }

  func take(_ request: Request) async throws -> HTTPResponse {
    let body = try await request.body.collect(upTo: 1 << 20)
    deliveries.withLock {
      $0.append(
        Delivery(
          signature: request.headers.value("X-CasaPay-Signature") ?? "",
          body: String(buffer: body)))
    }
    let status = statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
    return HTTPResponse(status: .init(code: status), headerFields: [.contentLength: "0"])
  }
}

@Suite struct WebhookTests {
  /// Runs `body` with a sandbox and a receiver to which `events` of it are delivered.
  private static func withReceiver(
    _ events: [String] = ["*"], answering statuses: [Int] = [],
    _ configuration: SandboxConfiguration = SandboxConfiguration(seed: .docs),
    _ body: (RawClient, SandboxServer, Receiver, _ secret: String) async throws -> Void
  ) async throws {
    let receiver = Receiver(statuses)
    let listener = try await Listener.start(on: "127.0.0.1", port: 0) { request, writer, _ in
      try await writer.writeResponse(try await receiver.take(request))
    }
    try await withSandbox(configuration) { client, server in
      let names = events.map { "\"\($0)\"" }.joined(separator: ",")
      let reply = try await client.post(
        "/v1/webhook_endpoints",
        #"{"url":"http://127.0.0.1:\#(listener.port)/hook","enabled_events":[\#(names)]}"#)
      let secret = try #require(try reply.json["secret"]?.string)
      try await body(client, server, receiver, secret)
    }
    await listener.stop(within: .zero)
  }

  /// Submits evidence and waits until everyone who is to be told has been told.
  private static func submit(
    _ id: String, _ client: RawClient, _ server: SandboxServer
  ) async throws {
    _ = try await client.post("/v1/disputes/\(id)", EventTests.submitted)
    await server.timekeeper.catchUp()
  }

  @Test func `an endpoint is made, shown without its secret, changed and deleted`() async throws {
    try await withSandbox { client, _ in
      let made = try await client.post(
        "/v1/webhook_endpoints",
        #"{"url":"https://example.com/h","enabled_events":["dispute.won"],"description":"d"}"#)
      #expect(made.status == 201)
      let id = try #require(try made.json["id"]?.string)
      #expect(try made.json["secret"]?.string?.hasPrefix("whsec_") == true)
      let shown = try await client.get("/v1/webhook_endpoints/\(id)")
      #expect(try shown.json["secret"] == nil)
      #expect(try shown.json["status"]?.string == "enabled")
      #expect(try await client.get("/v1/webhook_endpoints").ids() == [id])
      let changed = try await client.post(
        "/v1/webhook_endpoints/\(id)",
        #"{"disabled":true,"enabled_events":["*"],"metadata":{"a":"b"}}"#)
      #expect(try changed.json["status"]?.string == "disabled")
      #expect(try changed.json["metadata"]?["a"]?.string == "b")
      let deleted = try await client.send("DELETE", "/v1/webhook_endpoints/\(id)")
      #expect(try deleted.json["deleted"]?.bool == true)
      #expect(try await client.get("/v1/webhook_endpoints/\(id)").status == 404)
      #expect(try await client.send("DELETE", "/v1/webhook_endpoints/\(id)").status == 404)
    }
  }

  @Test(arguments: [
    (#"{"enabled_events":["*"]}"#, "url"), (#"{"url":"https://a.b"}"#, "enabled_events"),
    (#"{"url":"https://a.b","enabled_events":[]}"#, "enabled_events"),
    (#"{"url":"https://a.b","enabled_events":["A b"]}"#, "enabled_events"),
    (#"{"url":"http://example.com","enabled_events":["*"]}"#, "url"),
    (#"{"url":"ftp://127.0.0.1","enabled_events":["*"]}"#, "url"),
    (#"{"url":"https://u@127.0.0.1","enabled_events":["*"]}"#, "url"),
    (#"{"url":"http://127.0.0.1.evil.example","enabled_events":["*"]}"#, "url"),
    (#"{"url":"https://a.b","enabled_events":"*"}"#, "enabled_events"),
  ])
  func `an endpoint that cannot be is refused`(body: String, param: String) async throws {
    try await withSandbox { client, _ in
      let reply = try await client.post("/v1/webhook_endpoints", body)
      #expect(reply.status == 400)
      #expect(try reply.error("param") == param)
    }
  }

  @Test func `an event is delivered signed, whole and once`() async throws {
    try await Self.withReceiver { client, server, receiver, secret in
      try await Self.submit("dp_a1", client, server)
      let delivery = try #require(receiver.received.first)
      #expect(receiver.received.count == 1)
      let parts = delivery.signature.split(separator: ",").map(String.init)
      #expect(parts.count == 2 && parts[0] == "t=1707220800")
      let code = HMAC<SHA256>.authenticationCode(
        for: Array("1707220800.\(delivery.body)".utf8),
        using: SymmetricKey(data: Array(secret.utf8)))
      #expect(parts[1] == "v1=" + String(hex: code))
      #expect(delivery.text("type") == "dispute.updated")
      #expect(delivery.text("data", "object", "id") == "dp_a1")
      #expect(try await client.get("/v1/events?delivery_success=true").ids().count == 1)
    }
  }

  @Test func `only the types that an endpoint wants are delivered`() async throws {
    try await Self.withReceiver(["dispute.lost"]) { client, server, receiver, _ in
      try await Self.submit("dp_a1", client, server)
      _ = try await client.post("/v1/disputes/dp_b2/close")
      await server.timekeeper.catchUp()
      #expect(receiver.received.compactMap { $0.text("type") } == ["dispute.lost"])
    }
  }

  @Test func `a delivery that fails is tried again on the sandbox's clock`() async throws {
    try await Self.withReceiver(["dispute.updated"], answering: [500, 404]) {
      client, server, receiver, _ in
      try await Self.submit("dp_a1", client, server)
      #expect(receiver.received.count == 1)
      let id = try #require(try await client.get("/v1/events").ids().first)
      let pending = { try await client.get("/v1/events/\(id)").json["pending_webhooks"]?.integer }
      #expect(try await pending() == 1)
      try await server.advance(by: DurationValue(seconds: 299))
      #expect(receiver.received.count == 1)
      try await server.advance(by: DurationValue(seconds: 1))
      #expect(receiver.received.count == 2)
      #expect(try await client.get("/v1/events?delivery_success=false").ids() == [id])
      try await server.advance(by: DurationValue(seconds: 1_800))
      #expect(receiver.received.count == 3)
      #expect(try await pending() == 0)
      #expect(Set(receiver.received.map(\.body)).count == 1)
      #expect(Set(receiver.received.map(\.signature)).count == 3)
      try await server.advance(by: DurationValue(seconds: 200_000))
      #expect(receiver.received.count == 3)
    }
  }

  @Test(arguments: [("gateway", 6), ("fast", 6), ("none", 1)])
  func `an endpoint that never answers well is given up`(retries: String, attempts: Int)
    async throws
  {
    let configuration = try docs(assuming: "webhook_retries=\(retries)")
    let statuses = [Int](repeating: 500, count: 20)
    try await Self.withReceiver(["dispute.updated"], answering: statuses, configuration) {
      client, server, receiver, _ in
      try await Self.submit("dp_a1", client, server)
      try await server.advance(by: DurationValue(seconds: 40 * 3_600))
      #expect(receiver.received.count == attempts)
      let states = try await server.sandbox.store.read { db in try DeliveryState.all(db) }
      #expect(states.map(\.state) == ["failed"] && states.first?.answer == "500")
    }
  }

  @Test func `what is disabled, deleted or elsewhere is not delivered to`() async throws {
    try await Self.withReceiver { client, server, receiver, _ in
      let id = try #require(try await client.get("/v1/webhook_endpoints").ids().first)
      _ = try await client.post("/v1/webhook_endpoints/\(id)", #"{"disabled":true}"#)
      try await Self.submit("dp_a1", client, server)
      _ = try await client.send("DELETE", "/v1/webhook_endpoints/\(id)")
      _ = try await client.post(
        "/v1/webhook_endpoints", #"{"url":"https://example.com","enabled_events":["*"]}"#)
      try await Self.submit("dp_b2", client, server)
      #expect(receiver.received.isEmpty)
      let states = try await server.sandbox.store.read { db in try DeliveryState.all(db) }
      #expect(states.first?.answer == "not sent: the sandbox stays on this machine")
    }
  }

  @Test func `webhook faults deliver twice, or late`() async throws {
    var configuration = SandboxConfiguration(seed: .docs)
    configuration.faults = [
      try FaultRule("WEBHOOK dispute.lost:duplicate"),
      try FaultRule("WEBHOOK dispute.updated:late=60:once"),
    ]
    try await Self.withReceiver(["dispute.lost", "dispute.updated"], configuration) {
      client, server, receiver, _ in
      _ = try await client.post("/v1/disputes/dp_b2/close")
      await server.timekeeper.catchUp()
      #expect(receiver.received.compactMap { $0.text("type") } == ["dispute.lost", "dispute.lost"])
      #expect(Set(receiver.received).count == 1)
      try await Self.submit("dp_a1", client, server)
      #expect(receiver.received.count == 2)
      try await server.advance(by: DurationValue(seconds: 60))
      #expect(receiver.received.last?.text("type") == "dispute.updated")
    }
  }

  @Test func `retries to a disabled endpoint are held back until it is enabled`() async throws {
    try await Self.withReceiver(["dispute.updated"], answering: [500]) {
      client, server, receiver, _ in
      try await Self.submit("dp_a1", client, server)
      let id = try #require(try await client.get("/v1/webhook_endpoints").ids().first)
      _ = try await client.post("/v1/webhook_endpoints/\(id)", #"{"disabled":true}"#)
      try await server.advance(by: DurationValue(seconds: 3_600))
      #expect(receiver.received.count == 1)
      _ = try await client.post("/v1/webhook_endpoints/\(id)", #"{"disabled":false}"#)
      await server.timekeeper.catchUp()
      #expect(receiver.received.count == 2)
    }
  }

  @Test func `a sandbox stops while an endpoint keeps it waiting, and keeps the delivery`()
    async throws
  {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    let listener = try await Listener.start(on: "127.0.0.1", port: 0) { _, _, channel in
      arrived.yield()
      try await FaultyConnection(channel: channel).play([.hang])
    }
    try await withTemporaryFolder { folder in
      let configuration = SandboxConfiguration(storePath: folder + "/s.sqlite", seed: .docs)
      try await withSandbox(configuration) { client, _ in
        _ = try await client.post(
          "/v1/webhook_endpoints",
          #"{"url":"http://127.0.0.1:\#(listener.port)/","enabled_events":["*"]}"#)
        _ = try await client.post("/v1/disputes/dp_a1/close")
        for await _ in arrivals { break }
      }
      let store = try SandboxStore.open(folder + "/s.sqlite")
      let states = try await store.read { db in try DeliveryState.all(db) }
      #expect(states.allSatisfy { $0.state == "pending" } && states.count == 2)
      try store.close()
    }
    await listener.stop(within: .zero)
  }
}
