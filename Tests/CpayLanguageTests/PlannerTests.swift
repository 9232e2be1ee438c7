import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayTestSupport
import CpayValue
import Testing

/// What goes into the requests, and what stays.
@Suite struct PlannerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let program: String
    /// The queries of the requests.
    let requests: [String]
    /// The conditions that are left.
    let here: [String]
    var testDescription: String { program }

    init(_ program: String, _ requests: [String], here: [String] = []) {
      self.program = program
      self.requests = requests
      self.here = here
    }
  }

  static func plan(_ program: String) throws -> QueryPlan {
    try plan(try #require(try RefusalTests.check(Source(program)).lastPipeline))
  }

  /// The plan of a pipeline that begins with a list, with the values of some variables.
  private static func plan(
    _ pipeline: CheckedPipeline, variables: [String: Value] = [:]
  ) throws -> QueryPlan {
    let rows = try #require(pipeline.flow.rows)
    let (resource, filters) = try #require(rows.source.list)
    return Planner.plan(resource, filters, rows) { expression in
      switch expression {
      case .constant(let value): value
      case .variable(let name): variables[name]
      default: nil
      }
    }
  }

  static let cases: [Case] = [
    Case("disputes", ["100"]),
    Case("disputes status=won", ["status=won 100"]),
    Case("disputes | where status == won", ["status=won 100"]),
    Case("disputes | where won == status", ["status=won 100"]),
    Case(#"disputes | where status == "won""#, ["status=won 100"]),
    Case(
      "disputes charge=ch_1 | where status == won and payment_intent == pi_1",
      ["charge=ch_1&payment_intent=pi_1&status=won 100"]),
    Case("disputes | where status in [won, lost, won]", ["status=won 100", "status=lost 100"]),
    Case("disputes status=won | where status in [won, lost]", ["status=won 100"]),
    Case("disputes status=won | where status == lost", []),
    Case("disputes charge=ch_1 | where charge == ch_2", []),
    Case("disputes | where status in []", []),
    Case(
      "disputes | where (status == won and amount > 5)", ["status=won 100"], here: ["amount > 5"]),
    Case(
      "disputes | where amount > 5 | where status == won", ["status=won 100"], here: ["amount > 5"]),
    Case("disputes | where status != won", ["100"], here: ["status != won"]),
    Case("disputes | where not (status == won)", ["100"], here: ["not (status == won)"]),
    Case(
      "disputes | where status == won or amount > 5", ["100"],
      here: ["status == won or amount > 5"]),
    Case("disputes | where payment_intent == null", ["100"], here: ["payment_intent == null"]),
    Case("disputes | where charge in [ch_1, ch_2]", ["100"], here: ["charge in [ch_1, ch_2]"]),
    Case("disputes | where reason == general", ["100"], here: ["reason == general"]),
    Case("disputes | where charge == charge", ["100"], here: ["charge == charge"]),
    Case("disputes | take 5", ["5"]),
    Case("disputes | take 500", ["100"]),
    Case("disputes | where status == won | take 5", ["status=won 5"]),
    Case("disputes | where amount > 5 | take 5", ["100"], here: ["amount > 5"]),
    Case("disputes | sort id | take 5", ["100"]),
    Case("disputes | take 5 | where status == won", ["5"], here: ["status == won"]),
    Case("disputes | select id, status | where status == won", ["100"], here: ["status == won"]),
  ]

  @Test(arguments: cases)
  func `pushes what the API can check and nothing else`(_ wanted: Case) throws {
    let plan = try PlannerTests.plan(wanted.program)
    let shown = plan.requests.map { request in
      let filters = request.filters.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
      return (filters.isEmpty ? "" : filters + " ") + String(request.pageSize)
    }
    #expect(shown == wanted.requests)
    let here = plan.steps.flatMap { $0.stage.conditions }
    #expect(here == wanted.here)
  }

  @Test(arguments: [
    ("expand charge", ["charge"], 0),
    ("expand charge.customer", ["charge.customer"], 0),
    ("expand charge | expand charge.customer", ["charge.customer"], 0),
    ("expand charge, payment_intent", ["charge", "payment_intent"], 0),
    (
      "expand charge.customer, charge.payment_intent",
      ["charge.customer", "charge.payment_intent"], 0
    ),
    // With `data` before it a path has four levels at most.
    ("expand charge.payment_intent.customer", ["charge.payment_intent.customer"], 0),
    // No page says that files come with a list.
    ("expand evidence.receipt", [], 1),
    ("where amount > 5 | expand charge.customer", [], 2),
    ("expand charge | take 2 | expand payment_intent", ["charge"], 1),
  ])
  func `a list is asked for the objects it can bring`(
    _ stages: String, _ asked: [String], _ left: Int
  ) throws {
    let plan = try PlannerTests.plan("disputes | \(stages)")
    #expect(plan.requests.map(\.expanding) == [asked])
    let expansions = plan.steps.count { if case .expand = $0.stage { true } else { false } }
    #expect(expansions == left)
  }

  @Test func `a variable's value is pushed like a constant`() throws {
    let checked = try Checker.check(
      Source("disputes | where status == $state"),
      CheckContext(
        catalog: .standard, scope: Scope(["state": .value(FieldType(.string))]),
        needsAllowance: false, files: { _ in .failure(FileFailure("none")) }))
    let pipeline = try #require(checked.lastPipeline)
    let plan = try Self.plan(pipeline, variables: ["state": .string("lost")])
    #expect(plan.requests.map { $0.filters.map(\.value) } == [["lost"]])
    let unknown = try Self.plan(pipeline, variables: ["state": .string("no such status")])
    #expect(unknown.requests.map(\.filters.isEmpty) == [true])
  }

  @Test(arguments: [
    ("disputes charge=$x", "`charge=`"), ("disputes status=$x", "`status=`"),
  ])
  func `a computed argument that is none is found before it is asked`(
    _ program: String, _ says: String
  ) throws {
    let checked = try Checker.check(
      Source(program),
      CheckContext(
        catalog: .standard, scope: Scope(["x": .value(FieldType(.string))]),
        needsAllowance: false, files: { _ in .failure(FileFailure("none")) }))
    let pipeline = try #require(checked.lastPipeline)
    let plan = try Self.plan(pipeline, variables: ["x": .string("")])
    #expect(plan.invalidArgument?.contains(says) == true)
  }

  @Test func `a contradiction is a warning`() throws {
    let plan = try PlannerTests.plan("disputes status=won | where status == lost")
    #expect(plan.warnings.map(\.code) == ["W120"])
  }

  @Test func `a condition narrows what may be missing`() throws {
    _ = try RefusalTests.check(
      Source(
        """
        disputes | where payment_intent != null and amount > 5
        | submit evidence={customer_name: payment_intent}
        """))
    _ = try RefusalTests.check(
      Source(
        "disputes | where metadata.team != null | submit evidence={customer_name: metadata.team}"))
  }

  @Test(arguments: [
    ("disputes", EffectClass.read), ("dispute dp_a1 | close", .read),
    ("dispute dp_a1 | draft evidence=@lease.json | apply", .amend),
    ("dispute dp_a1 | close | apply", .final), ("let x = 5; $x", .pure),
  ])
  func `effects are those of the strongest stage`(
    _ program: String, _ effect: EffectClass
  ) throws {
    let checked = try RefusalTests.check(Source(program))
    #expect(try #require(checked.lastPipeline).effect == effect)
  }
}

extension CheckedProgram {
  var lastPipeline: CheckedPipeline? {
    if case .pipeline(let pipeline)? = statements.last { pipeline } else { nil }
  }
}

extension RowsSource {
  /// The list that is read; nil for any other source.
  fileprivate var list: (Resource, [FilterArgument])? {
    if case .list(let resource, let filters) = self { (resource, filters) } else { nil }
  }
}

extension CheckedStage {
  /// The conditions of a `where`, as written; none of any other stage.
  fileprivate var conditions: [String] {
    if case .where(let conjuncts) = self { conjuncts.map(\.text) } else { [] }
  }
}
