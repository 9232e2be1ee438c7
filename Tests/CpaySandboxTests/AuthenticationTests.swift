import Testing

@testable import CpaySandbox

@Suite struct AuthenticationTests {
  /// What an `Authorization` header is answered with.
  struct Case: Sendable, CustomTestStringConvertible {
    let header: String
    let status: Int
    let message: String
    var testDescription: String { header }
  }

  @Test(arguments: [
    Case(header: "", status: 401, message: "is missing"),
    Case(header: "Basic c2s6", status: 401, message: "must be Bearer"),
    Case(header: "Bearer", status: 401, message: "must be Bearer"),
    Case(header: "Bearer sk_test_0123456789abcdef", status: 401, message: "sk_test_…cdef"),
    Case(header: "Bearer rk_test_0123456789abcdef", status: 401, message: "rk_test_…cdef"),
    Case(header: "Bearer pk_test_0123456789abcdef", status: 403, message: "publishable"),
  ])
  func `a key that is not let in is told why`(row: Case) async throws {
    try await withSandbox { client, _ in
      let reply = try await client.get("/v1/disputes", headers: ["Authorization": row.header])
      #expect(reply.status == row.status)
      #expect(try reply.error("type") == "authentication_error")
      #expect(try reply.error("code") == nil)
      #expect(try reply.error("message")?.contains(row.message) == true, "\(reply.text)")
      #expect(!reply.text.contains("0123456789"))
      #expect(reply.headers["www-authenticate"] == (row.status == 401 ? "Bearer" : nil))
    }
  }

  @Test func `an unknown path under v1 is not told to strangers`() async throws {
    try await withSandbox { client, _ in
      let reply = try await client.get("/v1/refunds", headers: ["Authorization": ""])
      #expect(reply.status == 401)
    }
  }

  @Test func `a live key sees nothing of test mode`() async throws {
    let keys = ["sk_test_one", "sk_live_two"]
    let configuration = SandboxConfiguration(seed: .docs, keys: keys)
    try await withSandbox(configuration) { (client, server) async throws in
      #expect(server.key == "sk_test_one")
      let live = RawClient(port: client.port, key: "sk_live_two")
      #expect(try await live.get("/v1/disputes").ids().isEmpty)
      #expect(try await live.get("/v1/disputes/dp_a1").status == 404)
      #expect(try await live.post("/v1/disputes/dp_a1/close").status == 404)
      #expect(try await client.get("/v1/disputes/dp_a1").status == 200)
    }
  }

  @Test(arguments: ["pk_test_1", "sk_test_", "sk_test_a-b", "secret"])
  func `only secret keys can be given`(key: String) async throws {
    await #expect(throws: SandboxError.self) {
      try await SandboxServer.start(SandboxConfiguration(keys: [key]))
    }
  }

  @Test func `each store mints a key of its own`() async throws {
    try await withSandbox { _, first in
      try await withSandbox { (_, second) async throws in
        #expect(first.key.hasPrefix("sk_test_"))
        #expect(first.key != second.key)
        #expect(first.instance != second.instance)
      }
    }
  }
}
