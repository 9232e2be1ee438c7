import CpayLanguage
import CpayValue

/// Makes rows of the named columns; the API's own object stays behind each.
struct SelectStage: RowStage {
  private let layout: ColumnLayout
  private let columns: [Source]
  private let hasOrigin: Bool
  private(set) var failure: EvaluationError?

  private enum Source {
    /// A field copied as the bytes it has.
    case copied(slot: Int)
    /// An amount with its currency.
    case money(slot: Int, currency: Int)
    case computed(RowValue)
  }

  init(
    _ columns: [Column], _ compiler: ExpressionCompiler, _ output: RowType
  ) throws(EvaluationError) {
    layout = output.layout
    hasOrigin = output.subject != nil
    var compiled: [Source] = []
    for column in columns {
      switch column.expression {
      case .field(let field) where field.currencySlot == nil:
        compiled.append(.copied(slot: field.slot))
      case .field(let field) where field.type == .money:
        compiled.append(.money(slot: field.slot, currency: field.currencySlot ?? field.slot))
      case let expression: compiled.append(.computed(try compiler.value(expression)))
      }
    }
    self.columns = compiled
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    var builder = BatchBuilder(layout)
    let keepsAll = batch.begins(layout) && copiesFirst(batch.storage.layout.columns.count)
    for index in 0..<batch.count {
      let row = batch[index]
      var values: [Value] = []
      do throws(EvaluationError) {
        for case .computed(let value) in columns { values.append(try value(row)) }
      } catch {
        failure = error
        break
      }
      var next = values.makeIterator()
      let kept = keepsAll ? row : nil
      let fitted = builder.append(madeFrom: nil, at: row, keeping: kept) { slot, writer in
        switch columns[slot] {
        case .copied(let source): writer.field(row, source)
        case .money(let amount, let currency):
          writer.money(row, amount, currency: currency)
        case .computed: writer.value(next.next() ?? .null)
        }
      }
      if !fitted { throw .tooManyRows }
    }
    return builder.build(madeFrom: hasOrigin ? batch.prefix(builder.count) : nil)
  }

  /// Whether the first columns are those of the rows that come, as they are.
  private func copiesFirst(_ count: Int) -> Bool {
    columns.prefix(count).enumerated().allSatisfy { place, column in
      if case .copied(slot: place) = column { true } else { false }
    }
  }
}
