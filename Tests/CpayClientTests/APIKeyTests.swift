import CpayModel
import Testing

@testable import CpayClient

@Suite struct APIKeyTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let mode: APIKey.Mode?
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ mode: APIKey.Mode?) {
      self.text = text
      self.mode = mode
    }
  }

  @Test(arguments: [
    Row("sk_test_abc", .test), Row("rk_test_abc", .test), Row("sk_live_abc", .live),
    Row("rk_live_a-b_c.D9", .live), Row("pk_test_abc", nil), Row("pk_live_abc", nil),
    Row("", nil), Row("sk_test_", nil), Row("sk_live_", nil), Row("SK_TEST_abc", nil),
    Row(" sk_test_abc", nil), Row("sk_test_abc ", nil), Row("sk_test_a b", nil),
    Row("sk_test_abc\n", nil), Row("sk_test_abc\r\nX: 1", nil), Row("sk_test_abc\0", nil),
    Row("sk_test_äbc", nil), Row("sk_test_\u{7f}", nil), Row("sk_testabc", nil),
    Row("Bearer sk_test_abc", nil),
  ])
  func `reads the mode from the prefix and refuses what no header can carry`(row: Row) {
    #expect((try? APIKey(parsing: row.text))?.mode == row.mode)
  }

  @Test func `a publishable key is told apart`() {
    #expect(throws: APIKey.ParseFailure.self) { try APIKey(parsing: "pk_test_abc") }
    do {
      _ = try APIKey(parsing: "pk_test_abc")
    } catch {
      #expect(error.reason.contains("publishable"))
    }
  }

  @Test(arguments: ["pk_test_hunter2", "sk_test_hunter2 ", "hunter2", "sk_live_hunter2\n"])
  func `a refusal does not repeat the text`(text: String) {
    do {
      _ = try APIKey(parsing: text)
      Issue.record("\(text.debugDescription) was accepted")
    } catch {
      #expect(!"\(error)".contains("hunter2"))
      #expect(!error.reason.contains("hunter2"))
    }
  }

  /// Everything the standard library can make of a value as text.
  private static func texts(of value: Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return [
      String(describing: value), String(reflecting: value), "\(value)", "\([value])",
      "\(Optional(value) as Any)", dumped,
    ]
  }

  @Test func `no way of printing a key shows its secret`() throws {
    let key = try APIKey(parsing: "sk_test_hunter2")
    for text in Self.texts(of: key) { #expect(!text.contains("hunter2"), "\(text)") }
    #expect(key.description == "test key")
    #expect(Mirror(reflecting: key).children.isEmpty)
  }

  @Test func `no way of printing a client shows its secret`() throws {
    let client = APIClient(
      transport: StubTransport { _ in .success(WireResponse(status: 200, body: [])) },
      key: try APIKey(parsing: "sk_test_hunter2"), account: AccountIdentity(sandbox: "i1"))
    for text in Self.texts(of: client) { #expect(!text.contains("hunter2"), "\(text)") }
  }

  @Test func `the header is the only place that has it`() throws {
    #expect(try APIKey(parsing: "sk_test_hunter2").authorization == "Bearer sk_test_hunter2")
  }

  @Test func `no failure of a request shows the secret`() async throws {
    let client = APIClient(
      transport: StubTransport { _ in
        .success(WireResponse(status: 401, body: Array(#"{"error":{"message":"no"}}"#.utf8)))
      }, key: try APIKey(parsing: "sk_test_hunter2"), account: AccountIdentity(sandbox: "i1"))
    do {
      _ = try await client.object(.dispute, "dp_a1")
      Issue.record("a 401 is no answer")
    } catch {
      for text in Self.texts(of: error) { #expect(!text.contains("hunter2"), "\(text)") }
    }
  }
}
