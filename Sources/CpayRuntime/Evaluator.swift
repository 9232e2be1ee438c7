import CpayClient
public import CpayLanguage
import CpayModel
import CpaySyntax
public import CpayValue

/// What a pipeline came to, and what a variable can hold.
public enum PipelineResult: Sendable {
  /// Rows of that type.
  case rows(RowType, Batch)
  /// One value.
  case value(FieldType, Value)
  /// A plan that has not been applied.
  case plan(WritePlan)
  /// A chart.
  case chart(Chart)
  /// Nothing is left: it has been shown or saved.
  case written

  /// The type of what a variable holds.
  public var type: PipelineType {
    switch self {
    case .rows(let type, _): .rows(type)
    case .value(let type, _): .value(type)
    case .plan(let plan): .plan(plan.action)
    case .chart: .chart
    case .written: .written
    }
  }
}

/// How a pipeline ended.
public enum PipelineEnd: Sendable {
  /// With a result.
  case result(PipelineResult)
  /// With a plan that was only to be looked at.
  case previewed(WritePlan)
  /// With a plan that may not be applied, so that nothing behind it ran.
  case withheld(WritePlan, reason: String)

  /// What is left of it to go on from.
  public var result: PipelineResult {
    switch self {
    case .result(let result): result
    case .previewed(let plan), .withheld(let plan, _): .plan(plan)
    }
  }
}

/// Runs checked pipelines against a host.
public struct Evaluator: Sendable {
  let host: Host
  let budget: Budget?
  /// What the variables hold.
  public private(set) var variables: [String: PipelineResult]
  /// What variables stand for that nothing but an explanation wants, so that it was not run.
  private var unread: [String: CheckedPipeline] = [:]

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

  /// Takes away what a variable holds.
  mutating func forget(_ name: String) {
    variables[name] = nil
  }

  /// Gives a program's parameters their values, or what they fall back to.
  /// - Throws: ``EvaluationError/missing(_:)`` for one that has neither.
  public mutating func bind(
    _ program: CheckedProgram, _ arguments: [String: Value]
  ) throws(EvaluationError) {
    for parameter in program.parameters {
      var value = arguments[parameter.name]
      if value == nil, let fallback = parameter.fallback {
        value = try compiler.constant(fallback)
      }
      guard let value else { throw .missing("--\(parameter.name)") }
      variables[parameter.name] = .value(parameter.type, value)
    }
  }

  /// Runs one statement.
  ///
  /// What comes back is how its pipeline ended; nil for a statement that has none, and for a `let`
  /// whose plan was not withheld.
  /// - Throws: ``EvaluationError`` when it cannot go on. Rows already sent have been reported.
  public mutating func run(
    _ statement: CheckedStatement
  ) async throws(EvaluationError) -> PipelineEnd? {
    switch statement {
    case .explain(let pipeline):
      try await host.emit(
        .explanation(Explanation(pipeline, unread: unread, constants: constants)))
      return nil
    case .binding(let name, let pipeline):
      let end = try await run(pipeline, showsResult: false)
      variables[name] = end.result
      if case .withheld = end { return end }
      return nil
    case .requirement(let requirement):
      try await check(requirement)
      return nil
    case .pipeline(let pipeline): return try await run(pipeline, showsResult: true)
    }
  }

  /// Takes in what a variable stands for that only explanations want: a value is computed, and
  /// nothing is asked of anyone.
  mutating func outline(_ name: String, _ pipeline: CheckedPipeline) {
    variables[name] = nil
    unread[name] = pipeline
    if let value = known(pipeline) { variables[name] = value }
  }

  /// The value that a pipeline is by itself, as far as it can be computed.
  func known(_ pipeline: CheckedPipeline) -> PipelineResult? {
    guard pipeline.prerequisites.isEmpty,
      case .value(.expression(let expression, let type)) = pipeline.flow,
      let value = try? compiler.constant(expression)
    else { return nil }
    return .value(type, value)
  }

  /// Looks at the keys of the rows to join, which a variable holds.
  func lookAtKeys(of join: Join, _ step: CheckedStep) throws(EvaluationError) {
    _ = try JoinStage(
      join, with: rows(join.variable, .all), compiler, step.input, step.output, host.cancellation)
  }

  private func check(
    _ requirement: CheckedStatement.Requirement
  ) async throws(EvaluationError) {
    try await with(requirement.prerequisites).hold(requirement)
  }

  /// Ends where what a program requires is not so.
  func hold(_ requirement: CheckedStatement.Requirement) throws(EvaluationError) {
    let compiler = compiler
    if try compiler.condition(requirement.condition)(Row.none) == .yes { return }
    guard case .string(let message) = try compiler.constant(requirement.message) else {
      throw .requirement("`\(requirement.text)` is not so")
    }
    throw .requirement(message)
  }

  /// Applies a plan, if the host consents to it; in the bounds of the `apply` stage it stood before,
  /// if any.
  ///
  /// A plan without eligible rows asks nobody and sends nothing.
  /// - Throws: ``EvaluationError`` when nothing was sent.
  public func apply(_ plan: WritePlan) async throws(EvaluationError) -> PipelineEnd {
    try await apply(plan, bound: plan.terms.bound, plan.terms.limits, showsResult: true)
      .then { (outcomes) throws(EvaluationError) in
        .result(.rows(RowType(.outcome), outcomes))
      }.end
  }

  /// Computes what is known before a program runs, as the run would.
  public static let computation: Computation = { expression, variables in
    let compiler = ExpressionCompiler(now: Timestamp(seconds: 0), variables: variables)
    do throws(EvaluationError) {
      return .success(try compiler.constant(expression))
    } catch {
      return .failure(ComputationFailure(error.message))
    }
  }

  // MARK: Variables

  /// The rows a variable holds, of whose columns some are used: where only the first rows of their
  /// file were looked at, all are now.
  func rows(_ name: String, _ use: ColumnUse) throws(EvaluationError) -> Batch {
    guard case .rows(let type, let batch) = variables[name] else { throw .missing("$\(name)") }
    guard type.isPartlySeen, use != .none else { return batch }
    do {
      try RecordFit(type.fields, use).check(batch)
    } catch {
      throw .invalid("the rows cannot be used here: \(error.message)")
    }
    return batch
  }

  /// The plan a variable holds.
  func plan(_ name: String) throws(EvaluationError) -> WritePlan {
    switch variables[name] {
    case .plan(let plan): plan
    default: throw .missing("$\(name)")
    }
  }

  /// The picture a variable holds.
  func chart(_ name: String) throws(EvaluationError) -> Chart {
    guard case .chart(let chart) = variables[name] else { throw .missing("$\(name)") }
    return chart
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

  /// Computes expressions with what the variables hold.
  var compiler: ExpressionCompiler {
    let files = host.files
    return ExpressionCompiler(
      now: host.environment.now, variables: values, rowCounts: rowCounts,
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
        prerequisite.pipeline, showsResult: false
      ).result
    }
    return evaluator
  }
}
