import CpayClient
public import CpayLanguage
import CpayModel
import CpaySyntax
public import CpayValue

/// How a pipeline ended.
public enum PipelineResult: Sendable {
  case rows(RowType, Batch)
  case value(FieldType, Value)
  case plan(WritePlan)
  /// A plan in the middle may not be applied, so that nothing behind it ran.
  case withheld(WritePlan, reason: String)
  case chart(Chart)
  /// Nothing is left: it has been shown or saved.
  case written

  /// The type of what a variable holds.
  public var type: PipelineType {
    switch self {
    case .rows(let type, _): .rows(type)
    case .value(let type, _): .value(type)
    case .plan(let plan), .withheld(let plan, _): .plan(plan.action)
    case .chart: .chart
    case .written: .written
    }
  }
}

/// Runs checked pipelines against a host.
public struct Evaluator: Sendable {
  let host: Host
  let budget: Budget?
  /// What the variables hold.
  public private(set) var variables: [String: PipelineResult]

  /// An evaluator whose programs see those variables.
  public init(_ host: Host, variables: [String: PipelineResult] = [:]) {
    self.host = host
    self.variables = variables
    budget = host.budget.map(Budget.init)
  }

  /// Gives a variable a value.
  public mutating func define(_ name: String, _ result: PipelineResult) {
    variables[name] = result
  }

  /// Gives a program's parameters their values, or what they fall back to.
  /// - Throws: ``EvaluationError/missing(_:)`` for one that has neither.
  public mutating func bind(
    _ program: CheckedProgram, _ arguments: [String: Value]
  ) throws(EvaluationError) {
    for parameter in program.parameters {
      var value = arguments[parameter.name]
      if value == nil, let fallback = parameter.fallback {
        value = try compiler(nil).constant(fallback)
      }
      guard let value else { throw .missing("--\(parameter.name)") }
      variables[parameter.name] = .value(parameter.type, value)
    }
  }

  /// Runs one statement.
  ///
  /// The result is that of the pipeline; nil for a statement that has none.
  /// - Throws: ``EvaluationError`` when it cannot go on. Rows already sent have been reported.
  public mutating func run(
    _ statement: CheckedStatement
  ) async throws(EvaluationError) -> PipelineResult? {
    switch statement {
    case .explain(let pipeline):
      try await host.emit(.explanation(plan(pipeline).explanation))
      return nil
    case .binding(let name, let pipeline):
      let result = try await run(pipeline, showsResult: false)
      variables[name] = result
      if case .withheld = result { return result }
      return nil
    case .requirement(let requirement):
      try await check(requirement)
      return nil
    case .pipeline(let pipeline): return try await run(pipeline, showsResult: true)
    }
  }

  private func check(
    _ requirement: CheckedStatement.Requirement
  ) async throws(EvaluationError) {
    let compiler = try await with(requirement.prerequisites).compiler(nil)
    if try compiler.condition(requirement.condition)(Row.none) == .yes { return }
    guard case .text(let message) = try compiler.constant(requirement.message) else {
      throw .requirement("`\(requirement.text)` is not so")
    }
    throw .requirement(message)
  }

  /// Applies a plan, if the host's effects let it be.
  ///
  /// A plan without eligible rows asks nobody and sends nothing.
  /// - Throws: ``EvaluationError`` when nothing was sent.
  public func apply(
    _ plan: WritePlan, bound: Int? = nil
  ) async throws(EvaluationError) -> PipelineResult {
    try await apply(plan, bound: bound, RunMachine.Limits(), showsResult: true)
  }

  // MARK: Variables

  func plan(_ pipeline: CheckedPipeline) -> QueryPlan {
    Planner.plan(pipeline, variables: values, pushes: host.pushesConditions)
  }

  private var values: [String: Value] {
    variables.compactMapValues { result in
      if case .value(_, let value) = result { value } else { nil }
    }
  }

  private var rowCounts: [String: Int] {
    variables.compactMapValues { result in
      if case .rows(_, let batch) = result { batch.count } else { nil }
    }
  }

  func compiler(_ rows: RowType?) -> ExpressionCompiler {
    let files = host.files
    return ExpressionCompiler(
      rows: rows, now: host.environment.now, variables: values, rowCounts: rowCounts,
      readFile: { (path) throws(FileFailure) in
        try files.read(path, upTo: Evaluator.maximumDocumentBytes)
      })
  }

  /// Bytes of an evidence file or a list of ids, at most.
  static let maximumDocumentBytes = 16 << 20

  /// The same with the results of the pipelines inside an expression.
  func with(_ prerequisites: [Prerequisite]) async throws(EvaluationError) -> Evaluator {
    var evaluator = self
    for prerequisite in prerequisites {
      evaluator.variables[prerequisite.name] = try await run(
        prerequisite.pipeline, showsResult: false)
    }
    return evaluator
  }

  // MARK: Pipelines

  private func run(
    _ pipeline: CheckedPipeline, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineResult {
    let plan = plan(pipeline)
    for warning in plan.warnings { try await host.emit(.warning(warning)) }
    if let problem = plan.invalidArgument { throw .invalid(problem) }
    let evaluator = try await with(plan.prerequisites)
    return try await evaluator.run(plan, pipeline.source, showsResult: showsResult)
  }

  private func run(
    _ plan: QueryPlan, _ source: CheckedSource, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineResult {
    var flow = try self.source(plan, source)
    if case .rows(let stream) = flow, !stream.type.isFetched, stream.type.subject == .dispute,
      plan.stages.contains(where: { $0.signature.kind == .write })
    {
      // Before any condition: what a file said of a dispute decides about no write.
      let fetched = FetchedSource(stream, .dispute, on: host)
      flow = .rows(self.stream(fetched, stream.type))
    }
    for (index, stage) in plan.stages.enumerated() {
      let isLast = index == plan.stages.count - 1
      switch try await step(flow, stage, showsResult: showsResult && isLast) {
      case .flow(let next): flow = next
      case .end(let result): return result
      }
    }
    return try await finish(flow, showsResult: showsResult)
  }
}
