import CpayLanguage
import CpayValue

/// A label and a value of each row, to be drawn.
struct ChartedRows {
  private let label: RowValue
  private let value: RowValue
  private let valueName: String
  /// What was meant where a label comes again; nil where it may.
  private let meant: String?

  init(
    _ label: Column, _ value: Column, _ kind: ChartKind, of rows: RowType,
    _ compiler: ExpressionCompiler
  ) throws(EvaluationError) {
    self.label = try compiler.value(label.expression)
    self.value = try compiler.value(value.expression)
    valueName = value.name
    meant = kind == .bar ? ChartedRows.summary(label, value, of: rows) : nil
  }

  /// The chart of one value for each label: of amounts, one for each label and currency.
  private static func summary(_ label: Column, _ value: Column, of rows: RowType) -> String {
    let text = label.name.hasPrefix("(") ? label.name : "(\(label.name))"
    let key = label.expression.path ?? "label=\(text)"
    let amount = value.expression.path ?? value.name
    let (name, shown) = (label.expression.path == nil ? "label" : label.name, "total")
    var keys = [key]
    if value.type.type == .money {
      keys.append(rows.field("currency") == nil ? "currency=\(amount).currency" : "currency")
    }
    let by =
      keys.count == 1 && label.expression.path != nil
      ? key : "[\(keys.joined(separator: ", "))]"
    return "summarize by=\(by) \(shown)=sum(\(amount)) | chart \(name) \(shown)"
  }

  func points(_ stream: inout RowStream) async throws(EvaluationError) -> [Chart.Point] {
    var points: [Chart.Point] = []
    var labels: [ChartUnit?: Set<String>] = [:]
    while let batch = try await stream.next() {
      for index in 0..<batch.count {
        let row = batch[index]
        let point = Chart.Point(label: try label(row), value: try value(row))
        if !point.value.isNull, ChartUnit.measure(point.value) == nil {
          throw .invalid(
            "`\(valueName)` is \(point.value.plainText), which no chart can draw")
        }
        if let meant {
          let text = point.label.plainText
          guard labels[ChartUnit.measure(point.value)?.unit, default: []].insert(text).inserted
          else {
            throw .invalid(
              "a bar stands for one label, and `\(text)` comes again; draw what its rows come to: "
                + "`\(meant)`")
          }
        }
        points.append(point)
      }
    }
    return points
  }
}
