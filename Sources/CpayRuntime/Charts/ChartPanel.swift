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

  /// The two ways to draw.
  public enum Content: Sendable {
    /// A bar for each mark.
    case bars([Mark])
    /// A line through the marks that are there.
    case line([Mark])
  }

  /// One value and what stands beside it.
  public struct Mark: Hashable, Sendable {
    /// What it belongs to.
    public var label: String
    /// The value as people read it; `–` where it is missing.
    public let text: String
    /// How far it reaches, in any unit; nil where it is missing.
    public let length: Double?
  }

  /// The marks, of either content.
  public var marks: [Mark] {
    switch content {
    case .bars(let marks), .line(let marks): marks
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
  public var panels: [ChartPanel] {
    let entries = points.map { Entry($0) }
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

  /// One point, measured.
  private struct Entry {
    let label: String
    let unit: ChartUnit?
    let number: Decimal?
    let text: String

    init(_ point: Point) {
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
    case .line: return ChartPanel(title: title, content: .line(marks), notes: missing(marks))
    case .hist:
      let steps = ChartSteps(entries.compactMap(\.number), unit ?? .number)
      return ChartPanel(title: title, content: .bars(steps.marks), notes: missing(marks))
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
