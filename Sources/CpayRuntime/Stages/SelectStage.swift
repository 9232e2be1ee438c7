import CpayLanguage
import CpayValue

/// Makes rows of the named columns; the API's own object stays behind each.
struct SelectStage: RowStage {
  private let layout: ColumnLayout
  private let columns: [Column]
  private let hasOrigin: Bool

  private enum Column {
    /// A field copied as the bytes it has.
    case copied(slot: Int)
    case computed(RowValue)
  }

  init(
    _ columns: [CheckedArguments.Column], _ compiler: ExpressionCompiler, output: RowType
  ) throws(EvaluationError) {
    layout = output.layout
    hasOrigin = output.subject != nil
    var compiled: [Column] = []
    for column in columns {
      if case .field(let name) = column.expression, let slot = compiler.layout.slot(name),
        column.type.type != .money || compiler.rows?.isMade == true
      {
        compiled.append(.copied(slot: slot))
      } else {
        compiled.append(.computed(try compiler.value(column.expression)))
      }
    }
    self.columns = compiled
  }

  /// The rows with columns added, or replaced where they have the same name.
  init(
    adding added: [CheckedArguments.Column], _ compiler: ExpressionCompiler, output: RowType
  ) throws(EvaluationError) {
    let columns = output.fields.map { field in
      added.first { $0.name == field.name }
        ?? CheckedArguments.Column(field)
    }
    try self.init(columns, compiler, output: output)
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    var builder = BatchBuilder(layout)
    for index in 0..<batch.count {
      let row = batch[index]
      var values: [Value] = []
      for case .computed(let value) in columns { values.append(try value(row)) }
      var next = values.makeIterator()
      let fitted = builder.append(madeFrom: hasOrigin ? row : nil) { slot, writer in
        switch columns[slot] {
        case .copied(let source):
          if let json = row.json(source) { writer.raw(json) } else { writer.null() }
        case .computed: writer.value(next.next() ?? .null)
        }
      }
      if !fitted { throw .tooManyRows }
    }
    return builder.build()
  }
}
