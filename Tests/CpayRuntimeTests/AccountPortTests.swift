import CpayClient
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// What every reader and writer of an account keeps to: the client here, over a server that answers
/// as a row says.
@Suite struct AccountPortTests {
  /// A transport that always gives the same answer.
  private struct FixedTransport: HTTPTransport {
    let answer: Result<WireResponse, TransportFailure>

    func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
      try answer.get()
    }
  }

  private static func ports(
    _ answer: Result<WireResponse, TransportFailure>
  ) throws -> any APIReader & APIWriter {
    APIClient(
      transport: FixedTransport(answer: answer), key: try APIKey(parsing: "sk_test_1"),
      account: AccountIdentity(sandbox: "i1"),
      environment: ManualClock(FixtureDispute.now).client())
  }

  private static let write = DisputeWrite(
    .close, dispute: "dp_a1", evidence: [], seen: [], status: "needs_response",
    account: AccountIdentity(sandbox: "i1"), generation: 0)
  private static let upload = FileUpload(
    PlannedUpload.fixture("lease.pdf", "x").localFile(MemoryFiles(["lease.pdf": "x"]).store),
    purpose: .disputeEvidence, account: AccountIdentity(sandbox: "i1"), generation: 0)

  @Test func `reads bring bytes or a reason`() async throws {
    let reader = try Self.ports(.success(WireResponse(status: 200, body: [1, 2])))
    #expect(try await reader.page(of: .dispute, [], cancellation: .never) == [1, 2])
    #expect(try await reader.object(.dispute, "dp_a1", cancellation: .never) == [1, 2])
    let failure = TransportFailure(.notSent, "refused")
    let failing = try Self.ports(.failure(failure))
    await #expect(throws: ReadFailure.transport(failure)) {
      try await failing.page(of: .dispute, [], cancellation: .never)
    }
    await #expect(throws: ReadFailure.transport(failure)) {
      try await failing.object(.dispute, "dp_a1", cancellation: .never)
    }
  }

  @Test func `a row is the object asked for, or an error`() async throws {
    let dispute = FixtureDispute(id: "dp_a1")
    let reader = try Self.ports(.success(WireResponse(status: 200, body: dispute.json)))
    #expect(try await reader.row(.dispute, "dp_a1").ids == ["dp_a1"])
    await #expect(
      throws: EvaluationError.malformed("asked for dp_b2, the answer is about another dispute")
    ) { try await reader.row(.dispute, "dp_b2") }
    let failing = try Self.ports(.success(WireResponse(status: 404, body: [])))
    await #expect(throws: EvaluationError.self) { try await failing.row(.dispute, "dp_a1") }
  }

  @Test func `a write and an upload bring an outcome, whatever happens`() async throws {
    let failing = try Self.ports(.failure(TransportFailure(.sent, "closed")))
    guard
      case .unknown(let doubt) = await failing.send(
        Self.write, SendingRecord(), cancellation: .never)
    else {
      Issue.record("a lost answer is unknown")
      return
    }
    #expect(doubt.reason == "closed")
    #expect(await failing.upload(Self.upload, cancellation: .never) == .stopped("closed"))
  }

  @Test func `once a run has been cancelled, its rows read and send nothing more`() async throws {
    let ports = try Self.ports(.success(WireResponse(status: 200, body: [])))
    let cancelled = CancellationToken { "interrupted" }
    let reason = ReadFailure.transport(TransportFailure(.notSent, "interrupted"))
    await #expect(throws: reason) {
      try await ports.page(of: .dispute, [], cancellation: cancelled)
    }
    await #expect(throws: reason) {
      try await ports.object(.dispute, "dp_a1", cancellation: cancelled)
    }
    #expect(
      await ports.send(Self.write, SendingRecord(), cancellation: cancelled)
        == .notApplied(.stopped("interrupted", nil)))
    #expect(await ports.upload(Self.upload, cancellation: cancelled) == .stopped("interrupted"))
  }
}
