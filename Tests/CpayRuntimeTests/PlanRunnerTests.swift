import CpayClient
import CpayLanguage
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// What happens to one row.
enum RowScript: CaseIterable, Sendable {
  case applied
  case refused
  case halted
  case notSent
  case reconciled
  case unknown
  case unknownForAll
  case keyClash
  case heldByOther
  case stale
  case gone
  case unreadable
  case intentFails
  case settleFails
  case sendFails
  case interruptedBeforeSend
  case interruptedInFlight

  /// The outcome it must come to.
  var kind: Outcome.Kind {
    switch self {
    case .applied, .reconciled, .settleFails, .interruptedInFlight: .applied
    case .refused: .refused
    case .halted, .notSent, .unreadable, .intentFails, .sendFails, .interruptedBeforeSend: .unsent
    case .unknown, .unknownForAll, .keyClash: .unknown
    case .heldByOther: .ineligible
    case .stale, .gone: .stale
    }
  }

  /// Whether nothing may be sent once it has happened.
  var stopsRun: Bool {
    switch self {
    case .halted, .notSent, .unreadable, .intentFails, .settleFails, .sendFails,
      .interruptedBeforeSend, .interruptedInFlight, .unknownForAll:
      true
    default: false
    }
  }

  /// Whether the write leaves.
  var isSent: Bool {
    switch self {
    case .stale, .gone, .unreadable, .interruptedBeforeSend: false
    default: true
    }
  }

  /// Whether the ledger fails at it.
  var breaksJournal: Bool { self == .intentFails || self == .settleFails }
}

/// Plays a script for each dispute.
struct ScriptedWorld: Sendable {
  let disputes: [FixtureDispute]
  let scripts: [String: RowScript]
  let interrupt = Interrupt()
  let handler: RecordingHandler

  init(_ disputes: [FixtureDispute], _ scripts: [String: RowScript]) {
    self.disputes = disputes
    self.scripts = scripts
    let interrupt = interrupt
    handler = RecordingHandler { effect throws(EvaluationError) in
      switch effect {
      case .object(_, let id):
        guard let dispute = disputes.first(where: { $0.id == id }), let script = scripts[id] else {
          throw .malformed("an unknown dispute")
        }
        return .body(try Self.read(dispute, script, interrupt).json)
      case .send(_, _, let write, _):
        return .answer(try Self.answer(scripts[write.dispute] ?? .applied, interrupt))
      case .settle(_, let rows):
        if rows.contains(where: { scripts[$0.outcome.id] == .settleFails }) {
          throw .journal(.unusable("the disk is full"))
        }
        return .done
      case .close: return .done
      case .refusals: return .refusals([:])
      default: throw .malformed("an effect that a run does not have")
      }
    }
  }

  private static func read(
    _ dispute: FixtureDispute, _ script: RowScript, _ interrupt: Interrupt
  ) throws(EvaluationError) -> FixtureDispute {
    var dispute = dispute
    switch script {
    case .stale: dispute.amount += 1
    case .gone: throw .read(.api(.fixture(404)))
    case .unreadable: throw .read(.api(.fixture(500)))
    case .interruptedBeforeSend: interrupt.request()
    default: break
    }
    return dispute
  }

  private static func answer(
    _ script: RowScript, _ interrupt: Interrupt
  ) throws(EvaluationError) -> WriteOutcome {
    switch script {
    case .refused: return .notApplied(.refused(.fixture(422)))
    case .halted: return .notApplied(.stopped("no (401)", .fixture(401)))
    case .notSent: return .notApplied(.stopped("refused the connection"))
    case .reconciled: return .applied(requestID: nil, reconciled: "closed")
    case .unknown: return .unknown(WriteOutcome.Doubt("closed"))
    case .unknownForAll: return .unknown(WriteOutcome.Doubt("closed", reach: .everything))
    case .keyClash: return .unknown(WriteOutcome.Doubt("clash", reach: .keyClash))
    case .intentFails: throw .journal(.unusable("the disk is full"))
    case .heldByOther: throw .journal(.claimed(by: "run_2"))
    case .sendFails: throw .malformed("no connection")
    case .interruptedInFlight: interrupt.request()
    default: break
    }
    return .applied(requestID: "req_1")
  }

  /// The rows that were settled, in order.
  var settledPositions: [Int] {
    effects.flatMap { effect -> [Int] in
      if case .settle(_, let rows) = effect { rows.map(\.position) } else { [] }
    }
  }

  func run(
    _ action: WriteAction = .submit, _ limits: RunMachine.Limits = RunMachine.Limits(parallel: 1)
  ) async throws -> PlanRunner.Result {
    let plan = try makePlan(action, disputes)
    let runner = PlanRunner(
      plan, RunID("run_1"), effects: handler, now: FixtureDispute.now, interrupt: interrupt)
    return await runner(limits)
  }

  var effects: [Effect] { handler.effects }
  var sent: [String] { effects.compactMap(\.sentDispute) }
}

@Suite struct PlanRunnerTests {
  /// Six disputes whose deadlines are not in the order of the rows.
  static let disputes = [
    ("dp_1", "2024-02-09T00:00:00Z"), ("dp_2", nil), ("dp_3", "2024-02-07T00:00:00Z"),
    ("dp_4", "2024-02-08T00:00:00Z"), ("dp_5", nil), ("dp_6", "2024-02-07T00:00:00Z"),
  ].map { FixtureDispute(id: $0.0, dueBy: $0.1) }
  static let sendOrder = ["dp_3", "dp_6", "dp_4", "dp_1", "dp_2", "dp_5"]

  static func world(_ scripts: [String: RowScript]) -> ScriptedWorld {
    var all = Dictionary(uniqueKeysWithValues: disputes.map { ($0.id, RowScript.applied) })
    all.merge(scripts) { $1 }
    return ScriptedWorld(disputes, all)
  }

  /// What must hold of any run, however it went.
  static func check(_ world: ScriptedWorld, _ result: PlanRunner.Result) {
    #expect(result.outcomes.map(\.id) == world.disputes.map(\.id))
    #expect(Set(world.sent).count == world.sent.count, "sent twice: \(world.sent)")
    var read: Set<String> = []
    for effect in world.effects {
      if case .object(_, let id) = effect { read.insert(id) }
      if let dispute = effect.sentDispute {
        #expect(read.contains(dispute), "\(dispute) was sent unread")
      }
    }
    for outcome in result.outcomes {
      let script = world.scripts[outcome.id] ?? .applied
      let isSent = world.sent.contains(outcome.id)
      switch outcome.kind {
      case .applied, .refused, .unknown: #expect(isSent && outcome.kind == script.kind)
      case .stale: #expect(!isSent && outcome.kind == script.kind)
      case .ineligible:
        #expect((!isSent || script == .heldByOther) && outcome.kind == script.kind)
      case .unsent: #expect(!isSent || script.kind == .unsent)
      }
      #expect(outcome.kind != .unsent || result.stop != nil)
    }
    let settled = world.settledPositions
    #expect(Set(settled).count == settled.count, "settled twice: \(settled)")
    if result.journalFailure == nil {
      #expect(settled.sorted() == Array(world.disputes.indices))
      #expect(world.effects.last?.text == "close")
    }
  }

  @Test(arguments: RowScript.allCases, disputes.map(\.id))
  func `one row at a time comes to one outcome each`(script: RowScript, id: String) async throws {
    let world = Self.world([id: script])
    let result = try await world.run()
    Self.check(world, result)
    let place = try #require(Self.sendOrder.firstIndex(of: id))
    let kinds = Dictionary(uniqueKeysWithValues: result.outcomes.map { ($0.id, $0.kind) })
    for (index, other) in Self.sendOrder.enumerated() {
      let isStopped = script.stopsRun && index > place
      #expect(kinds[other] == (other == id ? script.kind : isStopped ? .unsent : .applied))
      if isStopped { #expect(!world.effects.contains { $0.text == "object \(other)" }) }
    }
    #expect(world.sent.contains(id) == script.isSent)
    #expect((result.stop != nil) == script.stopsRun)
    #expect((result.journalFailure != nil) == script.breaksJournal)
  }

  @Test(arguments: RowScript.allCases, disputes.map(\.id))
  func `eight at once come to one outcome each`(script: RowScript, id: String) async throws {
    let world = Self.world([id: script])
    let result = try await world.run(.submit, RunMachine.Limits(parallel: 8))
    Self.check(world, result)
    let kinds = Dictionary(uniqueKeysWithValues: result.outcomes.map { ($0.id, $0.kind) })
    if !script.stopsRun {
      #expect(kinds[id] == script.kind)
      #expect(kinds.count { $0.key != id && $0.value == .applied } == 5)
    }
    #expect((result.journalFailure != nil) == (script.breaksJournal && kinds[id] == script.kind))
  }

  @Test(arguments: 0..<150)
  func `any mixture of fates comes to one outcome each`(seed: Int) async throws {
    var random = SeededGenerator(seed: seed)
    let disputes = (0..<30).map { index in
      FixtureDispute(
        id: "dp_\(index)",
        dueBy: [nil, "2024-02-07T00:00:00Z", "2024-02-08T00:00:00Z"].randomElement(using: &random)
          ?? nil)
    }
    let fates = [RowScript.applied, .applied, .applied] + RowScript.allCases
    var scripts: [String: RowScript] = [:]
    for dispute in disputes { scripts[dispute.id] = fates.randomElement(using: &random) }
    let world = ScriptedWorld(disputes, scripts)
    let limits = RunMachine.Limits(
      parallel: Int.random(in: 1...8, using: &random),
      canary: Int.random(in: 0...2, using: &random),
      stopsAtFirstFailure: Bool.random(using: &random))
    let result = try await world.run(.submit, limits)
    Self.check(world, result)
  }

  @Test func `sends in the order of the deadlines, those without one last`() async throws {
    let world = Self.world([:])
    _ = try await world.run()
    #expect(world.sent == Self.sendOrder)
  }

  @Test func `shows what the API said and names the request`() async throws {
    let result = try await Self.world(["dp_3": .refused]).run()
    #expect(result.outcomes[2].message == "no (422)" && result.outcomes[2].requestID == nil)
    #expect(result.outcomes[0].message == nil && result.outcomes[0].requestID == "req_1")
    #expect(result.outcomes.allSatisfy { $0.action == .submit && $0.at == FixtureDispute.now })
  }

  @Test func `says how an answer that was lost came to be known`() async throws {
    let result = try await Self.world(["dp_3": .reconciled]).run()
    #expect(result.outcomes[2].message == "established by reading again: closed")
  }

  @Test func `a second row whose key the API knows from elsewhere stops the run`() async throws {
    let result = try await Self.world(["dp_3": .keyClash, "dp_4": .keyClash]).run()
    #expect(result.outcomes.count { $0.kind == .unknown } == 2)
    #expect(result.outcomes.count { $0.kind == .unsent } == 3)
    #expect(
      result.stop == .limit("the API knows the keys of 2 rows from other requests"))
  }

  @Test func `a write that brings anything but an answer may have been sent`() async throws {
    let dispute = FixtureDispute(id: "dp_1")
    let handler = RecordingHandler { effect throws(EvaluationError) in
      if case .object = effect { .body(dispute.json) } else { .done }
    }
    let runner = PlanRunner(
      try makePlan(.submit, [dispute]), RunID("run_1"), effects: handler, now: FixtureDispute.now,
      interrupt: Interrupt())
    let result = await runner(RunMachine.Limits())
    #expect(result.outcomes.map(\.kind) == [.unknown])
  }

  @Test func `rows that cannot be sent are settled and never read`() async throws {
    let world = ScriptedWorld(
      FixtureDispute.docs,
      Dictionary(uniqueKeysWithValues: FixtureDispute.docs.map { ($0.id, RowScript.applied) }))
    let result = try await world.run()
    #expect(
      result.outcomes.map(\.kind) == [
        .applied, .applied, .applied, .applied, .ineligible, .ineligible, .applied, .ineligible,
      ])
    #expect(result.outcomes[4].message == "status is under_review")
    #expect(world.effects.count { $0.text == "object dp_e5" } == 0)
    #expect(world.settledPositions.count == 8)
  }

  @Test func `a ledger that fails at the first settling stops everything`() async throws {
    var scripts = Dictionary(
      uniqueKeysWithValues: FixtureDispute.docs.map { ($0.id, RowScript.applied) })
    scripts["dp_e5"] = .settleFails
    let world = ScriptedWorld(FixtureDispute.docs, scripts)
    let result = try await world.run()
    #expect(world.sent.isEmpty && result.journalFailure == .unusable("the disk is full"))
    #expect(result.outcomes.count == 8)
  }

  @Test func `one row at a time until one is applied, then as many as allowed`() async throws {
    let underWay = Mutex((now: 0, most: 0, applied: 0))
    let disputes = Self.disputes
    let handler = RecordingHandler { effect throws(EvaluationError) in
      switch effect {
      case .object(_, let id):
        underWay.withLock { state in
          state.now += 1
          state.most = max(state.most, state.now)
          if state.applied == 0 { state.most = max(state.most, state.now > 1 ? 99 : 1) }
        }
        await Task.yield()
        return .body(disputes.first { $0.id == id }?.json ?? [])
      case .settle:
        underWay.withLock { state in
          state.now -= 1
          state.applied += 1
        }
        return .done
      default: return effect.sentDispute == nil ? .done : .answer(.applied(requestID: nil))
      }
    }
    let runner = PlanRunner(
      try makePlan(.submit, disputes), RunID("run_1"), effects: handler, now: FixtureDispute.now,
      interrupt: Interrupt())
    let result = await runner(RunMachine.Limits(parallel: 3))
    #expect(result.outcomes.allSatisfy { $0.kind == .applied })
    #expect(underWay.withLock { $0.most } <= 3)
  }

  @Test func `a row that has not been sent yet stays here once another has halted the run`()
    async throws
  {
    let disputes = ["dp_1", "dp_2", "dp_3"].map { FixtureDispute(id: $0) }
    let halted = Signal()
    let handler = RecordingHandler { effect throws(EvaluationError) in
      switch effect {
      case .object(_, let id):
        if id == "dp_3" { await halted.wait() }
        return .body(disputes.first { $0.id == id }?.json ?? [])
      case .send(_, _, let write, _):
        return .answer(
          write.dispute == "dp_1"
            ? .applied(requestID: nil) : .notApplied(.stopped("no (401)", .fixture(401))))
      case .settle(_, let rows):
        if rows.contains(where: { $0.outcome.id == "dp_2" }) { halted.raise() }
        return .done
      default: return .done
      }
    }
    let runner = PlanRunner(
      try makePlan(.submit, disputes), RunID("run_1"), effects: handler, now: FixtureDispute.now,
      interrupt: Interrupt())
    let result = await runner(RunMachine.Limits(parallel: 2))
    #expect(handler.effects.compactMap(\.sentDispute) == ["dp_1", "dp_2"])
    #expect(result.outcomes.map(\.kind) == [.applied, .unsent, .unsent])
    #expect(result.outcomes[2].message == "no (401)")
  }

  @Test func `what was in flight when the program was told twice to stop is unknown`() async throws
  {
    let disputes = ["dp_1", "dp_2"].map { FixtureDispute(id: $0) }
    let (sent, interrupt) = (Signal(), Interrupt())
    let handler = RecordingHandler { effect throws(EvaluationError) in
      switch effect {
      case .object(_, let id):
        if Task.isCancelled { throw .read(.transport(TransportFailure(.notSent, "cancelled"))) }
        return .body(disputes.first { $0.id == id }?.json ?? [])
      case .send:
        sent.raise()
        await Signal().wait()
        return .answer(.unknown(WriteOutcome.Doubt("cancelled")))
      default: return .done
      }
    }
    let runner = PlanRunner(
      try makePlan(.submit, disputes), RunID("run_1"), effects: handler, now: FixtureDispute.now,
      interrupt: interrupt)
    let task = Task { await runner(RunMachine.Limits()) }
    interrupt.arm { task.cancel() }
    interrupt.setSending(true)
    await sent.wait()
    interrupt.request()
    interrupt.request()
    let result = await task.value
    #expect(result.outcomes.map(\.kind) == [.unknown, .unsent])
    #expect(
      handler.effects.map(\.text).suffix(3) == ["settle 0 unknown", "settle 1 unsent", "close"])
  }

  @Test func `an interrupt before the first row sends nothing`() async throws {
    let world = Self.world([:])
    world.interrupt.request()
    let result = try await world.run()
    #expect(world.sent.isEmpty && result.stop == .interrupted)
    #expect(result.outcomes.allSatisfy { $0.kind == .unsent && $0.message == "interrupted" })
    Self.check(world, result)
  }
}

extension PlanRunner.Result {
  /// The ledger's failure, when that ended the run.
  fileprivate var journalFailure: JournalFailure? {
    if case .journal(let failure) = stop { failure } else { nil }
  }
}
