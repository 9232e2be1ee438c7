import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

@Suite struct ConsentingEffectsTests {
  private static func perform(
    _ consent: ConsentingEffects.Consent, bound: Int? = nil
  ) async throws -> (outcome: EffectOutcome, steps: [String], digest: String) {
    let log = StepLog()
    let plan = try makePlan(.close, [FixtureDispute(id: "dp_a1")])
    let inner = RecordingHandler { effect throws(EvaluationError) in
      log.add(effect.text)
      return .opened(RunID("run_1"))
    }
    let effects = ConsentingEffects(inner) { asked, bound in
      log.add("ask \(asked.digest) \(bound.map(String.init) ?? "-")")
      return consent
    }
    return (try await effects.perform(.open(plan, bound: bound)), log.all, plan.digest)
  }

  @Test func `asks for exactly the plan before it goes on`() async throws {
    let (outcome, steps, digest) = try await Self.perform(.granted, bound: 3)
    #expect(steps == ["ask \(digest) 3", "open close 3"])
    guard case .opened = outcome else {
      Issue.record("the plan was not opened")
      return
    }
  }

  @Test func `a no goes no further`() async throws {
    let (outcome, steps, digest) = try await Self.perform(.withheld("not confirmed"))
    #expect(steps == ["ask \(digest) -"])
    guard case .withheld("not confirmed") = outcome else {
      Issue.record("the plan was not withheld")
      return
    }
  }

  @Test func `asks about nothing else`() async throws {
    let inner = RecordingHandler { _ throws(EvaluationError) in .done }
    let effects = ConsentingEffects(inner) { _, _ in
      Issue.record("asked")
      return .granted
    }
    let write = DisputeWrite(
      .close, dispute: "dp_a1", evidence: [], seen: [], status: "needs_response",
      account: AccountIdentity(sandbox: "i1"),
      generation: 0)
    for effect: Effect in [
      .list(.dispute, []), .object(.dispute, id: "dp_a1"),
      .send(RunID("r"), position: 0, write, SendGate()),
      .claims(account: AccountIdentity(sandbox: "i1"), disputes: []), .close(RunID("r")),
    ] {
      _ = try await effects.perform(effect)
    }
    #expect(inner.effects.count == 5)
  }
}
