import CpayClient
import CpayLanguage
import CpayModel
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
  case misfit
  case unreadable
  case intentFails
  case settleFails
  case interruptedBeforeSend
  case interruptedInFlight

  /// The outcome it must come to.
  var kind: Outcome.Kind {
    switch self {
    case .applied, .reconciled, .settleFails, .interruptedInFlight: .applied
    case .refused: .refused
    case .halted, .notSent, .unreadable, .intentFails, .interruptedBeforeSend: .unsent
    case .unknown, .unknownForAll, .keyClash: .unknown
    case .heldByOther, .misfit: .ineligible
    case .stale, .gone: .stale
    }
  }

  /// Whether nothing may be sent once it has happened.
  var stopsRun: Bool {
    switch self {
    case .halted, .notSent, .unreadable, .intentFails, .settleFails, .interruptedBeforeSend,
      .interruptedInFlight, .unknownForAll:
      true
    default: false
    }
  }

  /// Whether the write leaves.
  var isSent: Bool {
    switch self {
    case .stale, .gone, .misfit, .unreadable, .interruptedBeforeSend, .intentFails, .heldByOther:
      false
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
  let cancellation = Cancellation()
  let account: RecordingAccount

  init(_ disputes: [FixtureDispute], _ scripts: [String: RowScript]) {
    self.disputes = disputes
    self.scripts = scripts
    let cancellation = cancellation
    account = RecordingAccount(
      read: { (call) throws(ReadFailure) in
        guard case .object(_, let id) = call,
          let dispute = disputes.first(where: { $0.id == id }), let script = scripts[id]
        else { throw .malformed("an unknown dispute") }
        return try Self.read(dispute, script, cancellation).json
      },
      send: { Self.answer(scripts[$0.dispute] ?? .applied, cancellation) },
      remembering: { (call) throws(JournalFailure) in
        switch call {
        case .intend(_, let write):
          switch scripts[write.dispute] {
          case .intentFails: throw .unusable("the disk is full")
          case .heldByOther: throw .claimed(by: "run_2")
          default: break
          }
        case .settle(let rows):
          if rows.contains(where: { scripts[$0.outcome.id] == .settleFails }) {
            throw .unusable("the disk is full")
          }
        default: break
        }
      })
  }

  private static func read(
    _ dispute: FixtureDispute, _ script: RowScript, _ cancellation: Cancellation
  ) throws(ReadFailure) -> FixtureDispute {
    var dispute = dispute
    switch script {
    case .stale: dispute.amount += 1
    case .misfit: dispute.currency = "Euro"
    case .gone: throw .api(.fixture(404))
    case .unreadable: throw .api(.fixture(500))
    case .interruptedBeforeSend: cancellation.request()
    default: break
    }
    return dispute
  }

  private static func answer(
    _ script: RowScript, _ cancellation: Cancellation
  ) -> WriteOutcome {
    switch script {
    case .refused: return .notApplied(.refused(.fixture(422)))
    case .halted: return .notApplied(.stopped("no (401)", .fixture(401)))
    case .notSent: return .notApplied(.stopped("refused the connection"))
    case .reconciled: return .applied(requestID: nil, reconciled: "closed")
    case .unknown: return .unknown(WriteOutcome.Doubt("closed"))
    case .unknownForAll: return .unknown(WriteOutcome.Doubt("closed", reach: .everything))
    case .keyClash: return .unknown(WriteOutcome.Doubt("clash", reach: .keyClash))
    case .interruptedInFlight: cancellation.request()
    default: break
    }
    return .applied(requestID: "req_1")
  }

  /// The rows that were settled, in order.
  var settledPositions: [Int] {
    calls.flatMap { call -> [Int] in
      if case .settle(let rows) = call { rows.map(\.position) } else { [] }
    }
  }

  func run(
    _ action: WriteAction = .submit, _ limits: RunLimits = RunLimits(parallel: 1)
  ) async throws -> PlanRunner.Result {
    try await PlanRunner.apply(
      makePlan(action, disputes), limits, on: .fixture(account, cancellation: cancellation))
  }

  var calls: [AccountCall] { account.calls }
  var sent: [String] { calls.compactMap(\.sentDispute) }
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
    for call in world.calls {
      if case .object(_, let id) = call { read.insert(id) }
      if let dispute = call.sentDispute {
        #expect(read.contains(dispute), "\(dispute) was sent unread")
      }
    }
    var intended: Set<String> = []
    for call in world.calls {
      if case .intend(_, let write) = call { intended.insert(write.dispute) }
      if let dispute = call.sentDispute {
        #expect(intended.contains(dispute), "\(dispute) was sent before its intent was durable")
      }
    }
    for outcome in result.outcomes {
      let script = world.scripts[outcome.id] ?? .applied
      let isSent = world.sent.contains(outcome.id)
      switch outcome.kind {
      case .applied, .refused, .unknown: #expect(isSent && outcome.kind == script.kind)
      case .stale: #expect(!isSent && outcome.kind == script.kind)
      case .ineligible:
        #expect(!isSent && outcome.kind == script.kind)
      case .unsent: #expect(!isSent || script.kind == .unsent)
      }
      #expect(outcome.kind != .unsent || result.stop != nil)
    }
    let settled = world.settledPositions
    #expect(Set(settled).count == settled.count, "settled twice: \(settled)")
    if result.journalFailure == nil {
      #expect(settled.sorted() == Array(world.disputes.indices))
      #expect(world.calls.last?.text == "close")
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
      if isStopped { #expect(!world.calls.contains { $0.text == "object \(other)" }) }
    }
    #expect(world.sent.contains(id) == script.isSent)
    #expect((result.stop != nil) == script.stopsRun)
    #expect((result.journalFailure != nil) == script.breaksJournal)
  }

  @Test(arguments: RowScript.allCases, disputes.map(\.id))
  func `eight at once come to one outcome each`(script: RowScript, id: String) async throws {
    let world = Self.world([id: script])
    let result = try await world.run(.submit, RunLimits(parallel: 8))
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
    let limits = RunLimits(
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
    #expect(world.calls.count { $0.text == "object dp_e5" } == 0)
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
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in
        underWay.withLock { state in
          state.now += 1
          state.most = max(state.most, state.now)
          if state.applied == 0 { state.most = max(state.most, state.now > 1 ? 99 : 1) }
        }
        await Task.yield()
        return try FixtureAPI(disputes: disputes).read(call)
      },
      remembering: { call in
        if case .settle = call {
          underWay.withLock { state in
            state.now -= 1
            state.applied += 1
          }
        }
      })
    let result = try await PlanRunner.apply(
      makePlan(.submit, disputes), RunLimits(parallel: 3), on: .fixture(account))
    #expect(result.outcomes.allSatisfy { $0.kind == .applied })
    #expect(underWay.withLock { $0.most } <= 3)
  }

  @Test func `a row that has not been sent yet stays here once another has halted the run`()
    async throws
  {
    let disputes = ["dp_1", "dp_2", "dp_3"].map { FixtureDispute(id: $0) }
    let halted = Signal()
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in
        if case .object(_, id: "dp_3") = call { await halted.wait() }
        return try FixtureAPI(disputes: disputes).read(call)
      },
      send: { write in
        write.dispute == "dp_1"
          ? .applied(requestID: nil) : .notApplied(.stopped("no (401)", .fixture(401)))
      },
      remembering: { call in
        if case .settle(let rows) = call, rows.contains(where: { $0.outcome.id == "dp_2" }) {
          halted.raise()
        }
      })
    let result = try await PlanRunner.apply(
      makePlan(.submit, disputes), RunLimits(parallel: 2), on: .fixture(account))
    #expect(account.calls.compactMap(\.sentDispute) == ["dp_1", "dp_2"])
    #expect(result.outcomes.map(\.kind) == [.applied, .unsent, .unsent])
    #expect(result.outcomes[2].message == "no (401)")
  }

  @Test func `what was in flight when the program was told twice to stop is unknown`() async throws
  {
    let disputes = ["dp_1", "dp_2"].map { FixtureDispute(id: $0) }
    let (sent, cancellation) = (Signal(), Cancellation())
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in
        if Task.isCancelled { throw .transport(TransportFailure(.notSent, "cancelled")) }
        return try FixtureAPI(disputes: disputes).read(call)
      },
      send: { _ in
        sent.raise()
        await Signal().wait()
        return .unknown(WriteOutcome.Doubt("cancelled"))
      })
    let plan = try makePlan(.submit, disputes)
    let task = Task {
      try await PlanRunner.apply(
        plan, RunLimits(), on: .fixture(account, cancellation: cancellation))
    }
    cancellation.arm { task.cancel() }
    cancellation.setSending(true)
    await sent.wait()
    cancellation.request()
    cancellation.request()
    let result = try await task.value
    #expect(result.outcomes.map(\.kind) == [.unknown, .unsent])
    #expect(
      account.calls.map(\.text).suffix(3) == ["settle 0 unknown", "settle 1 unsent", "close"])
  }

  @Test func `an interrupt before the first row sends nothing`() async throws {
    let world = Self.world([:])
    world.cancellation.request()
    let result = try await world.run()
    #expect(world.sent.isEmpty && result.stop == .interrupted)
    #expect(result.outcomes.allSatisfy { $0.kind == .unsent && $0.message == "interrupted" })
    Self.check(world, result)
  }

  // MARK: The journal

  @Test func `nothing is sent before its intent is durable, or told before its outcome is`()
    async throws
  {
    let log = StepLog()
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in
        log.add("look")
        return try FixtureAPI(disputes: Self.disputes).read(call)
      },
      send: { _ in
        log.add("send")
        return .applied(requestID: nil)
      },
      remembering: { call in log.add(String(call.text.prefix { $0 != " " })) })
    var host = Host.fixture(account)
    host.observe = { event in
      switch event {
      case .opened: log.add("told opened")
      case .waiting: break
      case .settled: log.add("told settled")
      case .closed: log.add("told closed")
      }
    }
    _ = try await PlanRunner.apply(
      makePlan(.close, [Self.disputes[0]]), RunLimits(), on: host)
    #expect(
      log.all == [
        "open", "told opened", "claims", "past", "look", "intend", "send", "settle", "told settled",
        "close", "told closed",
      ])
  }

  @Test func `a run stopped while its intent was written down sends nothing`() async throws {
    let cancellation = Cancellation()
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: Self.disputes).read(call) },
      remembering: { call in if case .intend = call { cancellation.request() } })
    let result = try await PlanRunner.apply(
      makePlan(.close, [Self.disputes[0]]), RunLimits(),
      on: .fixture(account, cancellation: cancellation))
    #expect(account.calls.compactMap(\.sentDispute).isEmpty)
    #expect(result.outcomes.map(\.kind) == [.unsent])
    #expect(account.calls.map(\.text).suffix(3) == ["intend 0", "settle 0 unsent", "close"])
  }

  @Test(arguments: ["open", "past writes", "intend", "settle"])
  func `nothing follows a journal that fails`(step: String) async throws {
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: Self.disputes).read(call) },
      remembering: { (call) throws(JournalFailure) in
        if call.text.hasPrefix(step) { throw .unusable("the disk is full") }
      })
    let plan = try makePlan(.close, Self.disputes)
    do throws(EvaluationError) {
      let result = try await PlanRunner.apply(
        plan, RunLimits(parallel: 1), on: .fixture(account))
      #expect(result.stop == .journal(.unusable("the disk is full")))
      #expect(result.outcomes.count == Self.disputes.count)
    } catch {
      #expect(step == "open" && error == .journal(.unusable("the disk is full")))
    }
    #expect(account.calls.compactMap(\.sentDispute).count == (step == "settle" ? 1 : 0))
    #expect(account.calls.count { $0.text.hasPrefix(step) } == 1)
  }

  @Test func `a run whose end is not written down says so, whatever its rows came to`() async throws
  {
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: Self.disputes).read(call) },
      remembering: { (call) throws(JournalFailure) in
        if call.text == "close" { throw .unusable("the disk is full") }
      })
    let result = try await PlanRunner.apply(
      makePlan(.close, [Self.disputes[0]]), RunLimits(), on: .fixture(account))
    #expect(result.outcomes.map(\.kind) == [.applied])
    guard case .journal(.unusable(let reason))? = result.stop else {
      Issue.record("\(String(describing: result.stop))")
      return
    }
    #expect(reason.hasSuffix("was not written down: the disk is full"))
  }

  @Test func `after a refusal the key of a write is new`() async throws {
    let (journal, dispute) = (MemoryJournal(), Self.disputes[0])
    let plan = try makePlan(.close, [dispute])
    let account = RecordingAccount(
      read: { (call) throws(ReadFailure) in try FixtureAPI(disputes: [dispute]).read(call) },
      send: { _ in .notApplied(.refused(.fixture(422))) }, journal: journal)
    for _ in 0..<2 {
      _ = try await PlanRunner.apply(plan, RunLimits(), on: .fixture(account))
    }
    let keys = account.calls.compactMap { call in
      if case .send(let write) = call { write.key } else { nil }
    }
    #expect(keys.count == 2 && Set(keys).count == 2)
  }

  @Test func `a plan in which nothing can be sent opens no run and asks nobody`() async throws {
    let account = RecordingAccount()
    let plan = try makePlan(.submit, [FixtureDispute(id: "dp_1", status: "lost")])
    let result = try await PlanRunner.apply(plan, RunLimits(), on: .fixture(account))
    #expect(result.run == nil && result.stop == nil && account.calls.isEmpty)
    #expect(result.outcomes.map(\.kind) == [.ineligible])
  }

  @Test func `every run has a name of its own`() async throws {
    let host = Host.fixture(FixtureAPI(disputes: Self.disputes).account)
    let plan = try makePlan(.close, [Self.disputes[0]])
    var names: Set<String> = []
    for _ in 0..<20 {
      let result = try await PlanRunner.apply(plan, RunLimits(), on: host)
      let name = try #require(result.run?.description)
      #expect(name.wholeMatch(of: /run_[0-9a-z]{8}/) != nil)
      names.insert(name)
    }
    #expect(names.count == 20)
  }
}

extension PlanRunner.Result {
  /// The ledger's failure, when that ended the run.
  fileprivate var journalFailure: JournalFailure? {
    if case .journal(let failure) = stop { failure } else { nil }
  }
}
