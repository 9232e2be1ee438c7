import CpayRuntime
import CpayValue

/// How far a run is, as one line for a person or for a program.
struct ProgressText {
  let report: RunProgress.Report

  /// `57 of 280, 23/s, about 10 s left`, in at most so many columns: what matters least goes first.
  func line(warning: String?, width: Int) -> String {
    let base = (warning.map { "\($0): " } ?? "") + "\(report.done) of \(report.total)"
    // In the order in which they are shown, each with how much it matters.
    let parts: [(text: String?, weight: Int)] = [
      (report.rate.map { "\(ProgressText.rate($0))/s" }, 1),
      (report.left.map { "about \(ProgressText.length($0)) left" }, 3),
      (
        report.closed > .zero
          ? "held back by the API for \(ProgressText.length(report.closed))" : nil,
        2
      ),
      (report.unknown > 0 ? "\(report.unknown) unknown" : nil, 5),
      (tooLate > 0 ? "\(tooLate) too late" : nil, 4),
    ]
    for least in 0...5 {
      let kept = parts.filter { $0.weight > least }.compactMap(\.text)
      let line = DisplayText(([base] + kept).joined(separator: ", "))
      if line.width <= width || kept.isEmpty { return line.truncated(to: max(1, width)).string }
    }
    return base
  }

  /// Rows whose deadlines have passed or will pass before their turn.
  private var tooLate: Int { report.missed + report.late }

  /// That deadlines will pass, and which first; nil where none will.
  var lateness: String? {
    guard let first = report.firstLate else { return nil }
    return report.late == 1
      ? "1 deadline will pass before its turn: \(first.id) at \(first.dueBy.display)"
      : "\(report.late) deadlines will pass before their turn, the first \(first.id) at "
        + first.dueBy.display
  }

  /// One object and the end of its line.
  func json(_ run: RunID) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("run")
    writer.string(run.description)
    for (name, count) in [
      ("done", report.done), ("total", report.total), ("unknown", report.unknown),
    ] {
      writer.key(name)
      writer.integer(count)
    }
    writer.key("rate")
    if let rate = report.rate {
      writer.raw(ProgressText.tenths(rate).utf8)
    } else {
      writer.null()
    }
    writer.key("eta_seconds")
    if let left = report.left { writer.integer(ProgressText.seconds(left)) } else { writer.null() }
    writer.key("deadlines_missed")
    writer.integer(tooLate)
    writer.key("gate_closed_seconds")
    writer.integer(ProgressText.seconds(report.closed))
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  /// What is waited for, as one object and the end of its line.
  static func wait(for holder: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("waiting_for")
    writer.string(holder)
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func length(_ length: Duration) -> String {
    DurationValue(seconds: seconds(length)).display
  }

  /// Whole seconds, those begun counted.
  private static func seconds(_ length: Duration) -> Int64 {
    let parts = length.components
    return parts.seconds + (parts.attoseconds > 0 ? 1 : 0)
  }

  private static func rate(_ rate: Double) -> String {
    rate >= 10 ? String(Int(min(rate, 1e9).rounded())) : tenths(rate)
  }

  /// A number with one place, of what can be no rate nothing.
  private static func tenths(_ number: Double) -> String {
    guard number.isFinite else { return "0.0" }
    let tenths = Int((min(max(number, 0), 1e9) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
