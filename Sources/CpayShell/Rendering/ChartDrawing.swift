import CpayRuntime

/// A chart in the columns of a terminal.
struct ChartDrawing {
  private let chart: Chart

  init(_ chart: Chart) {
    self.chart = chart
  }

  func lines(width: Int) -> [String] { [] }
}
