import CpayClient
import CpayLanguage
import CpayModel
import CpayValue

/// What comes of something that may have a plan to apply on its way.
enum Progress<Result> {
  case done(Result)
  /// The plan may not be applied, so that nothing behind it ran.
  case withheld(WritePlan, reason: String)

  /// What `work` makes of the result.
  func then<Next>(
    _ work: (Result) async throws(EvaluationError) -> Next
  ) async throws(EvaluationError) -> Progress<Next> {
    switch self {
    case .done(let result): .done(try await work(result))
    case .withheld(let plan, let reason): .withheld(plan, reason: reason)
    }
  }
}

extension Progress<PipelineEnd> {
  /// How the pipeline ended.
  var end: PipelineEnd {
    switch self {
    case .done(let end): end
    case .withheld(let plan, let reason): .withheld(plan, reason: reason)
    }
  }
}

extension Evaluator {
  /// Runs a pipeline; shows what it ends in where it is to be.
  func run(
    _ pipeline: CheckedPipeline, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineEnd {
    try lookAtFiles(of: pipeline)
    if let origin = pipeline.flow.origin { try await look(at: origin) }
    return try await with(pipeline.prerequisites).run(pipeline.flow, showsResult: showsResult)
  }

  /// Looks at the files whose rows a statement reads and that could not be looked at before: what
  /// an earlier statement has saved, and what the program computes the name of.
  private func lookAtFiles(of pipeline: CheckedPipeline) throws(EvaluationError) {
    for prerequisite in pipeline.prerequisites { try lookAtFiles(of: prerequisite.pipeline) }
    if let evidence = pipeline.flow.evidence, evidence.onMissing == .stop {
      try lookAtDocuments(of: evidence.expression)
    }
    guard let rows = pipeline.flow.origin, rows.look == nil,
      case .file(let path, let form) = rows.source,
      let name = try? compiler.path(path), name != "-"
    else { return }
    let type = rows.sourceType
    do throws(FileFailure) {
      _ = try host.files.look(at: name, form: form, schema: type.isMade ? nil : type.subject)
    } catch {
      throw .file(name, error)
    }
  }

  /// Looks at the documents that evidence names whatever row it is for, which a statement before may
  /// have written.
  private func lookAtDocuments(of evidence: CheckedExpression) throws(EvaluationError) {
    switch evidence {
    case .recordFile(let path, _) where !path.readsRow: _ = try compiler.constant(evidence)
    case .constant(.file(let path)):
      if let failure = host.files.documentLookup(path) { throw .evidence(path, failure) }
    default: for part in evidence.parts { try lookAtDocuments(of: part) }
    }
  }

  /// Looks at what the source of rows was given, before anything is asked of anyone.
  private func look(at rows: CheckedRows) async throws(EvaluationError) {
    switch rows.source {
    case .list(let resource, let filters):
      let query = query(resource, filters, rows)
      for warning in query.warnings { try await host.emit(.warning(warning)) }
      if let problem = query.invalidArgument { throw .invalid(problem) }
    case .object(let resource, let id): if let id = constants(id) { _ = try resource.id(id) }
    case .objects, .file, .variable, .outcomes: break
    }
  }

  /// What a list asks for.
  func query(
    _ resource: Resource, _ filters: [FilterArgument], _ rows: CheckedRows
  ) -> QueryPlan {
    Planner.plan(
      resource, filters, rows, pushes: host.pushesConditions, constants: constants)
  }

  /// The values of expressions that read no row, as far as they can be computed.
  var constants: Planner.Constants {
    let compiler = compiler
    return { expression in try? compiler.constant(expression) }
  }

  private func run(
    _ flow: CheckedFlow, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineEnd {
    switch flow {
    case .rows(let rows):
      if case .outcomes(let plan, let terms, _) = rows.source, rows.steps.isEmpty {
        return try await outcomes(of: plan, terms, showsResult: showsResult)
          .then { (outcomes) throws(EvaluationError) in
            .result(.rows(RowType(.outcome), outcomes))
          }.end
      }
      let use: ColumnUse = showsResult && host.showsColumns ? .all : .none
      return try await stream(rows, use).then { (stream) async throws(EvaluationError) in
        .result(try await finish(stream, showsResult: showsResult))
      }.end
    case .plan(let plan):
      return try await self.plan(plan).then { (made) throws(EvaluationError) in
        if case .shown = plan { .previewed(made) } else { .result(.plan(made)) }
      }.end
    case .value(let value):
      return try await self.value(value).then { (value) async throws(EvaluationError) in
        if showsResult { try await host.emit(.value(value.value)) }
        return .result(.value(value.type, value.value))
      }.end
    case .chart(let chart):
      return try await self.chart(chart).then { (chart) async throws(EvaluationError) in
        if showsResult { try await host.emit(.chart(chart)) }
        return .result(.chart(chart))
      }.end
    case .output(let output):
      return try await self.output(output).then { (result) throws(EvaluationError) in
        .result(result)
      }.end
    }
  }

  // MARK: Rows

  /// The rows of a source with the stages behind it, of whose columns some are used.
  func stream(
    _ rows: CheckedRows, _ use: ColumnUse
  ) async throws(EvaluationError) -> Progress<RowStream> {
    try await source(rows, rows.use(atEnd: use)).then { (source) throws(EvaluationError) in
      var stream = source.stream
      for step in source.steps { stream = try append(step, to: stream) }
      return stream
    }
  }

  func stream(_ source: any RowSource, _ type: RowType) -> RowStream {
    RowStream(source, type: type, cancellation: host.cancellation, budget: budget)
  }

  /// Rows with one more stage behind them.
  func append(
    _ step: CheckedStep, to stream: RowStream
  ) throws(EvaluationError) -> RowStream {
    let unread = UnreadValues()
    let compiler = compiler.counting(unread)
    func behind(_ stage: any RowStage, of stream: RowStream = stream) -> RowStream {
      stream.appending(stage, type: step.output, unread)
    }
    switch step.stage {
    case .where(let conjuncts): return behind(try WhereStage(conjuncts, compiler, step.input))
    case .take(let count):
      let count = try compiler.count(count, of: "take")
      return behind(TakeStage(count), of: stream.wanting(count))
    case .skip(let count): return behind(SkipStage(try compiler.count(count, of: "skip")))
    case .sort(let keys):
      return behind(
        try SortStage(
          keys, compiler, step.input, files: host.files, mostBytes: host.sortMemory,
          host.cancellation))
    case .uniq(let values): return behind(try UniqStage(by: values, compiler))
    case .one: return behind(OneStage())
    case .columns(let columns): return behind(try SelectStage(columns, compiler, step.output))
    case .added(let columns):
      if let made = try stream.adding(columns, compiler, type: step.output, unread) { return made }
      let all = step.input.columns(adding: columns)
      return behind(try SelectStage(all, compiler, step.output))
    case .join(let join):
      let others = try rows(join.variable, .all)
      return behind(
        try JoinStage(join, with: others, compiler, step.input, step.output, host.cancellation))
    case .summarize(let summary):
      return behind(try SummarizeStage(summary, compiler, step.output, host.cancellation))
    case .describe: return behind(try DescribeStage(step.input, compiler))
    case .expand(let reference):
      return self.stream(
        ExpandSource(stream, reference, over: step.input, output: step.output, on: host),
        step.output)
    case .fetch(let resource, let id):
      return self.stream(FetchedSource(stream, resource, id, on: host), step.output)
    }
  }

  // MARK: What rows come to

  private func value(
    _ value: CheckedValue
  ) async throws(EvaluationError) -> Progress<(type: FieldType, value: Value)> {
    switch value {
    case .expression(let expression, let type):
      let unread = UnreadValues()
      let value = try compiler.counting(unread).constant(expression)
      for remark in unread.remarks { try await host.emit(.remark(remark)) }
      return .done((type, value))
    case .count(let rows, _):
      return try await stream(rows, .only([])).then { (stream) async throws(EvaluationError) in
        var stream = stream
        let count = try await CountedRows.count(&stream)
        for remark in stream.remarks { try await host.emit(.remark(remark)) }
        return (FieldType(.int), .int(count))
      }
    }
  }

  private func chart(_ chart: CheckedChart) async throws(EvaluationError) -> Progress<Chart> {
    switch chart {
    case .variable(let name): return .done(try self.chart(name))
    case .drawn(let rows, let label, let value, let kind, _):
      let unread = UnreadValues()
      let drawing = try ChartedRows(
        label, value, kind, of: rows.type, compiler.counting(unread))
      let use = ColumnUse.only([]).adding([label.expression, value.expression])
      return try await stream(rows, use).then { (stream) async throws(EvaluationError) in
        var stream = stream
        let points = try await drawing.points(&stream)
        for remark in stream.remarks + unread.remarks {
          try await host.emit(.remark(remark))
        }
        return Chart(
          kind: kind, labelName: label.name, valueName: value.name, points: points)
      }
    }
  }

  private func output(
    _ output: CheckedOutput
  ) async throws(EvaluationError) -> Progress<PipelineResult> {
    switch output {
    case .shownRows(let rows, let format, let raw, _):
      let isRaw = try compiler.flag(raw)
      return try await stream(rows, format.columnUse).then {
        (stream) async throws(EvaluationError) in
        try await host.emit(.format(format, raw: isRaw))
        return try await finish(stream, showsResult: true)
      }
    case .shownValue(let value, let format, _):
      return try await self.value(value).then { (value) async throws(EvaluationError) in
        try await host.emit(.format(format, raw: false))
        try await host.emit(.value(value.value))
        return .value(value.type, value.value)
      }
    case .savedRows(let rows, let path, let raw, _):
      let (name, isRaw) = (try compiler.path(path), try compiler.flag(raw))
      let use = OutputFormat(fileName: name)?.columnUse ?? .all
      return try await stream(rows, use).then { (stream) async throws(EvaluationError) in
        try await save(stream, name, raw: isRaw)
      }
    case .savedChart(let chart, let path, _):
      let name = try compiler.path(path)
      return try await self.chart(chart).then { (chart) async throws(EvaluationError) in
        try await save(chart, name)
      }
    case .savedPlan(let plan, let path, _):
      let name = try compiler.path(path)
      return try await self.plan(plan).then { (plan) async throws(EvaluationError) in
        try await save(plan, name)
      }
    }
  }
}

extension CheckedFlow {
  /// The evidence that is written, also where the plan is applied on the way.
  fileprivate var evidence: CheckedEvidence? {
    switch self {
    case .plan(let plan), .output(.savedPlan(let plan, _, _)): return plan.evidence
    default:
      guard case .outcomes(let plan, _, _) = rows?.source else { return nil }
      return plan.evidence
    }
  }
}

extension CheckedPlan {
  fileprivate var evidence: CheckedEvidence? {
    switch self {
    case .write(_, let evidence, _, _): evidence
    case .shown(let plan, _): plan.evidence
    case .upload, .variable: nil
    }
  }
}
