import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct FaultyServerTests {
  private static func faulty(_ rules: String..., settings: [String] = []) throws
    -> SandboxConfiguration
  {
    var configuration = try docs(settings)
    configuration.faults = try rules.map { try FaultRule($0) }
    return configuration
  }

  /// What is left of an answer whose connection was spoiled.
  private static func raw(_ client: RawClient, _ path: String) async -> String {
    let head = "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(client.port)\r\nConnection: close\r\n"
    let bytes = try? await client.exchange(head + "Authorization: Bearer \(client.key)\r\n\r\n")
    return String(decoding: bytes ?? [], as: UTF8.self)
  }

  @Test(arguments: [("before", 0), ("after", 1)])
  func `a status comes before or after the effect`(phase: String, effects: Int) async throws {
    let configuration = try Self.faulty("POST /v1/disputes/*/close:status=503:once:\(phase)")
    try await withSandbox(configuration) { client, server in
      let reply = try await client.post("/v1/disputes/dp_a1/close")
      #expect(reply.status == 503)
      #expect(try reply.error("type") == "api_error")
      #expect(try await server.effects().count == effects)
      #expect(try await client.post("/v1/disputes/dp_b2/close").status == 503)
      let again = try await client.post("/v1/disputes/dp_a1/close")
      #expect(again.status == (effects == 1 ? 422 : 200))
    }
  }

  @Test(arguments: ["reset", "truncate", "garbage", "wrong-length", "trickle", "slow-head=0.01"])
  func `an answer is spoiled once the effect is there`(kind: String) async throws {
    let configuration = try Self.faulty("POST /v1/disputes/*/close:\(kind):nth=1:after")
    try await withSandbox(configuration) { client, server in
      let text = await Self.raw(client, "/v1/disputes/dp_a1/close")
      #expect(try await server.effects().map(\.dispute) == ["dp_a1"])
      let body = text.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) ?? ""
      let isWhole = (try? JSONReader.read(Array(body.utf8)))?["id"]?.string == "dp_a1"
      #expect(isWhole == ["trickle", "slow-head=0.01", "wrong-length"].contains(kind), "\(text)")
      #expect(text.isEmpty == (kind == "reset"))
      let again = try await client.get("/v1/disputes/dp_a1")
      #expect(try again.json["status"]?.string == "lost")
    }
  }

  @Test func `a hanging answer ends when the client gives up, and holds nobody else`() async throws
  {
    let configuration = try Self.faulty("POST /v1/disputes/dp_a1/close:hang:after")
    try await withSandbox(configuration) { client, server in
      let waiting = Task { await Self.raw(client, "/v1/disputes/dp_a1/close") }
      while try await server.effects().isEmpty { await Task.yield() }
      #expect(try await client.get("/v1/disputes/dp_b2").status == 200)
      waiting.cancel()
      #expect(await waiting.value == "")
    }
  }

  @Test func `a stale read shows the dispute as it was`() async throws {
    let configuration = try Self.faulty(
      "GET /v1/disputes/dp_a1:stale:nth=1", "GET /v1/disputes:stale:nth=1")
    try await withSandbox(configuration) { client, _ in
      _ = try await client.post("/v1/disputes/dp_a1/close")
      let status = { try await client.get("/v1/disputes/dp_a1").json["status"]?.string }
      #expect(try await status() == "needs_response")
      #expect(try await status() == "lost")
      let page = { try await client.get("/v1/disputes?limit=1").text.contains("needs_response") }
      #expect(try await page())
      #expect(try await !page())
    }
  }

  @Test func `replay-errors keeps a failure after the effect under its key`() async throws {
    let rule = "POST /v1/disputes/*/close:status=500:nth=1:after"
    for (mode, status) in [("replay-errors", 500), ("casapay", 200), ("off", 422)] {
      let configuration = try Self.faulty(rule, settings: ["idempotency=\(mode)"])
      try await withSandbox(configuration) { client, server in
        let headers = ["Idempotency-Key": "k"]
        #expect(
          try await client.post("/v1/disputes/dp_a1/close", headers: headers).status == 500)
        let again = try await client.post("/v1/disputes/dp_a1/close", headers: headers)
        #expect(again.status == status, "\(mode)")
        #expect(try await server.effects().count == 1)
      }
    }
  }

  @Test func `the oracle counts what came again instead of hiding it`() async throws {
    for setting in ["repeat=refuse", "repeat=accept"] {
      try await withSandbox(try docs(assuming: setting)) { client, server in
        for _ in 0..<3 { _ = try await client.post("/v1/disputes/dp_a1/close") }
        _ = try await client.post("/v1/disputes/dp_b2", EventTests.submitted)
        _ = try await client.post("/v1/disputes/dp_c3", EventTests.staged)
        let count = try await server.effectCount()
        #expect(count.total == 4 && count.distinct == 2 && count.repeats == 2)
      }
    }
  }

  @Test func `whoever is not let in uses up no fault`() async throws {
    let configuration = try Self.faulty("POST /v1/disputes/*/close:status=503:once")
    try await withSandbox(configuration) { (client, _) async throws in
      let stranger = RawClient(port: client.port, key: "sk_test_0")
      #expect(try await stranger.post("/v1/disputes/dp_a1/close").status == 401)
      #expect(try await client.post("/v1/disputes/dp_a1/close").status == 503)
    }
  }

  @Test func `requests over the rate are told when to come again`() async throws {
    var configuration = SandboxConfiguration(seed: .docs, keys: ["sk_test_1", "sk_test_2"])
    configuration.rate = 1
    try await withSandbox(configuration) { client, _ in
      #expect(try await client.get("/v1/disputes").status == 200)
      let refused = try #require(try await client.oneTooMany())
      #expect(refused.headers["retry-after"] == "1")
      #expect(try refused.error("type") == "rate_limit_error")
      let other = RawClient(port: client.port, key: "sk_test_2")
      #expect(try await other.get("/v1/disputes").status == 200)
    }
  }

  @Test func `retry_after=omit says nothing`() async throws {
    var configuration = try docs(assuming: "retry_after=omit")
    configuration.rate = 1
    try await withSandbox(configuration) { client, _ in
      let refused = try #require(try await client.oneTooMany())
      #expect(refused.headers["retry-after"] == nil)
    }
  }
}
