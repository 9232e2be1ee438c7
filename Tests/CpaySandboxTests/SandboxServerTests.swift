import CpayValue
import Testing

@testable import CpaySandbox

@Suite struct SandboxServerTests {
  @Test func `every answer says when, by whom and to what it was given`() async throws {
    try await withSandbox { client, server in
      for path in ["/v1/disputes", "/v1/disputes/dp_none", "/_sandbox", "/nowhere"] {
        let reply = try await client.get(path)
        #expect(reply.headers["date"] == "Tue, 06 Feb 2024 12:00:00 GMT")
        #expect(reply.headers["x-cpay-sandbox"] == server.instance)
        #expect(reply.headers["request-id"]?.hasPrefix("req_") == true)
        #expect(reply.headers["content-type"] == "application/json")
        #expect(reply.headers["casapay-version"] == "2025-01-15")
      }
    }
  }

  @Test func `the identity needs no key`() async throws {
    try await withSandbox { client, server in
      let reply = try await client.get("/_sandbox", headers: ["Authorization": ""])
      #expect(
        reply.text == """
          {"instance":"\(server.instance)","now":1707220800,"mode":"test","seed":"docs"}
          """)
    }
  }

  @Test func `the stated version is accepted`() async throws {
    try await withSandbox { client, _ in
      let reply = try await client.get(
        "/v1/disputes", headers: ["CasaPay-Version": "2025-01-15"])
      #expect(reply.status == 200)
    }
  }

  @Test(arguments: ["127.0.0.1", "LOCALHOST", "[::1]"])
  func `a request by a name of this machine is let in`(host: String) async throws {
    try await withSandbox { client, _ in
      let reply = try await client.get(
        "/v1/disputes", headers: ["Host": "\(host):\(client.port)"])
      #expect(reply.status == 200)
    }
  }

  @Test(arguments: ["evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:PORT"])
  func `a request by another name is refused`(host: String) async throws {
    try await withSandbox { client, _ in
      let host = host.replacing("PORT", with: String(client.port))
      let reply = try await client.get("/_sandbox", headers: ["Host": host])
      #expect(reply.status == 403)
      #expect(try reply.error("message")?.contains("'\(host)'") == true)
    }
  }

  @Test func `a request from a web page is refused`() async throws {
    try await withSandbox { client, server in
      let reply = try await client.post(
        "/v1/disputes/dp_a1/close", headers: ["Origin": "http://127.0.0.1:\(client.port)"])
      #expect(reply.status == 403)
      #expect(try await server.effects().isEmpty)
    }
  }

  @Test func `HEAD is answered without a body`() async throws {
    try await withSandbox { client, _ in
      let reply = try await client.send("HEAD", "/v1/disputes")
      #expect(reply.status == 405)
      #expect(reply.headers["allow"] == "GET")
      #expect(reply.body.isEmpty)
    }
  }

  @Test(arguments: ["GARBAGE\r\n\r\n", "GET / HTTP/9\r\n\r\n", "\u{0}\u{1}\r\n\r\n"])
  func `bytes that are no request do no harm`(text: String) async throws {
    try await withSandbox { (client, _) async throws in
      _ = try? await client.exchange(text)
      #expect(try await client.get("/v1/disputes").status == 200)
    }
  }

  @Test func `a connection carries several requests`() async throws {
    try await withSandbox { client, _ in
      let head = "Host: 127.0.0.1:\(client.port)\r\nAuthorization: Bearer \(client.key)\r\n"
      let bytes = try await client.exchange(
        "GET /v1/disputes HTTP/1.1\r\n\(head)\r\nGET /_sandbox HTTP/1.1\r\n\(head)"
          + "Connection: close\r\n\r\n")
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.split(separator: "HTTP/1.1 200 OK").count == 2)
    }
  }

  @Test func `a port that is taken is named`() async throws {
    try await withSandbox { client, _ in
      let error = await #expect(throws: SandboxError.self) {
        try await SandboxServer.start(SandboxConfiguration(port: client.port, seed: .docs))
      }
      #expect(error?.description.contains("port \(client.port) ") == true)
    }
  }

  @Test func `a stopped server gives its port back`() async throws {
    let port = try await withSandbox { client, _ in client.port }
    let again = SandboxConfiguration(port: port, seed: .docs)
    try await withSandbox(again) { (client, server) async throws in
      #expect(server.port == port)
      #expect(server.baseURL == "http://127.0.0.1:\(port)")
      #expect(try await client.get("/v1/disputes").status == 200)
    }
  }

  @Test(arguments: [
    "POST /v1/disputes/dp_a1 HTTP/1.1\r\n",
    """
    POST /v1/disputes/dp_a1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAuthorization: Bearer KEY\r\n\
    Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{
    """,
  ])
  func `stopping does not wait for a request that never ends`(text: String) async throws {
    let server = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    let client = RawClient(port: server.port, key: server.key)
    let request = text.replacing("PORT", with: String(server.port))
      .replacing("KEY", with: server.key)
    async let unfinished = client.exchange(request)
    _ = try await client.get("/_sandbox")
    await server.stop(within: .milliseconds(20))
    _ = try? await unfinished
  }

  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 GMT"),
    (-62_135_596_800, "Mon, 01 Jan 0001 00:00:00 GMT"), (Int64.max, nil), (Int64.min, nil),
  ])
  func `a moment is written as HTTP dates are`(seconds: Int64, text: String?) {
    #expect(Timestamp(seconds: seconds).httpDate == text)
  }
}
