import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// The statement loop, and the facts it leaves.
@Suite struct ProgramRunnerTests {
  private static func run(
    _ text: String, _ api: FixtureAPI = FixtureAPI(), offersPlans: Bool = true,
    cancellation: Cancellation = Cancellation(),
    _ emit: @escaping @Sendable (ProgramEvent) throws(EvaluationError) -> Void = { _ in }
  ) async throws -> (report: ProgramReport, events: [String], account: RecordingAccount) {
    let (account, log) = (api.account, StepLog())
    let host = Host(
      account: Account(account), environment: ManualClock(FixtureDispute.now).environment,
      cancellation: cancellation, keepsResults: true, consent: { _, _ in api.consent },
      emit: { (event) throws(EvaluationError) in
        log.add(event.name)
        try emit(event)
      })
    let runner = try ProgramRunner(CheckedProgram(text), on: host, offersPlans: offersPlans)
    return (await runner.run(), log.all, account)
  }

  /// What `$_` holds after a run.
  private static func last(_ report: ProgramReport) -> String {
    switch report.variables["_"] {
    case .rows(let type, let rows): "\(rows.count) of \(type.name)"
    case .value(_, let value): value.plainText
    case .plan(let plan): "plan of \(plan.items.count)"
    case .chart: "chart"
    case .written: "nothing"
    case nil: "none"
    }
  }

  private static func end(_ report: ProgramReport) -> String {
    switch report.end {
    case .finished: "finished"
    case .withheld(_, let reason): "withheld: \(reason)"
    case .failed(let error): "failed: \(error.message)"
    }
  }

  @Test func `the last result is kept, a let is none`() async throws {
    let (report, _, _) = try await Self.run("disputes | count; let x = disputes status=won")
    #expect(Self.last(report) == "8" && Self.end(report) == "finished")
    #expect(report.applied.isEmpty && !report.hasSent)
    guard case .rows(_, let rows)? = report.variables["x"] else {
      Issue.record("x is not kept")
      return
    }
    #expect(rows.ids == ["dp_f6"])
  }

  @Test func `a plan that a statement ends in is offered, and the program goes on`() async throws {
    let (report, events, account) = try await Self.run("dispute dp_a1 | close; disputes | count")
    #expect(events == ["applied 1", "begin", "rows 1", "end", "value 8"])
    #expect(account.calls.compactMap(\.sentDispute) == ["dp_a1"])
    #expect(report.applied.map(\.outcomes) == [[.applied]] && report.hasSent)
    #expect(Self.last(report) == "8")
  }

  @Test func `a plan that is withheld ends the program, and is what is left`() async throws {
    for text in [
      "dispute dp_a1 | close", "dispute dp_a1 | close | apply",
      "let x = dispute dp_a1 | close | apply",
    ] {
      let (report, events, account) = try await Self.run(
        text + "; disputes | count", FixtureAPI(consent: .withheld("no")))
      #expect(Self.end(report) == "withheld: no" && Self.last(report) == "plan of 1")
      #expect(events.isEmpty && account.calls.compactMap(\.sentDispute).isEmpty)
    }
  }

  @Test func `a plan that was looked at is not offered, and the next one is`() async throws {
    let (report, events, account) = try await Self.run(
      "let p = dispute dp_a1 | close; $p | describe; $p | describe; $p")
    #expect(events == ["preview 1", "preview 1", "applied 1", "begin", "rows 1", "end"])
    #expect(account.calls.compactMap(\.sentDispute) == ["dp_a1"])
    #expect(Self.last(report) == "1 of outcome")
    let looked = try await Self.run("dispute dp_a1 | close | describe").report
    #expect(Self.last(looked) == "plan of 1" && Self.end(looked) == "finished")
  }

  @Test func `a plan without a row is told of, and the program goes on`() async throws {
    let (report, events, _) = try await Self.run(
      "disputes | close; 1 + 1", FixtureAPI(disputes: [], consent: .withheld("no")))
    #expect(events == ["empty plan", "value 2"] && Self.end(report) == "finished")
  }

  @Test func `where plans are not offered they are left alone`() async throws {
    let (report, events, account) = try await Self.run(
      "dispute dp_a1 | close; disputes | count", offersPlans: false)
    #expect(events == ["value 8"] && account.calls.compactMap(\.sentDispute).isEmpty)
    #expect(Self.end(report) == "finished")
  }

  @Test func `behind a run that stopped early nothing is begun`() async throws {
    var api = FixtureAPI()
    api.send = { _ in .notApplied(.stopped("no (401)", .fixture(401))) }
    for text in ["dispute dp_a1 | close", "let x = dispute dp_a1 | close | apply max=1"] {
      let (report, events, _) = try await Self.run(text + "; disputes | count", api)
      #expect(Self.end(report) == "finished" && !events.contains("value 8"))
      #expect(report.applied == [.fixture([.unsent], .halted("no (401)"))] && !report.hasSent)
    }
  }

  @Test func `an error ends it, and what was sent before is not forgotten`() async throws {
    let (report, _, _) = try await Self.run(
      "dispute dp_a1 | close; require count($(disputes)) > 100, \"too few\"; disputes")
    #expect(Self.end(report) == "failed: too few" && report.hasSent)
    #expect(Self.last(report) == "1 of outcome")
  }

  @Test(arguments: [
    "require 1 > 2, \"no\"", "let n = 2; require $n > 2, \"no\"", "require false and 1 > 0, \"no\"",
    "let n = 2\nlet m = $n + 1\nrequire $m > 3, \"no\"", "require now < 2000-01-01, \"no\"",
  ])
  func `a requirement that asks for nothing is held before anything is sent`(
    text: String
  ) async throws {
    let (report, _, account) = try await Self.run("dispute dp_a1 | close; " + text)
    #expect(Self.end(report) == "failed: no" && !report.hasAsked && account.calls.isEmpty)
  }

  @Test(arguments: [
    "let n = disputes | count; require $n > 100, \"no\"",
    "let n = 1; let n2 = count($(disputes)) + $n; require $n2 > 100, \"no\"",
    "let all = disputes; require count($all) > 100, \"no\"",
  ])
  func `one on what the API says is held in its turn`(text: String) async throws {
    let (report, _, _) = try await Self.run("dispute dp_a1 | close; " + text)
    #expect(Self.end(report) == "failed: no" && report.hasSent)
  }

  @Test func `what was sent is known although nobody took the event`() async throws {
    let (report, _, _) = try await Self.run("dispute dp_a1 | close") {
      (event) throws(EvaluationError) in
      if case .applied = event { throw .interrupted }
    }
    #expect(report.hasSent && Self.end(report) == "failed: interrupted")
  }

  @Test func `asked to stop, it begins no further statement`() async throws {
    let cancellation = Cancellation()
    let (report, events, _) = try await Self.run("1; 2", cancellation: cancellation) { event in
      cancellation.request()
    }
    #expect(events == ["value 1"] && Self.end(report) == "failed: interrupted")
  }
}

extension ProgramReport.AppliedPlan {
  fileprivate static func fixture(
    _ outcomes: Set<Outcome.Kind>, _ stop: PlanReport.Stop?
  ) -> ProgramReport.AppliedPlan {
    ProgramReport.AppliedPlan(
      PlanReport(
        run: nil,
        outcomes: outcomes.map { kind in
          Outcome(
            id: "dp_1", action: .close, kind: kind, amount: nil, message: nil, requestID: nil,
            at: FixtureDispute.now)
        }, stop: stop, isShown: false))
  }
}
