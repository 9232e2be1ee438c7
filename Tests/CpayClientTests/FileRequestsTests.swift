import CpayTestSupport
import CpayValue
import HTTPTypes
import Testing

@testable import CpayClient

@Suite struct FileRequestsTests {
  private static let file = #"""
    {"id":"file_1","object":"file","filename":"lease.pdf","purpose":"dispute_evidence","size":3,
    "type":"application/pdf","url":null,"created":1}
    """#

  private static func withClient(
    _ script: @escaping @Sendable (String) -> ServerReply,
    _ body: (APIClient, RawServer) async throws -> Void
  ) async throws {
    try await withRawServer(script) { server in
      let transport = AsyncHTTPTransport(to: .loopback(port: server.port))
      let client = APIClient(
        transport: transport, key: try APIKey(parsing: "sk_test_1"),
        account: AccountIdentity(sandbox: "i1"), settings: ClientSettings(pace: .unlimited),
        environment: ManualClock(Timestamp(seconds: 0)).client())
      do { try await body(client, server) } catch {
        await transport.shutdown()
        throw error
      }
      await transport.shutdown()
    }
  }

  private static func body(_ request: String) -> String {
    request.firstRange(of: "\r\n\r\n").map { String(request[$0.upperBound...]) } ?? ""
  }

  @Test func `an upload is one form of two parts, the same each time`() async throws {
    let folder = try TemporaryDirectory(["le\"ase\r\n1.pdf": "%PDF"])
    let file = try LocalFile(path: folder.path + "/le\"ase\r\n1.pdf")
    let reply = ServerReply.status(201, ["Connection: close"], body: Self.file)
    try await Self.withClient({ _ in reply }) { client, server in
      #expect(try await client.files.upload(file, purpose: .disputeEvidence).id == "file_1")
      _ = try await client.files.upload(file, purpose: .disputeEvidence)
      let requests = server.requests
      #expect(requests.count == 2 && requests[0] == requests[1])
      let boundary = try #require(requests[0].firstMatch(of: /boundary=(cpay-[0-9a-f]{32})\r\n/)?.1)
      #expect(requests[0].hasPrefix("POST /v1/files HTTP/1.1\r\n"))
      #expect(requests[0].contains("Idempotency-Key: cp1_"))
      #expect(
        Self.body(requests[0])
          == [
            "--\(boundary)", #"Content-Disposition: form-data; name="purpose""#, "",
            "dispute_evidence", "--\(boundary)",
            #"Content-Disposition: form-data; name="file"; filename="le%22ase%0D%0A1.pdf""#,
            "Content-Type: application/pdf", "", "%PDF", "--\(boundary)--", "",
          ].joined(separator: "\r\n"))
    }
  }

  @Test func `a large file goes in pieces and arrives whole`() async throws {
    let content = String(repeating: "0123456789abcdef", count: 20_000)
    let folder = try TemporaryDirectory(["big.bin": content])
    let file = try LocalFile(path: folder.path + "/big.bin")
    #expect(file.size == 320_000)
    try await Self.withClient({ _ in .status(200, body: Self.file) }) { client, server in
      _ = try await client.files.upload(file, purpose: .other)
      let request = try #require(server.requests.first)
      #expect(Self.body(request).contains("\r\n\r\n" + content + "\r\n--cpay-"))
    }
  }

  @Test func `an upload that fails is sent again under its key`() async throws {
    let folder = try TemporaryDirectory(["a.pdf": "x"])
    let file = try LocalFile(path: folder.path + "/a.pdf")
    try await Self.withClient({ _ in .status(503, closes: false) }) { client, server in
      await #expect(throws: ReadFailure.self) {
        try await client.files.upload(file, purpose: .other)
      }
      #expect(server.requests.count == 4)
      #expect(Set(server.requests).count == 1)
    }
  }

  @Test func `a download carries no key`() async throws {
    try await Self.withClient({ _ in .status(200, body: "%PDF") }) { client, server in
      let address = "http://127.0.0.1:\(server.port)/file_1?token=t%20x"
      let file = try File(
        json: Array(Self.file.replacing("null", with: "\"\(address)\"").utf8))
      #expect(try await client.files.download(file) == Array("%PDF".utf8))
      let request = try #require(server.requests.first)
      #expect(request.hasPrefix("GET /file_1?token=t%20x HTTP/1.1\r\n"))
      #expect(!request.lowercased().contains("authorization") && !request.contains("sk_test"))
    }
  }

  @Test(arguments: [
    "http://files.example/x", "ftp://127.0.0.1/x", "https://a@b.example/x", "https://x",
    "//127.0.0.1/x", "file:///etc/passwd", "https://x.example/a b", "https://x.example/a#b",
    "https://x.example/a\r\nX: 1", "",
  ])
  func `an address that is not https or this machine is not asked`(url: String) {
    #expect(DownloadAddress(parsing: url) == nil)
  }

  @Test func `a file is regular, not empty and not too large`() throws {
    let folder = try TemporaryDirectory(["empty.pdf": "", "a.pdf": "x"])
    for path in ["/empty.pdf", "/missing.pdf", "", "/../../../dev/null"] {
      #expect(throws: LocalFile.Failure.self) { try LocalFile(path: folder.path + path) }
    }
    #expect(try LocalFile(path: folder.path + "/a.pdf").size == 1)
  }

  @Test(arguments: [
    ("/a/b/lease.pdf", "lease.pdf"), ("b/Übergabe Müller.pdf", "Übergabe Müller.pdf"),
    ("契約書.pdf", "契約書.pdf"), ("", "file"), ("/", "file"), ("a/\u{301}b", "\u{301}b"),
    (String(repeating: "x", count: 300), String(repeating: "x", count: 255)),
    (String(repeating: "é", count: 300), String(repeating: "é", count: 127)),
  ])
  func `a file keeps its name`(path: String, name: String) {
    #expect(LocalFile.wireName(path) == name)
  }

  @Test(arguments: [
    ("Übergabe 契約.pdf", "Übergabe 契約.pdf"), ("a;b=\"c\"", "a;b=%22c%22"),
    ("a\r\nX: 1", "a%0D%0AX: 1"), ("a\nb", "a%0Ab"), ("100%.pdf", "100%.pdf"),
  ])
  func `a file's name ends nothing on the wire but itself`(name: String, quoted: String) throws {
    let folder = try TemporaryDirectory(["a.pdf": "x"])
    let content = try LocalFile(path: folder.path + "/a.pdf")
    let file = LocalFile(name: name, size: 1, digest: content.digest) {
      () throws(LocalFile.Failure) in { () throws(LocalFile.Failure) in nil }
    }
    let next = try MultipartUpload(file, purpose: "other").body.open()
    let head = String(decoding: try #require(try next()), as: UTF8.self)
    #expect(head.contains("name=\"file\"; filename=\"\(quoted)\"\r\nContent-Type: "))
  }

  @Test func `a file that has changed since ends in an error, before its last bytes count`()
    throws
  {
    let folder = try TemporaryDirectory(["a.pdf": "first"])
    let file = try LocalFile(path: folder.path + "/a.pdf")
    try folder.write("other", to: "a.pdf")
    let next = try MultipartUpload(file, purpose: "other").body.open()
    var sent: [UInt8] = []
    #expect(throws: LocalFile.Failure.self) {
      while let piece = try next() { sent += piece }
    }
    #expect(!String(decoding: sent, as: UTF8.self).hasSuffix("--\r\n"))
  }
}
