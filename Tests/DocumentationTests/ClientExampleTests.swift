import CpayClient
import CpaySandbox
import CpayTestSupport
import CpayValue
import FoundationEssentials
import HTTPTypes
import Synchronization
import Testing

/// The example program of the client's documentation, compiled as it stands there.
@Suite struct ClientExampleTests {
  private static func withSandbox(
    _ body: (SandboxServer) async throws -> Void
  ) async throws {
    let sandbox = try await SandboxServer.start(SandboxConfiguration(seed: .docs))
    do { try await body(sandbox) } catch {
      await sandbox.stop()
      throw error
    }
    await sandbox.stop()
  }

  @Test func `the documentation shows the program that is compiled here`() throws {
    let page = READMETests.root.appending(path: "Sources/CpayClient/CpayClient.docc/Example.md")
    let source = READMETests.root.appending(path: "Tests/DocumentationTests/ClientExample.swift")
    let text = String(decoding: try Data(contentsOf: page), as: UTF8.self)
    let program = String(decoding: try Data(contentsOf: source), as: UTF8.self)
    #expect(text.contains("```swift\n" + program + "```\n"))
  }

  @Test func `it answers what is open, once`() async throws {
    try await Self.withSandbox { sandbox in
      let open = ["dp_a1", "dp_b2", "dp_c3", "dp_d4"]
      let first = try await run(key: sandbox.key, baseURL: sandbox.baseURL)
      let again = try await run(key: sandbox.key, baseURL: sandbox.baseURL)
      #expect(first == open.map { "\($0): submitted" } && again.isEmpty)
    }
  }

  @Test func `it stops at a submit whose fate nobody can know`() async throws {
    try await Self.withSandbox { sandbox in
      let transport = AsyncHTTPTransport(to: try APIOrigin(parsing: sandbox.baseURL))
      let client = APIClient(
        transport: LossyTransport(inner: transport), key: try APIKey(parsing: sandbox.key),
        account: AccountIdentity(sandbox: sandbox.instance),
        environment: ManualClock(Timestamp(seconds: 0)).client())
      let report = try await answerOpenDisputes(client, name: "Jane Doe")
      await transport.shutdown()
      #expect(report == ["dp_a1: look at it first, lost; no (404, resource_not_found)"])
    }
  }

  @Test func `an inquiry that comes back as a chargeback is answered again`() async throws {
    var configuration = SandboxConfiguration(seed: .docs)
    configuration.hasControl = true
    let sandbox = try await SandboxServer.start(configuration)
    let transport = AsyncHTTPTransport(to: try APIOrigin(parsing: sandbox.baseURL))
    let evidence = Evidence(customerName: "Jane Doe")
    for status in ["warning_under_review", "under_review"] {
      // Another operator each time, who remembers nothing.
      let client = APIClient(
        transport: transport, key: try APIKey(parsing: sandbox.key),
        account: AccountIdentity(sandbox: sandbox.instance))
      let seen = try await client.disputes.retrieve("dp_g7")
      guard case .applied = await client.disputes.submit(seen, evidence: evidence) else {
        Issue.record("\(status): not applied")
        break
      }
      #expect(try await client.disputes.retrieve("dp_g7").status.text == status)
      _ = try await Self.control(sandbox, "/_sandbox/disputes/dp_g7/escalate")
    }
    let count = try await sandbox.effectCount()
    #expect(count.total == 2 && count.repeats == 0)
    await transport.shutdown()
    await sandbox.stop()
  }

  @Test func `a yes from memory that the dispute does not show is no yes`() async throws {
    try await Self.withSandbox { sandbox in
      let transport = AsyncHTTPTransport(to: try APIOrigin(parsing: sandbox.baseURL))
      let client = APIClient(
        transport: transport, key: try APIKey(parsing: sandbox.key),
        account: AccountIdentity(sandbox: sandbox.instance))
      let seen = try await client.disputes.retrieve("dp_a1")
      let name = Evidence(customerName: "Jane Doe")
      guard case .applied = await client.disputes.draft(seen, evidence: name) else {
        Issue.record("the draft was not applied")
        return
      }
      let drafted = try await client.disputes.retrieve("dp_a1")
      _ = await client.disputes.draft(drafted, evidence: Evidence(customerName: ""))
      // A colleague who saw the first state sends the very same request.
      guard case .unknown(let doubt) = await client.disputes.draft(seen, evidence: name) else {
        Issue.record("the answer was taken for a yes")
        return
      }
      #expect(doubt.reason.contains("from memory"))
      await transport.shutdown()
    }
  }

  private static func control(_ sandbox: SandboxServer, _ path: String) async throws -> Int {
    let control = try #require(sandbox.control)
    let origin = String(control.url.prefix(control.url.count - "/_sandbox".count))
    let transport = AsyncHTTPTransport(to: try APIOrigin(parsing: origin))
    let answer = try await transport.send(
      WireRequest(.post, path, headers: [.authorization: "Bearer \(control.token)"]))
    await transport.shutdown()
    return answer.status
  }

  /// Loses the answers to submits, and what is read after one.
  private struct LossyTransport: HTTPTransport {
    let inner: any HTTPTransport
    private let lost = Lost()

    init(inner: any HTTPTransport) { self.inner = inner }

    func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
      if String(decoding: request.body ?? [], as: UTF8.self).contains(#""submit":true"#) {
        _ = try await inner.send(request)
        lost.happened()
        throw TransportFailure(.sent, "lost")
      }
      guard lost.isSo else { return try await inner.send(request) }
      let body =
        #"{"error":{"type":"invalid_request_error","code":"resource_not_found","message":"no"}}"#
      return WireResponse(status: 404, body: Array(body.utf8))
    }
  }
}

/// Whether something has been lost.
private final class Lost: Sendable {
  private let state = Mutex(false)

  var isSo: Bool { state.withLock { $0 } }

  func happened() { state.withLock { $0 = true } }
}
