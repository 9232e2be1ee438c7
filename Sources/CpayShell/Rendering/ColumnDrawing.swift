import CpayRuntime

/// Columns that stand side by side: how many rows lie in each step, above where the steps begin.
struct ColumnDrawing {
  private let marks: [ChartPanel.Mark]
  private let edges: [DisplayText]
  private let ink: ChartDrawing.Ink
  private let width: Int

  /// Rows of text that the highest column takes.
  private static let height = 8
  /// Columns of text that a column takes at most, with the gap behind it.
  private static let greatestDistance = 12

  init(_ marks: [ChartPanel.Mark], _ edges: [String], _ ink: ChartDrawing.Ink, width: Int) {
    self.marks = marks
    self.edges = edges.map { DisplayText($0) }
    (self.ink, self.width) = (ink, width)
  }

  /// Columns of text from one column to the next.
  private var distance: Int {
    min(ColumnDrawing.greatestDistance, max(1, width / max(1, marks.count)))
  }

  /// What of the distance is filled.
  private var thickness: Int { distance > 2 ? distance - 1 : distance }

  var lines: [String] {
    if marks.isEmpty { return [] }
    let columns = marks.map(column)
    let rows = (0...ColumnDrawing.height).reversed().map { row in
      withoutTrailingBlanks(columns.map { $0[row] }.joined())
    }
    let (rule, tick) = ink == .plain ? ("-", "+") : ("─", "┬")
    let names = ChartEdges(
      edges.map(\.string), distance: Double(distance),
      room: Double((edges.map(\.width).max() ?? 0) + 2))
    let axis = (0...marks.count * distance).map { place in
      place % distance == 0 && names.places.contains(place / distance) ? tick : rule
    }
    return rows.drop { $0.isEmpty } + [axis.joined().fitted(to: width)] + footer(names)
  }

  /// The names of edges below them; those of a screen that is too narrow stand below each other.
  private func footer(_ names: ChartEdges) -> [String] {
    var line = ""
    var used = 0
    for place in names.places {
      let start = place * distance
      line += String(repeating: " ", count: max(0, start - used)) + edges[place].string
      used = max(used, start) + edges[place].width
    }
    let named =
      used <= width
      ? [line]
      : WrappedText.lines(
        "from \(edges[0].string)" + (edges.count > 1 ? " to \(edges[edges.count - 1].string)" : ""),
        width: width)
    return named + (used <= width ? names.note.map { [$0] } ?? [] : [])
  }

  /// The cells of one column from its foot up, its number on top where that fits.
  private func column(_ mark: ChartPanel.Mark) -> [String] {
    let greatest = marks.compactMap(\.length).max() ?? 0
    let share = greatest > 0 ? (mark.length ?? 0) / greatest : 0
    let eighths = share > 0 ? max(1, Int((share * Double(ColumnDrawing.height * 8)).rounded())) : 0
    var cells: [String] = []
    if ink == .plain {
      let rows = share > 0 ? max(1, eighths / 8) : 0
      cells = Array(repeating: cell("#"), count: rows)
    } else {
      cells = Array(repeating: cell("█"), count: eighths / 8)
      let rest = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇"][eighths % 8]
      if !rest.isEmpty { cells.append(cell(rest)) }
    }
    let number = DisplayText(mark.text)
    if share > 0, number.width <= thickness {
      let before = (thickness - number.width) / 2
      let text = String(repeating: " ", count: before) + number.string
      cells.append(DisplayText(text).padded(to: distance))
    }
    let blank = String(repeating: " ", count: distance)
    return cells + Array(repeating: blank, count: max(0, ColumnDrawing.height + 1 - cells.count))
  }

  private func cell(_ sign: String) -> String {
    String(repeating: sign, count: thickness)
      + String(repeating: " ", count: distance - thickness)
  }
}

extension String {
  /// As many of its signs, each a column wide, as there is room for.
  fileprivate func fitted(to width: Int) -> String { String(prefix(max(1, width))) }
}
