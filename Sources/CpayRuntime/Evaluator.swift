public import CpayClient
public import CpayLanguage
import CpayModel
public import CpaySyntax
public import CpayValue

/// Where a program runs: what it may do, on whose data, and where its results go.
public struct Host: Sendable {
  /// Performs what the program asks of the world.
  public let effects: any EffectHandler
  /// The data it works on.
  public let account: AccountIdentity
  /// The time and chance.
  public let environment: Environment
  /// The files it may read and write.
  public let files: FileStore
  /// How it is stopped.
  public let interrupt: Interrupt
  /// Takes what it yields, in order; throwing stops the program.
  public let emit: @Sendable (ProgramEvent) async throws(EvaluationError) -> Void
  /// Whether rows that were shown are also kept for the next line.
  public let keepsResults: Bool

  /// A host over those effects, without files unless some are given.
  public init(
    effects: any EffectHandler, account: AccountIdentity, environment: Environment,
    files: FileStore = .none, interrupt: Interrupt = Interrupt(), keepsResults: Bool = false,
    emit: @escaping @Sendable (ProgramEvent) async throws(EvaluationError) -> Void
  ) {
    self.effects = effects
    self.account = account
    self.environment = environment
    self.files = files
    self.interrupt = interrupt
    self.keepsResults = keepsResults
    self.emit = emit
  }
}

/// What a program yields while it runs.
public enum ProgramEvent: Sendable {
  /// Rows follow, of that type.
  case beginRows(RowType)
  case rows(Batch)
  /// No more rows follow.
  case endRows(RowType)
  case value(Value)
  /// The explanation of a plan.
  case explanation(String)
  case remark(Remark)
  case warning(Diagnostic)
  /// A plan has been applied.
  case applied(PlanReport)
}

/// How the application of a plan ended.
public struct PlanReport: Sendable {
  /// The run's name; nil when nothing could be sent and so nothing was remembered.
  public let run: RunID?
  /// One a row, in plan order.
  public let outcomes: [Outcome]
  /// Why it ended early; nil when every row was tried.
  public let stop: Stop?
  /// Whether the outcomes follow as rows.
  public let isShown: Bool

  /// Why a run ends before every row was tried.
  public enum Stop: Hashable, Sendable {
    /// The person asked for it.
    case interrupted
    /// Too many rows failed, or one where none may.
    case limit(String)
    /// Something that is not about one row: a key refused, a server out of reach.
    case halted(String)
    /// The ledger failed.
    case journal(JournalFailure)

    /// What happened, as a sentence without its full stop.
    public var message: String {
      switch self {
      case .interrupted: "interrupted"
      case .limit(let reason), .halted(let reason): reason
      case .journal(let failure): failure.message
      }
    }
  }
}

/// How a pipeline ended.
public enum PipelineResult: Sendable {
  case rows(RowType, Batch)
  case value(FieldType, Value)
  case plan(WritePlan)
  /// A plan in the middle may not be applied, so that nothing behind it ran.
  case withheld(WritePlan, reason: String)
}

/// Runs checked pipelines against a host.
public struct Evaluator: Sendable {
  private let host: Host
  /// What the variables hold.
  public private(set) var variables: [String: PipelineResult]

  /// An evaluator whose programs see those variables.
  public init(_ host: Host, variables: [String: PipelineResult] = [:]) {
    self.host = host
    self.variables = variables
  }

  /// Gives a variable a value.
  public mutating func define(_ name: String, _ result: PipelineResult) {
    variables[name] = result
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
    case .pipeline(let pipeline): return try await run(pipeline, showsResult: true)
    }
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

  // MARK: Pipelines

  private func plan(_ pipeline: CheckedPipeline) -> QueryPlan {
    Planner.plan(pipeline, variables: values)
  }

  private var values: [String: Value] {
    variables.compactMapValues { result in
      if case .value(_, let value) = result { value } else { nil }
    }
  }

  /// What flows between two stages.
  private enum Flow {
    case rows(RowStream)
    case plan(WritePlan)
    case value(FieldType, Value)
  }

  private func run(
    _ pipeline: CheckedPipeline, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineResult {
    let plan = plan(pipeline)
    for warning in plan.warnings { try await host.emit(.warning(warning)) }
    if let problem = plan.invalidArgument { throw .invalid(problem) }
    var flow = try source(plan, pipeline.source)
    for (index, stage) in plan.stages.enumerated() {
      let isLast = index == plan.stages.count - 1
      switch try await step(flow, stage, showsResult: showsResult && isLast) {
      case .flow(let next): flow = next
      case .end(let result): return result
      }
    }
    return try await finish(flow, showsResult: showsResult)
  }

  private enum Step {
    case flow(Flow)
    case end(PipelineResult)
  }

  private func step(
    _ flow: Flow, _ stage: CheckedStage, showsResult: Bool
  ) async throws(EvaluationError) -> Step {
    let context = StageContext(stage: stage, compiler: compiler(stage.inputRows))
    switch (flow, Command.named(stage.signature.name)?.evaluation) {
    case (.rows(let stream), .rows(let build)):
      guard case .rows(let output) = stage.output else { throw .missing("rows") }
      return .flow(.rows(stream.appending(try build(context), type: output)))
    case (.rows(var stream), .reduce(let reduce)):
      let value = try await reduce(&stream)
      for remark in stream.remarks { try await host.emit(.remark(remark)) }
      guard case .value(let type) = stage.output else { throw .missing("a value") }
      return .flow(.value(type, value))
    case (.rows(var stream), .plan(let action)):
      return .flow(.plan(try await build(action, context, &stream)))
    case (.plan(let plan), .apply):
      let result = try await apply(
        plan, bound: context.number("max"), Command.limits(context), showsResult: showsResult)
      guard case .rows(let type, let outcomes) = result, !showsResult else { return .end(result) }
      return .flow(.rows(stream(SnapshotSource(outcomes), type)))
    default: throw .missing("what `\(stage.signature.name)` works on")
    }
  }

  private func compiler(_ rows: RowType?) -> ExpressionCompiler {
    ExpressionCompiler(rows: rows, now: host.environment.now, variables: values)
  }

  private func stream(_ source: any RowSource, _ type: RowType) -> RowStream {
    RowStream(source, type: type, interrupt: host.interrupt)
  }

  private func source(
    _ plan: QueryPlan, _ source: CheckedSource
  ) throws(EvaluationError) -> Flow {
    switch plan.source {
    case .list(let resource, let requests):
      let lists = requests.map {
        PagedList(resource, $0, effects: host.effects, prefetches: plan.wantsAllRows)
      }
      let rows: any RowSource =
        lists.count == 1
        ? ListSource(list: lists[0]) : MergedSource(lists, resource: resource)
      return .rows(stream(rows, RowType(resource)))
    case .single(let resource, let id):
      return .rows(
        stream(ObjectSource(resource, id: id, effects: host.effects), RowType(resource)))
    case .variable(let name):
      switch variables[name] {
      case .rows(let type, let batch): return .rows(stream(SnapshotSource(batch), type))
      case .plan(let plan), .withheld(let plan, _): return .plan(plan)
      case .value(let type, let value): return .value(type, value)
      case nil: throw .missing("$\(name)")
      }
    case .value(let expression):
      guard let value = try compiler(nil).constant(expression), case .value(let type) = source.type
      else { throw .missing("the value") }
      return .value(type, value)
    }
  }

  private func finish(
    _ flow: Flow, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineResult {
    switch flow {
    case .plan(let plan): return .plan(plan)
    case .value(let type, let value):
      if showsResult { try await host.emit(.value(value)) }
      return .value(type, value)
    case .rows(var stream):
      let rows = try await showsResult ? show(&stream) : stream.collect()
      for remark in stream.remarks { try await host.emit(.remark(remark)) }
      return .rows(stream.type, rows)
    }
  }

  /// Hands rows to the host as they come, keeping a copy where the host wants one.
  private func show(_ stream: inout RowStream) async throws(EvaluationError) -> Batch {
    var kept = BatchBuilder(stream.type.layout)
    try await host.emit(.beginRows(stream.type))
    while let batch = try await stream.next() {
      try await host.emit(.rows(batch))
      if host.keepsResults { try kept.append(contentsOf: batch) }
    }
    try await host.emit(.endRows(stream.type))
    return kept.build()
  }

  // MARK: Plans

  private func build(
    _ action: WriteAction, _ context: StageContext, _ stream: inout RowStream
  ) async throws(EvaluationError) -> WritePlan {
    var evidence: RowValue?
    if let given = context.stage.arguments.named["evidence"] {
      evidence = try context.compiler.value(given)
    }
    var builder = WritePlanBuilder(
      action, evidence: evidence, files: host.files, now: host.environment.now)
    while let batch = try await stream.next() { try builder.add(batch) }
    let asked = Effect.claims(account: host.account, disputes: builder.disputes)
    guard case .claims(let claims) = try await host.effects.perform(asked) else {
      throw .malformed("the ledger did not say what is held")
    }
    return builder.build(
      account: host.account, claims: claims, remarks: stream.remarks,
      madeAt: host.environment.uptime())
  }

  private func apply(
    _ plan: WritePlan, bound: Int?, _ limits: RunMachine.Limits, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineResult {
    let effects = plan.eligible.isEmpty ? NoEffects() : host.effects
    let opened = try await effects.perform(.open(plan, bound: bound))
    guard case .opened(let run) = opened else {
      if case .withheld(let reason) = opened { return .withheld(plan, reason: reason) }
      throw .malformed("the plan was neither opened nor withheld")
    }
    let runner = PlanRunner(
      plan, run, effects: effects, files: host.files, now: host.environment.now,
      interrupt: host.interrupt)
    let result = await runner(limits)
    try await host.emit(
      .applied(
        PlanReport(
          run: plan.eligible.isEmpty ? nil : run, outcomes: result.outcomes, stop: result.stop,
          isShown: showsResult)))
    let (type, rows) = (RowType(.outcome), try Outcome.rows(result.outcomes))
    if showsResult {
      try await host.emit(.beginRows(type))
      try await host.emit(.rows(rows))
      try await host.emit(.endRows(type))
    }
    return .rows(type, rows)
  }
}

extension QueryPlan {
  /// Whether nothing but an error ends the list before its last page.
  fileprivate var wantsAllRows: Bool {
    !stages.prefix { $0.signature.positional != .sortKeys }.contains { $0.signature.name == "take" }
  }
}

/// Performs the settling of a plan in which nothing can be sent.
private struct NoEffects: EffectHandler {
  func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    if case .open = effect { .opened(RunID("none")) } else { .done }
  }
}
