import CpayValue

/// A chart as an SVG document.
struct ChartPicture {
  private let chart: Chart

  init(_ chart: Chart) {
    self.chart = chart
  }

  var svg: [UInt8] { Array("<svg/>".utf8) }
}
