import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct DisputeUpdateTests {
  private static let lease = #""service_documentation":"file_lease_001""#

  @Test func `the object printed on the disputes page is served as printed`() async throws {
    let printed = """
      {"id":"dp_xyz789","object":"dispute","charge":"ch_abc123","payment_intent":"pi_1a2b3c4d",\
      "amount":120000,"currency":"eur","status":"needs_response","reason":"unrecognized",\
      "evidence":{},"evidence_due_by":1707350400,"created":1706140800}
      """
    try await withTemporaryFolder { folder in
      try write(printed, to: folder + "/printed.json")
      let seed = try Seed(folder + "/printed.json")
      let clock = SandboxClock.frozen(Timestamp(seconds: 1_707_000_000))
      try await withSandbox(SandboxConfiguration(seed: seed, clock: clock)) { client, _ in
        #expect(try await client.get("/v1/disputes/dp_xyz789").text == printed)
        let reply = try await client.post(
          "/v1/disputes/dp_xyz789",
          """
          {"evidence": {"customer_name": "Jane Doe", "customer_email": "jane@example.com"},
           "submit": true}
          """)
        #expect(reply.status == 200)
        #expect(try reply.json["status"]?.string == "under_review")
        #expect(try reply.json["evidence"]?["customer_email"]?.string == "jane@example.com")
      }
    }
  }

  @Test func `evidence is merged per key, and an empty text clears one`() async throws {
    try await withSandbox { client, server in
      let path = "/v1/disputes/dp_a1"
      _ = try await client.post(
        path, #"{"evidence":{"customer_name":"Jane",\#(Self.lease)},"submit":false}"#)
      let reply = try await client.post(
        path, #"{"evidence":{"customer_name":"","billing_address":"x"},"submit":false}"#)
      #expect(
        reply.text.contains(
          #""evidence":{"service_documentation":"file_lease_001","billing_address":"x"}"#))
      #expect(try reply.json["status"]?.string == "needs_response")
      #expect(try await server.effects().map(\.action) == ["draft", "draft"])
    }
  }

  @Test func `submit without evidence gives what was staged`() async throws {
    try await withSandbox { client, server in
      let path = "/v1/disputes/dp_g7"
      _ = try await client.post(path, #"{"evidence":{"customer_name":"Jane"},"submit":false}"#)
      let reply = try await client.post(path, #"{"submit":true}"#)
      #expect(try reply.json["status"]?.string == "warning_under_review")
      #expect(try await client.get(path).body == reply.body)
      let effects = try await server.effects()
      #expect(effects.map(\.action) == ["draft", "submit"])
      #expect(effects.last?.requestID == reply.headers["request-id"])
      #expect(effects.last?.at == Timestamp(seconds: 1_707_220_800))
    }
  }

  @Test(arguments: [
    ("submit_default=true", "under_review"), ("submit_default=false", "needs_response"),
  ])
  func `evidence without submit follows the assumption`(setting: String, status: String)
    async throws
  {
    try await withSandbox(docs(assuming: setting)) { client, _ in
      let reply = try await client.post(
        "/v1/disputes/dp_a1", #"{"evidence":{"customer_name":"Jane"}}"#)
      #expect(try reply.json["status"]?.string == status)
    }
  }

  @Test(arguments: ["", "{}", #"{"evidence":{}}"#, #"{"submit":false}"#])
  func `an update that gives nothing changes nothing`(body: String) async throws {
    try await withSandbox { client, server in
      let before = try await client.get("/v1/disputes/dp_a1")
      let reply = try await client.post("/v1/disputes/dp_a1", body)
      #expect(reply.status == 200)
      #expect(reply.body == before.body)
      #expect(try await server.effects().isEmpty)
    }
  }

  @Test func `metadata is merged in any status and leaves no effect`() async throws {
    try await withSandbox { client, server in
      let reply = try await client.post(
        "/v1/disputes/dp_f6", #"{"metadata":{"team":"","case":"7"}}"#)
      #expect(reply.text.contains(#""metadata":{"case":"7"}"#))
      #expect(try reply.json["status"]?.string == "won")
      #expect(try await server.effects().isEmpty)
    }
  }

  @Test func `metadata_update=refuse knows no metadata`() async throws {
    try await withSandbox(docs(assuming: "metadata_update=refuse")) { client, _ in
      let reply = try await client.post("/v1/disputes/dp_a1", #"{"metadata":{}}"#)
      #expect(reply.status == 400)
      #expect(try reply.error("param") == "metadata")
    }
  }

  @Test func `a second submit is refused, or accepted without effect`() async throws {
    let body = #"{"evidence":{"customer_name":"Jane"},"submit":true}"#
    try await withSandbox { client, server in
      _ = try await client.post("/v1/disputes/dp_a1", body)
      let second = try await client.post("/v1/disputes/dp_a1", body)
      #expect(second.status == 422)
      #expect(try second.error("code") == "state_invalid")
      #expect(try await server.effects().count == 1)
    }
    try await withSandbox(docs(assuming: "repeat=accept")) { client, server in
      let first = try await client.post("/v1/disputes/dp_a1", body)
      let second = try await client.post(
        "/v1/disputes/dp_a1", #"{"evidence":{"customer_name":"Other"},"submit":true}"#)
      #expect(second.status == 200)
      #expect(second.body == first.body)
      #expect(try await server.effects().count == 1)
    }
  }

  @Test func `a refused update changes nothing at all`() async throws {
    try await withSandbox { client, server in
      let before = try await client.get("/v1/disputes/dp_a1")
      let reply = try await client.post(
        "/v1/disputes/dp_a1",
        #"{"metadata":{"a":"b"},"evidence":{"receipt":"file_none"},"submit":true}"#)
      #expect(reply.status == 400)
      #expect(try await client.get("/v1/disputes/dp_a1").body == before.body)
      #expect(try await server.effects().isEmpty)
    }
  }
}
