import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayClient

@Suite struct FileUploadTests {
  private static let file = #"""
    {"id":"file_1","object":"file","filename":"lease.pdf","purpose":"dispute_evidence","size":3,
    "type":"application/pdf","url":null,"created":1}
    """#

  private static func error(_ status: Int, _ type: String? = "invalid_request_error") -> ServerReply
  {
    .status(
      status, body: type.map { #"{"error":{"type":"\#($0)","message":"no"}}"# } ?? "no")
  }

  /// What an upload of `abc` comes to when the server answers with those in turn, the last again
  /// and again; `content` is what the file holds by then.
  private static func outcome(
    _ replies: [ServerReply], content: String = "abc"
  ) async throws -> (outcome: UploadOutcome, requests: [String]) {
    let folder = try TemporaryDirectory(["lease.pdf": "abc"])
    let file = try LocalFile(path: folder.path + "/lease.pdf")
    if content != "abc" { try folder.write(content, to: "lease.pdf") }
    let waiting = Mutex(replies)
    var result: (UploadOutcome, [String])?
    try await withRawServer({ _ in
      waiting.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    }) { server in
      let transport = AsyncHTTPTransport(to: .loopback(port: server.port))
      let account = AccountIdentity(sandbox: "i1")
      let client = APIClient(
        transport: transport, key: try APIKey(parsing: "sk_test_1"), account: account,
        settings: ClientSettings(pace: .unlimited),
        environment: ManualClock(Timestamp(seconds: 0)).client())
      let outcome = await client.upload(
        FileUpload(file, purpose: .disputeEvidence, account: account, generation: 0))
      await transport.shutdown()
      result = (outcome, server.requests)
    }
    return try #require(result)
  }

  @Test func `a file that the API takes is known by its id`() async throws {
    let (outcome, requests) = try await Self.outcome([.status(201, body: Self.file)])
    #expect(outcome == .uploaded(id: "file_1", requestID: nil) && requests.count == 1)
  }

  @Test(arguments: ["not json", "{}", file.replacing("\"size\":3", with: "\"size\":4")])
  func `a yes that cannot be read is asked for again, with the same bytes`(
    body: String
  ) async throws {
    let (outcome, requests) = try await Self.outcome([
      .status(200, ["Connection: close"], body: body), .status(201, body: Self.file),
    ])
    #expect(outcome == .uploaded(id: "file_1", requestID: nil))
    #expect(requests.count == 2 && Set(requests).count == 1)
    guard case .stopped = try await Self.outcome([.status(200, body: body)]).outcome else {
      Issue.record("a yes that cannot be read was believed")
      return
    }
  }

  @Test(arguments: [400, 404, 413, 415, 422])
  func `a no to the file is a refusal`(status: Int) async throws {
    let (outcome, requests) = try await Self.outcome([Self.error(status)])
    guard case .refused(let error) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(error.status == status && requests.count == 1)
  }

  @Test(arguments: [(401, "authentication_error"), (403, "authentication_error"), (400, nil)])
  func `a no to us, or of somebody in between, is about every file`(
    status: Int, type: String?
  ) async throws {
    guard case .stopped = try await Self.outcome([Self.error(status, type)]).outcome else {
      Issue.record("it was taken for a refusal")
      return
    }
  }

  @Test(arguments: [500, 503, 400])
  func `a failure that the API keeps under the key is told apart, and not asked for again`(
    status: Int
  ) async throws {
    let (outcome, requests) = try await Self.outcome([
      .status(
        status, ["Idempotent-Replayed: true"],
        body: #"{"error":{"type":"invalid_request_error","message":"no"}}"#)
    ])
    switch outcome {
    case .keptFailure(let error):
      #expect(status >= 500 && error.status == status)
    case .refused: #expect(status == 400)
    default: Issue.record("\(outcome)")
    }
    #expect(requests.count == 1)
  }

  @Test func `a file that no longer fits is sent to nobody as a whole`() async throws {
    for content in ["xyz", "ab", "abcd"] {
      let (outcome, requests) = try await Self.outcome(
        [.status(201, body: Self.file)], content: content)
      #expect(outcome == .changed("lease.pdf has changed since it was first read"))
      #expect(requests.allSatisfy { !$0.hasSuffix("--\r\n") })
    }
  }

  @Test func `the key goes by account, name, purpose, content and generation`() throws {
    func key(
      _ name: String = "a.pdf", _ content: UInt8 = 1, _ purpose: File.Purpose = .disputeEvidence,
      _ account: String = "i1", _ generation: Int = 0
    ) -> String {
      let file = LocalFile(name: name, size: 1, digest: [content]) {
        () throws(LocalFile.Failure) in throw LocalFile.Failure(reason: "nobody reads it")
      }
      return FileUpload(
        file, purpose: purpose, account: AccountIdentity(sandbox: account), generation: generation
      ).key
    }
    let others = [
      key("b.pdf"), key("a.pdf", 2), key("a.pdf", 1, .other),
      key("a.pdf", 1, .disputeEvidence, "i2"), key("a.pdf", 1, .disputeEvidence, "i1", 1),
    ]
    #expect(key() == key("folder/a.pdf"))
    #expect(Set(others + [key()]).count == 6)
  }
}
