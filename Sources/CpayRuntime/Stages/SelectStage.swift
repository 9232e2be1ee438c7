import CpayLanguage
import CpaySyntax
import CpayValue

/// Makes rows of the named columns; the API's own object stays behind each.
struct SelectStage: RowStage {
  private var output: RowType
  private lazy var layout = output.layout
  private var columns: [Source]
  /// What could not be read by those of several steps that are one here, but for the last.
  private var unread: [UnreadValues] = []
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
    self.output = output
    self.columns = []
    for column in columns {
      self.columns.append(try SelectStage.source(column.expression, compiler))
    }
  }

  private static func source(
    _ expression: CheckedExpression, _ compiler: ExpressionCompiler
  ) throws(EvaluationError) -> Source {
    switch expression {
    case .field(let field) where field.currencySlot == nil: .copied(slot: field.slot)
    case .field(let field) where field.type == .money:
      .money(slot: field.slot, currency: field.currencySlot ?? field.slot)
    case let expression: .computed(try compiler.value(expression))
    }
  }

  /// Makes of this the stage that adds columns to those it makes, too, where they read nothing but
  /// what it copies: hundreds of columns that are added one after the other are made in one go.
  ///
  /// Says whether it could. `unread` is what this one could not read.
  mutating func add(
    _ columns: [Column], _ compiler: ExpressionCompiler, _ output: RowType, _ unread: UnreadValues
  ) throws(EvaluationError) -> Bool {
    guard columns.allSatisfy({ reads($0.expression) }) else { return false }
    var sources: [Source] = []
    for column in columns { sources.append(try SelectStage.source(column.expression, compiler)) }
    for (column, source) in zip(columns, sources) {
      if let place = self.output.place(of: column.name) {
        self.columns[place] = source
      } else {
        self.columns.append(source)
      }
    }
    self.unread.append(unread)
    self.output = output
    return true
  }

  /// Whether the rows that come have all that an expression reads where those that are made have it.
  private func reads(_ expression: CheckedExpression) -> Bool {
    expression.fieldNames.allSatisfy { name in
      guard let slot = output.reference(name)?.slot, case .copied(slot: slot) = columns[slot]
      else { return false }
      return true
    }
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    var builder = BatchBuilder(layout)
    let hasOrigin = output.subject != nil
    if let copies {
      guard builder.append(copiesOf: batch, copies) else { throw .tooManyRows }
      return builder.build(madeFrom: hasOrigin ? batch : nil)
    }
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

  /// The columns, where nothing is computed for any.
  private var copies: [CopiedColumn]? {
    var copies: [CopiedColumn] = []
    for column in columns {
      switch column {
      case .copied(let slot): copies.append(.field(slot))
      case .money(let amount, let currency): copies.append(.money(amount, currency: currency))
      case .computed: return nil
      }
    }
    return copies
  }

  var remarks: [Diagnostic] { unread.flatMap(\.remarks) }

  /// Whether the first columns are those of the rows that come, as they are.
  private func copiesFirst(_ count: Int) -> Bool {
    columns.prefix(count).enumerated().allSatisfy { place, column in
      if case .copied(slot: place) = column { true } else { false }
    }
  }
}
