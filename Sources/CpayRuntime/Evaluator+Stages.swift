import CpayClient
import CpayLanguage
import CpayModel
import CpayValue

extension Evaluator {
  /// What flows between two stages.
  enum Flow {
    case rows(RowStream)
    case plan(WritePlan)
    case value(FieldType, Value)
    case chart(Chart)
  }

  /// What a stage comes to.
  enum Step {
    case flow(Flow)
    case end(PipelineResult)
  }

  func step(
    _ flow: Flow, _ stage: CheckedStage, showsResult: Bool
  ) async throws(EvaluationError) -> Step {
    let context = StageContext(stage: stage, compiler: compiler(stage.inputRows))
    switch (flow, Command.named(stage.signature.name)?.evaluation) {
    case (.rows(let stream), .rows(let build)):
      return .flow(.rows(try append(build(context), to: stream, stage)))
    case (.rows(let stream), .join):
      return .flow(.rows(try append(join(context), to: stream, stage)))
    case (.rows(let stream), .expand): return .flow(.rows(try expand(stream, stage)))
    case (.rows(let stream), .describe):
      return .flow(.rows(try append(DescribeStage(context.compiler), to: stream, stage)))
    case (.rows(var stream), .reduce(let reduce)):
      let value = try await reduce(&stream)
      for remark in stream.remarks { try await host.emit(.remark(remark)) }
      guard case .value(let type) = stage.output else { throw .missing("a value") }
      return .flow(.value(type, value))
    case (.rows(var stream), .chart): return .flow(.chart(try await chart(context, &stream)))
    case (.rows(var stream), .plan(let action)):
      return .flow(.plan(try await build(action, context, &stream)))
    case (.plan(let plan), .apply):
      let result = try await apply(
        plan, bound: context.number("max"), Command.limits(context), showsResult: showsResult)
      guard case .rows(let type, let outcomes) = result, !showsResult else { return .end(result) }
      return .flow(.rows(stream(SnapshotSource(outcomes), type)))
    case (.plan(let plan), .describe):
      try await host.emit(.preview(plan))
      return .end(.plan(plan))
    case (_, .show): return .end(try await show(flow, context))
    case (_, .save): return .end(try await save(flow, context))
    default: throw .missing("what `\(stage.signature.name)` works on")
    }
  }

  private func append(
    _ next: any RowStage, to stream: RowStream, _ stage: CheckedStage
  ) throws(EvaluationError) -> RowStream {
    guard let output = stage.outputRows else { throw .missing("rows") }
    return stream.appending(next, type: output)
  }

  func stream(_ source: any RowSource, _ type: RowType) -> RowStream {
    RowStream(source, type: type, interrupt: host.interrupt, budget: budget)
  }

  private func join(_ context: StageContext) throws(EvaluationError) -> any RowStage {
    guard let (name, _) = context.stage.arguments.rows,
      case .rows(let type, let rows) = variables[name],
      let output = context.stage.outputRows
    else { throw .missing("the rows to join") }
    return try JoinStage(context, with: rows, type, output: output)
  }

  private func expand(
    _ stream: RowStream, _ stage: CheckedStage
  ) throws(EvaluationError) -> RowStream {
    guard let column = stage.arguments.word, let output = stage.outputRows else {
      throw .missing("a field")
    }
    let source = try ExpandSource(stream, column: column, output: output, on: host)
    return self.stream(source, output)
  }

  private func chart(
    _ context: StageContext, _ stream: inout RowStream
  ) async throws(EvaluationError) -> Chart {
    let columns = context.stage.arguments.columns
    guard columns.count == 2 else { throw .missing("a label and a value") }
    let values = try context.compiler.values(columns.map(\.expression))
    var points: [Chart.Point] = []
    while let batch = try await stream.next() {
      for index in 0..<batch.count {
        let row = try rowValues(values, batch[index])
        if !row[1].isNull, ChartUnit.measure(row[1]) == nil {
          throw .invalid("`\(columns[1].name)` is \(row[1].plainText), which no chart can draw")
        }
        points.append(Chart.Point(label: row[0], value: row[1]))
      }
    }
    for remark in stream.remarks { try await host.emit(.remark(remark)) }
    let kind = try context.word("kind").flatMap { ChartKind(rawValue: $0) } ?? .bar
    return Chart(
      kind: kind, labelName: columns[0].name, valueName: columns[1].name, points: points)
  }
}
