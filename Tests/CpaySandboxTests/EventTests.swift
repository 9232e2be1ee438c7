import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct EventTests {
  /// A request of the docs seed and the events it raises, the newest first.
  struct Row: Sendable, CustomTestStringConvertible {
    let request: String
    let body: String
    var settings: [String] = []
    let events: String
    var testDescription: String { "\(request) \(settings)" }

    init(_ request: String, _ body: String = "", _ events: String, settings: String...) {
      (self.request, self.body, self.events, self.settings) = (request, body, events, settings)
    }
  }

  static let staged = #"{"evidence":{"customer_name":"x"},"submit":false}"#
  static let submitted = #"{"evidence":{"customer_name":"x"},"submit":true}"#

  @Test(arguments: [
    Row("dp_a1", submitted, "dispute.updated"), Row("dp_a1", staged, "dispute.updated"),
    Row("dp_a1", staged, "", settings: "draft_event=none"),
    Row("dp_a1", #"{"metadata":{"a":"b"}}"#, ""), Row("dp_a1", "{}", ""),
    Row("dp_a1/close", "", "dispute.lost charge.refunded"),
    Row("dp_a1/close", "", "dispute.lost", settings: "close_refunds=false"),
    Row("dp_g7/close", "", "dispute.updated charge.refunded"),
    Row("dp_g7/close", "", "dispute.lost charge.refunded", settings: "close_inquiry=lost"),
    Row("dp_e5/close", "", ""), Row("dp_h8/close", "", ""),
  ])
  func `a change raises the events of its kind`(row: Row) async throws {
    try await withSandbox(try docs(row.settings)) { client, _ in
      let reply = try await client.post("/v1/disputes/\(row.request)", row.body)
      let events = try await client.get("/v1/events")
      let all = try events.list()
      #expect(
        all.compactMap { $0["type"]?.string } == row.events.split(separator: " ").map(String.init))
      if let event = all.first {
        let dispute = text(try reply.json)
        #expect(event["data"]?["object"].map(text) == dispute)
        #expect(event["request"]?["id"]?.string == reply.headers["request-id"])
        #expect(event["request"]?["idempotency_key"]?.content == .null)
        #expect(event["livemode"]?.bool == false && event["pending_webhooks"]?.integer == 0)
        let id = try #require(event["id"]?.string)
        let again = text(try await client.get("/v1/events/\(id)").json)
        #expect(again == text(event))
      }
    }
  }

  private func text(_ node: JSONNode) -> String {
    var writer = JSONWriter()
    writer.node(node)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `an event says the key of its request`() async throws {
    try await withSandbox { client, _ in
      _ = try await client.post("/v1/disputes/dp_a1/close", headers: ["Idempotency-Key": "k1"])
      let event = try await client.get("/v1/events?type=dispute.lost&expand[]=").status
      #expect(event == 400)
      let all = try await client.get("/v1/events?type=dispute.lost").list()
      #expect(all.first?["request"]?["idempotency_key"]?.string == "k1")
    }
  }

  @Test(arguments: [
    ("", 4), ("?type=dispute.lost", 1), ("?types[]=dispute.lost&types[]=charge.refunded", 2),
    ("?type=customer.created", 0), ("?created[gte]=1707220800", 4), ("?created[lte]=1707220799", 0),
    ("?created[gte]=1707220801", 1), ("?delivery_success=true", 4), ("?delivery_success=false", 0),
    ("?limit=1", 1),
  ])
  func `events are filtered by type, time and delivery`(query: String, count: Int) async throws {
    try await withSandbox { client, server in
      _ = try await client.post("/v1/disputes/dp_b2", Self.submitted)
      _ = try await client.post("/v1/disputes/dp_a1/close")
      try await server.advance(by: DurationValue(seconds: 10))
      _ = try await client.post("/v1/disputes/dp_c3", Self.submitted)
      #expect(try await client.get("/v1/events\(query)").ids().count == count)
    }
  }

  @Test func `events of one second are listed as they happened, page by page`() async throws {
    try await withSandbox { client, _ in
      for id in ["dp_a1", "dp_b2", "dp_c3", "dp_d4"] {
        _ = try await client.post("/v1/disputes/\(id)", Self.submitted)
      }
      let all = try await client.get("/v1/events")
      #expect(
        try all.list().compactMap { $0["data"]?["object"]?["id"]?.string }
          == ["dp_d4", "dp_c3", "dp_b2", "dp_a1"])
      let ids = try all.ids()
      let next = try await client.get("/v1/events?limit=2&starting_after=\(ids[0])")
      #expect(try next.ids() == Array(ids[1...2]))
      let back = try await client.get("/v1/events?limit=2&ending_before=\(ids[3])")
      #expect(try back.ids() == Array(ids[1...2]))
    }
  }

  @Test func `each mode has events of its own`() async throws {
    let configuration = SandboxConfiguration(seed: .docs, keys: ["sk_test_1", "sk_live_1"])
    try await withSandbox(configuration) { client, _ in
      _ = try await client.post("/v1/disputes/dp_a1", Self.submitted)
      let live = RawClient(port: client.port, key: "sk_live_1")
      #expect(try await live.get("/v1/events").ids().isEmpty)
      #expect(try await client.get("/v1/events").ids().count == 1)
    }
  }
}
