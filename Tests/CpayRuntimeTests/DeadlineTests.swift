import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// Deadlines pass by the API's clock, when a plan is made and when its rows are sent.
@Suite struct DeadlineTests {
  private static let due = "2024-02-07T00:00:00Z"
  private static let dispute = FixtureDispute(id: "dp_1", dueBy: due)
  /// Eleven hours before the deadline by the machine, and an hour after it.
  private static let (before, after) = (
    FixtureDispute.now, Timestamp(seconds: FixtureDispute.now.seconds + 13 * 3_600)
  )
  private static let writes = [WriteAction.draft, .submit, .close]

  private static func host(
    _ api: RecordingAccount, machine: Timestamp, api time: Timestamp?,
    _ identity: AccountIdentity = AccountIdentity(
      recorded: "https://api.casapay.com", mode: .test)
  ) -> Host {
    var account = Account(api, identity)
    account.time = { time }
    return Host(account: account, environment: Environment(now: machine))
  }

  private static func api(
    journal: (any RunJournal)? = nil, asksBeforeRepeating: Bool = false
  ) -> RecordingAccount {
    RecordingAccount(
      read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: [dispute]).read(call) },
      journal: journal, asksBeforeRepeating: asksBeforeRepeating)
  }

  /// The plan that a program makes on that host.
  private static func plan(_ action: String, on host: Host) async throws -> WritePlan {
    let program = try CheckedProgram("disputes status=needs_response | \(action)")
    var evaluator = Evaluator(host)
    guard case .result(.plan(let plan)) = try await evaluator.run(program.statements[0]) else {
      throw EvaluationError.missing("a plan")
    }
    return plan
  }

  @Test(
    arguments: [
      (before, after, false), (after, before, true), (before, nil, true), (after, nil, false),
    ] as [(Timestamp, Timestamp?, Bool)])
  func `whether a row can be sent is decided by the API's time, where it is known`(
    machine: Timestamp, api: Timestamp?, isEligible: Bool
  ) async throws {
    let host = Self.host(Self.api(), machine: machine, api: api)
    let text = "submit evidence={customer_name: \"Ana\"}"
    let submit = try await Self.plan(text, on: host)
    #expect(submit.items.map(\.ineligibility) == [isEligible ? nil : "deadline passed"])
    let close = try await Self.plan("close", on: host)
    #expect(close.items.map(\.ineligibility) == [nil])
  }

  @Test func `the time of a sandbox is that of its programs`() async throws {
    let host = Self.host(
      Self.api(), machine: Self.before, api: Self.after, AccountIdentity(sandbox: "i1"))
    let plan = try await Self.plan("submit evidence={customer_name: \"Ana\"}", on: host)
    #expect(plan.eligible.count == 1)
  }

  @Test(arguments: writes)
  func `a deadline that passes while the plan waits keeps evidence back, and no acceptance`(
    action: WriteAction
  ) async throws {
    let plan = try makePlan(action, [Self.dispute])
    let api = Self.api()
    let result = try await PlanRunner.apply(
      plan, RunLimits(), on: Self.host(api, machine: Self.before, api: Self.after))
    let isSent = action == .close
    #expect(api.calls.compactMap(\.sentDispute).isEmpty == !isSent)
    #expect(result.outcomes.map(\.kind) == [isSent ? .applied : .stale])
    let message = "the deadline passed at 2024-02-07 00:00Z while the plan waited"
    #expect(result.outcomes.map(\.message) == [isSent ? nil : message])
  }

  @Test(arguments: writes)
  func `taken up again, a row is held against its deadline as well`(
    action: WriteAction
  ) async throws {
    for isInDoubt in [false, true] {
      let plan = try makePlan(action, [Self.dispute])
      let journal = MemoryJournal()
      try await journal.open(RunID("run_1"), plan)
      if isInDoubt {
        let seen = try Self.dispute.snapshot
        let write = DisputeWrite(
          try #require(action.clientAction), dispute: "dp_1", evidence: [], seen: [],
          status: seen.status, account: plan.account, generation: 0)
        try await journal.intend(RunID("run_1"), position: 0, write)
      }
      let api = Self.api(journal: journal, asksBeforeRepeating: true)
      let report = try await RunID("run_1").resume(
        on: Self.host(api, machine: Self.before, api: Self.after, plan.account))
      let isSent = action == .close
      #expect(api.calls.compactMap(\.sentDispute).isEmpty == !isSent)
      #expect(
        report.outcomes.map(\.kind) == [isSent ? .applied : isInDoubt ? .unknown : .stale])
      if !isSent {
        #expect(report.outcomes[0].message?.contains("the deadline passed at") == true)
      }
    }
  }
}
