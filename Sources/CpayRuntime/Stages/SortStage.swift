import CpayLanguage
import CpaySyntax
import CpayValue

/// Collects all rows and hands them on in order; equal rows stay as they came, missing values
/// come last in both directions.
///
/// Where only the first are wanted, no more than these are kept, and some rows that are yet to be
/// held against them. What is too much for memory goes to files, sorted, and comes back merged.
struct SortStage: RowStage {
  private let order: SortOrder
  private let keyTexts: [String]
  private var builder: BatchBuilder
  /// What the keys of each row are.
  private var values: [Value] = []
  /// The bytes of their texts.
  private var textSize = 0
  private var currencies: [Set<Currency>]
  /// The rows that are wanted; nil for all.
  private var wanted: Int?
  private let cancellation: Cancellation
  private let files: FileStore
  /// The most bytes of rows that are kept in memory.
  private let mostBytes: Int
  /// The rows that are not.
  private var runs: SortedRuns
  private var state = State.collecting

  private enum State {
    case collecting
    case spilled
    case merging(MergedRuns)
    case ended
  }

  /// A stage that keeps at most so many bytes of rows in memory, where `files` has room for others.
  init(
    _ keys: [SortKey], _ compiler: ExpressionCompiler, _ rows: RowType,
    files: FileStore = .none, mostBytes: Int = Host.standardSortMemory,
    _ cancellation: Cancellation
  ) throws(EvaluationError) {
    order = try SortOrder(keys, compiler)
    keyTexts = keys.map(\.text)
    builder = BatchBuilder(rows.layout)
    currencies = Array(repeating: [], count: keys.count)
    (self.files, self.mostBytes, self.cancellation) = (files, mostBytes, cancellation)
    // What is read again of a row is not counted again.
    runs = SortedRuns(try SortOrder(keys, compiler.counting(nil)), files, cancellation)
  }

  /// The rows that are gathered before all but the wanted ones are let go, at least.
  var fewRows = 8192

  mutating func want(_ count: Int) { wanted = count }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    for index in 0..<batch.count {
      let row = batch[index]
      if !builder.append(row) { throw .tooManyRows }
      try order.append(row, to: &values)
      look(at: values.suffix(order.keyCount))
      if size > mostBytes { try makeRoom() }
    }
    if builder.count > fewRows, hasUnwanted { try keepWanted() }
    return batch.prefix(0)
  }

  /// Whether at least half of the rows are too many.
  private var hasUnwanted: Bool { wanted.map { builder.count / 2 > $0 } ?? false }

  /// The bytes that are kept in memory.
  private var size: Int {
    builder.size + values.count * MemoryLayout<Value>.stride + textSize
  }

  private mutating func look(at values: ArraySlice<Value>) {
    for (place, value) in values.enumerated() {
      switch value {
      case .money(let money): currencies[place].insert(money.currency)
      case .string(let text): textSize += text.utf8.count
      default: break
      }
    }
  }

  private mutating func makeRoom() throws(EvaluationError) {
    if hasUnwanted { return try keepWanted() }
    if files.hasTemporary { try spill() }
  }

  /// Lets all but the wanted rows go: the first of them stand before all that come later, also where
  /// they are equal.
  private mutating func keepWanted() throws(EvaluationError) {
    let (first, all) = (try places(), values)
    let rows = builder.build().reordered(first)
    removeAll()
    try builder.append(contentsOf: rows)
    for place in first {
      let kept = all[place * order.keyCount..<(place + 1) * order.keyCount]
      values += kept
      look(at: kept)
    }
  }

  private mutating func spill() throws(EvaluationError) {
    try write(places())
    state = .spilled
    // Nobody else holds the rows any more, so that their room is kept for the next.
    removeAll()
  }

  private mutating func write(_ places: [Int]) throws(EvaluationError) {
    try runs.append(builder.build().reordered(places))
  }

  /// The places of the rows that are wanted, in their order.
  private func places() throws(EvaluationError) -> [Int] {
    Array(try order.places(values, cancellation).prefix(wanted ?? .max))
  }

  private mutating func removeAll() {
    builder.removeAll()
    values.removeAll(keepingCapacity: true)
    textSize = 0
  }

  var hasMore: Bool { if case .merging = state { true } else { false } }

  mutating func finish() throws(EvaluationError) -> Batch? {
    switch state {
    case .collecting:
      state = .ended
      let places = try places()
      let rows = builder.build()
      // What is handed on is held by whoever takes it.
      (builder, values) = (BatchBuilder(rows.storage.layout), [])
      return rows.reordered(places)
    case .spilled:
      if builder.count > 0 { try spill() }
      (builder, values) = (BatchBuilder(ColumnLayout([])), [])
      state = .merging(try runs.merged())
      return try finish()
    case .merging(var merged):
      state = .ended
      let rows = try merged.next()
      if rows != nil { state = .merging(merged) }
      return rows
    case .ended: return nil
    }
  }

  var remarks: [Diagnostic] {
    zip(keyTexts, currencies).filter { $0.1.count > 1 }.map { key, _ in
      Diagnostic(RunFinding.sortedByCurrency(key))
    }
  }
}
