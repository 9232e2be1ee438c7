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
    panels = chart.panels
    (self.ink, self.masked) = (ink, masked)
  }

  /// The lines; of labels and values nothing is cut.
  func lines(width: Int) -> [String] {
    let width = max(1, width)
    return Array(panels.map { lines($0, width) }.joined(separator: [""]))
  }

  private func lines(_ panel: ChartPanel, _ width: Int) -> [String] {
    let drawn =
      switch panel.content {
      case .bars(let marks): BarDrawing(marks.map(shown), ink, width: width).lines
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
