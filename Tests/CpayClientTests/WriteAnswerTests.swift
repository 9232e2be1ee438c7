import CpayModel
import CpayValue
import HTTPTypes
import Testing

@testable import CpayClient

@Suite struct WriteAnswerTests {
  enum Kind: Sendable {
    case applied
    case refused
    case halted
    case unknown
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let status: Int
    let body: String
    let action: DisputeWrite.Action
    let kind: Kind
    var testDescription: String { "\(action) \(status) \(body.prefix(120))" }

    init(_ status: Int, _ body: String, _ kind: Kind, _ action: DisputeWrite.Action = .submit) {
      self.status = status
      self.body = body
      self.action = action
      self.kind = kind
    }
  }

  private static func dispute(
    _ status: String, id: String = "dp_a1", object: String = "dispute",
    evidence: String = #"{"customer_name":"Ana"}"#
  ) -> String {
    #"{"object":"\#(object)","id":"\#(id)","status":"\#(status)","evidence":\#(evidence)}"#
  }

  private static func error(_ type: String, code: String? = nil) -> String {
    let code = code.map { #","code":"\#($0)""# } ?? ""
    return #"{"error":{"type":"\#(type)","message":"no"\#(code)}}"#
  }

  private static func answer(_ row: Row) -> WriteAnswer {
    let write = DisputeWrite(
      row.action, dispute: "dp_a1",
      evidence: row.action == .close
        ? [] : [DisputeWrite.Evidence(name: "customer_name", text: "Ana")],
      seen: [], status: "needs_response", account: AccountIdentity(sandbox: "i1"), generation: 0)
    return WriteAnswer(
      WireResponse(
        status: row.status, headers: [.requestID: "req_1"], body: Array(row.body.utf8)), to: write,
      now: Timestamp(seconds: 0))
  }

  private static func kind(_ answer: WriteAnswer) -> Kind? {
    switch answer {
    case .applied(requestID: "req_1"): .applied
    case .refused(let error) where error.requestID == "req_1": .refused
    case .halted(let error) where error.requestID == "req_1": .halted
    case .paced(let error, nil) where error.requestID == "req_1": .halted
    case .unknown(_, requestID: "req_1"), .astray(_, requestID: "req_1"): .unknown
    case .busy(let error), .clash(let error), .failed(let error, nil):
      error.requestID == "req_1" ? .unknown : nil
    default: nil
    }
  }

  @Test(arguments: [
    Row(200, dispute("under_review"), .applied), Row(201, dispute("under_review"), .applied),
    Row(200, dispute("warning_under_review"), .unknown), Row(200, dispute("won"), .applied),
    Row(200, dispute("a_later_status"), .applied),
    Row(200, dispute("under_review", evidence: #"{"customer_name":"Ana","x":"y"}"#), .applied),
    Row(200, dispute("needs_response"), .applied, .draft),
    Row(200, dispute("warning_needs_response"), .applied, .draft),
    Row(200, dispute("lost"), .applied, .close),
    Row(200, dispute("warning_closed", evidence: "null"), .applied, .close),
  ])
  func `a whole and fitting yes is a yes`(row: Row) {
    #expect(Self.kind(Self.answer(row)) == row.kind)
  }

  @Test(arguments: [
    Row(200, dispute("needs_response"), .unknown),
    Row(200, dispute("warning_needs_response"), .unknown),
    Row(200, dispute("under_review"), .unknown, .draft),
    Row(200, dispute("under_review"), .unknown, .close),
    Row(200, dispute("needs_response"), .unknown, .close),
    Row(200, dispute("won"), .unknown, .close),
    Row(200, dispute("under_review", id: "dp_a2"), .unknown),
    Row(200, dispute("under_review", id: "DP_A1"), .unknown),
    Row(200, dispute("under_review", object: "charge"), .unknown),
    Row(200, dispute("under_review", evidence: "{}"), .unknown),
    Row(200, dispute("under_review", evidence: "null"), .unknown),
    Row(200, dispute("under_review", evidence: #"{"customer_name":"Ane"}"#), .unknown),
    Row(200, dispute("under_review", evidence: #"{"customer_name":1}"#), .unknown),
    Row(200, dispute("under_review", evidence: #"{"customer_name":null}"#), .unknown),
    Row(200, dispute("needs_response", evidence: "{}"), .unknown, .draft),
    Row(200, #"{"object":"dispute","id":"dp_a1","evidence":{"customer_name":"Ana"}}"#, .unknown),
    Row(200, #"{"object":"dispute","status":"under_review"}"#, .unknown),
    Row(200, String(dispute("under_review").dropLast()), .unknown),
    Row(200, String(dispute("under_review").dropLast(20)), .unknown),
    Row(200, dispute("under_review") + "{}", .unknown),
    Row(200, #"{"id":"dp_a1",\#(dispute("under_review").dropFirst())"#, .unknown),
    Row(200, "", .unknown), Row(200, "null", .unknown), Row(200, "[]", .unknown),
    Row(200, "<html>", .unknown), Row(200, error("api_error"), .unknown),
    Row(202, dispute("under_review"), .unknown), Row(204, "", .unknown),
    Row(206, dispute("under_review"), .unknown),
  ])
  func `a yes that does not show the write proves nothing`(row: Row) {
    #expect(Self.kind(Self.answer(row)) == row.kind)
  }

  @Test(arguments: [
    Row(301, "", .unknown), Row(302, dispute("under_review"), .unknown), Row(303, "", .unknown),
    Row(307, "", .unknown), Row(308, "", .unknown), Row(304, "", .unknown),
    Row(409, "", .unknown), Row(409, error("invalid_request_error"), .unknown),
    Row(409, error("idempotency_error"), .unknown), Row(400, error("idempotency_error"), .unknown),
    Row(422, error("idempotency_error"), .unknown), Row(429, error("idempotency_error"), .unknown),
    Row(500, "", .unknown), Row(500, error("api_error"), .unknown),
    Row(502, "<html>bad gateway</html>", .unknown), Row(503, "", .unknown), Row(504, "", .unknown),
    Row(422, "", .unknown), Row(400, "<html>", .unknown), Row(404, "{}", .unknown),
    Row(404, #"{"error":{"message":"no such page"}}"#, .unknown),
    Row(408, "", .unknown), Row(402, error("card_error"), .unknown), Row(418, "", .unknown),
    Row(100, "", .unknown), Row(599, "", .unknown),
  ])
  func `an answer that is neither yes nor no leaves it open`(row: Row) {
    #expect(Self.kind(Self.answer(row)) == row.kind)
  }

  @Test(arguments: [
    Row(400, error("invalid_request_error"), .refused),
    Row(404, error("invalid_request_error"), .refused),
    Row(422, error("invalid_request_error", code: "state_invalid"), .refused),
    Row(404, error("invalid_request_error"), .refused, .close),
    Row(401, error("authentication_error"), .halted), Row(401, "", .halted),
    Row(403, error("permission_error"), .halted), Row(429, error("rate_limit_error"), .halted),
    Row(429, "", .halted, .close),
  ])
  func `a no is a no, to this row or to us`(row: Row) {
    #expect(Self.kind(Self.answer(row)) == row.kind)
  }

  @Test func `no beginning of a yes is a yes`() {
    let body = Self.dispute("under_review")
    for length in 0..<body.utf8.count {
      let row = Row(200, String(decoding: body.utf8.prefix(length), as: UTF8.self), .unknown)
      #expect(Self.kind(Self.answer(row)) == .unknown)
    }
  }

  @Test func `a refusal keeps what the API said`() {
    let row = Row(422, Self.error("invalid_request_error", code: "state_invalid"), .refused)
    guard case .refused(let error) = Self.answer(row) else {
      Issue.record("a 422 is a refusal")
      return
    }
    #expect(error.summary == "no (422, state_invalid)")
  }
}
