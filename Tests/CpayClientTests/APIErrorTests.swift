import CpayClient
import HTTPTypes
import Testing

@Suite struct APIErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let body: String
    let summary: String
    var testDescription: String { body }

    init(_ body: String, _ summary: String) {
      self.body = body
      self.summary = summary
    }
  }

  @Test(arguments: [
    Row(#"{"error":{"message":"no","code":"c","type":"t","param":"p"}}"#, "no (400, c)"),
    Row(#"{"error":{"message":"no"}}"#, "no (400)"),
    Row(#"{"error":{"message":7,"code":null}}"#, "the answer has no message (400)"),
    Row(#"{"error":"no"}"#, "the answer has no message (400)"),
    Row(#"{"error":{"message":"no""#, "the answer has no message (400)"),
    Row("", "the answer has no message (400)"), Row("<html>", "the answer has no message (400)"),
    Row("\u{1}", "the answer has no message (400)"),
  ])
  func `says what the API said, or that it said nothing`(row: Row) {
    let error = APIError(WireResponse(status: 400, body: Array(row.body.utf8)))
    #expect(error.summary == row.summary)
  }

  @Test func `keeps every part`() {
    let error = APIError(
      WireResponse(
        status: 422, headers: [.requestID: "req_1"],
        body: Array(#"{"error":{"message":"m","code":"c","type":"t","param":"p"}}"#.utf8)))
    #expect(error.status == 422 && error.message == "m" && error.code == "c")
    #expect(error.type == "t" && error.parameter == "p" && error.requestID == "req_1")
  }
}
