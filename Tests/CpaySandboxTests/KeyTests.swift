import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct KeyTests {
  /// A request with a restricted key and the status it is answered with.
  struct Row: Sendable, CustomTestStringConvertible {
    let permissions: String
    let request: String
    let status: Int
    var testDescription: String { "\(permissions): \(request)" }

    init(_ permissions: String, _ request: String, _ status: Int) {
      (self.permissions, self.request, self.status) = (permissions, request, status)
    }
  }

  @Test(arguments: [
    Row("disputes:read", "GET /v1/disputes", 200),
    Row("disputes:read", "GET /v1/disputes/dp_a1", 200),
    Row("disputes:read", "POST /v1/disputes/dp_a1/close", 403),
    Row("disputes:read", "GET /v1/charges", 403), Row("", "GET /v1/disputes", 403),
    Row("disputes:write", "GET /v1/disputes", 200),
    Row("disputes:write", "POST /v1/disputes/dp_a1/close", 200),
    Row("files:read charges:read", "GET /v1/files", 200),
    Row("files:read charges:read", "GET /v1/charges/ch_1", 200),
    Row("webhook_endpoints:read", "DELETE /v1/webhook_endpoints/we_1", 403),
    Row("webhook_endpoints:write", "DELETE /v1/webhook_endpoints/we_1", 404),
    Row("disputes:read", "GET /v1/disputes?expand[]=data.charge", 403),
    Row("disputes:read charges:read", "GET /v1/disputes?expand[]=data.charge", 200),
    Row("disputes:read charges:read", "GET /v1/disputes?expand[]=data.charge.customer", 403),
    Row("events:read", "GET /v1/events", 200), Row("disputes:read", "GET /openapi.json", 200),
  ])
  func `a restricted key may do what its permissions say`(row: Row) async throws {
    let configuration = SandboxConfiguration(
      seed: .docs, keys: ["sk_test_1", "rk_test_2 \(row.permissions)"])
    try await withSandbox(configuration) { client, _ in
      let restricted = RawClient(port: client.port, key: "rk_test_2")
      let parts = row.request.split(separator: " ").map(String.init)
      let reply = try await restricted.send(parts[0], parts[1])
      #expect(reply.status == row.status, "\(reply.text)")
      if row.status == 403 {
        #expect(try reply.error("type") == "authentication_error")
        #expect(try reply.error("message")?.contains("has no permission") == true)
      }
    }
  }

  @Test func `write_implies_read=false keeps the two apart`() async throws {
    var configuration = try docs(assuming: "write_implies_read=false")
    configuration.keys = ["rk_test_2 disputes:write"]
    try await withSandbox(configuration) { (client, _) async throws in
      #expect(try await client.get("/v1/disputes").status == 403)
      #expect(try await client.post("/v1/disputes/dp_a1/close").status == 200)
    }
  }

  @Test(arguments: [
    "rk_test_1 disputes:delete", "rk_test_1 refunds:read", "sk_test_1 disputes:read", "rk_1",
  ])
  func `permissions that do not exist are refused`(key: String) {
    #expect(throws: SandboxError.self) { try SandboxKey(key) }
  }

  @Test func `a live sandbox holds the seed as live data, and an event says so`() async throws {
    for seed in [Seed.docs, .demo] {
      var configuration = SandboxConfiguration(seed: seed)
      configuration.isLive = true
      let server = try await SandboxServer.start(configuration)
      #expect(server.key.hasPrefix("sk_live_sandbox_"))
      let live = RawClient(port: server.port, key: server.key)
      let test = RawClient(port: server.port, key: server.mintedKeys[0])
      for path in ["events?limit=1", "customers?limit=1"] {
        let body = try await live.get("/v1/\(path)").text
        #expect(body.contains("livemode\":true") || body.contains("livemode\": true"), "\(body)")
        #expect(!body.contains("false,\"created"))
      }
      #expect(try await live.get("/v1/disputes").text.contains("dp_"))
      #expect(try await !test.get("/v1/disputes").text.contains("dp_"))
      await server.stop()
    }
  }

  @Test func `the store mints a key for each mode, and each lets in`() async throws {
    try await withSandbox { (client, server) async throws in
      #expect(server.mintedKeys.map { $0.prefix(8) } == ["sk_test_", "sk_live_"])
      for key in server.mintedKeys {
        let client = RawClient(port: client.port, key: key)
        #expect(try await client.get("/v1/disputes").status == 200)
      }
    }
  }
}
