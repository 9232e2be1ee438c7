import CpayModel
import CpayRuntime
import CpayValue
import GRDB

extension Ledger {
  /// Rows that ended longer ago say nothing of how fast a run goes now.
  private static let recent: Int64 = 600

  /// How far a run of another process is: `57 of 280 done, about 40 s left`; nil where there is no such
  /// run yet.
  static func progress(
    of run: RunID, at now: Timestamp, in database: Database
  ) throws -> String? {
    var (total, done, rate) = (0, 0, CompletionRate())
    let rows = try Row.fetchCursor(
      database, sql: "SELECT state, settled_at FROM item WHERE run = ? ORDER BY settled_at",
      arguments: [run.description])
    while let row = try rows.next() {
      total += 1
      guard case .settled(let kind)? = RowState(row["state"] as String) else { continue }
      done += 1
      guard kind != .ineligible, let ended = row["settled_at"] as Int64? else { continue }
      let (age, overflow) = now.seconds.subtractingReportingOverflow(ended)
      // A sandbox that lives in another time says nothing by ours.
      if !overflow, age >= 0, age < recent { rate.note(.seconds(ended)) }
    }
    if total == 0 { return nil }
    let left = rate.perSecond(at: .seconds(now.seconds)).map { perSecond in
      DurationValue(seconds: Int64(min(Double(total - done) / perSecond, 1e9).rounded(.up)))
    }
    return "\(done) of \(total) done" + (left.map { ", about \($0.display) left" } ?? "")
  }
}
