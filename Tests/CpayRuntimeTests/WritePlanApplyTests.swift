import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

@Suite struct WritePlanApplyTests {
  private static let disputes = (1...3).map { FixtureDispute(id: "dp_\($0)") }

  private static func outcomes(
    _ plan: WritePlan, on host: Host, digest: String? = nil
  ) async throws -> [String] {
    var result: [String] = []
    for try await outcome in try plan.apply(consent: digest ?? plan.digest, on: host) {
      result.append("\(outcome.id) \(outcome.kind)")
    }
    return result
  }

  /// A world in which each send waits for what the test says.
  private struct World: Sendable {
    let account: RecordingAccount
    let closed = Signal()

    init(
      _ disputes: [FixtureDispute] = WritePlanApplyTests.disputes,
      read: @escaping @Sendable (String) async -> Void = { _ in },
      send: @escaping @Sendable (String) async -> WriteOutcome = { _ in .applied(requestID: nil) }
    ) {
      let closed = closed
      account = RecordingAccount(
        read: { (call) throws(ReadFailure) in
          if case .object(_, let id) = call { await read(id) }
          return try FixtureAPI(disputes: disputes).read(call)
        },
        send: { await send($0.dispute) },
        remembering: { (call) throws(JournalFailure) in
          switch call {
          case .open, .settle:
            // A database gives up in a task that has been cancelled.
            if Task.isCancelled { throw .unusable("cancelled") }
          case .close: closed.raise()
          default: break
          }
        })
    }

    var sent: [String] { account.calls.compactMap(\.sentDispute) }
  }

  // MARK: Consent

  @Test func `with its digest a plan is applied, each row once`() async throws {
    let world = World()
    let plan = try makePlan(.submit, Self.disputes)
    let log = StepLog()
    let shown = try await Self.outcomes(plan, on: .fixture(world.account, log: log))
    // Behind the first, which goes alone, several are under way at once.
    #expect(shown.sorted() == ["dp_1 applied", "dp_2 applied", "dp_3 applied"])
    #expect(world.sent.sorted() == ["dp_1", "dp_2", "dp_3"] && log.all == ["applied 3"])
    let short = try await Self.outcomes(
      plan, on: .fixture(World().account), digest: plan.shortDigest)
    #expect(short.count == 3)
  }

  @Test func `a digest that is not the plan's sends nothing`() async throws {
    let world = World()
    let plan = try makePlan(.submit, Self.disputes)
    let other = try makePlan(.submit, Self.disputes, evidence: ["customer_name": "Ben"])
    for digest in ["", "3", String(plan.digest.prefix(11)), other.digest, plan.digest + "0"] {
      #expect(throws: ConsentRefusal.self) {
        _ = try plan.apply(consent: digest, on: .fixture(world.account))
      }
    }
    #expect(world.account.calls.isEmpty)
  }

  @Test func `an old plan, one of another account and one above its bound send nothing`() throws {
    let (world, clock) = (World(), ManualClock(FixtureDispute.now))
    let host = Host.fixture(world.account, clock: clock)
    var plan = try makePlan(.submit, Self.disputes)
    let foreign = try makePlan(.submit, Self.disputes, account: AccountIdentity(sandbox: "i2"))
    #expect(throws: ConsentRefusal(reason: "the plan was made for another account")) {
      _ = try foreign.apply(consent: foreign.digest, on: host)
    }
    plan.terms.bound = 2
    #expect(throws: ConsentRefusal(reason: "3 disputes, but at most 2 may be sent")) {
      _ = try plan.apply(consent: plan.digest, on: host)
    }
    plan.terms.bound = 3
    clock.advance(by: WritePlan.lifetime)
    #expect(throws: ConsentRefusal(reason: "the plan is older than 15 minutes; make it again")) {
      _ = try plan.apply(consent: plan.digest, on: host)
    }
    #expect(world.account.calls.isEmpty)
  }

  @Test func `a plan that has grown old before its first outcome is asked for sends nothing`()
    async throws
  {
    let (world, clock) = (World(), ManualClock(FixtureDispute.now))
    let plan = try makePlan(.submit, Self.disputes)
    let outcomes = try plan.apply(
      consent: plan.digest, on: .fixture(world.account, clock: clock))
    clock.advance(by: WritePlan.lifetime)
    let reason = "the plan was withheld: the plan is older than 15 minutes; make it again"
    await #expect(throws: EvaluationError.invalid(reason)) {
      for try await _ in outcomes {}
    }
    #expect(world.account.calls.isEmpty)
  }

  @Test func `nothing is sent before the first outcome is asked for`() async throws {
    let world = World()
    let plan = try makePlan(.submit, Self.disputes)
    _ = try plan.apply(consent: plan.digest, on: .fixture(world.account))
    #expect(world.account.calls.isEmpty)
  }

  @Test func `a plan of ineligible rows asks nobody and says so`() async throws {
    let world = World()
    let plan = try makePlan(.submit, [FixtureDispute(id: "dp_1", status: "lost")])
    let shown = try await Self.outcomes(plan, on: .fixture(world.account))
    #expect(shown == ["dp_1 ineligible"] && world.account.calls.isEmpty)
  }

  // MARK: Order

  @Test func `outcomes come as they are settled, and do not wait for other rows`() async throws {
    let secondIsRead = Signal()
    let world = World(send: { dispute in
      // The first row is answered only once the second one's outcome has been read.
      if dispute == "dp_1" { await secondIsRead.wait() }
      return .applied(requestID: nil)
    })
    var plan = try makePlan(.submit, Array(Self.disputes.prefix(2)))
    plan.terms.limits = RunLimits(parallel: 2, canary: 0)
    var order: [String] = []
    for try await outcome in try plan.apply(consent: plan.digest, on: .fixture(world.account)) {
      order.append(outcome.id)
      if outcome.id == "dp_2" { secondIsRead.raise() }
    }
    #expect(order == ["dp_2", "dp_1"])
  }

  @Test func `whatever happens to its rows, each comes to the outcome of the run, once`()
    async throws
  {
    var random = SeededGenerator(seed: 34)
    for _ in 0..<200 {
      let disputes = (1...Int.random(in: 1...8, using: &random)).map {
        FixtureDispute(id: "dp_\($0)")
      }
      var scripts: [String: RowScript] = [:]
      for dispute in disputes {
        scripts[dispute.id] = RowScript.allCases.randomElement(using: &random)
      }
      let plan = try makePlan(.submit, disputes)
      var expected = plan
      expected.terms.limits = RunLimits(parallel: 1)
      let direct = try await PlanRunner.apply(
        plan, RunLimits(parallel: 1), on: .fixture(ScriptedWorld(disputes, scripts).account)
      )
      // Scripts that interrupt do so through the world's own cancellation, which is nobody's here.
      let world = ScriptedWorld(disputes, scripts)
      var seen: [Outcome] = []
      for try await outcome in try expected.apply(
        consent: plan.digest, on: .fixture(world.account))
      {
        seen.append(outcome)
      }
      #expect(seen.count == disputes.count && Set(seen) == Set(direct.outcomes))
    }
  }

  // MARK: Stopping

  @Test func `cancelled before it begins, it sends nothing, and says so of every row`() async throws
  {
    let world = World()
    let plan = try makePlan(.submit, Self.disputes)
    let never = Signal()
    let task = Task {
      // Ends at once, since the task is cancelled.
      await never.wait()
      return try await Self.outcomes(plan, on: .fixture(world.account))
    }
    task.cancel()
    #expect(try await task.value == ["dp_1 unsent", "dp_2 unsent", "dp_3 unsent"])
    #expect(world.sent.isEmpty)
  }

  @Test func `cancelled in the middle, what was sent is awaited and the rest is unsent`()
    async throws
  {
    let (sending, release) = (Signal(), Signal())
    let world = World(send: { _ in
      sending.raise()
      await release.wait()
      return Task.isCancelled ? .unknown(WriteOutcome.Doubt("torn down")) : .applied(requestID: nil)
    })
    let plan = try makePlan(.submit, Self.disputes)
    let task = Task { try await Self.outcomes(plan, on: .fixture(world.account)) }
    await sending.wait()
    task.cancel()
    release.raise()
    #expect(try await task.value == ["dp_1 applied", "dp_2 unsent", "dp_3 unsent"])
    #expect(world.sent == ["dp_1"])
  }

  @Test func `one run that is cancelled does not stop another on the same host`() async throws {
    let (sending, release) = (Signal(), Signal())
    let world = World(send: { dispute in
      if dispute == "dp_1" {
        sending.raise()
        await release.wait()
      }
      return .applied(requestID: nil)
    })
    let host = Host.fixture(world.account)
    let first = try makePlan(.submit, Self.disputes)
    let task = Task { try await Self.outcomes(first, on: host) }
    await sending.wait()
    task.cancel()
    let second = try makePlan(.submit, Array(Self.disputes.dropFirst()))
    #expect(try await Self.outcomes(second, on: host) == ["dp_2 applied", "dp_3 applied"])
    release.raise()
    #expect(try await task.value == ["dp_1 applied", "dp_2 unsent", "dp_3 unsent"])
  }

  @Test func `the host's cancellation stops it, and said twice gives up what is under way`()
    async throws
  {
    let (sending, release, cancellation) = (Signal(), Signal(), Cancellation())
    let world = World(send: { _ in
      sending.raise()
      await release.wait()
      return Task.isCancelled ? .unknown(WriteOutcome.Doubt("given up")) : .applied(requestID: nil)
    })
    let plan = try makePlan(.submit, Self.disputes)
    let host = Host.fixture(world.account, cancellation: cancellation)
    let task = Task { try await Self.outcomes(plan, on: host) }
    await sending.wait()
    cancellation.request()
    cancellation.request()
    #expect(try await task.value == ["dp_1 unknown", "dp_2 unsent", "dp_3 unsent"])
  }

  @Test func `letting go of the outcomes stops the run, and its rows are settled all the same`()
    async throws
  {
    let isLetGo = Signal()
    let world = World(read: { dispute in if dispute == "dp_2" { await isLetGo.wait() } })
    let plan = try makePlan(.submit, Self.disputes)
    for try await outcome in try plan.apply(consent: plan.digest, on: .fixture(world.account)) {
      #expect(outcome.id == "dp_1")
      break
    }
    isLetGo.raise()
    await world.closed.wait()
    #expect(world.sent == ["dp_1"])
    let settled = world.account.calls.flatMap { call -> [String] in
      if case .settle(let rows) = call { return rows.map { "\($0.outcome.kind)" } }
      return []
    }
    #expect(settled == ["applied", "unsent", "unsent"])
  }
}
