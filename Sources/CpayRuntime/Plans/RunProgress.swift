import CpayLanguage
import CpayModel
public import CpayValue

/// How far a run is and when it will be done, from what has been settled so far; the clocks are
/// handed in.
public struct RunProgress: Sendable {
  /// A row that is still to come.
  private struct Waiting {
    let position: Int
    let id: String
    /// The deadline that keeps it back once it has passed; nil where none does.
    let dueBy: Timestamp?
  }

  private let total: Int
  /// What was to come at the start, in the order in which it is sent.
  private let order: [Waiting]
  /// The places of those that have not ended.
  private var toGo: Set<Int>
  /// The places of those that have ended and were not sent.
  private var notSent: Set<Int> = []
  private var unknown = 0
  private var rate = CompletionRate()

  /// A run over a plan, of which those rows are still to come, in the order in which they are sent.
  public init(_ plan: WritePlan, toGo: [Int]) {
    total = plan.items.count
    order = toGo.filter(plan.items.indices.contains).map { position in
      let item = plan.items[position]
      return Waiting(
        position: position, id: item.id,
        dueBy: plan.action == .close ? nil : item.seen?.dueBy)
    }
    self.toGo = Set(order.map(\.position))
  }

  /// Takes note of rows that came to an end then.
  public mutating func settle(_ rows: [SettledRow], at time: Duration) {
    toGo.subtract(rows.map(\.position))
    for row in rows where row.outcome.kind == .stale || row.outcome.kind == .unsent {
      notSent.insert(row.position)
    }
    unknown += rows.count { $0.outcome.kind.facts.stands == .unknown }
    // What was never tried took no time.
    for row in rows where row.outcome.kind != .ineligible { rate.note(time) }
  }

  /// What can be said at a moment.
  public struct Report: Hashable, Sendable {
    /// Rows that have ended.
    public let done: Int
    /// Rows in all.
    public let total: Int
    /// Rows of which nobody knows whether they were applied.
    public let unknown: Int
    /// Rows a second; nil where too little is known.
    public let rate: Double?
    /// How long it will still take; nil where too little is known.
    public let left: Duration?
    /// How long the API keeps everything back.
    public let closed: Duration
    /// Rows that have ended, were not sent, and whose deadlines have passed.
    public let missed: Int
    /// Rows whose deadlines will pass before their turn.
    public let late: Int
    /// The first of them.
    public let firstLate: Late?

    /// A row whose deadline will pass before its turn.
    public struct Late: Hashable, Sendable {
      /// The dispute.
      public let id: String
      /// Its deadline.
      public let dueBy: Timestamp
    }
  }

  /// What can be said at a moment by the steady clock, which is `time` where the API is, and when the
  /// API keeps everything back for so long.
  public func report(at now: Duration, _ time: Timestamp, closed: Duration) -> Report {
    let rate = rate.perSecond(at: now)
    let pause = max(.zero, closed)
    /// How long the first so many rows take; the pause is sure, all else is measured.
    func length(of rows: Int) -> Duration? {
      rate.map { pause + .seconds(Double(rows) / $0) }
    }
    var late: [Report.Late] = []
    for (place, row) in order.filter({ toGo.contains($0.position) }).enumerated() {
      guard let dueBy = row.dueBy else { continue }
      let turn = DurationValue(seconds: (length(of: place) ?? pause).components.seconds)
      if time.adding(turn).map({ $0 >= dueBy }) ?? true {
        late.append(Report.Late(id: row.id, dueBy: dueBy))
      }
    }
    let missed = order.count { row in
      notSent.contains(row.position) && row.dueBy.map { $0 <= time } ?? false
    }
    return Report(
      done: total - toGo.count, total: total, unknown: unknown, rate: rate,
      left: toGo.isEmpty ? .zero : length(of: toGo.count), closed: pause, missed: missed,
      late: late.count, firstLate: late.first)
  }
}
