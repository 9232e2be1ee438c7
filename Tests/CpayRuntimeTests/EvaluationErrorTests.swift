import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct EvaluationErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let error: EvaluationError
    let message: String
    var testDescription: String { message }
  }

  @Test(arguments: [
    Row(
      error: .read(.transport(TransportFailure(.notSent, "x refused the connection"))),
      message: "x refused the connection"),
    Row(
      error: .read(.api(.fixture(401))), message: "the API does not accept the key (401): no"),
    Row(error: .read(.api(.fixture(404))), message: "not found: no"),
    Row(error: .read(.api(.fixture(500))), message: "the API refused: no (500)"),
    Row(
      error: .filterIgnored(id: "dp_1", field: "status", found: "won", asked: "lost"),
      message: "the server ignored a filter: dp_1 has status won, asked for lost"),
    Row(
      error: .conflictingRows(id: "dp_1"), message: "dp_1 occurs twice, with different evidence"),
    Row(
      error: .journal(.locked(by: "process 7")),
      message: "the ledger is held by another process (process 7); --wait waits for it"),
    Row(error: .interrupted, message: "interrupted"),
  ])
  func `says what happened`(row: Row) {
    #expect(row.error.message == row.message)
  }
}
