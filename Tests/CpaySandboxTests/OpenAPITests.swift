import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct OpenAPITests {
  @Test(arguments: [
    "https://a.example", "https://a.example:65535/x?y#z", "https://[::1]:8080/",
    "http://localhost:8080/hook", "http://127.0.0.1?x", "https://a:1", "http://[::1]/",
  ])
  func `an address that is documented is taken`(url: String) throws {
    let pattern = try Regex(WebhookURL.pattern)
    #expect(url.wholeMatch(of: pattern) != nil)
    #expect(throws: Never.self) { try WebhookURL.check(url, Assumptions()) }
  }

  @Test(arguments: [
    "https://", "https://[", "https://[::1", "https://a:b/", "https://a:-1/", "https://a:65536/",
    "http://localhost:70000/", "https://a b/", "https://a@b/", "https://a/é", "http://a.example/",
    "ftp://a.example/", "https://%41/", "https://a\\b/",
  ])
  func `an address that is not documented is refused`(url: String) throws {
    let pattern = try Regex(WebhookURL.pattern)
    #expect(url.wholeMatch(of: pattern) == nil)
    #expect(throws: APIError.self) { try WebhookURL.check(url, Assumptions()) }
  }

  @Test(arguments: ["clé", "a\tb", "\u{85}"])
  func `an Idempotency-Key that is not documented is refused`(key: String) async throws {
    #expect(try key.wholeMatch(of: Regex(IdempotencyKey.pattern)) == nil)
    try await withSandbox { client, _ in
      let reply = try await client.post("/v1/disputes/dp_a1", headers: ["Idempotency-Key": key])
      #expect(reply.status == 400)
      #expect(try reply.error("param") == "Idempotency-Key")
    }
  }
}
