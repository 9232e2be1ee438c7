import CpayTestSupport
import CpayValue
import HTTPTypes
import Testing

@testable import CpayClient

@Suite struct ObjectClientTests {
  private static func client(
    _ answer: @escaping @Sendable (WireRequest) -> WireResponse
  ) throws -> (APIClient, StubTransport) {
    let transport = StubTransport { .success(answer($0)) }
    let client = APIClient(
      transport: transport, key: try APIKey(parsing: "sk_test_1"),
      account: AccountIdentity(sandbox: "i1"), settings: ClientSettings(pace: .unlimited),
      environment: ManualClock(Timestamp(seconds: 0)).client())
    return (client, transport)
  }

  private static func dispute(_ id: String, status: String = "needs_response") -> String {
    ObjectTests.dispute.replacing("dp_xyz789", with: id).replacing("needs_response", with: status)
  }

  private static func json(_ text: String, status: Int = 200) -> WireResponse {
    WireResponse(status: status, body: Array(text.utf8))
  }

  @Test func `retrieves by id, references whole where asked`() async throws {
    let (client, transport) = try Self.client { _ in Self.json(Self.dispute("dp_1")) }
    _ = try await client.disputes.retrieve("dp_1", expand: ["charge", "payment_intent"])
    #expect(
      transport.requests.map(\.target) == [
        "/v1/disputes/dp_1?expand%5B%5D=charge&expand%5B%5D=payment_intent"
      ])
    await #expect(throws: ReadFailure.self) { try await client.disputes.retrieve("dp_2") }
    await #expect(throws: ReadFailure.self) { try await client.disputes.retrieve("../x") }
    #expect(transport.requests.count == 2)
  }

  @Test func `lists all pages as objects`() async throws {
    let (client, transport) = try Self.client { request in
      let isFirst = !request.target.contains("starting_after")
      let rows = (isFirst ? ["dp_1", "dp_2"] : ["dp_3"]).map { Self.dispute($0) }
      return Self.json(
        #"{"object":"list","data":[\#(rows.joined(separator: ","))],"has_more":\#(isFirst)}"#)
    }
    var ids: [String] = []
    for try await dispute in client.disputes.list(["status": "needs_response"], pageSize: 2) {
      ids.append(dispute.id)
    }
    #expect(ids == ["dp_1", "dp_2", "dp_3"])
    #expect(
      transport.requests.map(\.target) == [
        "/v1/disputes?limit=2&status=needs_response",
        "/v1/disputes?limit=2&starting_after=dp_2&status=needs_response",
      ])
  }

  @Test func `pages can be turned by hand, both ways`() async throws {
    let (client, transport) = try Self.client { _ in
      Self.json(#"{"object":"list","data":[\#(Self.dispute("dp_1"))],"has_more":true}"#)
    }
    for place in [PagePlace.first, .after("dp_9"), .before("dp_9")] {
      let page = try await client.disputes.page(place, ["charge": "ch_1"], size: 1)
      #expect(page.objects.map(\.id) == ["dp_1"] && page.hasMore)
    }
    #expect(
      transport.requests.map(\.target) == [
        "/v1/disputes?charge=ch_1&limit=1",
        "/v1/disputes?charge=ch_1&limit=1&starting_after=dp_9",
        "/v1/disputes?charge=ch_1&ending_before=dp_9&limit=1",
      ])
  }

  @Test(arguments: [
    "", "{}", #"{"data":[]}"#, #"{"has_more":true}"#, #"{"data":[{}],"has_more":false}"#,
  ])
  func `a page that is none is an error`(text: String) async throws {
    let (client, _) = try Self.client { _ in Self.json(text) }
    await #expect(throws: ReadFailure.self) { try await client.disputes.page(.first) }
  }

  @Test func `a list that ignores its filter is not believed`() async throws {
    let (client, _) = try Self.client { _ in
      Self.json(#"{"object":"list","data":[\#(Self.dispute("dp_1"))],"has_more":false}"#)
    }
    await #expect(throws: ReadFailure.malformed("the server ignored the filter status=won")) {
      for try await _ in client.disputes.list(["status": "won"]) {}
    }
  }

  @Test func `the three writes to a dispute are three requests with keys of their own`()
    async throws
  {
    let (client, transport) = try Self.client { request in
      if request.path.hasSuffix("/close") { return Self.json(Self.dispute("dp_1", status: "lost")) }
      let isSubmit = String(decoding: request.body ?? [], as: UTF8.self).contains("true")
      let status = isSubmit ? "under_review" : "needs_response"
      return Self.json(
        Self.dispute("dp_1", status: status).replacing(
          "\"evidence\":{}", with: #""evidence":{"customer_name":"Ana"}"#))
    }
    let dispute = try Dispute(json: Array(Self.dispute("dp_1").utf8))
    let evidence = Evidence(customerName: "Ana")
    let outcomes = [
      await client.disputes.draft(dispute, evidence: evidence),
      await client.disputes.submit(dispute, evidence: evidence),
      await client.disputes.close(dispute),
    ]
    #expect(outcomes.allSatisfy { $0 == .applied(requestID: nil) })
    #expect(Set(transport.requests.map { $0.headers[.idempotencyKey] }).count == 3)
    #expect(
      transport.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) } == [
        #"{"evidence":{"customer_name":"Ana"},"submit":false}"#,
        #"{"evidence":{"customer_name":"Ana"},"submit":true}"#, "",
      ])
  }

  @Test func `a webhook endpoint is made, changed and taken away`() async throws {
    let endpoint = #"""
      {"id":"we_1","object":"webhook_endpoint","url":"https://x.example","status":"enabled",
      "secret":"whsec_1","created":1}
      """#
    let (client, transport) = try Self.client { request in
      Self.json(endpoint, status: request.path.hasSuffix("endpoints") ? 201 : 200)
    }
    let endpoints = client.webhookEndpoints
    let made = try await endpoints.create(url: "https://x.example", events: ["dispute.created"])
    #expect(made.secret == "whsec_1" && made.status == .enabled)
    _ = try await endpoints.update("we_1", description: "new")
    try await endpoints.delete("we_1")
    #expect(
      transport.requests.map { "\($0.method.rawValue) \($0.target)" } == [
        "POST /v1/webhook_endpoints", "POST /v1/webhook_endpoints/we_1",
        "DELETE /v1/webhook_endpoints/we_1",
      ])
    #expect(
      String(decoding: transport.requests[0].body ?? [], as: UTF8.self)
        == #"{"url":"https://x.example","enabled_events":["dispute.created"]}"#)
    #expect(transport.requests[0].headers[.idempotencyKey]?.hasPrefix("cpw_") == true)
    #expect(transport.requests[2].headers[.idempotencyKey] == nil)
  }
}
