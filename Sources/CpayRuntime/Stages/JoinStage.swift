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
  private let field: KeyField?
  private let others: Batch
  /// The keys of the other rows, and the row of each.
  private var table = KeyTable()
  private var places: [Int32] = []
  private let columns: [CopiedColumn]
  private let keepsUnmatched: Bool
  private let hasOrigin: Bool
  private let idSlot: Int?
  /// The rows without a key, on either side.
  private var keyless = SampledRows()
  private var otherKeyless = SampledRows()
  private(set) var failure: EvaluationError?

  init(
    _ join: Join, with others: Batch, _ compiler: ExpressionCompiler, _ input: RowType,
    _ output: RowType, _ cancellation: Cancellation
  ) throws(EvaluationError) {
    layout = output.layout
    hasOrigin = output.subject != nil
    self.others = others
    keys = JoinKeys(join)
    key = try compiler.value(join.key)
    field = keys.field(join.key)
    idSlot = input.reference("id")?.slot
    keepsUnmatched = join.kind == .left
    columns = join.columns.map { column in
      switch column {
      case .own(let field): CopiedColumn(field, of: .own)
      case .other(let field): CopiedColumn(field, of: .other)
      }
    }
    try findPlaces(try compiler.value(join.otherKey), keys.field(join.otherKey), cancellation)
  }

  /// Finds where each key's row is; a key that occurs twice would multiply the rows it is joined to.
  private mutating func findPlaces(
    _ key: RowValue, _ field: KeyField?, _ cancellation: Cancellation
  ) throws(EvaluationError) {
    let (keys, others) = (keys, others)
    var (mistakes, next) = (keys.noMistakes, 0)
    places.reserveCapacity(others.count)
    while let index = keys.firstDoubt(in: others, from: next, field) {
      try cancellation.check(every: index)
      places += Int32(next)..<Int32(index)
      next = index + 1
      guard let key = keys.key(try key(others[index])) else {
        otherKeyless.add(others[index], idSlot: nil)
        continue
      }
      if keys.checksOther { mistakes?.look(at: key.text, others.place(index)) }
      places.append(Int32(index))
    }
    places += Int32(next)..<Int32(max(next, others.count))
    if let mistakes, mistakes.count > 0 { throw .keys(mistakes) }
    for start in stride(from: 0, to: places.count, by: RowStream.mostRows) {
      try cancellation.check(every: 0)
      let end = min(places.count, start + RowStream.mostRows)
      let rows = others.reordered(places[start..<end].map(Int.init))
      var numbers: [Int32] = []
      try table.add(rows, by: field.map { [$0] }, to: &numbers) {
        (index, written) throws(EvaluationError) in
        if let key = keys.key(try key(rows[index])) { written.add(key.value) }
      }
      for (index, number) in numbers.enumerated() where Int(number) != start + index {
        throw .repeatedKey(
          keys.key(try key(rows[index]))?.text ?? "",
          first: others.place(Int(places[Int(number)])),
          second: others.place(Int(places[start + index])))
      }
    }
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    let numbers = try numbers(of: batch)
    var (kept, partners): ([Int], [Int32]) = ([], [])
    for index in 0..<look(at: batch, numbers) {
      let number = Int(numbers[index])
      if number < 0, !keepsUnmatched { continue }
      kept.append(index)
      partners.append(number < 0 ? -1 : places[number])
    }
    let rows = kept.count == batch.count ? batch : batch.reordered(kept)
    var builder = BatchBuilder(layout)
    guard builder.append(copiesOf: rows, joining: partners, of: others, columns) else {
      throw .tooManyRows
    }
    return builder.build(madeFrom: hasOrigin ? rows : nil)
  }

  /// The numbers of the keys of rows, up to the first that has none to be read; -1 for one that no
  /// other row has.
  private mutating func numbers(of batch: Batch) throws(EvaluationError) -> [Int32] {
    let (keys, key) = (keys, key)
    var numbers: [Int32] = []
    numbers.reserveCapacity(batch.count)
    do throws(EvaluationError) {
      try table.find(batch, by: field.map { [$0] }, to: &numbers) {
        (index, written) throws(EvaluationError) in
        if let key = keys.key(try key(batch[index])) { written.add(key.value) }
      }
    } catch {
      failure = error
    }
    return numbers
  }

  /// Looks at the keys that no other row has, where one may be missing or a mistake; says how many
  /// rows come before the first with which something is wrong.
  private mutating func look(at batch: Batch, _ numbers: [Int32]) -> Int {
    var mistakes = keys.noMistakes
    var (end, next) = (numbers.count, 0)
    while let index = keys.firstDoubt(in: batch, from: next, field), index < numbers.count {
      next = index + 1
      if numbers[index] >= 0 { continue }
      do throws(EvaluationError) {
        try look(at: batch[index], batch.place(index), &mistakes)
      } catch {
        failure = error
        end = min(end, index)
        break
      }
      // The rest is looked at only to name all of it.
      if let mistakes, mistakes.count > 0 { end = min(end, index) }
    }
    if let mistakes, mistakes.count > 0 { failure = .keys(mistakes) }
    return end
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
}

/// What the keys of a join are, and how two of them are the same.
private struct JoinKeys {
  let column: String
  private let kind: Join.Keys
  /// How ids are written, where keys are some.
  private let form: WordForm?

  struct Key {
    let text: String
    /// What is the same where two keys are.
    let value: Value
  }

  init(_ join: Join) {
    (column, kind) = (join.column, join.keys)
    form =
      if case .ids(let resource, _, _) = join.keys {
        WireLimits.idForm(prefix: resource.idPrefix)
      } else { nil }
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

  /// The key as a field, where its bytes tell which keys are the same; nil where they do not.
  func field(_ key: CheckedExpression) -> KeyField? {
    guard let field = [key].keyFields?.first else { return nil }
    if case (.currencies, .text(let slot)) = (kind, field) { return .currency(slot) }
    return field
  }

  /// The first row from `index` on whose key may be missing or a mistake; all that cannot be told by
  /// the bytes of a field may.
  func firstDoubt(in rows: Batch, from index: Int, _ field: KeyField?) -> Int? {
    guard let field else { return index < rows.count ? index : nil }
    if let form, case .text(let slot) = field {
      return rows.firstRow(from: index, whereTextAt: slot, isNot: form)
    }
    return rows.firstRow(from: index, lacking: field)
  }

  /// What is wrong with ids, before any has been looked at; nil where keys are none.
  var noMistakes: KeyMistakes? {
    if case .ids(let resource, _, _) = kind { KeyMistakes(in: column, of: resource) } else { nil }
  }

  var checksOwn: Bool { if case .ids(_, let own, _) = kind { own } else { false } }

  var checksOther: Bool { if case .ids(_, _, let other) = kind { other } else { false } }
}

extension CopiedColumn {
  fileprivate init(_ field: FieldReference, of side: Side) {
    self =
      field.currencySlot.map { .money(field.slot, currency: $0, of: side) }
      ?? .field(field.slot, of: side)
  }
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
