/// Bars in a picture: label, value, and a bar from the axis.
struct PictureBars {
  private let marks: [ChartPanel.Mark]
  private let least: Double
  private let greatest: Double

  private static let room = 480.0
  private static let maximumLabelColumns = 60

  init(_ marks: [ChartPanel.Mark]) {
    self.marks = marks
    let lengths = marks.compactMap(\.length)
    least = min(0, lengths.min() ?? 0)
    greatest = max(0, lengths.max() ?? 0)
  }

  func draw(on canvas: inout SVGCanvas) {
    let labels = marks.map { PictureBars.shortened($0.label) }
    let labelEnd = canvas.left + width(labels) + 2 * SVGCanvas.column
    let valueEnd = labelEnd + width(marks.map(\.text))
    let axis = valueEnd + 2 * SVGCanvas.column - least * scale
    let first = canvas.top
    for (mark, label) in zip(marks, labels) {
      canvas.add(label, canvas.left, canvas.top + 15)
      canvas.add(mark.text, valueEnd, canvas.top + 15, anchor: .end)
      if let length = mark.length, length != 0 {
        let size = max(1, abs(length) * scale)
        canvas.bar(
          length < 0 ? axis - size : axis, canvas.top + 4, width: size,
          color: length < 0 ? ChartColor.negative : ChartColor.positive,
          hint: "\(mark.label): \(mark.text)")
      }
      canvas.skip(SVGCanvas.rowHeight)
    }
    if !marks.isEmpty { canvas.line([(axis, first), (axis, canvas.top)], color: ChartColor.axis) }
  }

  /// Pixels for one unit of length.
  private var scale: Double {
    let span = greatest - least
    return span > 0 ? PictureBars.room / span : 0
  }

  private func width(_ texts: [String]) -> Double {
    Double(texts.lazy.map { SVGCanvas.columns($0) }.max() ?? 0) * SVGCanvas.column
  }

  /// A label that leaves room for the bars; the whole of a longer one shows over its bar.
  private static func shortened(_ label: String) -> String {
    guard label.unicodeScalars.count > maximumLabelColumns else { return label }
    return String(String.UnicodeScalarView(label.unicodeScalars.prefix(maximumLabelColumns - 1)))
      + "…"
  }
}
