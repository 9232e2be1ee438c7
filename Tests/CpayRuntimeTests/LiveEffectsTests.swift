import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct LiveEffectsTests {
  /// A transport that always gives the same answer.
  private struct FixedTransport: HTTPTransport {
    let answer: Result<WireResponse, TransportFailure>

    func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
      try answer.get()
    }
  }

  private static func effects(
    _ answer: Result<WireResponse, TransportFailure>
  ) throws -> LiveEffects {
    LiveEffects(
      APIClient(
        transport: FixedTransport(answer: answer), key: try APIKey(parsing: "sk_test_1"),
        account: AccountIdentity(sandbox: "i1"),
        environment: ManualClock(FixtureDispute.now).client()),
      environment: ManualClock(FixtureDispute.now).environment)
  }

  @Test func `reads bring bytes or a reason`() async throws {
    let effects = try Self.effects(.success(WireResponse(status: 200, body: [1, 2])))
    for effect: Effect in [.list(.dispute, []), .object(.dispute, id: "dp_a1")] {
      guard case .body([1, 2]) = try await effects.perform(effect) else {
        Issue.record("no body")
        return
      }
    }
    let failure = TransportFailure(.notSent, "refused")
    let failing = try Self.effects(.failure(failure))
    await #expect(throws: EvaluationError.read(.transport(failure))) {
      try await failing.perform(.object(.dispute, id: "dp_a1"))
    }
  }

  @Test func `a write brings an answer, whatever happens`() async throws {
    let write = DisputeWrite(
      .close, dispute: "dp_a1", evidence: [], seen: [], status: "needs_response",
      account: AccountIdentity(sandbox: "i1"),
      generation: 0)
    let failing = try Self.effects(.failure(TransportFailure(.sent, "closed")))
    guard
      case .answer(.unknown(let doubt)) = try await failing.perform(
        .send(RunID("r"), position: 0, write, SendGate()))
    else {
      Issue.record("a lost answer is unknown")
      return
    }
    #expect(doubt.reason == "closed")
  }

  @Test func `once a run has stopped, its rows read and send nothing more`() async throws {
    let effects = try Self.effects(.success(WireResponse(status: 200, body: [])))
    let closed = SendGate { "interrupted" }
    await SendGate.$current.withValue(closed) {
      await #expect(
        throws: EvaluationError.read(.transport(TransportFailure(.notSent, "interrupted")))
      ) { try await effects.perform(.object(.dispute, id: "dp_a1")) }
    }
    let write = DisputeWrite(
      .close, dispute: "dp_a1", evidence: [], seen: [], status: "needs_response",
      account: AccountIdentity(sandbox: "i1"),
      generation: 0)
    guard
      case .answer(.notApplied(.stopped("interrupted", nil))) = try await effects.perform(
        .send(RunID("r"), position: 0, write, closed))
    else {
      Issue.record("a closed gate lets nothing through")
      return
    }
  }

  @Test func `every run has a name of its own`() async throws {
    let effects = try Self.effects(.success(WireResponse(status: 200, body: [])))
    let plan = try makePlan(.close, [FixtureDispute(id: "dp_a1")])
    var names: Set<String> = []
    for _ in 0..<20 {
      guard case .opened(let run) = try await effects.perform(.open(plan, bound: nil)) else {
        return
      }
      #expect(run.description.wholeMatch(of: /run_[0-9a-z]{8}/) != nil)
      names.insert(run.description)
    }
    #expect(names.count == 20)
  }
}
