import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// What a file keeps of a plan, and what is taken for one.
@Suite struct PlanFileTests {
  private static let files = MemoryFiles(["lease.pdf": "lease"])

  private static func host(
    now: Timestamp = FixtureDispute.now, uptime: Duration = .zero
  ) -> Host {
    var account = Account(FixtureAPI().account)
    account.profile = "acme"
    return Host(
      account: account, environment: Environment(now: now, uptime: { uptime }), files: files.store)
  }

  private static func plan(
    _ action: WriteAction = .submit, _ disputes: [FixtureDispute] = FixtureDispute.docs
  ) throws -> WritePlan {
    var plan = try makePlan(
      action, disputes,
      evidence: ["customer_name": "\u{0}\" Ł\n🏠", "receipt": "@lease.pdf"], files: files.store)
    plan.terms = WritePlan.Terms(
      bound: 5, limits: RunLimits(parallel: 2, canary: 3, stopsAtFirstFailure: true))
    plan.remarks = [
      Diagnostic(RunFinding.missingObject("dp_0")),
      Diagnostic(RunFinding.sortedByCurrency("amount")),
    ]
    return plan
  }

  @Test(arguments: [WriteAction.draft, .submit, .close])
  func `a plan is read back as it was`(action: WriteAction) throws {
    let plan = try Self.plan(action)
    let file = PlanFile(plan, on: Self.host())
    let read = try PlanFile(file.bytes)
    #expect(read.bytes == file.bytes)
    #expect((read.id, read.profile, read.madeAt) == (file.id, "acme", FixtureDispute.now))
    let found = read.plan(on: Self.host().environment)
    #expect(found.id == file.id)
    #expect(found.items == plan.items && found.digest == plan.digest)
    #expect(found.account == plan.account && found.action == action)
    #expect(found.terms == plan.terms)
    #expect(found.remarks.map(\.line) == plan.remarks.map(\.line))
  }

  @Test func `each time it is saved it has another name`() throws {
    let plan = try Self.plan()
    #expect(PlanFile(plan, on: Self.host()).id != PlanFile(plan, on: Self.host()).id)
  }

  @Test func `no byte of it can be another, and none can be missing`() throws {
    let plan = try Self.plan(.submit, [FixtureDispute.docs[0]])
    let bytes = PlanFile(plan, on: Self.host()).bytes
    var accepted: [Int] = []
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      if (try? PlanFile(changed)) != nil { accepted.append(index) }
      if (try? PlanFile(Array(bytes[..<index]))) != nil { accepted.append(index) }
    }
    #expect(accepted.isEmpty)
    #expect(throws: PlanFile.Failure.changed) { try PlanFile(bytes + bytes) }
    #expect(throws: PlanFile.Failure.changed) { try PlanFile(bytes + [0x0a]) }
  }

  @Test(arguments: [
    ("", PlanFile.Failure.noPlan), ("{}\n", .noPlan), ("id,amount\ndp_1,12\n", .noPlan),
    ("[1]\n", .noPlan), ("\u{0}\n", .noPlan), (#"{"cpay_plan":"1"}"# + "\n", .noPlan),
    (#"{"cpay_plan":2}"# + "\n", .later), (#"{"cpay_plan":1}"# + "\n", .changed),
    (#"{"cpay_plan":1}"# + "\n\n", .changed),
  ])
  func `anything else is no plan`(text: String, failure: PlanFile.Failure) {
    #expect(throws: failure) { try PlanFile(Array(text.utf8)) }
  }

  @Test func `a row that was taken out is missed, sealed anew or not`() throws {
    let plan = try Self.plan()
    let file = PlanFile(plan, on: Self.host())
    var lines = file.bytes.split(separator: 0x0a)
    lines.remove(at: 1)
    lines.removeLast()
    let rest = Array(lines.joined(separator: [0x0a])) + [0x0a]
    #expect(throws: PlanFile.Failure.changed) { try PlanFile(rest + PlanFile.seal(rest)) }
  }

  struct Age: Sendable, CustomTestStringConvertible {
    let seconds: Int64
    let isExpired: Bool
    var testDescription: String { "\(seconds) s" }
  }

  @Test(arguments: [
    Age(seconds: 0, isExpired: false), Age(seconds: 899, isExpired: false),
    Age(seconds: 900, isExpired: true), Age(seconds: 10_000_000, isExpired: true),
    // A clock may be a little behind the one by which it was made, and not by a day.
    Age(seconds: -60, isExpired: false), Age(seconds: -86_400, isExpired: true),
  ])
  func `it waits 15 minutes for its consent, by the clock`(age: Age) throws {
    let file = try PlanFile(PlanFile(try Self.plan(), on: Self.host()).bytes)
    let later = Self.host(
      now: Timestamp(seconds: FixtureDispute.now.seconds + age.seconds), uptime: .seconds(7))
    let plan = file.plan(on: later.environment)
    let rule = ConsentRule(account: plan.account, bound: nil, digests: nil)
    #expect((rule.obstacle(to: plan, at: .seconds(7)) == .expired) == age.isExpired)
  }

  @Test func `the time it has waited before it was saved counts`() throws {
    let file = PlanFile(try Self.plan(), on: Self.host(uptime: .seconds(600)))
    #expect(file.madeAt.seconds == FixtureDispute.now.seconds - 600)
  }

  @Test func `documents are to be as they were, and all that are not are named`() throws {
    let files = MemoryFiles(["a.pdf": "a", "b.pdf": "b", "c.pdf": "c"])
    let plan = try makePlan(
      .submit, [FixtureDispute(id: "dp_1")],
      evidence: ["receipt": "@a.pdf", "service_documentation": "@b.pdf"], files: files.store)
    let file = PlanFile(plan, on: Self.host())
    #expect(file.changedDocuments(in: files.store).isEmpty)
    files["a.pdf"] = Array("A".utf8)
    files["b.pdf"] = nil
    #expect(
      file.changedDocuments(in: files.store) == [
        DocumentFailure("a.pdf", "it has changed since the plan was made"),
        DocumentFailure("b.pdf", "there is no such file"),
      ])
  }

  @Test func `a plan is applied once, whoever reads it`() async throws {
    let journal = MemoryJournal()
    let api = FixtureAPI()
    let world = RecordingAccount(
      read: { (call) throws(ReadFailure) in try api.read(call) }, journal: journal)
    var host = Host.fixture(world)
    host.consent = { _, _ in .granted }
    let file = PlanFile(
      try makePlan(.draft, [FixtureDispute.docs[0]]), on: host)
    let first = try await Evaluator(host).apply(file.plan(on: host.environment))
    guard case .result(.rows(_, let rows)) = first else {
      Issue.record("it was not applied")
      return
    }
    #expect(rows.count == 1)
    let run = try #require(try await journal.run(of: file.id))
    await #expect(throws: EvaluationError.journal(.applied(file.id, as: run))) {
      try await Evaluator(host).apply(PlanFile(file.bytes).plan(on: host.environment))
    }
    #expect(world.calls.count { $0.sentDispute != nil } == 1)
    // Made again it is another, whatever its digest.
    let again = PlanFile(try makePlan(.draft, [FixtureDispute.docs[0]]), on: host)
    _ = try await Evaluator(host).apply(again.plan(on: host.environment))
    #expect(try await journal.run(of: again.id) != run)
  }

  @Test func `before anyone is asked it says who holds its disputes by now`() async throws {
    let host = Host.fixture(RecordingAccount(claims: ["dp_a1": "run_1", "dp_c3": "run_2"]))
    var plan = PlanFile(try Self.plan(), on: host).plan(on: host.environment)
    try await plan.lookAgain(on: try host.connected(), host.files)
    #expect(
      plan.remarks.map(\.line).suffix(2) == [
        "note: 1 row is held by run_1 by now and not sent (dp_a1)",
        "note: 1 row is held by run_2 by now and not sent (dp_c3)",
      ])
  }
}
