import CpayRuntime

/// A chart in the columns of a terminal or a file.
struct ChartDrawing {
  private let panels: [ChartPanel]
  private let ink: Ink
  /// Takes keys out of a label before it is broken in two.
  private let masked: (String) -> String

  /// What is drawn with.
  enum Ink {
    /// Eighths of a column and dots of braille, for terminals.
    case blocks
    /// ASCII, for whatever reads a pipe.
    case plain
  }

  init(_ chart: Chart, _ ink: Ink, masked: @escaping (String) -> String = { $0 }) {
    self.init(chart, ink, masked: masked) {}
  }

  /// The same, measured as long as `check` lets it.
  init<Stop: Error>(
    _ chart: Chart, _ ink: Ink, masked: @escaping (String) -> String,
    _ check: () throws(Stop) -> Void
  ) throws(Stop) {
    panels = try chart.panels(check)
    (self.ink, self.masked) = (ink, masked)
  }

  /// The lines; of labels and values nothing is cut.
  func lines(width: Int) -> [String] { lines(width: width) {} }

  /// The same, drawn as long as `check` lets it, which is asked at each bar.
  func lines<Stop: Error>(
    width: Int, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [String] {
    var drawn: [[String]] = []
    for panel in panels { drawn.append(try lines(panel, max(1, width), check)) }
    return Array(drawn.joined(separator: [""]))
  }

  private func lines<Stop: Error>(
    _ panel: ChartPanel, _ width: Int, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [String] {
    let drawn =
      switch panel.content {
      case .bars(let marks): try BarDrawing(marks.map(shown), ink, width: width).lines(check)
      case .columns(let marks, let edges):
        ColumnDrawing(marks.map(shown), edges, ink, width: width).lines
      case .line(let marks, let scale, let times):
        LineDrawing(marks.map(shown), scale, times, ink, width: width).lines
      }
    let title = DisplayText(masked(panel.title)).wrapped(to: width).map(\.string)
    return title + drawn + panel.notes.flatMap { WrappedText.lines($0, width: width) }
  }

  private func shown(_ mark: ChartPanel.Mark) -> ChartPanel.Mark {
    var mark = mark
    mark.label = masked(mark.label)
    return mark
  }
}
