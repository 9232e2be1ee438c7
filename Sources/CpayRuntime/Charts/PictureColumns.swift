/// Columns in a picture, side by side on a base line: how many rows lie in each step.
struct PictureColumns {
  private let marks: [ChartPanel.Mark]
  private let edges: [String]

  private static let room = (width: 640.0, height: 220.0)

  init(_ marks: [ChartPanel.Mark], _ edges: [String]) {
    (self.marks, self.edges) = (marks, edges)
  }

  func draw(on canvas: inout SVGCanvas) {
    guard !marks.isEmpty else { return }
    let greatest = marks.compactMap(\.length).max() ?? 0
    let (left, top) = (canvas.left, canvas.top + SVGCanvas.rowHeight)
    let foot = top + PictureColumns.room.height
    let width = min(120, PictureColumns.room.width / Double(marks.count))
    for (place, mark) in marks.enumerated() {
      let x = left + Double(place) * width
      let share = greatest > 0 ? (mark.length ?? 0) / greatest : 0
      let height = share > 0 ? max(1, share * PictureColumns.room.height) : 0
      if height > 0 {
        canvas.column(
          x + 1, foot - height, width: width - 2, height: height,
          hint: "\(mark.label): \(mark.text)")
      }
      if height > 0, Double(SVGCanvas.columns(mark.text)) * SVGCanvas.column <= width {
        canvas.add(mark.text, x + width / 2, foot - height - 4, anchor: .middle)
      }
    }
    canvas.line(
      [(left, foot), (left + Double(marks.count) * width, foot)], color: ChartColor.axis)
    canvas.skip(foot - canvas.top + 4)
    let names = Double((edges.map { SVGCanvas.columns($0) }.max() ?? 0) + 2) * SVGCanvas.column
    let named = ChartEdges(edges, distance: width, room: names)
    for place in named.places {
      canvas.line(
        [
          (left + Double(place) * width, foot), (left + Double(place) * width, foot + 5),
        ], color: ChartColor.axis)
      canvas.add(edges[place], left + Double(place) * width, canvas.top + 15)
    }
    canvas.skip(SVGCanvas.rowHeight)
    if let note = named.note { canvas.row(note) }
  }
}
