import CpayRuntime

/// Bars, one a row: label, value, and the bar; those of negative values to the left of an axis.
struct BarDrawing {
  private let labels: [DisplayText]
  private let values: [DisplayText]
  private let lengths: [Double?]
  private let ink: ChartDrawing.Ink
  private let labelWidth: Int
  private let valueWidth: Int
  private let scale: Scale

  /// Columns that bars get before long labels do.
  private static let leastRoom = 10
  /// Columns that labels get in any case.
  private static let leastLabel = 8

  init(_ marks: [ChartPanel.Mark], _ ink: ChartDrawing.Ink, width: Int) {
    self.ink = ink
    labels = marks.map { DisplayText($0.label) }
    values = marks.map { DisplayText($0.text) }
    lengths = marks.map(\.length)
    valueWidth = values.map(\.width).max() ?? 0
    let left = width - valueWidth - 4 - BarDrawing.leastRoom
    labelWidth = min(labels.map(\.width).max() ?? 0, max(BarDrawing.leastLabel, left))
    scale = Scale(lengths.compactMap(\.self), columns: max(1, width - labelWidth - valueWidth - 4))
  }

  /// How many columns lie on either side of the axis, and how much of a value one of them is.
  private struct Scale {
    let below: Int
    let above: Int
    let perColumn: Double

    init(_ lengths: [Double], columns: Int) {
      let least = min(0, lengths.min() ?? 0)
      let greatest = max(0, lengths.max() ?? 0)
      guard least < 0 else {
        (below, above, perColumn) = (0, columns, greatest / Double(columns))
        return
      }
      let room = max(1, columns - 1)
      let share = (-least / (greatest - least) * Double(room)).rounded()
      below = greatest > 0 ? min(max(1, Int(share)), max(1, room - 1)) : room
      above = max(0, room - below)
      perColumn = max(-least / Double(below), above > 0 ? greatest / Double(above) : 0)
    }
  }

  /// All lines, drawn as long as `check` lets it.
  func lines<Stop: Error>(_ check: () throws(Stop) -> Void) throws(Stop) -> [String] {
    var drawn: [String] = []
    for row in labels.indices {
      try check()
      drawn += lines(row)
    }
    return drawn
  }

  /// A label that is too wide goes on below.
  private func lines(_ row: Int) -> [String] {
    let pieces = labels[row].wrapped(to: labelWidth)
    let start = pieces[0].padded(to: labelWidth) + "  " + values[row].padded(to: valueWidth, .right)
    let first = withoutTrailingBlanks(start + "  " + bar(lengths[row]))
    return [first] + pieces.dropFirst().map(\.string)
  }

  private func bar(_ length: Double?) -> String {
    let hasAxis = scale.below > 0
    let axis = hasAxis ? (ink == .plain ? "|" : "│") : ""
    guard let length, length != 0, scale.perColumn > 0 else {
      return String(repeating: " ", count: scale.below) + axis
    }
    let columns = abs(length) / scale.perColumn
    if length < 0 {
      let (bar, width) = leftward(columns)
      return String(repeating: " ", count: max(0, scale.below - width)) + bar + axis
    }
    return String(repeating: " ", count: scale.below) + axis + rightward(columns)
  }

  /// A bar to the right in eighths of a column; whatever is there shows.
  private func rightward(_ columns: Double) -> String {
    if ink == .plain { return String(repeating: "#", count: max(1, Int(columns.rounded()))) }
    let eighths = max(1, Int((columns * 8).rounded()))
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + rest
  }

  /// A bar to the left in halves, which are all that Unicode has at that side.
  private func leftward(_ columns: Double) -> (bar: String, width: Int) {
    if ink == .plain {
      let count = max(1, Int(columns.rounded()))
      return (String(repeating: "#", count: count), count)
    }
    let halves = max(1, Int((columns * 2).rounded()))
    let rest = halves % 2 == 1 ? "▐" : ""
    return (rest + String(repeating: "█", count: halves / 2), halves / 2 + halves % 2)
  }
}
