import CpayRuntime

/// A chart in the columns of a terminal or a file.
struct ChartDrawing {
  private let panels: [ChartPanel]
  private let ink: Ink

  /// What is drawn with.
  enum Ink {
    /// Eighths of a column and dots of braille, for terminals.
    case blocks
    /// ASCII, for whatever reads a pipe.
    case plain
  }

  init(_ chart: Chart, _ ink: Ink) {
    panels = chart.panels
    self.ink = ink
  }

  /// The lines; of labels and values nothing is cut.
  func lines(width: Int) -> [String] {
    let width = max(1, width)
    return Array(panels.map { lines($0, width) }.joined(separator: [""]))
  }

  private func lines(_ panel: ChartPanel, _ width: Int) -> [String] {
    let drawn =
      switch panel.content {
      case .bars(let marks): BarDrawing(marks, ink, width: width).lines
      case .line(let marks): LineDrawing(marks, ink, width: width).lines
      }
    let title = DisplayText(panel.title).wrapped(to: width).map(\.string)
    return title + drawn + panel.notes.flatMap { WrappedText.lines($0, width: width) }
  }
}
