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

  /// A server that asks for patience until the deadline has passed, and is asked again.
  private struct SlowWriter: APIWriter {
    let doubt: Bool
    /// Whether the wait was before the first request, at the gate that all share.
    var isFirst = false

    func send(
      _ write: DisputeWrite, _ record: SendingRecord, cancellation: CancellationToken
    ) async -> WriteOutcome {
      guard let reason = await record.willLeave(!isFirst) else { return .applied(requestID: nil) }
      return doubt
        ? .unknown(WriteOutcome.Doubt("closed; \(reason)")) : .notApplied(.stopped(reason))
    }

    func upload(_ upload: FileUpload, cancellation: CancellationToken) async -> UploadOutcome {
      .stopped("nothing is uploaded here")
    }
  }

  @Test(arguments: writes, [(true, false), (false, false), (false, true)])
  func `what the server kept waiting past the deadline is not sent, and stops nothing`(
    action: WriteAction, wait: (doubt: Bool, isFirst: Bool)
  ) async throws {
    let doubt = wait.doubt
    let journal = MemoryJournal()
    let other = FixtureDispute(id: "dp_2", dueBy: "2024-03-07T00:00:00Z")
    let plan = try makePlan(action, [Self.dispute, other])
    let looks = StepLog()
    let reader = RecordingAccount(read: { (call) throws(ReadFailure) in
      try FixtureAPI(disputes: [Self.dispute, other]).read(call)
    })
    var account = Account(
      plan.account, reader: reader, writer: SlowWriter(doubt: doubt, isFirst: wait.isFirst),
      journal: DeferredJournal(journal))
    // The first look at a row is before its deadline, all that follows is after it.
    account.time = {
      defer { looks.add("look") }
      return looks.all.isEmpty ? Self.before : Self.after
    }
    let host = Host(account: account, environment: Environment(now: Self.before))
    let result = try await PlanRunner.apply(plan, RunLimits(parallel: 1), on: host)
    let late: Outcome.Kind = action == .close ? .applied : doubt ? .unknown : .stale
    #expect(result.outcomes.map(\.kind) == [late, .applied])
    #expect(result.stop == nil)
    if action != .close {
      #expect(result.outcomes[0].message?.contains("the deadline passed at") == true)
    }
    // What never left holds its dispute no longer.
    let isHeld = action == .close || action == .submit && doubt
    #expect(try await journal.claims(on: ["dp_1"], of: plan.account).isEmpty == !isHeld)
  }

  @Test(arguments: [WriteAction.draft, .submit])
  func `rows whose deadlines have passed stop no row with days left`(
    action: WriteAction
  ) async throws {
    let late = (1...7).map { FixtureDispute(id: "dp_\($0)", dueBy: Self.due) }
    let disputes = late + [FixtureDispute(id: "dp_8", dueBy: "2024-03-07T00:00:00Z")]
    let plan = try makePlan(action, disputes)
    let api = RecordingAccount(read: { (call) throws(ReadFailure) in
      try FixtureAPI(disputes: disputes).read(call)
    })
    let result = try await PlanRunner.apply(
      plan, RunLimits(), on: Self.host(api, machine: Self.before, api: Self.after))
    #expect(result.outcomes.map(\.kind) == Array(repeating: .stale, count: 7) + [.applied])
    #expect(result.stop == nil)
  }

  @Test func `each row ends at the time that it is then`() async throws {
    let disputes = (1...3).map { FixtureDispute(id: "dp_\($0)", dueBy: nil) }
    let api = RecordingAccount(read: { (call) throws(ReadFailure) in
      try FixtureAPI(disputes: disputes).read(call)
    })
    let clock = StepLog()
    let environment = Environment(
      now: Self.before,
      time: {
        defer { clock.add("asked") }
        return Timestamp(seconds: Self.before.seconds + Int64(clock.all.count))
      })
    let result = try await PlanRunner.apply(
      try makePlan(.close, disputes), RunLimits(parallel: 1),
      on: Host(account: Account(api), environment: environment))
    let times = result.outcomes.map(\.at)
    #expect(times == times.sorted() && Set(times).count == 3)
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
