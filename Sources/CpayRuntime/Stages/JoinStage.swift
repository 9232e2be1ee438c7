import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Adds the columns of other rows with the same key; each key may occur once among those.
///
/// A missing key joins nothing, and is counted. Where keys are ids, any other text is a mistake.
struct JoinStage: RowStage {
  private let layout: ColumnLayout
  private let key: RowValue
  private let keys: JoinKeys
  private let others: Batch
  private var places: [[UInt8]: Int] = [:]
  private let columns: [Source]
  private let keepsUnmatched: Bool
  private let hasOrigin: Bool
  private let idSlot: Int?
  /// The rows without a key, on either side.
  private var keyless = SampledRows()
  private var otherKeyless = SampledRows()
  private(set) var failure: EvaluationError?

  private enum Source {
    case own(slot: Int)
    /// Money that is put together from an amount and its currency.
    case computed(RowValue)
    case other(slot: Int)
    case otherComputed(RowValue)
  }

  init(
    _ join: Join, with others: Batch, _ compiler: ExpressionCompiler, _ input: RowType,
    _ output: RowType, _ cancellation: Cancellation
  ) throws(EvaluationError) {
    layout = output.layout
    hasOrigin = output.subject != nil
    self.others = others
    keys = JoinKeys(join)
    key = try compiler.value(join.key)
    idSlot = input.reference("id")?.slot
    keepsUnmatched = join.kind == .left
    columns = join.columns.map { column in
      switch column {
      case .own(let field):
        field.currencySlot == nil ? .own(slot: field.slot) : .computed(compiler.field(field))
      case .other(let field):
        field.currencySlot == nil
          ? .other(slot: field.slot) : .otherComputed(compiler.field(field))
      }
    }
    try findPlaces(try compiler.value(join.otherKey), cancellation)
  }

  /// Finds where each key's row is; a key that occurs twice would multiply the rows it is joined to.
  private mutating func findPlaces(
    _ key: RowValue, _ cancellation: Cancellation
  ) throws(EvaluationError) {
    var found: [(key: JoinKeys.Key, index: Int)] = []
    var mistakes = keys.noMistakes
    for index in 0..<others.count {
      try cancellation.check(every: index)
      let row = others[index]
      guard let key = keys.key(try key(row)) else {
        otherKeyless.add(row, idSlot: nil)
        continue
      }
      if keys.checksOther { mistakes?.look(at: key.text, others.place(index)) }
      found.append((key, index))
    }
    if let mistakes, mistakes.count > 0 { throw .keys(mistakes) }
    for (key, index) in found {
      if let first = places.updateValue(index, forKey: key.bytes) {
        throw .repeatedKey(key.text, first: others.place(first), second: others.place(index))
      }
    }
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    var builder = BatchBuilder(layout)
    var mistakes = keys.noMistakes
    for index in 0..<batch.count {
      let row = batch[index]
      do throws(EvaluationError) {
        let key = keys.key(try key(row))
        if let key, keys.checksOwn { mistakes?.look(at: key.text, batch.place(index)) }
        // The rest is looked at only to name all of it.
        if let mistakes, mistakes.count > 0 { continue }
        if key == nil { keyless.add(row, idSlot: idSlot) }
        let place = key.flatMap { places[$0.bytes] }
        if place == nil, !keepsUnmatched { continue }
        try append(row, place.map { others[$0] }, to: &builder)
      } catch {
        failure = error
        break
      }
    }
    if let mistakes, mistakes.count > 0 { failure = .keys(mistakes) }
    return builder.build()
  }

  var remarks: [Diagnostic] {
    var found: [RunFinding] = []
    if keyless.count > 0 {
      found.append(.rowsWithout(field: keys.column, count: keyless.count, first: keyless.shown))
    }
    if otherKeyless.count > 0 {
      found.append(
        .joinedWithout(field: keys.column, count: otherKeyless.count, first: otherKeyless.shown))
    }
    return found.map { Diagnostic($0) }
  }

  private func append(
    _ row: Row, _ other: Row?, to builder: inout BatchBuilder
  ) throws(EvaluationError) {
    var computed: [Int: Value] = [:]
    for (slot, column) in columns.enumerated() {
      switch column {
      case .computed(let value): computed[slot] = try value(row)
      case .otherComputed(let value): computed[slot] = try other.map(value)
      case .own, .other: break
      }
    }
    let fitted = builder.append(madeFrom: hasOrigin ? row : nil, at: row) { slot, writer in
      switch columns[slot] {
      case .own(let source): writer.field(row, source)
      case .other(let source): writer.field(other, source)
      case .computed, .otherComputed: writer.value(computed[slot] ?? .null)
      }
    }
    if !fitted { throw .tooManyRows }
  }
}

/// What the keys of a join are, and how two of them are the same.
private struct JoinKeys {
  let column: String
  private let kind: Join.Keys

  struct Key {
    let text: String
    let bytes: [UInt8]
  }

  init(_ join: Join) {
    (column, kind) = (join.column, join.keys)
  }

  /// The key that a value is; nil for one that joins nothing.
  func key(_ value: Value) -> Key? {
    switch (kind, value) {
    case (_, .null): nil
    case (.ids, .string(let text)):
      KeyMistakes.isBlank(text) ? nil : Key(text: text, bytes: Array(text.utf8))
    case (.currencies, .string(let text)):
      Key(text: text, bytes: Array((Currency(anyCase: text)?.code ?? text).utf8))
    default: Key(text: value.text ?? "", bytes: groupKey([value]))
    }
  }

  /// What is wrong with ids, before any has been looked at; nil where keys are none.
  var noMistakes: KeyMistakes? {
    if case .ids(let resource, _, _) = kind { KeyMistakes(in: column, of: resource) } else { nil }
  }

  var checksOwn: Bool { if case .ids(_, let own, _) = kind { own } else { false } }

  var checksOther: Bool { if case .ids(_, _, let other) = kind { other } else { false } }
}

extension EvaluationError {
  /// Keys that should be ids.
  fileprivate static func keys(_ mistakes: KeyMistakes) -> EvaluationError {
    .diagnostic(Diagnostic(LanguageProblem.keysAreNoIDs(mistakes, file: nil)))
  }
}

extension Batch {
  /// Where a row stands: its line in a file, or its place among the rows.
  func place(_ index: Int) -> String {
    self[index].place?.description ?? "row \(index + 1)"
  }
}
