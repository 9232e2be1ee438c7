import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct ControlTests {
  /// Runs `body` with a sandbox and a client of its control plane.
  private static func withControl(
    _ body: (RawClient, SandboxServer, RawClient) async throws -> Void
  ) async throws {
    var configuration = SandboxConfiguration(seed: .docs)
    configuration.hasControl = true
    try await withSandbox(configuration) { client, server in
      let control = try #require(server.control)
      let port = try #require(
        control.url.split(separator: ":").last?.split(separator: "/").first.flatMap { Int($0) })
      try await body(client, server, RawClient(port: port, key: control.token))
    }
  }

  @Test func `the control plane has a port and a token of its own`() async throws {
    try await Self.withControl { client, server, control in
      #expect(control.port != client.port)
      let state = try await control.get("/_sandbox").json
      #expect(state["instance"]?.string == server.instance && state["clock"]?.string == "manual")
      for key in ["", client.key] {
        let stranger = RawClient(port: control.port, key: key)
        #expect(try await stranger.get("/_sandbox").status == 401)
      }
      #expect(try await client.get("/_sandbox/effects").status == 404)
      #expect(try await control.get("/_sandbox", headers: ["Origin": "http://a.b"]).status == 403)
      #expect(try await control.get("/_sandbox", headers: ["Host": "evil:1"]).status == 403)
      let unknown = try await control.get("/_sandbox/none")
      #expect(unknown.status == 404)
      #expect(try unknown.error("message")?.contains("POST /_sandbox/clock") == true)
    }
  }

  @Test func `time passes when it is told to`() async throws {
    try await Self.withControl { client, server, control in
      let reply = try await control.post("/_sandbox/clock", #"{"advance":"14d"}"#)
      #expect(try reply.json["now"]?.integer == 1_707_220_800 + 14 * 86_400)
      #expect(try await client.get("/v1/disputes/dp_a1").json["status"]?.string == "lost")
      let to = try await control.post("/_sandbox/clock", #"{"to":"2024-03-01T00:00Z"}"#)
      #expect(try to.json["now"]?.integer == 1_709_251_200)
      for body in [
        "{}", #"{"advance":"x"}"#, #"{"advance":"1d","to":"2025-01-01T00:00Z"}"#,
        #"{"to":"2024-01-01T00:00Z"}"#, #"{"advance":"99999999999999w"}"#, #"{"by":"1d"}"#,
      ] {
        #expect(try await control.post("/_sandbox/clock", body).status == 400, "\(body)")
      }
    }
  }

  @Test func `the bank opens, escalates and decides`() async throws {
    try await Self.withControl { client, _, control in
      let opened = try await control.post(
        "/_sandbox/disputes", #"{"charge":"ch_5","amount":100,"inquiry":true,"days":3}"#
      ).json
      let id = try #require(opened["id"]?.string)
      #expect(opened["status"]?.string == "warning_needs_response")
      #expect(opened["evidence_due_by"]?.integer == 1_707_480_000)
      #expect(try await client.get("/v1/disputes?charge=ch_5&limit=1").ids() == [id])
      let escalated = try await control.post("/_sandbox/disputes/\(id)/escalate").json
      #expect(escalated["status"]?.string == "needs_response")
      _ = try await client.post("/v1/disputes/\(id)", EventTests.submitted)
      let decided = try await control.post("/_sandbox/disputes/\(id)/decide", #"{"outcome":"won"}"#)
      #expect(try decided.json["status"]?.string == "won")
      let again = try await control.post("/_sandbox/disputes/\(id)/decide", #"{"outcome":"won"}"#)
      #expect(again.status == 422)
      let events = try await client.get("/v1/events").list()
      #expect(
        events.compactMap { $0["type"]?.string } == [
          "dispute.won", "dispute.updated", "dispute.updated", "dispute.created",
        ])
      for body in [#"{"charge":"ch_none"}"#, #"{"charge":"ch_5","amount":90001}"#, "{}"] {
        #expect(try await control.post("/_sandbox/disputes", body).status == 400, "\(body)")
      }
      #expect(try await control.post("/_sandbox/disputes/dp_none/escalate").status == 404)
    }
  }

  @Test func `faults, limits and keys are changed while it runs`() async throws {
    try await Self.withControl { client, _, control in
      let rules = try await control.post(
        "/_sandbox/faults", #"{"rules":["GET /v1/disputes:status=500"]}"#)
      #expect(rules.text == #"{"rules":["GET /v1/disputes:status=500:every=1:before"]}"#)
      #expect(try await client.get("/v1/disputes").status == 500)
      #expect(try await control.post("/_sandbox/faults", #"{"rules":["x"]}"#).status == 400)
      #expect(try await client.get("/v1/disputes").status == 500)
      _ = try await control.post("/_sandbox/faults", #"{"rules":[]}"#)
      #expect(try await client.get("/v1/disputes").status == 200)
      let key = try await control.post(
        "/_sandbox/keys", #"{"prefix":"rk_test_","permissions":["charges:read"]}"#)
      let restricted = RawClient(
        port: client.port, key: try #require(try key.json["key"]?.string))
      #expect(try await restricted.get("/v1/charges").status == 200)
      #expect(try await restricted.get("/v1/disputes").status == 403)
      _ = try await control.post("/_sandbox/limits", #"{"rate":1}"#)
      #expect(try await client.oneTooMany() != nil)
    }
  }

  @Test func `effects, deliveries and the digest are told`() async throws {
    try await Self.withControl { client, server, control in
      _ = try await client.post("/v1/disputes/dp_a1/close", headers: ["Idempotency-Key": "k"])
      _ = try await client.post("/v1/disputes/dp_a1/close")
      let effects = try await control.get("/_sandbox/effects")
      #expect(try effects.json["total"]?.integer == 2 && effects.json["repeats"]?.integer == 1)
      let all = try effects.list()
      #expect(all.first?["idempotency_key"]?.string == "k")
      #expect(all.map { $0["repeat"]?.bool } == [false, true])
      let digest = try await control.get("/_sandbox/digest").json["digest"]?.string
      #expect(digest == (try await server.digest()))
      #expect(try await control.get("/_sandbox/deliveries").text == #"{"data":[]}"#)
    }
  }
}
