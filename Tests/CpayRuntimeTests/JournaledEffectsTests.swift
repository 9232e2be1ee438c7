import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// A journal that tells what it is asked, and fails where it is told to.
private struct LoggingJournal: RunJournal {
  let log: StepLog
  var failing: String?

  private func step(_ name: String) throws(JournalFailure) {
    log.add("journal " + name)
    if name == failing { throw .unusable("the disk is full") }
  }

  func claims(
    on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: String] {
    try step("claims")
    return ["dp_a1": "run_0"]
  }

  func refusals(
    of action: WriteAction, on disputes: [String], of account: AccountIdentity
  ) async throws(JournalFailure) -> [String: Int] {
    try step("refusals")
    return ["dp_a1": 1]
  }

  func uploads(
    of contents: [String], for purpose: File.Purpose, to account: AccountIdentity
  ) async throws(JournalFailure) -> [String: PastUploads] {
    try step("uploads")
    return [:]
  }

  func remember(
    _ run: RunID, _ upload: FileUpload, file: String?
  ) async throws(JournalFailure) { try step("remember " + (file ?? "refusal")) }

  func open(_ run: RunID, _ plan: WritePlan) async throws(JournalFailure) { try step("open") }
  func intend(_ run: RunID, position: Int, _ write: DisputeWrite) async throws(JournalFailure) {
    try step("intend")
  }
  func settle(_ run: RunID, _ rows: [SettledRow]) async throws(JournalFailure) {
    try step("settle")
  }
  func close(_ run: RunID) async throws(JournalFailure) { try step("close") }
}

@Suite struct JournaledEffectsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let effect: Effect
    /// What happens, in order.
    let steps: [String]
  }

  private static let run = RunID("run_1")

  private static func rows() throws -> [Row] {
    let plan = try makePlan(.close, [FixtureDispute(id: "dp_a1")])
    let outcome = Outcome(
      id: "dp_a1", action: .close, kind: .applied,
      amount: try #require(plan.items.first).seen?.amount,
      message: nil, requestID: nil, at: FixtureDispute.now)
    let write = DisputeWrite(
      .close, dispute: "dp_a1", evidence: [], seen: [], status: "needs_response",
      account: plan.account, generation: 0)
    return [
      Row(
        testDescription: "claims", effect: .claims(account: plan.account, disputes: ["dp_a1"]),
        steps: ["journal claims"]),
      Row(
        testDescription: "open", effect: .open(plan, bound: nil), steps: ["open", "journal open"]),
      Row(
        testDescription: "intend", effect: .send(run, position: 0, write, SendGate()),
        steps: ["journal intend", "send"]),
      Row(
        testDescription: "settle",
        effect: .settle(run, [SettledRow(position: 0, outcome: outcome)]),
        steps: ["journal settle", "settle"]),
      Row(testDescription: "close", effect: .close(run), steps: ["journal close", "close"]),
    ]
  }

  private static func inner(
    _ log: StepLog, opens: Bool = true
  ) -> RecordingHandler {
    RecordingHandler { effect throws(EvaluationError) in
      log.add(String(effect.text.prefix { $0 != " " }))
      return switch effect {
      case .open: opens ? .opened(run) : .withheld("no")
      case .send: .answer(.applied(requestID: nil))
      default: .done
      }
    }
  }

  @Test func `every intent is recorded before it is sent`() async throws {
    for row in try Self.rows() {
      let log = StepLog()
      _ = try await JournaledEffects(Self.inner(log), journal: LoggingJournal(log: log)).perform(
        row.effect)
      #expect(log.all == row.steps, "\(row.testDescription)")
    }
  }

  @Test func `nothing follows a journal that fails`() async throws {
    for row in try Self.rows() {
      let log = StepLog()
      let effects = JournaledEffects(
        Self.inner(log), journal: LoggingJournal(log: log, failing: row.testDescription))
      await #expect(
        throws: EvaluationError.journal(.unusable("the disk is full")), "\(row.testDescription)"
      ) { try await effects.perform(row.effect) }
      let journal = try #require(row.steps.firstIndex { $0.hasPrefix("journal") })
      #expect(log.all == Array(row.steps.prefix(through: journal)))
    }
  }

  @Test func `a run stopped while its intent was written down sends nothing`() async throws {
    let log = StepLog()
    let effects = JournaledEffects(Self.inner(log), journal: LoggingJournal(log: log))
    let plan = try makePlan(.close, [FixtureDispute(id: "dp_a1")])
    let write = DisputeWrite(
      .close, dispute: "dp_a1", evidence: [], seen: [], status: "needs_response",
      account: plan.account, generation: 0)
    let gate = SendGate { log.all.isEmpty ? nil : "interrupted" }
    let outcome = try await effects.perform(.send(RunID("run_1"), position: 0, write, gate))
    guard case .answer(.notApplied(.stopped("interrupted", nil))) = outcome else {
      Issue.record("the write left")
      return
    }
    #expect(log.all == ["journal intend"])
  }

  @Test(arguments: [
    (UploadOutcome.uploaded(id: "file_1", requestID: nil), ["upload", "journal remember file_1"]),
    (.refused(.fixture(400)), ["upload", "journal remember refusal"]),
    (.changed("it has changed"), ["upload"]), (.stopped("no answer"), ["upload"]),
  ])
  func `what an upload came to for good is remembered`(
    outcome: UploadOutcome, steps: [String]
  ) async throws {
    let log = StepLog()
    let inner = RecordingHandler { _ throws(EvaluationError) in
      log.add("upload")
      return .uploaded(outcome)
    }
    let upload = FileUpload(
      PlannedUpload.fixture("lease.pdf", "x").localFile(.none), purpose: .disputeEvidence,
      account: AccountIdentity(sandbox: "i1"), generation: 0)
    let effect = Effect.upload(Self.run, upload, SendGate())
    _ = try await JournaledEffects(inner, journal: LoggingJournal(log: log)).perform(effect)
    #expect(log.all == steps)
  }

  @Test func `a plan that is withheld is not remembered`() async throws {
    let log = StepLog()
    let effects = JournaledEffects(
      Self.inner(log, opens: false), journal: LoggingJournal(log: log))
    let plan = try makePlan(.close, [FixtureDispute(id: "dp_a1")])
    guard case .withheld = try await effects.perform(.open(plan, bound: nil)) else {
      Issue.record("the plan was opened")
      return
    }
    #expect(log.all == ["open"])
  }

  @Test func `reads are no business of the journal`() async throws {
    let log = StepLog()
    let effects = JournaledEffects(Self.inner(log), journal: LoggingJournal(log: log))
    _ = try await effects.perform(.list(.dispute, []))
    _ = try await effects.perform(.object(.dispute, id: "dp_a1"))
    #expect(log.all == ["list", "object"])
  }

  @Test func `what is held comes from the journal`() async throws {
    let log = StepLog()
    let effects = JournaledEffects(Self.inner(log), journal: LoggingJournal(log: log))
    let asked = Effect.claims(account: AccountIdentity(sandbox: "i1"), disputes: ["dp_a1"])
    guard case .claims(let claims) = try await effects.perform(asked) else {
      Issue.record("no claims")
      return
    }
    #expect(claims == ["dp_a1": "run_0"])
  }
}
