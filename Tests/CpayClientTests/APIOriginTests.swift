import Testing

@testable import CpayClient

@Suite struct APIOriginTests {
  struct Accepted: Sendable, CustomTestStringConvertible {
    let text: String
    let url: String
    let isLoopback: Bool
    var testDescription: String { text }

    init(_ text: String, _ url: String, isLoopback: Bool = false) {
      self.text = text
      self.url = url
      self.isLoopback = isLoopback
    }
  }

  @Test(arguments: [
    Accepted("https://api.casapay.com", "https://api.casapay.com"),
    Accepted("https://api.casapay.com/", "https://api.casapay.com"),
    Accepted("https://API.CasaPay.com", "https://api.casapay.com"),
    Accepted("https://api.casapay.com:8443", "https://api.casapay.com:8443"),
    Accepted("https://api.casapay.com:08443", "https://api.casapay.com:8443"),
    Accepted("https://host:1", "https://host:1"),
    Accepted("https://host:65535", "https://host:65535"),
    Accepted("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    Accepted("https://192.0.2.7", "https://192.0.2.7"),
    Accepted("https://127.0.0.1:8443", "https://127.0.0.1:8443", isLoopback: true),
    Accepted("http://127.0.0.1:4010", "http://127.0.0.1:4010", isLoopback: true),
    Accepted("http://localhost:4010/", "http://localhost:4010", isLoopback: true),
    Accepted("http://LOCALHOST", "http://localhost", isLoopback: true),
    Accepted("http://[::1]", "http://[::1]", isLoopback: true),
    Accepted("http://[::1]:4010", "http://[::1]:4010", isLoopback: true),
  ])
  func `reads the address of a server`(row: Accepted) throws {
    let origin = try APIOrigin(parsing: row.text)
    #expect(origin.url == row.url)
    #expect(origin.description == row.url)
    #expect(origin.isLoopback == row.isLoopback)
  }

  @Test(arguments: [
    Accepted("https://api.casapay.com:443", "https://api.casapay.com"),
    Accepted("https://api.casapay.com:443/", "https://api.casapay.com"),
    Accepted("http://127.0.0.1:80", "http://127.0.0.1"),
    Accepted("http://[::1]:80", "http://[::1]"),
    Accepted("https://api.casapay.com/v1", "https://api.casapay.com"),
    Accepted("https://api.casapay.com:443/v1/", "https://api.casapay.com"),
    Accepted("http://127.0.0.1:21777/v1", "http://127.0.0.1:21777"),
    Accepted("http://127.0.0.1:21777/v1/", "http://127.0.0.1:21777"),
    Accepted("http://[::1]:21777/v1", "http://[::1]:21777"),
  ])
  func `one server has one spelling, so that its disputes are held once`(row: Accepted) throws {
    #expect(try APIOrigin(parsing: row.text) == APIOrigin(parsing: row.url))
  }

  @Test(arguments: [
    "", "/", "https:/", "https://", "https:///", "https:///v1", "//api.casapay.com",
    "api.casapay.com", "ftp://api.casapay.com", "HTTPS://api.casapay.com", "javascript:alert(1)",
    "https:api.casapay.com", "https:\\\\api.casapay.com", " https://api.casapay.com",
    "https://api.casapay.com ", "https:// api.casapay.com", "https://api.casapay.com\n",
    "https://api.casapay.com\r\nX: 1", "https://api.casapay.com\t.evil.example",
    "https://api.casapay.com\0.evil.example", "https://api.casapay.com@evil.example",
    "https://user:password@api.casapay.com", "https://:@api.casapay.com",
    "https://api.casapay.com\\@evil.example", "https://api.casapay.com\\.evil.example",
    "https://api.casapay.com#@evil.example", "https://api.casapay.com#", "https://api.casapay.com?",
    "https://api.casapay.com?x=1", "https://api.casapay.com/v2", "https://api.casapay.com//",
    "https://api.casapay.com/v1//", "https://api.casapay.com/V1", "https://api.casapay.com/v1/..",
    "https://api.casapay.com/v1?x=1", "https://api.casapay.com/v1#", "https://api.casapay.com/v10",
    "https://api.casapay.com/api/v1", "https://api.casapay.com/v1%2f",
    "https://api.casapay.com/v1\u{301}", "https://api.casapay.com/\u{301}v1",
    "https://api.casapay.com/..", "https://api%2ecasapay.com", "https://аpi.casapay.com",
    "https://bücher.example", "https://api。casapay.com", "https://api.casapay.com.",
    "https://.casapay.com", "https://api..casapay.com", "https://-api.casapay.com",
    "https://api-.casapay.com", "https://.", "https://-", "https://under_score.example",
    "https://2130706433", "https://0x7f000001", "https://0x7f.1", "https://127.1",
    "https://0177.0.0.1", "https://127.0.0.256", "https://127.0.0.01", "https://1.2.3.4.5",
    "https://evil.example.1", "https://api.casapay.com:", "https://api.casapay.com:0",
    "https://api.casapay.com:65536", "https://api.casapay.com:99999999999999999999",
    "https://api.casapay.com:+443", "https://api.casapay.com:-1", "https://api.casapay.com:44 3",
    "https://api.casapay.com:443:443", "https://a:b:443", "https://[::1", "https://::1",
    "https://[::2]", "https://[::1]evil.example", "https://[::1].evil.example:80",
    "https://[::ffff:7f00:1]", "http://api.casapay.com", "http://127.0.0.1.evil.example",
    "http://127.0.0.2", "http://0.0.0.0", "https://0.0.0.0", "http://localhost.evil.example",
    "http://2130706433",
    "http://localhost@evil.example", "http://evil.example#localhost",
    "https://" + String(repeating: "a", count: 64) + ".example",
    "https://" + Array(repeating: "abcdefgh", count: 29).joined(separator: "."),
  ])
  func `refuses an address that could lead elsewhere`(text: String) {
    #expect(throws: APIOrigin.ParseFailure.self) { try APIOrigin(parsing: text) }
  }

  @Test func `says which name would need https`() {
    #expect(
      throws: APIOrigin.ParseFailure(
        reason: "http is for this machine only; write https://api.casapay.com")
    ) { try APIOrigin(parsing: "http://api.casapay.com") }
  }

  @Test(arguments: [
    ("http://127.0.0.1:21777/v2", "it ends behind the server or in /v1, not in `/v2`"),
    ("https://api.casapay.com//", "it ends behind the server or in /v1, not in `//`"),
    (
      "https://api.casapay.com/v1/disputes?limit=1",
      "a base URL has no query, and nothing from its `?` on"
    ),
    ("https://api.casapay.com#top", "a base URL has no fragment, and nothing from its `#` on"),
    ("https://under_score.example", "`under_score.example` is not the name of a server"),
    ("http://127.0.0.1:217777/v1", "`217777` is not a port"),
    ("https://me@api.casapay.com/v1", "a base URL has no user name, no password and no `@`"),
    ("https://me:word@api.casapay.com", "a base URL has no user name, no password and no `@`"),
  ])
  func `names the part that is wrong, and no other`(text: String, reason: String) {
    #expect(throws: APIOrigin.ParseFailure(reason: reason)) { try APIOrigin(parsing: text) }
  }

  /// Where a secret can stand in what is taken for a base URL.
  @Test(arguments: [
    "https://ana:hunter2@api.casapay.com", "https://api.casapay.com?key=hunter2",
    "https://api.casapay.com/v1?key=hunter2#x", "https://api.casapay.com#hunter2",
    "https://api.casapay.com/v1/#hunter2", "https://ana:hunter2", "https://ana:hunter2/v1",
    "https://ana:hunter2:443", "https://ana:hunter2%40api.casapay.com", "https://hunter2%40x:443",
    "https://hunter2\\x", "https://hunter2 @x", "https://ana;hunter2/", "https://[hunter2]",
    "ftp://ana:hunter2/x", "hunter2",
  ])
  func `repeats no secret`(text: String) {
    #expect {
      try APIOrigin(parsing: text)
    } throws: { error in
      (error as? APIOrigin.ParseFailure)?.reason.contains("hunter2") == false
    }
  }

  @Test func `a server on this machine is known by its port`() throws {
    #expect(try APIOrigin.loopback(port: 4010) == APIOrigin(parsing: "http://127.0.0.1:4010"))
    #expect(try APIOrigin.casapay == APIOrigin(parsing: "https://api.casapay.com"))
  }
}
