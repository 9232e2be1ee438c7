import CpayLanguage
import CpayValue

/// A part of a chart with an axis of its own: texts and lengths, laid out by whoever draws.
public struct ChartPanel: Sendable {
  /// What it shows: `amount by status`, with the currency where the chart has several.
  public let title: String
  /// What is drawn.
  public let content: Content
  /// What a person should know besides.
  public let notes: [String]

  /// The ways to draw.
  public enum Content: Sendable {
    /// A bar for each mark.
    case bars([Mark])
    /// A column for each mark, side by side, between edges: one more than there are columns, or one.
    case columns([Mark], edges: [String])
    /// A line through the marks that are there, against a scale; along time where marks have one.
    case line([Mark], ChartScale, ChartTimes?)
  }

  /// One value and what stands beside it.
  public struct Mark: Hashable, Sendable {
    /// What it belongs to.
    public var label: String
    /// The value as people read it; `–` where it is missing.
    public let text: String
    /// How far it reaches, in any unit; nil where it is missing.
    public let length: Double?
    /// How far right it stands, from 0 to 1; nil where marks stand one behind the other.
    public var position: Double?
  }

  /// The marks, of either content.
  public var marks: [Mark] {
    switch content {
    case .bars(let marks), .columns(let marks, _), .line(let marks, _, _): marks
    }
  }
}

extension Chart {
  /// What stands for a missing label or value.
  static let missing = "–"

  /// What the whole chart shows.
  public var title: String {
    switch kind {
    case .bar, .line: "\(valueName) by \(labelName)"
    case .hist: "rows by \(valueName)"
    }
  }

  /// The parts of the chart, one for each currency in the order of the rows; at least one.
  ///
  /// Amounts of two currencies never share an axis, on which they would look comparable.
  public var panels: [ChartPanel] { panels {} }

  /// The same, measured as long as `check` lets it, which is asked at each point.
  package func panels<Stop: Error>(
    _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [ChartPanel] {
    var entries: [Entry] = []
    for point in ordered {
      try check()
      entries.append(Entry(point))
    }
    var units: [ChartUnit] = []
    var known: Set<ChartUnit> = []
    for entry in entries {
      if let unit = entry.unit, known.insert(unit).inserted { units.append(unit) }
    }
    if units.count < 2 { return [panel(entries, units.first, title)] }
    var panels = units.map { unit in
      panel(entries.filter { $0.unit == unit }, unit, "\(title), \(unit.name)")
    }
    let rest = entries.filter { $0.unit == nil }
    if !rest.isEmpty { panels.append(panel(rest, nil, "\(title), missing")) }
    return panels
  }

  /// The points in the order they are drawn in: along a line time runs forwards.
  private var ordered: [Point] {
    guard kind == .line else { return points }
    var times: [(time: Timestamp, place: Int)] = []
    for (place, point) in points.enumerated() {
      guard case .timestamp(let time) = point.label else { return points }
      times.append((time, place))
    }
    return times.sorted { ($0.time, $0.place) < ($1.time, $1.place) }.map { points[$0.place] }
  }

  /// One point, measured.
  private struct Entry {
    let label: String
    let time: Timestamp?
    let unit: ChartUnit?
    let number: Decimal?
    let text: String

    init(_ point: Point) {
      time = if case .timestamp(let moment) = point.label { moment } else { nil }
      label =
        switch point.label {
        case .null: Chart.missing
        case .timestamp(let moment): moment.display
        default: point.label.plainText
        }
      let measure = ChartUnit.measure(point.value)
      (unit, number) = (measure?.unit, measure?.number)
      text = measure == nil ? Chart.missing : point.value.plainText
    }

    var mark: ChartPanel.Mark {
      ChartPanel.Mark(label: label, text: text, length: number?.approximation)
    }
  }

  private func panel(_ entries: [Entry], _ unit: ChartUnit?, _ title: String) -> ChartPanel {
    if entries.isEmpty { return ChartPanel(title: title, content: .bars([]), notes: ["no rows"]) }
    let marks = entries.map(\.mark)
    switch kind {
    case .bar: return ChartPanel(title: title, content: .bars(marks), notes: [])
    case .line:
      let scale = ChartScale(entries.compactMap(\.number), unit ?? .number)
      let found = entries.compactMap(\.time)
      var times: ChartTimes?
      if found.count == entries.count, let first = found.first, let last = found.last {
        times = ChartTimes(first, last)
      }
      let placed = zip(marks, entries).map { mark, entry in
        var mark = mark
        if let times, let time = entry.time { mark.position = times.position(time) }
        return mark
      }
      return ChartPanel(
        title: title, content: .line(placed, scale, times),
        notes: (scale.note.map { [$0] } ?? []) + missing(marks))
    case .hist:
      let steps = ChartSteps(entries.compactMap(\.number), unit ?? .number)
      return ChartPanel(
        title: title, content: .columns(steps.marks, edges: steps.edges), notes: missing(marks))
    }
  }

  private func missing(_ marks: [ChartPanel.Mark]) -> [String] {
    let labels = marks.filter { $0.length == nil }.map(\.label)
    if labels.isEmpty { return [] }
    let more = labels.count > 5 ? " and \(labels.count - 5) more" : ""
    let verb = labels.count == 1 ? "has" : "have"
    return [
      "\(Chart.missing) \(rowCount(labels.count)) \(verb) no \(valueName) "
        + "(\(labels.prefix(5).joined(separator: ", "))\(more))"
    ]
  }
}
