import CpayLanguage
import CpayValue

/// Adds the columns of other rows with the same key; each key may occur once among those.
struct JoinStage: RowStage {
  private let layout: ColumnLayout
  private let key: RowValue
  private let others: Batch
  private let places: [[UInt8]: Int]
  private let columns: [Source]
  private let keepsUnmatched: Bool
  private let hasOrigin: Bool

  private enum Source {
    case own(slot: Int)
    /// Money that is put together from an amount and its currency.
    case computed(RowValue)
    case other(slot: Int)
    case otherComputed(RowValue)
  }

  init(
    _ join: Join, with others: Batch, _ compiler: ExpressionCompiler, _ output: RowType
  ) throws(EvaluationError) {
    layout = output.layout
    hasOrigin = output.subject != nil
    self.others = others
    key = try compiler.value(join.key)
    keepsUnmatched = join.kind == .left
    places = try JoinStage.places(others, try compiler.value(join.otherKey))
    columns = join.columns.map { column in
      switch column {
      case .own(let field):
        field.currencySlot == nil ? .own(slot: field.slot) : .computed(compiler.field(field))
      case .other(let field):
        field.currencySlot == nil
          ? .other(slot: field.slot) : .otherComputed(compiler.field(field))
      }
    }
  }

  /// Where each key's row is; a key that occurs twice would multiply the rows it is joined to.
  private static func places(
    _ rows: Batch, _ key: RowValue
  ) throws(EvaluationError) -> [[UInt8]: Int] {
    var places: [[UInt8]: Int] = [:]
    for index in 0..<rows.count {
      let value = try key(rows[index])
      if value.isNull { continue }
      if let first = places.updateValue(index, forKey: groupKey([value])) {
        throw .repeatedKey(
          value.text ?? "", first: rows.place(first), second: rows.place(index))
      }
    }
    return places
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    var builder = BatchBuilder(layout)
    for index in 0..<batch.count {
      let row = batch[index]
      let value = try key(row)
      let place = value.isNull ? nil : places[groupKey([value])]
      if place == nil, !keepsUnmatched { continue }
      try append(row, place.map { others[$0] }, to: &builder)
    }
    return builder.build()
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
    let fitted = builder.append(madeFrom: hasOrigin ? row : nil) { slot, writer in
      switch columns[slot] {
      case .own(let source): writer.field(row, source)
      case .other(let source): writer.field(other, source)
      case .computed, .otherComputed: writer.value(computed[slot] ?? .null)
      }
    }
    if !fitted { throw .tooManyRows }
  }
}

extension Batch {
  /// Where a row stands: its line in a file, or its place among the rows.
  fileprivate func place(_ index: Int) -> String {
    self[index].place?.description ?? "row \(index + 1)"
  }
}
