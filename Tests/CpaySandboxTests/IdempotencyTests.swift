import CpayValue
import GRDB
import Testing

@testable import CpaySandbox

@Suite struct IdempotencyTests {
  private static let submit = #"{"evidence":{"customer_name":"Jane"},"submit":true}"#

  @Test func `the same request again is answered with the first answer`() async throws {
    try await withSandbox { client, server in
      let headers = ["Idempotency-Key": "key-1"]
      let first = try await client.post("/v1/disputes/dp_a1", Self.submit, headers: headers)
      let again = try await client.post("/v1/disputes/dp_a1", Self.submit, headers: headers)
      #expect(first.headers["idempotent-replayed"] == nil)
      #expect(again.headers["idempotent-replayed"] == "true")
      #expect(again.status == 200)
      #expect(again.body == first.body)
      let effects = try await server.effects()
      #expect(effects.map(\.idempotencyKey) == ["key-1"])
      #expect(effects.first?.requestID == first.headers["request-id"])
    }
  }

  @Test(arguments: [
    ("/v1/disputes/dp_a1", #"{"submit":true}"#), ("/v1/disputes/dp_b2", submit),
    ("/v1/disputes/dp_a1/close", ""),
  ])
  func `another request with the same key is refused`(path: String, body: String) async throws {
    try await withSandbox { client, server in
      let headers = ["Idempotency-Key": "key-1"]
      _ = try await client.post("/v1/disputes/dp_a1", Self.submit, headers: headers)
      let other = try await client.post(path, body, headers: headers)
      #expect(other.status == 409)
      #expect(try other.error("type") == "idempotency_error")
      #expect(try other.error("message")?.contains("'key-1'") == true)
      #expect(try await server.effects().count == 1)
    }
  }

  @Test func `a refusal by state is replayed, a mistake is not`() async throws {
    try await withSandbox { client, _ in
      let headers = ["Idempotency-Key": "key-1"]
      for isReplay in [nil, "true"] {
        let reply = try await client.post("/v1/disputes/dp_e5/close", headers: headers)
        #expect(reply.status == 422)
        #expect(reply.headers["idempotent-replayed"] == isReplay)
      }
      let other = ["Idempotency-Key": "key-2"]
      let wrong = #"{"evidence":{"receipt":"file_none"}}"#
      #expect(try await client.post("/v1/disputes/dp_a1", wrong, headers: other).status == 400)
      let right = try await client.post("/v1/disputes/dp_a1", Self.submit, headers: other)
      #expect(right.status == 200)
    }
  }

  @Test func `a key belongs to one API key`() async throws {
    let keys = ["sk_test_one", "sk_test_two"]
    try await withSandbox(SandboxConfiguration(seed: .docs, keys: keys)) { client, _ in
      let headers = ["Idempotency-Key": "key-1"]
      let second = RawClient(port: client.port, key: "sk_test_two")
      _ = try await client.post("/v1/disputes/dp_a1", Self.submit, headers: headers)
      let reply = try await second.post("/v1/disputes/dp_b2", Self.submit, headers: headers)
      #expect(reply.status == 200)
    }
  }

  @Test func `a key is ignored on GET`() async throws {
    try await withSandbox { client, _ in
      for id in ["dp_a1", "dp_b2"] {
        let reply = try await client.get(
          "/v1/disputes/\(id)", headers: ["Idempotency-Key": "key-1"])
        #expect(reply.status == 200)
      }
    }
  }

  @Test func `a key is forgotten after 24 hours on the sandbox's clock`() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/store.sqlite"
      let start: Int64 = 1_707_220_800
      var replayed: [String?] = []
      for seconds in [0, 86_399, 86_400] {
        let clock = SandboxClock.frozen(Timestamp(seconds: start + Int64(seconds)))
        let configuration = SandboxConfiguration(storePath: path, seed: .docs, clock: clock)
        try await withSandbox(configuration) { client, _ in
          let reply = try await client.post(
            "/v1/disputes/dp_c3", #"{"metadata":{"a":"b"}}"#, headers: ["Idempotency-Key": "k"])
          replayed.append(reply.headers["idempotent-replayed"])
        }
      }
      #expect(replayed == [nil, "true", nil])
    }
  }

  @Test func `many submits of one dispute have one effect`() async throws {
    try await withSandbox { client, server in
      let statuses = try await parallel(40) { index in
        try await client.post(
          "/v1/disputes/dp_a1", Self.submit, headers: ["Idempotency-Key": "key-\(index)"]
        ).status
      }
      #expect(statuses.sorted() == [200] + Array(repeating: 422, count: 39))
      #expect(try await server.effects().count == 1)
    }
  }

  @Test func `many tries with one key have one effect and one answer`() async throws {
    try await withSandbox { client, server in
      let replies = try await parallel(40) { _ in
        try await client.post(
          "/v1/disputes/dp_a1", Self.submit, headers: ["Idempotency-Key": "key"])
      }
      #expect(replies.allSatisfy { [200, 409].contains($0.status) })
      #expect(Set(replies.filter { $0.status == 200 }.map(\.text)).count == 1)
      #expect(try await server.effects().count == 1)
      let last = try await client.post(
        "/v1/disputes/dp_a1", Self.submit, headers: ["Idempotency-Key": "key"])
      #expect(last.headers["idempotent-replayed"] == "true")
    }
  }

  @Test func `a key whose first request still runs is refused`() async throws {
    try await withSandbox { client, server in
      let call = Call(
        method: "POST", path: "/v1/disputes/dp_a1", arguments: ["dp_a1"],
        query: try QueryParameters("", known: []), members: [],
        caller: Caller(key: server.key, mode: .test, permissions: nil), requestID: "req_1",
        idempotencyKey: "key", fingerprint: "", expansion: .none, base: "")
      let key = try #require(try IdempotencyKey(call))
      let reply = try await server.sandbox.keysInProgress.claiming(key, kind: .idempotency) {
        try await client.post("/v1/disputes/dp_a1", headers: ["Idempotency-Key": "key"])
      }
      #expect(reply.status == 409)
      #expect(
        try reply.error("message") == "A request with the Idempotency-Key 'key' is still running.")
      let after = try await client.post("/v1/disputes/dp_a1", headers: ["Idempotency-Key": "key"])
      #expect(after.status == 200)
    }
  }
}

/// What `count` tasks at once give, in the order they end.
private func parallel<T: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) async throws -> T
) async throws -> [T] {
  try await withThrowingTaskGroup(of: T.self) { group in
    for index in 0..<count { group.addTask { try await body(index) } }
    var results: [T] = []
    for try await result in group { results.append(result) }
    return results
  }
}
