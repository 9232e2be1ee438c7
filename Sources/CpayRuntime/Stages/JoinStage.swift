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
  /// The key as a field, where rows can be told apart by its bytes.
  private let fields: [KeyField]?
  private let others: Batch
  /// The keys of the other rows, and the row of each.
  private var table = KeyTable()
  private var places: [Int] = []
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
    case ownMoney(slot: Int, currency: Int)
    case other(slot: Int)
    case otherMoney(slot: Int, currency: Int)
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
    fields = keys.areToldByValues ? [join.key].keyFields : nil
    idSlot = input.reference("id")?.slot
    keepsUnmatched = join.kind == .left
    columns = join.columns.map { column in
      switch column {
      case .own(let field):
        field.currencySlot.map { .ownMoney(slot: field.slot, currency: $0) }
          ?? .own(slot: field.slot)
      case .other(let field):
        field.currencySlot.map { .otherMoney(slot: field.slot, currency: $0) }
          ?? .other(slot: field.slot)
      }
    }
    try findPlaces(try compiler.value(join.otherKey), cancellation)
  }

  /// Finds where each key's row is; a key that occurs twice would multiply the rows it is joined to.
  private mutating func findPlaces(
    _ key: RowValue, _ cancellation: Cancellation
  ) throws(EvaluationError) {
    var rows: [Int] = []
    var mistakes = keys.noMistakes
    for index in 0..<others.count {
      try cancellation.check(every: index)
      let row = others[index]
      guard let key = keys.key(try key(row)) else {
        otherKeyless.add(row, idSlot: nil)
        continue
      }
      if keys.checksOther { mistakes?.look(at: key.text, others.place(index)) }
      rows.append(index)
    }
    if let mistakes, mistakes.count > 0 { throw .keys(mistakes) }
    var numbers: [Int32] = []
    let (keys, others) = (keys, others)
    try table.add(others.reordered(rows), by: nil, to: &numbers) {
      (index, written) throws(EvaluationError) in
      if let key = keys.key(try key(others[rows[index]])) { written.add(key.value) }
    }
    for (number, index) in zip(numbers, rows) {
      guard Int(number) < places.count else {
        places.append(index)
        continue
      }
      let text = keys.key(try key(others[index]))?.text ?? ""
      throw .repeatedKey(
        text, first: others.place(places[Int(number)]), second: others.place(index))
    }
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    var builder = BatchBuilder(layout)
    var mistakes = keys.noMistakes
    var kept: [Int] = []
    for (index, number) in try numbers(of: batch).enumerated() {
      let row = batch[index]
      if number < 0 {
        do throws(EvaluationError) {
          try look(at: row, batch.place(index), &mistakes)
        } catch {
          failure = error
          break
        }
      }
      // The rest is looked at only to name all of it.
      if let mistakes, mistakes.count > 0 { continue }
      if number < 0, !keepsUnmatched { continue }
      let other = number < 0 ? nil : others[places[Int(number)]]
      if !append(row, other, to: &builder) { throw .tooManyRows }
      kept.append(index)
    }
    if let mistakes, mistakes.count > 0 { failure = .keys(mistakes) }
    return builder.build(madeFrom: hasOrigin ? batch.reordered(kept) : nil)
  }

  /// The numbers of the keys of rows, up to the first that has none to be read; -1 for one that no
  /// other row has.
  private mutating func numbers(of batch: Batch) throws(EvaluationError) -> [Int32] {
    let (keys, key) = (keys, key)
    var numbers: [Int32] = []
    numbers.reserveCapacity(batch.count)
    do throws(EvaluationError) {
      try table.find(batch, by: fields, to: &numbers) { (index, written) throws(EvaluationError) in
        if let key = keys.key(try key(batch[index])) { written.add(key.value) }
      }
    } catch {
      failure = error
    }
    return numbers
  }

  /// Looks at the key of a row that no other row has; one that has is like the other's.
  private mutating func look(
    at row: Row, _ place: @autoclosure () -> String, _ mistakes: inout KeyMistakes?
  ) throws(EvaluationError) {
    guard let key = keys.key(try key(row)) else {
      if mistakes?.count ?? 0 == 0 { keyless.add(row, idSlot: idSlot) }
      return
    }
    if keys.checksOwn { mistakes?.look(at: key.text, place()) }
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

  private func append(_ row: Row, _ other: Row?, to builder: inout BatchBuilder) -> Bool {
    builder.append(madeFrom: nil, at: row) { slot, writer in
      switch columns[slot] {
      case .own(let source): writer.field(row, source)
      case .ownMoney(let source, let currency): writer.money(row, source, currency: currency)
      case .other(let source): writer.field(other, source)
      case .otherMoney(let source, let currency):
        if let other { writer.money(other, source, currency: currency) }
      }
    }
  }
}

/// What the keys of a join are, and how two of them are the same.
private struct JoinKeys {
  let column: String
  private let kind: Join.Keys

  struct Key {
    let text: String
    /// What is the same where two keys are.
    let value: Value
  }

  init(_ join: Join) {
    (column, kind) = (join.column, join.keys)
  }

  /// The key that a value is; nil for one that joins nothing.
  func key(_ value: Value) -> Key? {
    switch (kind, value) {
    case (_, .null): nil
    case (.ids, .string(let text)):
      KeyMistakes.isBlank(text) ? nil : Key(text: text, value: value)
    case (.currencies, .string(let text)):
      Key(text: text, value: .string(Currency(anyCase: text)?.code ?? text))
    default: Key(text: value.text ?? "", value: value)
    }
  }

  /// Whether keys are the same exactly where the values of the field are.
  var areToldByValues: Bool {
    if case .currencies = kind { false } else { true }
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
