import CpayLanguage
import CpayModel
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

  /// What a value means that is shown there, in a row that may still be answered or not.
  func tone(_ value: Value, named name: String, isOpen: Bool) -> Tone {
    switch (name, value) {
    case ("evidence_due_by", .timestamp(let moment)) where isOpen: tone(deadline: moment)
    case ("status", .string("lost")): .alarm
    case ("status", .string("won")): .good
    case ("outcome", .string(let outcome)): OutcomeKind(rawValue: outcome)?.tone ?? .plain
    default: .plain
    }
  }

  /// Deadlines that are nearer than that want a look.
  private static let nearness: Int64 = 48 * 3600

  /// What a deadline means that still counts.
  func tone(deadline moment: Timestamp) -> Tone {
    let (left, overflow) = moment.seconds.subtractingReportingOverflow(now.seconds)
    if overflow { return .plain }
    return left < 0 ? .alarm : left < CellText.nearness ? .caution : .plain
  }

  func alignment(_ field: RowType.Field) -> DisplayText.Alignment {
    field.type.type.isNumeric ? .right : .left
  }
}

extension OutcomeKind {
  /// What it means for whoever sent the row.
  fileprivate var tone: Tone {
    switch facts.stands {
    case .yes: .good
    case .unknown: .alarm
    case .no: self == .refused ? .alarm : .caution
    }
  }
}
