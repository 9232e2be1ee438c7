import CpayModel
import CpayTestSupport
import CpayValue
import HTTPTypes
import Testing

@testable import CpayClient

@Suite struct APIClientTests {
  private static func client(
    _ answer: @escaping @Sendable (WireRequest) -> Result<WireResponse, TransportFailure>
  ) throws -> (APIClient, StubTransport) {
    let transport = StubTransport(answer)
    let client = APIClient(
      transport: transport, key: try APIKey(parsing: "sk_test_1"),
      account: AccountIdentity(sandbox: "i1"),
      environment: ManualClock(Timestamp(seconds: 0)).client())
    return (client, transport)
  }

  private static func write(
    _ action: DisputeWrite.Action, dispute: String = "dp_a1"
  ) -> DisputeWrite {
    DisputeWrite(
      action, dispute: dispute,
      evidence: action == .close
        ? [] : [DisputeWrite.Evidence(name: "customer_name", text: "Ana")], seen: [],
      status: "needs_response", account: AccountIdentity(sandbox: "i1"), generation: 0)
  }

  private static let lost = Array(
    #"{"object":"dispute","id":"dp_a1","status":"lost","evidence":{}}"#.utf8)

  @Test func `a read asks for the resource under the version this was written for`() async throws {
    let (client, transport) = try Self.client { _ in
      .success(WireResponse(status: 200, body: Array("body".utf8)))
    }
    let page = try await client.page(of: .dispute, [WireRequest.Parameter("limit", "2")])
    let object = try await client.object(.dispute, "dp_../1")
    #expect(page == Array("body".utf8) && object == page)
    #expect(transport.requests.map(\.target) == ["/v1/disputes?limit=2", "/v1/disputes/dp_..%2F1"])
    for request in transport.requests {
      #expect(request.method == .get && request.body == nil)
      #expect(request.headers[.authorization] == "Bearer sk_test_1")
      #expect(request.headers[.casapayVersion] == WireLimits.apiVersion)
      #expect(request.headers[.idempotencyKey] == nil)
    }
  }

  struct WriteRow: Sendable, CustomTestStringConvertible {
    let action: DisputeWrite.Action
    let target: String
    let contentType: String?
    var testDescription: String { "\(action)" }
  }

  @Test(arguments: [
    WriteRow(action: .draft, target: "/v1/disputes/dp_a1", contentType: "application/json"),
    WriteRow(action: .submit, target: "/v1/disputes/dp_a1", contentType: "application/json"),
    WriteRow(action: .close, target: "/v1/disputes/dp_a1/close", contentType: nil),
  ])
  func `a write is one POST with its key and its bytes`(row: WriteRow) async throws {
    let (client, transport) = try Self.client { _ in
      .success(WireResponse(status: 500, body: []))
    }
    let write = Self.write(row.action)
    _ = await client.send(write)
    let request = try #require(transport.requests.first)
    #expect(transport.requests.count { $0.method == .post } == 1)
    #expect(request.method == .post && request.target == row.target)
    #expect(request.body == write.body)
    #expect(request.headers[.idempotencyKey] == write.key)
    #expect(request.headers[.contentType] == row.contentType)
  }

  @Test func `an answer that shows the write is a yes`() async throws {
    let (client, _) = try Self.client { _ in
      .success(WireResponse(status: 200, headers: [.requestID: "req_1"], body: Self.lost))
    }
    #expect(await client.send(Self.write(.close)) == .applied(requestID: "req_1"))
  }

  @Test func `the phase of a failure decides what is known`() async throws {
    let (unsent, _) = try Self.client { _ in .failure(TransportFailure(.notSent, "refused")) }
    #expect(await unsent.send(Self.write(.close)) == .notApplied(.stopped("refused")))
    for phase: TransportFailure.Phase in [.partlySent, .sent, .answered(status: 200)] {
      let (lost, transport) = try Self.client { _ in .failure(TransportFailure(phase, "closed")) }
      let doubt = WriteOutcome.Doubt("closed")
      #expect(await lost.send(Self.write(.close)) == .unknown(doubt))
      #expect(transport.requests.count { $0.method == .post } == 1)
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect of a read is an error, not a journey`(status: Int) async throws {
    let (client, transport) = try Self.client { _ in
      .success(WireResponse(status: status, headers: [.location: "https://evil.example"], body: []))
    }
    await #expect(throws: ReadFailure.self) { try await client.object(.dispute, "dp_a1") }
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: [201, 204, 400, 401, 403, 404, 429, 500, 503])
  func `a read that is not a 200 brings nothing`(status: Int) async throws {
    let (client, _) = try Self.client { _ in
      .success(WireResponse(status: status, body: Self.lost))
    }
    do {
      _ = try await client.object(.dispute, "dp_a1")
      Issue.record("\(status) is no answer")
    } catch {
      guard case .api(let error) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(error.status == status)
    }
  }

  @Test func `a read that never came back says so`() async throws {
    let failure = TransportFailure(.sent, "closed")
    let (client, _) = try Self.client { _ in .failure(failure) }
    await #expect(throws: ReadFailure.transport(failure)) {
      try await client.page(of: .dispute, [])
    }
  }
}
