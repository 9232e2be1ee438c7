import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// A run that is taken up again: every row ends once, and nothing is sent a second time by itself.
@Suite struct ResumeTests {
  private static let disputes = PlanRunnerTests.disputes

  /// The journal of a run that died or stopped after those rows had come so far.
  private static func journal(
    _ plan: WritePlan, _ states: [Int: Outcome.Kind?]
  ) async throws -> MemoryJournal {
    let journal = MemoryJournal()
    try await journal.open(RunID("run_1"), plan, RunLimits(parallel: 1))
    for (position, kind) in states {
      let item = plan.items[position]
      if kind != .unsent {
        let seen = try #require(item.seen)
        let write = DisputeWrite(
          .submit, dispute: seen.id, evidence: item.evidence.compactMap { $0.sent([:]) },
          seen: seen.evidence, status: seen.status, account: plan.account, generation: 0)
        try await journal.intend(RunID("run_1"), position: position, write)
      }
      guard let kind else { continue }
      let outcome = Outcome(
        of: item, .submit, kind, kind == .applied ? nil : "before", at: Timestamp(seconds: 1))
      try await journal.settle(
        RunID("run_1"), [SettledRow(position: position, outcome: outcome)])
    }
    return journal
  }

  private struct World {
    let account: RecordingAccount
    let report: PlanReport

    var sent: [String] { account.calls.compactMap(\.sentDispute) }
    var read: [String] {
      account.calls.compactMap { if case .object(_, let id) = $0 { id } else { nil } }
    }
  }

  /// Takes the run up, each write answered as `answer` says.
  private static func resume(
    _ states: [Int: Outcome.Kind?],
    answer: @escaping @Sendable (DisputeWrite) -> WriteOutcome = { _ in .applied(requestID: "r") }
  ) async throws -> World {
    let plan = try makePlan(.submit, disputes)
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: disputes).read(call) },
      send: { answer($0) }, journal: try await journal(plan, states))
    let report = try await RunID("run_1").resume(on: .fixture(account))
    return World(account: account, report: report)
  }

  @Test(arguments: [true, false], [true, false])
  func `what can never be sent again is left to persons once it was looked at`(
    isSameKey: Bool, keepsKeys: Bool
  ) async throws {
    let plan = try makePlan(.submit, Self.disputes)
    let keys = ["aaaa", isSameKey ? "aaaa" : "bbbb"].map { KeyFingerprint(recorded: $0) }
    let journal = MemoryJournal()
    try await journal.open(
      RunID("run_1"), plan, RunLimits(), by: Sender(profile: nil, key: keys[0]))
    let seen = try #require(plan.items[0].seen)
    try await journal.intend(
      RunID("run_1"), position: 0,
      DisputeWrite(
        .submit, dispute: seen.id, evidence: [], seen: [], status: seen.status,
        account: plan.account, generation: 0))
    let api = RecordingAccount(
      read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: Self.disputes).read(call) },
      send: {
        $0.dispute == seen.id ? .unknown(WriteOutcome.Doubt("?")) : .applied(requestID: nil)
      },
      journal: journal)
    var account = Account(api, plan.account)
    (account.key, account.keepsKeys) = (keys[1], keepsKeys)
    let report = try await RunID("run_1").resume(
      on: Host(account: account, environment: Environment(now: FixtureDispute.now)))
    #expect(report.outcomes[0].kind == .unknown)
    #expect(report.leftToPersons == (isSameKey && keepsKeys ? [] : [seen.id]))
  }

  @Test func `a run of which nothing was sent is sent as it was agreed to`() async throws {
    let world = try await Self.resume([:])
    #expect(world.sent == PlanRunnerTests.sendOrder)
    #expect(world.report.outcomes.map(\.id) == Self.disputes.map(\.id))
    #expect(world.report.outcomes.allSatisfy { $0.kind == .applied })
  }

  @Test func `what may have been sent goes first, what is settled not at all`() async throws {
    let world = try await Self.resume([0: .applied, 1: nil, 2: .refused, 4: .unknown, 5: .unsent])
    #expect(Set(world.sent.prefix(2)) == ["dp_2", "dp_5"])
    #expect(world.sent.dropFirst(2) == ["dp_6", "dp_4"])
    #expect(!world.read.contains("dp_2"), "the writer looks at it, not the runner")
    let kinds = world.report.outcomes.map(\.kind)
    #expect(kinds == [.applied, .applied, .refused, .applied, .applied, .applied])
    #expect(world.report.stop == nil)
    #expect(world.report.settledBefore == ["dp_1", "dp_3"])
  }

  @Test func `a doubt that stays keeps nothing else from being sent`() async throws {
    let world = try await Self.resume([0: nil, 1: nil, 2: nil]) { write in
      ["dp_1", "dp_2", "dp_3"].contains(write.dispute)
        ? .unknown(WriteOutcome.Doubt("no keys are kept")) : .applied(requestID: nil)
    }
    let kinds = world.report.outcomes.map(\.kind)
    #expect(kinds == [.unknown, .unknown, .unknown, .applied, .applied, .applied])
    #expect(world.report.stop == nil)
  }

  @Test func `a doubt that was not come to stays a doubt, not unsent`() async throws {
    let world = try await Self.resume([0: nil, 1: nil]) { _ in
      .unknown(WriteOutcome.Doubt("no (403)", reach: .everything))
    }
    #expect(world.sent.count == 1)
    let kinds = world.report.outcomes.map(\.kind)
    #expect(kinds == [.unknown, .unknown, .unsent, .unsent, .unsent, .unsent])
  }

  @Test func `again and again, until nothing is open`() async throws {
    let plan = try makePlan(.submit, Self.disputes)
    let journal = try await Self.journal(plan, [0: nil])
    let sent = Mutex<[String]>([])
    for round in 0..<4 {
      let account = RecordingAccount(
        read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: Self.disputes).read(call) },
        send: { write in
          sent.withLock { $0.append(write.dispute) }
          return sent.withLock { $0.count } % 3 == 0
            ? .notApplied(.stopped("the server is gone")) : .applied(requestID: nil)
        }, journal: journal)
      let report = try await RunID("run_1").resume(on: .fixture(account))
      #expect(report.outcomes.count == 6)
      if round == 3 { #expect(report.outcomes.allSatisfy { $0.kind == .applied }) }
    }
    #expect(try await journal.recorded(RunID("run_1"))?.open == [])
  }

  @Test func `another profile sends nothing of a run`() async throws {
    let plan = try makePlan(.submit, Self.disputes)
    let journal = MemoryJournal()
    try await journal.open(
      RunID("run_1"), plan, RunLimits(), by: Sender(profile: "acme", key: nil))
    let api = RecordingAccount(journal: journal)
    for profile in [nil, "other"] {
      var account = Account(api)
      account.profile = profile
      let host = Host(account: account, environment: Environment(now: FixtureDispute.now))
      await #expect(throws: EvaluationError.invalid("run_1 was begun with another profile")) {
        try await RunID("run_1").resume(on: host)
      }
    }
    #expect(api.calls.map(\.text) == ["recorded run_1", "recorded run_1"])
  }

  @Test func `a run that is not known sends nothing`() async throws {
    let account = RecordingAccount(journal: MemoryJournal())
    await #expect(throws: EvaluationError.self) {
      try await RunID("run_9").resume(on: .fixture(account))
    }
    #expect(account.calls.compactMap(\.sentDispute).isEmpty)
  }
}
