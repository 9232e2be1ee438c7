import CpayModel
import HTTPTypes
import Testing

@testable import CpayClient

/// Keys are taken out of what is shown and kept, and nothing else is.
@Suite struct RedactorTests {
  @Test(arguments: [
    ("no key here", "no key here"),
    ("Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc!", "Bearer sk_test_…!"),
    ("sk_live_a and rk_test_b", "sk_live_… and rk_test_…"),
    ("a key begins with sk_test_", "a key begins with sk_test_"),
    ("sk_test_a sk_test_a", "sk_test_… sk_test_…"), ("whsec_abc", "whsec_…"), ("", ""),
    ("it is rk_live_a-b_c.D9.", "it is rk_live_…."), ("sk_live_sandbox_x", "sk_live_…"),
  ])
  func `a message loses what looks like a key`(_ text: String, _ shown: String) {
    #expect(KeyPattern.masked(text) == shown)
    #expect(String(decoding: Redactor().message(Array(text.utf8)), as: UTF8.self) == shown)
    #expect(Redactor().data(Array(text.utf8)) == Array(text.utf8))
  }

  @Test func `a message of nothing but beginnings of keys is masked in one pass`() {
    let text = String(repeating: "sk_test_, ", count: 20_000)
    #expect(KeyPattern.masked(text) == text)
    #expect(KeyPattern.masked(text + "sk_test_x") == text + "sk_test_…")
    #expect(!KeyPattern.occurs(in: String(repeating: "task_test_", count: 20_000)))
  }

  @Test(arguments: [
    ("sk_test_x", true), ("--key=rk_live_1", true), ("x:whsec_1", true), ("my_sk_test_1", true),
    ("(sk_live_a)", true), ("task_test_1.csv", false), ("risk_live_report", false),
    ("sk_test_", false), ("7sk_test_1", false), ("", false), ("task_test_1 sk_test_1", true),
    ("task_test_x.sk_test_y", true),
  ])
  func `a key begins where a word does`(_ text: String, _ isKey: Bool) {
    #expect(KeyPattern.occurs(in: text) == isKey)
  }

  static let alphabet = Array("ksk_te\"\\x".utf8)

  /// The text without each occurrence of the key, found byte by byte.
  private static func plain(_ bytes: [UInt8], _ form: [UInt8], _ mask: [UInt8]) -> [UInt8] {
    var (result, place) = ([UInt8](), 0)
    while place < bytes.count {
      if bytes[place...].starts(with: form) {
        result += mask
        place += form.count
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return result
  }

  @Test func `data loses exactly the keys that are known, wherever they stand`() throws {
    let key = try APIKey(parsing: "sk_test_kk")
    let redactor = Redactor()
    redactor.know(key)
    redactor.know(key)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let noise = { (count: Int) in
        (0..<count).map { _ in RedactorTests.alphabet.randomElement(using: &generator) ?? 0 }
      }
      let pieces = (0..<3).flatMap { _ in noise(.random(in: 0...9)) + Array("sk_test_kk".utf8) }
      let bytes = pieces + noise(4)
      let wanted = RedactorTests.plain(
        bytes, Array("sk_test_kk".utf8), Array("sk_test_…".utf8))
      #expect(redactor.data(bytes) == wanted)
    }
    #expect(redactor.finds(in: "x sk_test_kk"))
    #expect(!redactor.finds(in: "x sk_test_k"))
  }

  @Test func `a key is known as JSON writes it, too`() throws {
    let redactor = Redactor()
    redactor.know(try APIKey(parsing: "rk_live_a\"b\\c"))
    let row = Array(#"{"x":"rk_live_a\"b\\c"}"#.utf8)
    #expect(String(decoding: redactor.data(row), as: UTF8.self) == #"{"x":"rk_live_…"}"#)
    #expect(redactor.data(Array(#"rk_live_a"b\c"#.utf8)) == Array("rk_live_…".utf8))
  }

  @Test(arguments: [
    #""rk_live_a""b|<c>&d\e""#, #"rk_live_a"b\|\<c\>\&d\\e"#, #"rk_live_a"b|<c>&d\e"#,
    "rk_live_a&quot;b|&lt;c&gt;&amp;d\\e", #""rk_live_a\"b|<c>&d\\e""#,
  ])
  func `a key is known as any format writes it`(_ written: String) throws {
    let redactor = Redactor()
    redactor.know(try APIKey(parsing: #"rk_live_a"b|<c>&d\e"#))
    let shown = String(decoding: redactor.data(Array("x \(written) y".utf8)), as: UTF8.self)
    #expect(shown.replacing("\"", with: "") == "x rk_live_… y")
    #expect(redactor.finds(in: "x \(written) y"))
  }

  @Test(arguments: [
    ("sk_test_4eC39HqLyjWDarjtT1zdp7dc", "sk_test_…p7dc"),
    ("rk_live_123456789012", "rk_live_…9012"),
    ("rk_live_12345678901", "rk_live_…"), ("sk_live_x", "sk_live_…"),
  ])
  func `a person may tell a long key by its end`(_ text: String, _ shown: String) throws {
    #expect(try APIKey(parsing: text).masked == shown)
  }

  @Test func `an answer that repeats the key does not bring it back`() async throws {
    let transport = StubTransport { request in
      let header = request.headers[.authorization] ?? ""
      var headers = HTTPFields()
      headers[.requestID] = header
      return .success(
        WireResponse(status: 200, headers: headers, body: Array("{\"x\":\"\(header)\"}".utf8)))
    }
    let client = APIClient(
      transport: transport, key: try APIKey(parsing: "sk_test_hunter2"),
      account: AccountIdentity(sandbox: "i1"))
    let body = try await client.page(of: .dispute, [])
    #expect(String(decoding: body, as: UTF8.self) == #"{"x":"Bearer sk_test_…"}"#)
  }
}
