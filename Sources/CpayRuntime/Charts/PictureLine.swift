/// A line in a picture, between an axis with the least and the greatest value and the first and
/// the last label.
struct PictureLine {
  private let marks: [ChartPanel.Mark]
  private let line: ChartLine

  private static let room = (width: 640.0, height: 240.0)
  private static let maximumPlaces = 640

  init(_ marks: [ChartPanel.Mark]) {
    self.marks = marks
    line = ChartLine(marks, places: PictureLine.maximumPlaces)
  }

  func draw(on canvas: inout SVGCanvas) {
    guard let least = line.least, let greatest = line.greatest else { return }
    let columns = max(SVGCanvas.columns(least.text), SVGCanvas.columns(greatest.text))
    let start = canvas.left + Double(columns + 2) * SVGCanvas.column
    let (top, foot) = (canvas.top + 4, canvas.top + 4 + PictureLine.room.height)
    func place(_ index: Int, _ length: Double) -> (x: Double, y: Double) {
      (
        start + 4 + line.position(index) * PictureLine.room.width,
        foot - 4 - line.height(length) * (PictureLine.room.height - 8)
      )
    }
    let ends: [(x: Double, y: Double)] = [
      (start, top), (start, foot), (start + PictureLine.room.width + 8, foot),
    ]
    canvas.line(ends, color: ChartColor.axis)
    for mark in least.length == greatest.length ? [least] : [least, greatest] {
      let (_, y) = place(0, mark.length ?? 0)
      canvas.add(mark.text, start - SVGCanvas.column, y + 4, anchor: .end)
    }
    for run in runs { canvas.line(run.flatMap { outline($0, place) }, color: ChartColor.positive) }
    canvas.skip(PictureLine.room.height + 8)
    footer(start, on: &canvas)
  }

  /// The places without a gap between them.
  private var runs: [[Int]] {
    var runs: [[Int]] = [[]]
    for (index, range) in line.places.enumerated() {
      if range == nil { runs.append([]) } else { runs[runs.count - 1].append(index) }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// The stroke of one place: a point, or from its least to its greatest value.
  private func outline(
    _ index: Int, _ place: (Int, Double) -> (x: Double, y: Double)
  ) -> [(x: Double, y: Double)] {
    guard let range = line.places[index] else { return [] }
    let low = place(index, range.lowerBound)
    return range.lowerBound == range.upperBound ? [low] : [low, place(index, range.upperBound)]
  }

  private func footer(_ start: Double, on canvas: inout SVGCanvas) {
    if let first = marks.first {
      canvas.add(first.label, start, canvas.top + 15)
      if marks.count > 1, let last = marks.last {
        // Below the first, where both would not fit side by side.
        let columns = SVGCanvas.columns(first.label) + SVGCanvas.columns(last.label) + 2
        if Double(columns) * SVGCanvas.column > PictureLine.room.width {
          canvas.skip(SVGCanvas.rowHeight)
          canvas.add("to \(last.label)", start, canvas.top + 15)
        } else {
          let end = start + PictureLine.room.width + 8
          canvas.add(last.label, end, canvas.top + 15, anchor: .end)
        }
      }
      canvas.skip(SVGCanvas.rowHeight)
    }
    if let note = line.note { canvas.row(note) }
  }
}
