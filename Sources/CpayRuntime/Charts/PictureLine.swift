/// A line in a picture, against a scale, between the first and the last label.
struct PictureLine {
  private let marks: [ChartPanel.Mark]
  private let line: ChartLine
  private let scale: ChartScale
  private let times: ChartTimes?

  private static let room = (width: 640.0, height: 240.0)
  private static let maximumPlaces = 640

  init(_ marks: [ChartPanel.Mark], _ scale: ChartScale, _ times: ChartTimes?) {
    (self.marks, self.scale, self.times) = (marks, scale, times)
    line = ChartLine(marks, places: PictureLine.maximumPlaces)
  }

  func draw(on canvas: inout SVGCanvas) {
    guard let columns = scale.ticks.map({ SVGCanvas.columns($0.text) }).max() else { return }
    let start = canvas.left + Double(columns + 2) * SVGCanvas.column
    let (top, foot) = (canvas.top + 4, canvas.top + 4 + PictureLine.room.height)
    func place(_ index: Int, _ length: Double) -> (x: Double, y: Double) {
      (
        start + 4 + line.position(index) * PictureLine.room.width,
        foot - 4 - scale.height(length) * (PictureLine.room.height - 8)
      )
    }
    let end = start + PictureLine.room.width + 8
    for tick in scale.ticks {
      let (_, y) = place(0, tick.length)
      canvas.line([(start, y), (end, y)], color: ChartColor.grid)
      canvas.add(tick.text, start - SVGCanvas.column, y + 4, anchor: .end)
    }
    canvas.line([(start, top), (start, foot), (end, foot)], color: ChartColor.axis)
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

  /// The round times below the line; where there are not two of them, the first and the last label.
  private func footer(_ start: Double, on canvas: inout SVGCanvas) {
    let ticks = times?.ticks(atMost: 5) ?? []
    if ticks.count > 1 {
      for tick in ticks {
        let x = start + 4 + tick.position * PictureLine.room.width
        canvas.line([(x, canvas.top - 4), (x, canvas.top + 1)], color: ChartColor.axis)
        canvas.add(tick.text, x, canvas.top + 15, anchor: .middle)
      }
      canvas.skip(SVGCanvas.rowHeight)
    } else if let first = marks.first {
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
