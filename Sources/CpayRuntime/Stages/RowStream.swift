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
  /// The rows to hand on once no more will come; some of them, where it ``hasMore`` then.
  mutating func finish() throws(EvaluationError) -> Batch?
  /// Whether ``finish()`` is to be asked again.
  var hasMore: Bool { get }
  /// Says that no more rows than the first of those it hands on are wanted.
  mutating func want(_ count: Int)
  /// Why the next row could not be worked on.
  var failure: EvaluationError? { get }
  /// Whether no further row can change anything.
  var isSatisfied: Bool { get }
  /// What a person should know once the rows have passed.
  var remarks: [Diagnostic] { get }
}

extension RowStage {
  mutating func finish() throws(EvaluationError) -> Batch? { nil }
  mutating func want(_ count: Int) {}
  var hasMore: Bool { false }
  var failure: EvaluationError? { nil }
  var isSatisfied: Bool { false }
  var remarks: [Diagnostic] { [] }
}

/// A source with the stages behind it, pulled from the end.
struct RowStream {
  let type: RowType
  private var source: any RowSource
  private(set) var stages: [any RowStage] = []
  /// What each stage could not read.
  private var unread: [UnreadValues] = []
  /// The stage that is being emptied, once the source has ended.
  private var draining: Int?
  /// Rows that have come and wait to be passed on to a stage, of which some are at a time, so that
  /// a person who asks to stop does not wait for all.
  private var waiting: Waiting?

  private struct Waiting {
    let rows: Batch
    let stage: Int
    /// How many have been passed on.
    var passed = 0
  }

  /// The rows that pass the stages in one go, at most.
  static let mostRows = 8192
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

  /// The same with one more stage at the end, which counts what it cannot read in `unread`.
  func appending(_ stage: any RowStage, type: RowType, _ unread: UnreadValues) -> RowStream {
    var stream = RowStream(source, type: type, cancellation: cancellation, budget: budget)
    stream.stages = stages + [stage]
    stream.unread = self.unread + [unread]
    return stream
  }

  /// The same, whose last stage adds those columns, too, where it can; nil where it cannot.
  func adding(
    _ columns: [Column], _ compiler: ExpressionCompiler, type: RowType, _ unread: UnreadValues
  ) throws(EvaluationError) -> RowStream? {
    guard var last = stages.last as? SelectStage, let before = self.unread.last,
      try last.add(columns, compiler, type, before)
    else { return nil }
    var stream = RowStream(source, type: type, cancellation: cancellation, budget: budget)
    stream.stages = stages.dropLast() + [last]
    stream.unread = self.unread.dropLast() + [unread]
    return stream
  }

  /// The same, of whose rows no more than the first are wanted.
  func wanting(_ count: Int) -> RowStream {
    var stream = self
    if let last = stages.indices.last { stream.stages[last].want(count) }
    return stream
  }

  var remarks: [Diagnostic] {
    source.remarks + zip(stages, unread).flatMap { stage, unread in stage.remarks + unread.remarks }
  }

  /// The next rows that come out at the end; nil when there are no more.
  mutating func next() async throws(EvaluationError) -> Batch? {
    while draining == nil {
      if cancellation.isRequested || Task.isCancelled { throw .interrupted }
      if let last = stages.lastIndex(where: { $0.isSatisfied }) {
        draining = last + 1
        waiting = nil
        break
      }
      if let result = try passWaiting() {
        if !result.isEmpty { return result }
        continue
      }
      guard let batch = try await source.next() else {
        draining = 0
        break
      }
      try budget?.spend(batch.count)
      waiting = Waiting(rows: batch, stage: 0)
    }
    while let stage = draining {
      if cancellation.isRequested || Task.isCancelled { throw .interrupted }
      if let result = try passWaiting() {
        // What stands before a stage that has had enough has nothing left to add.
        if let last = stages.lastIndex(where: { $0.isSatisfied }) {
          if last >= stage { waiting = nil }
          draining = max(stage, last + 1)
        }
        if !result.isEmpty { return result }
        continue
      }
      guard stage < stages.count else { return nil }
      let batch = try stages[stage].finish()
      if !stages[stage].hasMore { draining = stage + 1 }
      if let batch { waiting = Waiting(rows: batch, stage: stage + 1) }
    }
    return nil
  }

  /// What comes of the next of the rows that wait; nil where none do.
  private mutating func passWaiting() throws(EvaluationError) -> Batch? {
    guard let part = waiting, part.passed < part.rows.count else {
      waiting = nil
      return nil
    }
    let end = min(part.rows.count, part.passed + RowStream.mostRows)
    waiting?.passed = end
    let isWhole = part.passed == 0 && end == part.rows.count
    return try pass(isWhole ? part.rows : part.rows.part(part.passed..<end), from: part.stage)
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
