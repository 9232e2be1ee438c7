import CpaySyntax
import CpayValue

/// What the API says otherwise of disputes than the file that their ids came from.
struct FileDifferences {
  private static let maximumShown = 5
  private var shown: [RunFinding] = []
  private var more = 0

  /// Holds a dispute as a file says it is against what the API says now.
  mutating func compare(_ seen: DisputeSnapshot, with now: Row) {
    let found: String?
    do throws(DisputeFlaw) { found = try DisputeSnapshot(now).change(since: seen) } catch {
      found = error.reason
    }
    guard let change = found else { return }
    if shown.count < FileDifferences.maximumShown {
      shown.append(.changedSince(seen.id, change))
    } else {
      more += 1
    }
  }

  var remarks: [Diagnostic] {
    (shown + (more > 0 ? [.moreChanged(more)] : [])).map { Diagnostic($0) }
  }
}
