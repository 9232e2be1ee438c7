import CpayClient
import CpayLanguage
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

@Suite struct DeferredJournalTests {
  /// A host whose journal counts how often it is opened.
  private static func host(
    _ disputes: [FixtureDispute], _ opened: StepLog, failing: JournalFailure? = nil
  ) -> Host {
    let recording = FixtureAPI(disputes: disputes).account
    let account = Account(
      AccountIdentity(sandbox: "i1"), reader: recording, writer: recording,
      journal: DeferredJournal { () throws(JournalFailure) in
        opened.add("opened")
        if let failing { throw failing }
        return MemoryJournal()
      })
    return Host(
      account: account, environment: ManualClock(FixtureDispute.now).environment,
      consent: { _, _ in .granted })
  }

  private static func run(_ text: String, on host: Host) async throws {
    var evaluator = Evaluator(host)
    for statement in try CheckedProgram(text).statements { _ = try await evaluator.run(statement) }
  }

  @Test func `is opened once, when there is something to remember`() async throws {
    let opened = StepLog()
    let host = Self.host(FixtureDispute.docs, opened)
    try await Self.run("disputes", on: host)
    #expect(opened.all.isEmpty)
    try await Self.run("dispute dp_a1 | close; dispute dp_b2 | close | apply max=1", on: host)
    #expect(opened.all == ["opened"])
  }

  @Test func `a plan over no disputes opens nothing`() async throws {
    let opened = StepLog()
    try await Self.run("disputes | close | apply max=1", on: Self.host([], opened))
    #expect(opened.all.isEmpty)
  }

  @Test func `one that cannot be opened fails before anything is sent, and is tried again`()
    async throws
  {
    let opened = StepLog()
    let host = Self.host(FixtureDispute.docs, opened, failing: .exposed("open to others"))
    for _ in 0..<2 {
      await #expect(throws: EvaluationError.journal(.exposed("open to others"))) {
        try await Self.run("dispute dp_a1 | close | apply max=1", on: host)
      }
    }
    #expect(opened.all == ["opened", "opened"])
  }
}
