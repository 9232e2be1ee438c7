import CpayLanguage
import CpayValue

/// Values as people read them in tables and previews.
struct CellText {
  let now: Timestamp

  func text(_ value: Value, named name: String) -> String {
    switch value {
    case .null: "–"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .decimal(let number): number.description
    case .money(let money): money.description
    case .timestamp(let moment):
      name == "evidence_due_by" ? deadline(moment) : moment.display
    case .interval(let length): (length.seconds < 0 ? "-" : "") + length.display
    case .text(let text), .file(let text): text
    case .record, .list: json(value)
    }
  }

  /// A deadline absolute and relative: `2024-02-08 00:00 (in 36 h)`.
  func deadline(_ moment: Timestamp) -> String {
    let (left, overflow) = moment.seconds.subtractingReportingOverflow(now.seconds)
    if overflow { return moment.display }
    let length = Interval(seconds: left).display
    return "\(moment.display) (\(left < 0 ? "\(length) ago" : "in \(length)"))"
  }

  func alignment(_ field: RowType.Field) -> DisplayText.Alignment {
    switch field.type.type {
    case .int, .decimal, .money, .duration: .right
    default: .left
    }
  }

  private func json(_ value: Value) -> String {
    var writer = JSONWriter()
    writer.value(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
