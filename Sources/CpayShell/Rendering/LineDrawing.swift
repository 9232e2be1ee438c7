import CpayRuntime

/// A line between an axis with the least and the greatest value, and the first and the last label.
struct LineDrawing {
  private let marks: [ChartPanel.Mark]
  private let ink: ChartDrawing.Ink
  private let width: Int

  private static let rows = 10

  init(_ marks: [ChartPanel.Mark], _ ink: ChartDrawing.Ink, width: Int) {
    self.marks = marks
    self.ink = ink
    self.width = width
  }

  var lines: [String] {
    let present = ChartLine(marks, places: 1)
    guard let least = present.least, let greatest = present.greatest else { return [] }
    let (low, high) = (DisplayText(least.text), DisplayText(greatest.text))
    let isFlat = least.length == greatest.length
    let rows = isFlat ? 1 : LineDrawing.rows
    let margin = max(low.width, high.width)
    let room = max(1, width - margin - 2)
    var canvas = DotCanvas(columns: room, rows: rows, isPlain: ink == .plain)
    let line = ChartLine(marks, places: canvas.width)
    draw(line, on: &canvas)
    let drawn = canvas.lines.enumerated().map { row, dots in
      let name = row == 0 ? high : row == rows - 1 ? low : DisplayText("")
      let tick = ink == .plain ? (name.width > 0 ? "+" : "|") : (name.width > 0 ? "┤" : "│")
      return withoutTrailingBlanks("\(name.padded(to: margin, .right)) \(tick)\(dots)")
    }
    let (corner, rule) = ink == .plain ? ("+", "-") : ("└", "─")
    let blanks = String(repeating: " ", count: margin + 1)
    return drawn + [blanks + corner + String(repeating: rule, count: room)]
      + footer(margin: margin + 2, room: room)
      + (line.note.map { WrappedText.lines($0, width: width) } ?? [])
  }

  private func draw(_ line: ChartLine, on canvas: inout DotCanvas) {
    func dot(_ place: Int, _ length: Double) -> DotCanvas.Dot {
      DotCanvas.Dot(
        x: Int((line.position(place) * Double(canvas.width - 1)).rounded()),
        y: Int(((1 - line.height(length)) * Double(canvas.height - 1)).rounded()))
    }
    var before: DotCanvas.Dot?
    for (place, range) in line.places.enumerated() {
      guard let range else {
        before = nil
        continue
      }
      let (top, foot) = (dot(place, range.upperBound), dot(place, range.lowerBound))
      if let before { canvas.line(from: before, to: foot) }
      canvas.line(from: foot, to: top)
      before = top
    }
  }

  /// The first and the last label, below each other where they do not fit side by side.
  private func footer(margin: Int, room: Int) -> [String] {
    guard let first = marks.first.map({ DisplayText($0.label) }) else { return [] }
    let last = DisplayText(marks.count > 1 ? marks[marks.count - 1].label : "")
    let blanks = String(repeating: " ", count: margin)
    if first.width + last.width + (last.width > 0 ? 2 : 0) <= room {
      let line = blanks + first.string + last.padded(to: room - first.width, .right)
      return [withoutTrailingBlanks(line)]
    }
    let texts = [first] + (last.width > 0 ? [DisplayText("to \(last.string)")] : [])
    return texts.flatMap { $0.wrapped(to: width) }.map(\.string)
  }
}
