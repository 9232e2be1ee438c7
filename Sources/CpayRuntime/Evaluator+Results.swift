import CpayLanguage
import CpaySyntax
import CpayValue

extension Evaluator {
  /// What rows end in, shown where they are to be.
  func finish(
    _ stream: RowStream, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineResult {
    var stream = stream
    let rows = try await showsResult ? show(&stream) : stream.collect()
    for remark in stream.remarks { try await host.emit(.remark(remark)) }
    return .rows(stream.type, rows)
  }

  /// Hands rows to the host as they come, keeping a copy where the host wants one.
  private func show(_ stream: inout RowStream) async throws(EvaluationError) -> Batch {
    var kept = BatchBuilder(stream.type.layout)
    // What fails before its first row shows nothing.
    var next = try await stream.next()
    try await host.emit(.beginRows(stream.type))
    while let batch = next {
      try await host.emit(.rows(batch))
      if host.keepsResults { try kept.append(contentsOf: batch) }
      guard host.keepsResults || host.isWatched() else { break }
      next = try await stream.next()
    }
    try await host.emit(.endRows(stream.type))
    return kept.build()
  }

  // MARK: Files

  /// Writes rows to a file, which takes its place once it is whole.
  func save(
    _ stream: RowStream, _ path: String, raw: Bool
  ) async throws(EvaluationError) -> PipelineResult {
    var stream = stream
    let rows = try await save(&stream, path, raw: raw)
    for remark in stream.remarks { try await host.emit(.remark(remark)) }
    try await host.emit(.saved(path: path, rows: rows.count))
    if rows.guardedCells > 0 {
      try await host.emit(
        .remark(Diagnostic(RunFinding.guardedCells(path, rows.guardedCells))))
    }
    return host.keepsResults ? .rows(stream.type, rows.kept) : .written
  }

  /// Writes a picture to a file, which takes its place once it is whole.
  func save(_ chart: Chart, _ path: String) async throws(EvaluationError) -> PipelineResult {
    guard let picture = ChartFormat(fileName: path).map(ChartPicture(chart).bytes) else {
      let endings = ChartFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: " or ")
      throw .invalid("a chart is saved as \(endings); \(path) ends otherwise")
    }
    try write(path) { (sink) throws(FileFailure) in try sink.write(picture) }
    try await host.emit(.saved(path: path, rows: nil))
    return .chart(chart)
  }

  /// Writes a plan to a file, which takes its place once it is whole; from there it is applied once.
  func save(_ plan: WritePlan, _ path: String) async throws(EvaluationError) -> PipelineResult {
    guard PlanFileName.isOne(path) else {
      throw .invalid("a plan is saved as .\(PlanFileName.ending); \(path) ends otherwise")
    }
    guard try host.connected().identity == plan.account else {
      throw .invalid(ConsentObstacle.otherAccount.reason)
    }
    let bytes = PlanFile(plan, on: host).bytes
    guard bytes.count <= PlanFile.maximumBytes else {
      throw .file(path, FileFailure(PlanFile.Failure.tooLarge.reason))
    }
    do throws(FileFailure) {
      let sink = try host.files.keep(path)
      try sink.write(bytes)
      try sink.commit()
    } catch {
      throw .file(path, error)
    }
    try await host.emit(.savedPlan(path: path, plan))
    return .written
  }

  private func save(
    _ stream: inout RowStream, _ path: String, raw: Bool
  ) async throws(EvaluationError) -> (count: Int, guardedCells: Int, kept: Batch) {
    guard let format = OutputFormat(fileName: path),
      var writer = RowWriter(format, type: stream.type, raw: raw)
    else { throw .invalid("the name \(path) does not say in which format to save") }
    var kept = BatchBuilder(stream.type.layout)
    var count = 0
    do {
      let sink = try host.files.create(path)
      try sink.write(writer.begin())
      while let batch = try await stream.next() {
        try sink.write(writer.rows(batch))
        if host.keepsResults { try kept.append(contentsOf: batch) }
        count += batch.count
      }
      try sink.write(writer.end())
      try sink.commit()
    } catch let failure as FileFailure {
      throw .file(path, failure)
    } catch let error as EvaluationError {
      throw error
    } catch {
      throw .file(path, FileFailure("\(error)"))
    }
    return (count, writer.guardedCells, kept.build())
  }

  private func write(
    _ path: String, _ content: (borrowing FileSink) throws(FileFailure) -> Void
  ) throws(EvaluationError) {
    do throws(FileFailure) {
      let sink = try host.files.create(path)
      try content(sink)
      try sink.commit()
    } catch {
      throw .file(path, error)
    }
  }
}
