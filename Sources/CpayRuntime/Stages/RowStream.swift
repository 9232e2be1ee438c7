import CpayLanguage
import CpaySyntax
import CpayValue

/// Yields rows in batches; asking is where a program waits.
protocol RowSource {
  /// The next rows, or nil when there are no more.
  mutating func next() async throws(EvaluationError) -> Batch?
  /// What a person should know once the rows have come.
  var remarks: [Diagnostic] { get }
}

extension RowSource {
  var remarks: [Diagnostic] { [] }
}

/// Works on batches between a source and whoever wants the rows; never waits.
protocol RowStage {
  /// The rows to hand on for those that came; of a stage that works row by row, those before the
  /// first that it failed on, where it keeps the failure.
  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch
  /// The rows to hand on once no more will come.
  mutating func finish() throws(EvaluationError) -> Batch?
  /// Why the next row could not be worked on.
  var failure: EvaluationError? { get }
  /// Whether no further row can change anything.
  var isSatisfied: Bool { get }
  /// What a person should know once the rows have passed.
  var remarks: [Diagnostic] { get }
}

extension RowStage {
  mutating func finish() throws(EvaluationError) -> Batch? { nil }
  var failure: EvaluationError? { nil }
  var isSatisfied: Bool { false }
  var remarks: [Diagnostic] { [] }
}

/// A source with the stages behind it, pulled from the end.
struct RowStream {
  let type: RowType
  private var source: any RowSource
  private(set) var stages: [any RowStage] = []
  /// The stage that is being emptied, once the source has ended.
  private var draining: Int?
  private let cancellation: Cancellation
  private let budget: Budget?

  init(
    _ source: any RowSource, type: RowType, cancellation: Cancellation, budget: Budget? = nil
  ) {
    self.source = source
    self.type = type
    self.cancellation = cancellation
    self.budget = budget
  }

  /// The same with one more stage at the end.
  func appending(_ stage: any RowStage, type: RowType) -> RowStream {
    var stream = RowStream(source, type: type, cancellation: cancellation, budget: budget)
    stream.stages = stages + [stage]
    return stream
  }

  var remarks: [Diagnostic] { source.remarks + stages.flatMap { $0.remarks } }

  /// The next rows that come out at the end; nil when there are no more.
  mutating func next() async throws(EvaluationError) -> Batch? {
    while draining == nil {
      if cancellation.isRequested || Task.isCancelled { throw .interrupted }
      if let last = stages.lastIndex(where: { $0.isSatisfied }) {
        draining = last + 1
        break
      }
      guard let batch = try await source.next() else {
        draining = 0
        break
      }
      try budget?.spend(batch.count)
      let result = try pass(batch, from: 0)
      if !result.isEmpty { return result }
    }
    while let stage = draining, stage < stages.count {
      draining = stage + 1
      guard let batch = try stages[stage].finish() else { continue }
      let result = try pass(batch, from: stage + 1)
      // What stands before a stage that has had enough has nothing left to add.
      if let last = stages.lastIndex(where: { $0.isSatisfied }) {
        draining = max(stage, last) + 1
      }
      if !result.isEmpty { return result }
    }
    return nil
  }

  private mutating func pass(
    _ batch: Batch, from first: Int
  ) throws(EvaluationError) -> Batch {
    var batch = batch
    var failed: (stage: Int, error: EvaluationError)?
    for index in first..<stages.count {
      if batch.isEmpty { break }
      try budget?.spend(batch.count)
      batch = try stages[index].process(batch)
      if failed == nil, let error = stages[index].failure { failed = (index, error) }
    }
    // A row that failed is missed by nobody where the rows before it are enough.
    if let failed, !stages[failed.stage...].contains(where: { $0.isSatisfied }) {
      throw failed.error
    }
    return batch
  }

  /// All rows that are left, as one table.
  mutating func collect() async throws(EvaluationError) -> Batch {
    var builder = BatchBuilder(type.layout)
    while let batch = try await next() {
      try builder.append(contentsOf: batch)
    }
    return builder.build()
  }
}

extension BatchBuilder {
  /// Adds copies of a batch's rows.
  mutating func append(contentsOf batch: Batch) throws(EvaluationError) {
    for index in 0..<batch.count where !append(batch[index]) { throw .tooManyRows }
  }
}

/// Rows that are there already: a variable, the outcomes of a plan.
struct SnapshotSource: RowSource {
  private var batch: Batch?

  /// Those rows; nil for none at all.
  init(_ batch: Batch?) {
    self.batch = batch
  }

  mutating func next() -> Batch? {
    defer { batch = nil }
    return batch
  }
}
