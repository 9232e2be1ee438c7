import CpayClient
import CpaySandbox
import CpayTestSupport
import CpayValue
import FoundationEssentials
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
