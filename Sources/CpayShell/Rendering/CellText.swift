import CpayLanguage
import CpayRuntime
import CpayValue

/// Values as people read them in tables and previews.
struct CellText {
  let now: Timestamp

  func text(_ value: Value, named name: String) -> String {
    switch value {
    case .null: "–"
    case .timestamp(let moment):
      name == "evidence_due_by" ? deadline(moment) : moment.display
    default: value.plainText
    }
  }

  /// A deadline absolute and relative: `2024-02-08 00:00 (in 36 h)`.
  func deadline(_ moment: Timestamp) -> String {
    let (left, overflow) = moment.seconds.subtractingReportingOverflow(now.seconds)
    if overflow { return moment.display }
    let length = DurationValue(seconds: left).display
    return "\(moment.display) (\(left < 0 ? "\(length) ago" : "in \(length)"))"
  }

  func alignment(_ field: RowType.Field) -> DisplayText.Alignment {
    field.type.type.isNumeric ? .right : .left
  }
}
