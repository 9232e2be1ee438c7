import CpayLanguage
import CpayValue

/// A label and a value of each row, to be drawn.
struct ChartedRows {
  private let label: RowValue
  private let value: RowValue
  private let valueName: String

  init(
    _ label: Column, _ value: Column, _ compiler: ExpressionCompiler
  ) throws(EvaluationError) {
    self.label = try compiler.value(label.expression)
    self.value = try compiler.value(value.expression)
    valueName = value.name
  }

  func points(_ stream: inout RowStream) async throws(EvaluationError) -> [Chart.Point] {
    var points: [Chart.Point] = []
    while let batch = try await stream.next() {
      for index in 0..<batch.count {
        let row = batch[index]
        let point = Chart.Point(label: try label(row), value: try value(row))
        if !point.value.isNull, ChartUnit.measure(point.value) == nil {
          throw .invalid(
            "`\(valueName)` is \(point.value.plainText), which no chart can draw")
        }
        points.append(point)
      }
    }
    return points
  }
}
