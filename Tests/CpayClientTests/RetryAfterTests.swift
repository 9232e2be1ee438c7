import CpayValue
import HTTPTypes
import Testing

@testable import CpayClient

@Suite struct RetryAfterTests {
  private static let now = Timestamp(seconds: 1_707_220_800)

  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    var date: String?
    let seconds: Int64?
    var testDescription: String { text }
  }

  @Test(arguments: [
    Row(text: "0", seconds: 0), Row(text: "120", seconds: 120),
    Row(text: "999999999", seconds: 999_999_999), Row(text: "99999999999999999999", seconds: nil),
    Row(text: "-1", seconds: nil), Row(text: "+5", seconds: nil), Row(text: "1.5", seconds: nil),
    Row(text: "NaN", seconds: nil), Row(text: "", seconds: nil), Row(text: "5 s", seconds: nil),
    Row(text: "٥", seconds: nil), Row(text: "soon", seconds: nil),
    Row(text: "Tue, 06 Feb 2024 12:00:30 GMT", seconds: 30),
    Row(text: "Tue, 06 Feb 2024 11:00:00 GMT", seconds: 0),
    Row(
      text: "Tue, 06 Feb 2024 15:00:30 GMT", date: "Tue, 06 Feb 2024 15:00:00 GMT", seconds: 30),
    Row(text: "Tue, 06 Feb 2024 12:00:30 CET", seconds: nil),
    Row(text: "Tue, 30 Feb 2024 12:00:30 GMT", seconds: nil),
    Row(text: "Tue, 06 Fev 2024 12:00:30 GMT", seconds: nil),
    Row(text: "Tuesday, 06-Feb-24 12:00:30 GMT", seconds: nil),
    Row(text: "Fri, 31 Dec 9999 23:59:59 GMT", seconds: 251_695_079_999),
  ])
  func `reads seconds and dates, and nothing else`(row: Row) {
    var fields: HTTPFields = [.retryAfter: row.text]
    fields[.date] = row.date
    let read = RetryAfter(WireResponse(status: 429, headers: fields, body: []), now: Self.now)
    #expect(read?.delay == row.seconds.map { .seconds($0) })
    #expect(read?.isBearable == row.seconds.map { $0 <= 300 })
  }

  @Test func `an answer without the header asks for nothing`() {
    #expect(RetryAfter(WireResponse(status: 429, body: []), now: Self.now) == nil)
  }
}
