import CpayRuntime

/// A line against a scale of round values, between the first and the last label.
struct LineDrawing {
  private let marks: [ChartPanel.Mark]
  private let scale: ChartScale
  private let times: ChartTimes?
  private let ink: ChartDrawing.Ink
  private let width: Int

  /// Rows from the first value of the scale to the last, about.
  private static let height = 8

  init(
    _ marks: [ChartPanel.Mark], _ scale: ChartScale, _ times: ChartTimes?,
    _ ink: ChartDrawing.Ink, width: Int
  ) {
    (self.marks, self.scale, self.times) = (marks, scale, times)
    (self.ink, self.width) = (ink, width)
  }

  var lines: [String] {
    let names = scale.ticks.map { DisplayText($0.text) }
    guard let margin = names.map(\.width).max() else { return [] }
    // As many rows between any two values.
    let steps = max(1, names.count - 1)
    let rowsPerStep = max(2, LineDrawing.height / steps)
    let room = max(1, width - margin - 2)
    var canvas = DotCanvas(
      columns: room, rows: steps * rowsPerStep + 1, isPlain: ink == .plain)
    let line = ChartLine(marks, places: canvas.width)
    draw(line, on: &canvas)
    let drawn = canvas.lines.enumerated().map { row, dots in
      let isNamed = row % rowsPerStep == 0
      let name = isNamed ? names[names.count - 1 - row / rowsPerStep] : DisplayText("")
      let tick = ink == .plain ? (isNamed ? "+" : "|") : (isNamed ? "┤" : "│")
      return withoutTrailingBlanks("\(name.padded(to: margin, .right)) \(tick)\(dots)")
    }
    let (corner, rule) = ink == .plain ? ("+", "-") : ("└", "─")
    // Between zero and the first value something was left out.
    let end = scale.isBroken ? (ink == .plain ? "~" : "≈") : corner
    let blanks = String(repeating: " ", count: margin + 1)
    return drawn + [blanks + end + String(repeating: rule, count: room)]
      + footer(margin: margin + 2, room: room)
      + (line.note.map { WrappedText.lines($0, width: width) } ?? [])
  }

  private func draw(_ line: ChartLine, on canvas: inout DotCanvas) {
    func dot(_ place: Int, _ length: Double) -> DotCanvas.Dot {
      DotCanvas.Dot(
        x: Int((line.position(place) * Double(canvas.width - 1)).rounded()),
        y: Int(((1 - scale.height(length)) * Double(canvas.height - 1)).rounded()))
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
    if let named = namedTimes(room: room) {
      return [withoutTrailingBlanks(String(repeating: " ", count: margin) + named)]
    }
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

  /// Round times, each below its place; nil where there are not two for which there is room.
  private func namedTimes(room: Int) -> String? {
    guard let times else { return nil }
    let ticks = times.ticks(atMost: max(2, min(6, room / 22)))
    guard ticks.count > 1 else { return nil }
    var line = ""
    for tick in ticks {
      let width = tick.text.utf8.count
      let place = Int((tick.position * Double(room - 1)).rounded()) - width / 2
      let start = min(max(0, place), max(0, room - width))
      let used = line.utf8.count
      guard start >= (used == 0 ? 0 : used + 2), start + width <= room else { continue }
      line += String(repeating: " ", count: start - used) + tick.text
    }
    return line
  }
}
