import HTTPTypes
import Testing

@testable import CpayClient

@Suite struct WireRequestTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let encoded: String
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ encoded: String) {
      self.text = text
      self.encoded = encoded
    }
  }

  @Test(arguments: [
    Row("", ""), Row("abcXYZ019-._~", "abcXYZ019-._~"), Row(" ", "%20"), Row("+", "%2B"),
    Row("%", "%25"), Row("&", "%26"), Row("=", "%3D"), Row("?", "%3F"), Row("#", "%23"),
    Row("/", "%2F"), Row("\\", "%5C"), Row("\0", "%00"), Row("\t", "%09"), Row("\r\n", "%0D%0A"),
    Row("é", "%C3%A9"), Row("e\u{301}", "e%CC%81"), Row("€", "%E2%82%AC"),
    Row("👩‍👧", "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7"), Row("[::1]", "%5B%3A%3A1%5D"),
    Row("!*'();@,$", "%21%2A%27%28%29%3B%40%2C%24"), Row("\u{7f}", "%7F"),
  ])
  func `encodes every byte but the unreserved ones`(row: Row) {
    #expect(percentEncoded(row.text) == row.encoded)
  }

  @Test func `a query stands in alphabetical order, names and values encoded`() {
    let request = WireRequest(
      .get, "/v1/disputes",
      query: [
        WireRequest.Parameter("status", "needs_response"), WireRequest.Parameter("limit", "100"),
        WireRequest.Parameter("charge", "ch_1&limit=1"), WireRequest.Parameter("a b", ""),
      ])
    #expect(
      request.target
        == "/v1/disputes?a%20b=&charge=ch_1%26limit%3D1&limit=100&status=needs_response")
  }

  @Test func `without a query the target is the path`() {
    #expect(WireRequest(.get, "/v1/disputes").target == "/v1/disputes")
  }
}
