import CpayValue
import Testing

@testable import CpaySandbox

/// Assumptions whose effect one request shows; those of time, keys, faults and events have suites of
/// their own.
@Suite struct AssumptionEffectTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let setting: String
    let request: String
    var body = ""
    var type = "application/json"
    let status: Int
    var says: String?
    var testDescription: String { setting }

    init(
      _ setting: String, _ request: String, _ status: Int, body: String = "",
      type: String = "application/json", says: String? = nil
    ) {
      (self.setting, self.request, self.body) = (setting, request, body)
      (self.type, self.status, self.says) = (type, status, says)
    }
  }

  private static let update = "POST /v1/disputes/dp_a1"
  private static let named = #"{"evidence":{"customer_name":"x"}}"#
  private static let form = "application/x-www-form-urlencoded"
  private static let endpoint = "POST /v1/webhook_endpoints"

  static let rows: [Row] = [
    Row("submit_default=true", update, 200, body: named, says: "under_review"),
    Row("submit_default=false", update, 200, body: named, says: "needs_response"),
    Row("close_submitted=refuse", "POST /v1/disputes/dp_e5/close", 422),
    Row("close_submitted=accept", "POST /v1/disputes/dp_e5/close", 200, says: "lost"),
    Row("close_inquiry=lost", "POST /v1/disputes/dp_g7/close", 200, says: "\"lost\""),
    Row("metadata_update=refuse", update, 400, body: #"{"metadata":{"a":"b"}}"#),
    Row("metadata_values=refuse", update, 400, body: #"{"metadata":{"a":1}}"#),
    Row(
      "metadata_values=stringify", update, 200, body: #"{"metadata":{"a":1}}"#, says: #""a":"1""#),
    Row("unknown_parameters=refuse", update, 400, body: #"{"note":"x"}"#),
    Row("unknown_parameters=ignore", update, 200, body: #"{"note":"x"}"#),
    Row("unknown_parameters=ignore", "GET /v1/disputes?note=x", 200),
    Row("form=accept", update, 200, body: "metadata[a]=b", type: form, says: #""a":"b""#),
    Row("form=refuse", update, 400, body: "metadata[a]=b", type: form),
    Row(
      "request_id=both", "GET /v1/disputes/dp_none", 404, says: "request_id"),
    Row("version=ignore", "GET /v1/disputes", 200),
    Row(
      "wildcard_events=accept", endpoint, 201,
      body: #"{"url":"https://a.b","enabled_events":["*"]}"#),
    Row(
      "wildcard_events=refuse", endpoint, 400,
      body: #"{"url":"https://a.b","enabled_events":["*"]}"#),
    Row(
      "webhook_http=refuse", endpoint, 400,
      body: #"{"url":"http://127.0.0.1:1","enabled_events":["a.b"]}"#),
  ]

  @Test(arguments: rows) func `an assumption decides the answer`(row: Row) async throws {
    try await withSandbox(try docs([row.setting])) { client, _ in
      let parts = row.request.split(separator: " ").map(String.init)
      var headers = ["Content-Type": row.body.isEmpty ? "" : row.type]
      if row.setting.hasPrefix("version") { headers["CasaPay-Version"] = "1999-01-01" }
      let reply = try await client.send(parts[0], parts[1], headers: headers, body: row.body)
      #expect(reply.status == row.status, "\(reply.text)")
      if let says = row.says { #expect(reply.text.contains(says), "\(reply.text)") }
    }
  }

  @Test func `request_id=header keeps the body as the errors page has it`() async throws {
    try await withSandbox(try docs(assuming: "request_id=header")) { client, _ in
      let reply = try await client.get("/v1/disputes/dp_none")
      #expect(!reply.text.contains("request_id") && reply.headers["request-id"] != nil)
    }
  }

  @Test(arguments: [
    ("empty_file=accept", "", "dispute_evidence", 201), ("empty_file=refuse", "", "other", 400),
    ("upload_status=200", "x", "dispute_evidence", 200),
    ("upload_status=201", "x", "dispute_evidence", 201),
  ])
  func `assumptions about uploads decide the answer`(
    setting: String, content: String, purpose: String, status: Int
  ) async throws {
    try await withSandbox(try docs(assuming: setting)) { (client, _) async throws in
      let form = FileTests.form([("purpose", purpose)], content: content)
      #expect(try await FileTests.upload(client, form).status == status)
    }
  }

  @Test(arguments: [("check", 400), ("ignore", 200)])
  func `file_purpose decides whether any file is evidence`(value: String, status: Int)
    async throws
  {
    try await withSandbox(try docs(assuming: "file_purpose=\(value)")) { client, _ in
      let form = FileTests.form([("purpose", "other")])
      let id = try #require(try await FileTests.upload(client, form).json["id"]?.string)
      let reply = try await client.post(
        "/v1/disputes/dp_a1", #"{"evidence":{"receipt":"\#(id)"},"submit":false}"#)
      #expect(reply.status == status)
    }
  }

  @Test(arguments: ["idempotency_error", "invalid_request_error"])
  func `in_progress_type names the error of a key whose request still runs`(type: String)
    async throws
  {
    try await withSandbox(try docs(assuming: "in_progress_type=\(type)")) { client, server in
      let call = Call(
        method: "POST", path: "", arguments: [], query: try QueryParameters("", known: []),
        members: [], caller: Caller(key: server.key, mode: .test, permissions: nil),
        requestID: "req_1", idempotencyKey: "key", fingerprint: "", expansion: .none, base: "")
      let key = try #require(try IdempotencyKey(call))
      let reply = try await server.sandbox.keysInProgress.claiming(key, kind: .idempotency) {
        try await client.post("/v1/disputes/dp_a1/close", headers: ["Idempotency-Key": "key"])
      }
      #expect(reply.status == 409)
      #expect(try reply.error("type") == type)
    }
  }

  @Test(arguments: [
    ("casapay", 86_399, true), ("early-prune", 3_599, true), ("early-prune", 3_600, false),
  ])
  func `idempotency decides how long an answer is kept`(
    mode: String, seconds: Int64, isKept: Bool
  ) async throws {
    try await withSandbox(try docs(assuming: "idempotency=\(mode)")) { client, server in
      let headers = ["Idempotency-Key": "key"]
      _ = try await client.post("/v1/disputes/dp_a1/close", headers: headers)
      try await server.advance(by: DurationValue(seconds: seconds))
      let again = try await client.post("/v1/disputes/dp_a1/close", headers: headers)
      #expect((again.headers["idempotent-replayed"] == "true") == isKept)
    }
  }
}
