import CpayLanguage
import CpayValue

/// A chart as a document that needs nothing else: no scripts, fonts or links.
struct ChartPicture {
  private let chart: Chart
  private let panels: [ChartPanel]

  init(_ chart: Chart) {
    self.chart = chart
    panels = chart.panels
  }

  /// The bytes of a file in that format.
  func bytes(_ format: ChartFormat) -> [UInt8] {
    switch format {
    case .svg: Array((#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + svg() + "\n").utf8)
    case .html: Array(page.utf8)
    }
  }

  /// A page around the picture.
  private var page: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(MarkupText.escaped(chart.title))</title>
    <style>
    \(ChartColor.rules)
    body { margin: 1rem; background: var(--paper); color: var(--ink); }
    /* On a narrow screen it is wider than that, rather than too small to be read. */
    svg { min-width: 36rem; }
    @media print { svg { min-width: 0; } }
    </style>
    </head>
    <body>
    \(svg())
    </body>
    </html>

    """
  }

  /// The picture; in a page that has several its name tells it from the others.
  func svg(named name: String? = nil) -> String {
    var canvas = SVGCanvas()
    for (index, panel) in panels.enumerated() {
      if index > 0 { canvas.skip(16) }
      canvas.heading(panel.title)
      switch panel.content {
      case .bars(let marks): PictureBars(marks).draw(on: &canvas)
      case .columns(let marks, let edges): PictureColumns(marks, edges).draw(on: &canvas)
      case .line(let marks, let scale, let times):
        PictureLine(marks, scale, times).draw(on: &canvas)
      }
      for note in panel.notes { canvas.row(note) }
    }
    return canvas.document(title: chart.title, description: description, named: name)
  }

  /// The picture in words.
  private var description: String {
    panels.map { panel in
      let marks = panel.marks
      let line = ChartLine(marks, places: 1)
      let size = "\(panel.title): \(marks.count) \(marks.count == 1 ? "value" : "values")"
      guard let least = line.least, let greatest = line.greatest else { return "\(size)." }
      return
        "\(size), least \(least.text) at \(least.label), greatest \(greatest.text) at "
        + "\(greatest.label)."
    }.joined(separator: " ")
  }
}

extension Chart {
  /// The chart as one of the pictures of a page, in the colours of ``ChartColor``; its name tells it
  /// from the others.
  package func svg(named name: String) -> String { ChartPicture(self).svg(named: name) }
}
