import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

@Suite struct EvaluatorTests {
  /// What a program did: what it yielded, what it asked for, how each statement ended.
  private struct Run {
    var events: [String] = []
    var effects: [String] = []
    var results: [PipelineEnd?] = []
    var error: EvaluationError?

    /// The ids of the rows that were shown.
    var shown: [String] {
      events.filter { $0.hasPrefix("rows ") }.flatMap {
        $0.dropFirst(5).split(separator: " ").map(String.init)
      }
    }
  }

  private static func name(_ event: ProgramEvent) -> String {
    switch event {
    case .beginRows(let type): "begin \(type.name)"
    case .rows(let batch): "rows " + batch.ids.joined(separator: " ")
    case .endRows: "end"
    case .value(let value): "value \(value)"
    case .explanation: "explanation"
    case .format(let format, _): "format \(format.rawValue)"
    case .chart(let chart): "chart \(chart.kind.rawValue)"
    case .saved(let path, let rows): "saved \(path) \(rows ?? 0)"
    case .savedPlan(let path, let plan): "saved \(path) \(plan.items.count)"
    case .preview(let plan): "preview \(plan.items.count)"
    case .emptyPlan: "empty plan"
    case .remark(let remark): remark.line
    case .warning(let diagnostic): "warning \(diagnostic.code ?? "")"
    case .applied(let report):
      "applied " + report.outcomes.map(\.kind.rawValue).joined(separator: " ")
    }
  }

  private static func run(
    _ text: String, _ api: FixtureAPI = FixtureAPI(), cancellation: Cancellation = Cancellation(),
    keepsResults: Bool = false, isWatched: Bool = true,
    _ emit: @escaping @Sendable (ProgramEvent) throws(EvaluationError) -> Void = { _ in }
  ) async throws -> Run {
    let program = try CheckedProgram(text)
    let account = api.account
    let events = Mutex<[String]>([])
    var host = Host(
      account: Account(account),
      environment: ManualClock(FixtureDispute.now).environment, cancellation: cancellation,
      keepsResults: keepsResults, consent: { _, _ in api.consent },
      emit: { (event) throws(EvaluationError) in
        events.withLock { $0.append(name(event)) }
        try emit(event)
      })
    host.isWatched = { isWatched }
    var evaluator = Evaluator(host)
    var run = Run()
    do {
      for statement in program.statements { run.results.append(try await evaluator.run(statement)) }
    } catch {
      run.error = error
    }
    run.events = events.withLock { $0 }
    run.effects = account.calls.map(\.text)
    return run
  }

  struct Paging: Sendable, CustomTestStringConvertible {
    let program: String
    let pages: Int
    var testDescription: String { program }
  }

  @Test(arguments: [
    Paging(program: "disputes | where amount > 0 | take 5", pages: 1),
    Paging(program: "disputes | where amount > 0 | take 100", pages: 1),
    Paging(program: "disputes | where amount > 0 | take 101", pages: 2),
    Paging(program: "disputes | take 5 | sort amount", pages: 1),
    Paging(program: "disputes | sort amount | take 5", pages: 3),
    Paging(program: "disputes | count", pages: 3),
  ])
  func `asks for no page that nobody needs, and for each once`(paging: Paging) async throws {
    let disputes = (0..<250).map { FixtureDispute(id: "dp_\($0)") }
    let run = try await Self.run(paging.program, FixtureAPI(disputes: disputes))
    #expect(run.effects.count == paging.pages && Set(run.effects).count == paging.pages)
  }

  @Test func `what is only shown is not read on for nobody`() async throws {
    let api = FixtureAPI(disputes: (0..<450).map { FixtureDispute(id: "dp_\($0)") })
    // One page may have been asked for ahead.
    let unseen = try await Self.run("disputes; 6 * 7", api, isWatched: false)
    #expect(unseen.effects.count <= 2)
    #expect(unseen.events.last == "value int(42)")
    for program in ["disputes | count", "let all = disputes"] {
      #expect(try await Self.run(program, api, isWatched: false).effects.count == 5, "\(program)")
    }
    let kept = try await Self.run("disputes", api, keepsResults: true, isWatched: false)
    #expect(kept.effects.count == 5)
  }

  struct Reading: Sendable, CustomTestStringConvertible {
    let program: String
    let ids: String
    let requests: [String]
    var testDescription: String { program }

    init(_ program: String, _ ids: String, _ requests: [String]) {
      self.program = program
      self.ids = ids
      self.requests = requests
    }
  }

  @Test(arguments: [
    Reading(
      "disputes", "a1 b2 c3 d4 e5 f6 g7 h8", ["list /v1/disputes?limit=100"]),
    Reading(
      "disputes status=needs_response | where amount > 100000", "a1 c3 d4",
      ["list /v1/disputes?limit=100&status=needs_response"]),
    Reading(
      "disputes | where status == lost and charge == ch_1", "h8",
      ["list /v1/disputes?charge=ch_1&limit=100&status=lost"]),
    Reading(
      "disputes | where status in [needs_response, warning_needs_response]", "a1 b2 c3 d4 g7",
      [
        "list /v1/disputes?limit=100&status=needs_response",
        "list /v1/disputes?limit=100&status=warning_needs_response",
      ]),
    Reading("disputes | take 2", "a1 b2", ["list /v1/disputes?limit=2"]),
    Reading("disputes | take 0", "", []),
    Reading("dispute dp_c3", "c3", ["object dp_c3"]),
    Reading("disputes status=won | where status == lost", "", []),
    Reading("disputes | sort amount.minor desc | take 1", "d4", ["list /v1/disputes?limit=100"]),
    Reading(
      "let x = disputes status=won; $x; $x", "f6 f6", ["list /v1/disputes?limit=100&status=won"]),
    Reading(
      "let c = \"ch_1\"; disputes charge=$c", "a1 h8", ["list /v1/disputes?charge=ch_1&limit=100"]),
    Reading(
      "let c = \"ch_1\"; disputes | where charge == $c", "a1 h8",
      ["list /v1/disputes?charge=ch_1&limit=100"]),
  ])
  func `asks for no more than it shows`(row: Reading) async throws {
    let run = try await Self.run(row.program)
    #expect(run.error == nil)
    #expect(run.shown == row.ids.split(separator: " ").map { "dp_" + $0 })
    #expect(run.effects == row.requests)
  }

  @Test(arguments: [
    "let c = \"ch_1\"; disputes charge=($c ?? \"ch_2\")",
    "let c = \"ch_1\"; disputes | where charge == ($c ?? \"ch_2\")",
  ])
  func `an argument that has to be computed still narrows the rows`(program: String) async throws {
    let run: Run
    do { run = try await Self.run(program) } catch is Refusal { return }
    #expect(run.error != nil || run.shown == ["dp_a1", "dp_h8"], "\(run.effects) \(run.shown)")
  }

  @Test func `an id that has to be computed is the one asked for`() async throws {
    let run: Run
    do {
      run = try await Self.run("let d = \"dp_a1\"; dispute ($d ?? \"dp_b2\")")
    } catch is Refusal { return }
    #expect(run.error != nil || run.shown == ["dp_a1"], "\(run.effects)")
  }

  private static let conditions = [
    "status == needs_response", "status in [won, lost]", "status in [won, won, needs_response]",
    "charge == ch_1", "\"ch_2\" == charge", "payment_intent == pi_1", "payment_intent != pi_1",
    "payment_intent == null", "not (status == won)", "amount > 100000", "amount > 1000eur",
    "evidence_due_by < now + 1d", "currency == eur", "reason == general",
    "(status == won or charge == ch_1)", "metadata.team == \"paris\"",
  ]

  @Test(arguments: 0..<150)
  func `what the API filters and what is filtered here are the same rows`(seed: Int) async throws {
    var random = SeededGenerator(seed: seed)
    let disputes = (0..<60).map { FixtureDispute.random($0, &random) }.sorted { a, b in
      a.created != b.created
        ? a.created > b.created : b.id.utf8.lexicographicallyPrecedes(a.id.utf8)
    }
    let api = FixtureAPI(disputes: disputes)
    let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      Self.conditions.randomElement(using: &random) ?? ""
    }
    let stages = parts.map { "where " + $0 }.joined(separator: " | ")
    let pushed = try await Self.run("disputes | " + stages, api)
    let joined = try await Self.run("disputes | where " + parts.joined(separator: " and "), api)
    let here = try await Self.run("let all = disputes; $all | " + stages, api)
    #expect(pushed.error == nil && here.error == nil)
    #expect(pushed.shown == here.shown, "\(parts)")
    #expect(joined.shown == here.shown, "\(parts)")
  }

  @Test(arguments: [
    "dispute dp_a1 | close | apply max=1 | close",
    "dispute dp_a1 | close | apply max=1 | select id | close",
    "dispute dp_a1 | close | apply max=1 | submit evidence=@lease.json",
    "let x = dispute dp_a1 | close | apply max=1; $x | close", "disputes | count | close",
  ])
  func `what no dispute stands behind cannot be written to`(program: String) {
    #expect(throws: Refusal.self) { try CheckedProgram(program) }
  }

  @Test func `rows are framed, and what is to be known follows them`() async throws {
    let run = try await Self.run("disputes | where amount > 1000eur | select id")
    #expect(
      run.events == [
        "begin row", "rows dp_a1 dp_f6", "end",
        "note: 3 rows not compared, other currency (dp_c3 usd, dp_d4 jpy, dp_g7 gbp)",
      ])
  }

  @Test func `a count is a value, with the notes of what it counted`() async throws {
    let run = try await Self.run("disputes | where amount > 1000eur | count")
    #expect(run.events.count == 2 && run.events.last == "value \(Value.int(2))")
    #expect(run.events.first?.hasPrefix("note: 3 rows") == true)
  }

  @Test func `a binding shows nothing and is not asked again`() async throws {
    let run = try await Self.run(
      "let x = disputes | where amount > 1000eur; $x | count; $x | take 1")
    #expect(run.effects == ["list /v1/disputes?limit=100"])
    #expect(run.shown == ["dp_a1"])
    #expect(run.events.contains("value \(Value.int(2))"))
  }

  @Test(arguments: [
    "explain disputes", "explain disputes | where amount > 1 | submit evidence=@lease.json",
    "explain disputes | close | apply max=1", "explain dispute dp_a1 | close | apply max=1 | count",
  ])
  func `explaining has no effect at all`(program: String) async throws {
    let run = try await Self.run(program)
    #expect(run.events == ["explanation"] && run.effects.isEmpty)
  }

  @Test func `rows are kept only where the host wants them`() async throws {
    for (keeps, count) in [(true, 8), (false, 0)] {
      let run = try await Self.run("disputes", keepsResults: keeps)
      guard case .result(.rows(_, let rows))?? = run.results.first else {
        Issue.record("no rows")
        return
      }
      #expect(rows.count == count)
    }
  }

  // MARK: Plans

  @Test func `a pipeline that ends in a plan sends nothing`() async throws {
    let run = try await Self.run(
      "disputes | where amount > 100000 | submit evidence=@lease.json",
      FixtureAPI(claims: ["dp_c3": "run_0"]))
    #expect(
      run.effects == [
        "list /v1/disputes?limit=100", "claims dp_a1 dp_c3 dp_d4 dp_f6 dp_g7", "past writes",
      ])
    guard case .result(.plan(let plan))?? = run.results.last else {
      Issue.record("no plan")
      return
    }
    #expect(
      plan.items.map(\.ineligibility) == [nil, "held by run_0", nil, "status is won", nil])
    #expect(plan.remarks.map(\.line).contains { $0.hasPrefix("warning W110") })
  }

  @Test func `a plan in the middle is applied and its outcomes flow on`() async throws {
    let run = try await Self.run(
      "disputes status=needs_response | submit evidence=@lease.json | apply max=9 | where outcome == applied | count"
    )
    #expect(run.events == ["applied applied applied applied applied", "value \(Value.int(4))"])
    #expect(run.effects.contains("open submit"))
    #expect(run.effects.filter { $0.hasPrefix("send") }.first == "send submit dp_b2")
  }

  @Test func `an apply at the end shows every outcome`() async throws {
    let run = try await Self.run("disputes | close | apply max=9 parallel=1")
    #expect(
      run.events == [
        "applied applied applied applied applied ineligible ineligible applied ineligible",
        "begin outcome", "rows dp_a1 dp_b2 dp_c3 dp_d4 dp_e5 dp_f6 dp_g7 dp_h8", "end",
      ])
    #expect(run.effects.last == "close")
  }

  @Test func `a plan that is withheld sends nothing and nothing follows`() async throws {
    let api = FixtureAPI(consent: .withheld("no"))
    let run = try await Self.run("dispute dp_a1 | close | apply max=1 | count", api)
    #expect(run.events.isEmpty)
    #expect(run.effects == ["object dp_a1", "claims dp_a1", "past writes"])
    guard case .withheld(let plan, reason: "no")?? = run.results.last else {
      Issue.record("not withheld")
      return
    }
    #expect(plan.items.map(\.id) == ["dp_a1"])
  }

  @Test func `a plan without an eligible row asks nobody`() async throws {
    let run = try await Self.run("disputes status=won | close | apply max=1")
    #expect(run.effects == ["list /v1/disputes?limit=100&status=won", "claims dp_f6"])
    #expect(run.events.first == "applied ineligible")
  }

  @Test func `a plan can be kept and applied once more, when nothing is sent again`() async throws {
    let closed = Mutex<Set<String>>([])
    var api = FixtureAPI()
    api.send = { write in
      closed.withLock { _ = $0.insert(write.dispute) }
      return .applied(requestID: nil)
    }
    let run = try await Self.run("let p = dispute dp_a1 | close; $p | apply max=1", api)
    #expect(run.events.first == "applied applied")
    #expect(closed.withLock { $0 } == ["dp_a1"])
    #expect(run.effects.filter { $0 == "object dp_a1" }.count == 2)
  }

  @Test func `rows that were selected can still be written to`() async throws {
    let run = try await Self.run("dispute dp_a1 | select amount | close | apply max=1")
    #expect(run.effects.contains("send close dp_a1"))
  }

  @Test func `evidence is computed for each row`() async throws {
    let sent = Mutex<[String]>([])
    var api = FixtureAPI()
    api.send = { write in
      sent.withLock { $0.append(String(decoding: write.body ?? [], as: UTF8.self)) }
      return .applied(requestID: nil)
    }
    _ = try await Self.run(
      "disputes | where currency == eur and status == needs_response | draft evidence={customer_name: metadata.team ?? \"none\"} | apply max=9 parallel=1",
      api)
    #expect(
      sent.withLock { $0 } == [
        #"{"evidence":{"customer_name":"paris"},"submit":false}"#,
        #"{"evidence":{"customer_name":"berlin"},"submit":false}"#,
      ])
  }

  @Test func `on_error=stop stops at the first refusal`() async throws {
    var api = FixtureAPI()
    api.send = { _ in .notApplied(.refused(.fixture(422))) }
    let run = try await Self.run(
      "disputes status=needs_response | close | apply max=9 on_error=stop", api)
    #expect(run.events.first == "applied unsent refused unsent unsent")
  }

  // MARK: Stopping

  @Test func `a read error stops the program before anything is planned`() async throws {
    let gone = try await Self.run("dispute dp_zz | close | apply max=1")
    #expect(gone.error == .read(.api(.fixture(404))) && gone.effects == ["object dp_zz"])
  }

  @Test func `an interrupt while rows are shown stops the program`() async throws {
    let cancellation = Cancellation()
    let run = try await Self.run(
      "disputes; disputes | close | apply max=9", cancellation: cancellation
    ) { event in
      if case .rows = event { cancellation.request() }
    }
    #expect(run.error == .interrupted)
    #expect(run.effects == ["list /v1/disputes?limit=100"])
  }

  @Test func `an interrupt while a plan is applied is reported before the program ends`()
    async throws
  {
    let cancellation = Cancellation()
    var api = FixtureAPI()
    api.send = { _ in
      cancellation.request()
      return .applied(requestID: nil)
    }
    let run = try await Self.run(
      "disputes status=needs_response | close | apply max=9 | count", api,
      cancellation: cancellation)
    #expect(run.events == ["applied unsent applied unsent unsent"])
    #expect(run.error == .interrupted)
  }

  @Test func `a host that cannot take a row stops the program`() async throws {
    let run = try await Self.run("disputes") { event throws(EvaluationError) in
      if case .rows = event { throw .missing("a reader") }
    }
    #expect(run.error == .missing("a reader"))
  }
}
