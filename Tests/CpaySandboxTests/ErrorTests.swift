import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct ErrorTests {
  /// One request to the docs seed and the error it must give.
  struct Case: Sendable, CustomTestStringConvertible {
    let request: String
    var body = ""
    var headers: [String: String] = [:]
    let status: Int
    var type = "invalid_request_error"
    var code: String? = "parameter_invalid"
    var param: String?
    let message: String
    var testDescription: String { "\(request) \(body.prefix(60))" }
  }

  static let listCases: [Case] = [
    Case(
      request: "GET /v1/disputes?limit=0", status: 400, param: "limit",
      message: "limit must be a whole number from 1 to 100, not '0'."),
    Case(request: "GET /v1/disputes?limit=101", status: 400, param: "limit", message: "'101'"),
    Case(request: "GET /v1/disputes?limit=+5", status: 400, param: "limit", message: "' 5'"),
    Case(request: "GET /v1/disputes?limit=x", status: 400, param: "limit", message: "'x'"),
    Case(request: "GET /v1/disputes?limit=", status: 400, param: "limit", message: "no value"),
    Case(
      request: "GET /v1/disputes?limit=1&limit=2", status: 400, param: "limit", message: "twice"),
    Case(request: "GET /v1/disputes?reason=x", status: 400, param: "reason", message: "'reason'"),
    Case(
      request: "GET /v1/disputes/dp_a1?limit=1", status: 400, param: "limit", message: "'limit'"),
    Case(
      request: "GET /v1/disputes?status=open", status: 400, param: "status",
      message: "'open' is no dispute status; there are warning_needs_response, "),
    Case(
      request: "GET /v1/disputes?starting_after=dp_a1&ending_before=dp_b2", status: 400,
      param: "ending_before", message: "together"),
    Case(
      request: "GET /v1/disputes?starting_after=dp_none", status: 400, code: "resource_not_found",
      param: "starting_after", message: "No such dispute: 'dp_none'."),
    Case(
      request: "GET /v1/disputes?ending_before=dp_a1%00x", status: 400, code: "resource_not_found",
      param: "ending_before", message: "No such dispute"),
    Case(request: "GET /v1/disputes?charge=a%00b", status: 400, param: "charge", message: "NUL"),
    Case(request: "GET /v1/disputes?charge=%ff", status: 400, code: nil, message: "UTF-8"),
    Case(request: "GET /v1/disputes?charge=%4", status: 400, code: nil, message: "UTF-8"),
  ]

  static let pathCases: [Case] = [
    Case(
      request: "GET /v1/disputes/dp_none", status: 404, code: "resource_not_found",
      message: "No such dispute: 'dp_none'."),
    Case(
      request: "GET /v1/disputes/ch_1", status: 404, code: "resource_not_found", message: "'ch_1'"),
    Case(
      request: "GET /v1/disputes/dp_a1%00", status: 404, code: "resource_not_found",
      message: "No such dispute"),
    Case(
      request: "POST /v1/disputes/dp_none", status: 404, code: "resource_not_found",
      message: "'dp_none'"),
    Case(
      request: "POST /v1/disputes/dp_none/close", status: 404, code: "resource_not_found",
      message: "'dp_none'"),
    Case(
      request: "GET /v1/disputes/", status: 404, code: "resource_not_found",
      message: "There is nothing at GET /v1/disputes/."),
    Case(request: "GET /v2", status: 404, code: "resource_not_found", message: "/v2"),
    Case(request: "GET /v1/refunds", status: 404, code: "resource_not_found", message: "refunds"),
    Case(
      request: "POST /v1/disputes", status: 405, code: nil,
      message: "/v1/disputes takes GET, not POST."),
    Case(request: "DELETE /v1/disputes/dp_a1", status: 405, code: nil, message: "GET, POST"),
    Case(request: "GET /v1/disputes/dp_a1/close", status: 405, code: nil, message: "POST"),
    Case(
      request: "GET /v1/disputes", headers: ["CasaPay-Version": "2024-01-01"], status: 400,
      param: "CasaPay-Version", message: "'2024-01-01' is unknown; there is 2025-01-15."),
  ]

  static let update = "POST /v1/disputes/dp_a1"
  static let bodyCases: [Case] = [
    Case(request: update, body: "{", status: 400, code: nil, message: "not JSON"),
    Case(request: update, body: "[]", status: 400, code: nil, message: "must be a JSON object"),
    Case(
      request: update, body: #"{"submit":true,"submit":false}"#, status: 400, code: nil,
      message: "occurs twice"),
    Case(
      request: update, body: String(repeating: "[", count: 5000), status: 400, code: nil,
      message: "not JSON"),
    Case(
      request: update, body: "submit=true",
      headers: ["Content-Type": "text/plain"], status: 400, code: nil, message: "'text/plain'"),
    Case(
      request: update, body: "submit=yes",
      headers: ["Content-Type": "application/x-www-form-urlencoded"], status: 400, param: "submit",
      message: "submit must be true or false, not a text."),
    Case(
      request: update, body: "{}", headers: ["Content-Type": ""], status: 400, code: nil,
      message: "'missing'"),
    Case(
      request: update, body: String(repeating: " ", count: BodyReader.maximumBytes + 1),
      status: 400,
      code: nil, message: "more than 2097152 bytes"),
    Case(
      request: update, body: #"{"note":"x"}"#, status: 400, param: "note",
      message: "Unknown parameter 'note' in the body."),
    Case(
      request: update, body: #"{"submit":"true"}"#, status: 400, param: "submit",
      message: "submit must be true or false, not a text."),
    Case(
      request: update, body: #"{"submit":true}"#, status: 400, code: "parameter_missing",
      param: "evidence", message: "'dp_a1'"),
    Case(
      request: update, body: #"{"evidence":[]}"#, status: 400, param: "evidence", message: "list"),
    Case(
      request: update, body: #"{"evidence":{"lease":"x"}}"#, status: 400, param: "evidence.lease",
      message: "'evidence.lease'"),
    Case(
      request: update, body: #"{"evidence":{"receipt":null}}"#, status: 400,
      param: "evidence.receipt", message: "null"),
    Case(
      request: update, body: #"{"evidence":{"receipt":"file_none"}}"#, status: 400,
      code: "resource_not_found", param: "evidence.receipt", message: "'file_none'"),
    Case(
      request: update, body: #"{"evidence":{"service_documentation":"ch_1"}}"#, status: 400,
      code: "resource_not_found", param: "evidence.service_documentation", message: "'ch_1'"),
    Case(
      request: update, body: #"{"evidence":{"customer_email":"jane"}}"#, status: 422,
      type: "validation_error", param: "evidence.customer_email", message: "'jane'"),
    Case(
      request: update,
      body: #"{"evidence":{"billing_address":"\#(String(repeating: "x", count: 150_001))"}}"#,
      status: 422, type: "validation_error", param: "evidence", message: "150001"),
    Case(
      request: update, body: #"{"metadata":{"a":1}}"#, status: 400, param: "metadata.a",
      message: "a number"),
    Case(
      request: update, body: #"{"metadata":""}"#, status: 400, param: "metadata", message: "text"),
    Case(
      request: update, body: #"{"metadata":{"":"x"}}"#, status: 422, type: "validation_error",
      param: "metadata.", message: "1 to 40"),
    Case(
      request: update, body: #"{"metadata":{"a":"\#(String(repeating: "é", count: 501))"}}"#,
      status: 422, type: "validation_error", param: "metadata.a", message: "500"),
    Case(
      request: update,
      body: "{\"metadata\":{" + (0..<50).map { "\"k\($0)\":\"x\"" }.joined(separator: ",") + "}}",
      status: 422, type: "validation_error", param: "metadata", message: "51 keys"),
    Case(
      request: "POST /v1/disputes/dp_f6", body: #"{"evidence":{"customer_name":"x"}}"#,
      status: 422, code: "state_invalid", message: "status won cannot be submitted"),
    Case(
      request: "POST /v1/disputes/dp_e5/close", status: 422, code: "state_invalid",
      message: "under_review"),
    Case(
      request: "POST /v1/disputes/dp_a1/close", body: #"{"reason":"x"}"#, status: 400,
      param: "reason", message: "'reason'"),
    Case(
      request: update, headers: ["Idempotency-Key": String(repeating: "k", count: 256)],
      status: 400, param: "Idempotency-Key", message: "not 256"),
  ]

  @Test(arguments: listCases + pathCases + bodyCases)
  func `a wrong request is answered with the error of its kind`(row: Case) async throws {
    try await withSandbox { client, server in
      let parts = row.request.split(separator: " ").map(String.init)
      let headers = ["Content-Type": row.body.isEmpty ? "" : "application/json"]
      let reply = try await client.send(
        parts[0], parts[1], headers: headers.merging(row.headers) { $1 }, body: row.body)
      #expect(reply.status == row.status)
      #expect(try reply.error("type") == row.type)
      #expect(try reply.error("code") == row.code)
      #expect(try reply.error("param") == row.param)
      #expect(try reply.error("message")?.contains(row.message) == true, "\(reply.text)")
      let page = "https://docs.casapay.com/docs/getting-started/errors#"
      #expect(try reply.error("doc_url") == row.code.map { page + $0 })
      #expect(reply.headers["content-type"] == "application/json")
      #expect(try await server.effects().isEmpty)
    }
  }

  @Test func `a file of another purpose is no evidence`() async throws {
    try await withTemporaryFolder { folder in
      try write(
        """
        {"id":"file_1","object":"file","purpose":"other","created":1}
        {"id":"dp_1","object":"dispute","charge":"ch_1","amount":1,"currency":"eur","status":\
        "needs_response","reason":"general","evidence":{},"created":1}
        """, to: folder + "/seed.ndjson")
      let seed = try Seed(folder + "/seed.ndjson")
      try await withSandbox(SandboxConfiguration(seed: seed)) { client, _ in
        let reply = try await client.post(
          "/v1/disputes/dp_1", #"{"evidence":{"receipt":"file_1"}}"#)
        #expect(reply.status == 400)
        #expect(try reply.error("code") == "parameter_invalid")
        #expect(
          try reply.error("message")
            == "The file 'file_1' has the purpose 'other', not dispute_evidence.")
      }
    }
  }

  @Test func `evidence after the deadline is refused, closing is not`() async throws {
    let late = SandboxClock.frozen(Timestamp(seconds: 1_707_350_401))
    try await withSandbox(SandboxConfiguration(seed: .docs, clock: late)) { client, _ in
      let reply = try await client.post(
        "/v1/disputes/dp_a1", #"{"evidence":{"customer_name":"x"},"submit":false}"#)
      #expect(reply.status == 422)
      #expect(try reply.error("message")?.contains("2024-02-08T00:00Z") == true)
      #expect(try await client.post("/v1/disputes/dp_a1/close").status == 200)
    }
  }
}
