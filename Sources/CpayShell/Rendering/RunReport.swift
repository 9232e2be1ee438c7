import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpayValue

/// What a run came to, in figures that can be drawn.
struct RunReport {
  let run: Ledger.RunSummary
  let items: [Ledger.Item]
  /// When it is told, by which a deadline that nobody met is over or still ahead.
  let now: Timestamp

  /// Points of a time line.
  private static let maximumSteps: Int64 = 120

  /// Rows of one outcome.
  struct Total {
    let kind: Outcome.Kind
    let rows: Int
    /// What their disputes are about, a currency each; nil for what does not fit 64 bits.
    let amounts: [Money]
  }

  /// The outcomes that rows have come to, in the order of the reference.
  var totals: [Total] {
    Outcome.Kind.allCases.compactMap { kind in
      let rows = items.filter { $0.outcome == kind }
      if rows.isEmpty { return nil }
      return Total(kind: kind, rows: rows.count, amounts: RunReport.sums(rows.compactMap(\.amount)))
    }
  }

  /// The pictures, in the order in which they are asked for.
  var charts: [Chart] {
    [outcomes, amounts, timeLine, deadlines].compactMap(\.self)
  }

  private var outcomes: Chart? {
    Chart.counts(
      "rows", by: "outcome", totals.map { (Value.string($0.kind.rawValue), $0.rows) })
  }

  /// What is disputed, whatever became of it, by what the tenants say.
  private var amounts: Chart? {
    var reasons: [String] = []
    var amounts: [String: [Money]] = [:]
    for item in items {
      guard let amount = item.amount else { continue }
      let reason = item.planned?.seen?.reason ?? "not recorded"
      if amounts[reason] == nil { reasons.append(reason) }
      amounts[reason, default: []].append(amount)
    }
    let points = reasons.sorted().flatMap { reason in
      RunReport.sums(amounts[reason] ?? []).map {
        Chart.Point(label: .string(reason), value: .money($0))
      }
    }
    return points.isEmpty
      ? nil : Chart(kind: .bar, labelName: "reason", valueName: "amount in dispute", points: points)
  }

  /// How many rows had their outcome, from when the run was agreed to.
  private var timeLine: Chart? {
    let times = items.compactMap(\.settledAt?.seconds).sorted()
    guard let last = times.last else { return nil }
    let start = min(run.openedAt.seconds, times[0])
    let (span, overflow) = last.subtractingReportingOverflow(start)
    guard !overflow else { return nil }
    let step = max(1, (span + RunReport.maximumSteps - 1) / RunReport.maximumSteps)
    var (points, settled): ([Chart.Point], Int) = ([], 0)
    for place in 0...((span + step - 1) / step) {
      let moment = place == 0 ? start : min(last, start + place * step)
      while settled < times.count, times[settled] <= moment { settled += 1 }
      points.append(
        Chart.Point(
          label: .timestamp(Timestamp(seconds: moment)), value: .int(Int64(settled))))
    }
    return Chart(kind: .line, labelName: "time", valueName: "rows with an outcome", points: points)
  }

  /// Whether evidence was there in time.
  private var deadlines: Chart? {
    guard run.action == WriteAction.submit.rawValue else { return nil }
    var counts: [Deadline: Int] = [:]
    for item in items { counts[Deadline(of: item, at: now), default: 0] += 1 }
    return Chart.counts(
      "rows", by: "deadline",
      Deadline.allCases.compactMap { deadline in
        guard let count = counts[deadline] ?? (deadline.isAlwaysShown ? 0 : nil) else { return nil }
        return (.string(deadline.rawValue), count)
      })
  }

  /// What became of a dispute's deadline.
  private enum Deadline: String, CaseIterable {
    case met
    case missed
    case unknown
    case ahead = "still ahead"
    case none = "none, or not recorded"

    init(of item: Ledger.Item, at now: Timestamp) {
      guard let due = item.planned?.seen?.dueBy else {
        self = .none
        return
      }
      switch item.outcome.facts.stands {
      // The API, which knows the time, took it; the clock of this machine may be wrong.
      case .yes: self = .met
      case .unknown: self = .unknown
      case .no: self = now < due ? .ahead : .missed
      }
    }

    var isAlwaysShown: Bool { self == .met || self == .missed }
  }

  /// The sum in each currency, in the order of the codes; what does not fit 64 bits is left out.
  private static func sums(_ amounts: [Money]) -> [Money] {
    Dictionary(grouping: amounts, by: \.currency).sorted { $0.key.code < $1.key.code }
      .compactMap { currency, amounts in
        var sum = ExactSum()
        for amount in amounts { sum.add(.money(amount)) }
        guard case .money(let total)? = sum.total(like: .money(Money(minor: 0, currency: currency)))
        else { return nil }
        return total
      }
  }
}

extension Chart {
  /// Bars of counts; nil where there are none.
  fileprivate static func counts(
    _ name: String, by label: String, _ counts: [(Value, Int)]
  ) -> Chart? {
    if counts.isEmpty { return nil }
    return Chart(
      kind: .bar, labelName: label, valueName: name,
      points: counts.map { Point(label: $0.0, value: .int(Int64($0.1))) })
  }
}
