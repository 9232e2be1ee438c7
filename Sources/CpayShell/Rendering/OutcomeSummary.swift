import CpayModel
import CpayRuntime
import CpayValue

/// How an applied plan ended, in a few lines that stand below its rows.
struct OutcomeSummary {
  let lines: [String]

  /// Rows that a person can read one by one, messages and all.
  private static let readableRows = 10

  /// `hints` names the run, where it can be found again, and `variables` what the plan was made from.
  init(
    _ report: PlanReport, _ hints: RunHints?, warning: String? = nil,
    madeFrom variables: [String] = []
  ) {
    let counts = Outcome.Kind.allCases.compactMap { kind -> String? in
      let rows = report.outcomes.filter { $0.kind == kind }
      if rows.isEmpty { return nil }
      let totals = CurrencyTotals(rows.compactMap(\.amount)).sentence
      return "\(rows.count) \(kind.rawValue)" + (totals.isEmpty ? "" : " \(totals)")
    }
    var lines: [String] = []
    if report.outcomes.count > OutcomeSummary.readableRows {
      lines += OutcomeSummary.reasons(report.outcomes)
    }
    if let stop = report.stop { lines.append("stopped early: \(stop.message)") }
    let run = hints.flatMap { hints in report.run.map { " (`\(hints.show($0))`)" } }
    let before = warning.map { "\($0): " } ?? ""
    lines.append(
      before + (counts.isEmpty ? "nothing to do" : counts.joined(separator: "; ")) + (run ?? ""))
    if report.outcomes.contains(where: { $0.kind == .stale }) {
      lines.append(OutcomeSummary.advice(onStaleRowsOf: variables))
    }
    if let hints, let run = report.run { lines += OutcomeSummary.ways(on: report, of: run, hints) }
    if let hints { lines += OutcomeSummary.holders(report.outcomes, hints) }
    self.lines = lines
  }

  /// How the run is gone on with, where anything of it is open.
  private static func ways(on report: PlanReport, of run: RunID, _ hints: RunHints) -> [String] {
    let open = report.outcomes.filter {
      $0.kind.isOpen && !report.settledBefore.contains($0.id)
    }
    let left = open.filter { report.leftToPersons.contains($0.id) }
    var lines: [String] = []
    if open.count > left.count {
      let condition = report.stop?.isOfLedger == true ? "once the ledger is in order, " : ""
      lines.append("\(condition)to go on: \(hints.resume(run))")
    }
    if !left.isEmpty {
      lines.append(
        "nothing more is sent for what is unknown; look at the dispute, then: "
          + hints.settle(run, left.count == 1 ? left[0].id : nil))
    }
    return lines
  }

  private static func advice(onStaleRowsOf variables: [String]) -> String {
    let again =
      variables.isEmpty
      ? "ask for it again"
      : "fill \(variables.map { "$\($0)" }.joined(separator: ", ")) again, as in "
        + "`let \(variables[0]) = …`,"
    return "what is stale was left alone; \(again) before you write to it"
  }

  /// What can be done about the runs that hold rows' disputes.
  private static func holders(_ outcomes: [Outcome], _ hints: RunHints) -> [String] {
    var counts: [(run: RunID, rows: Int)] = []
    for run in outcomes.compactMap({ HeldRow.holder(in: $0.message) }) {
      if let place = counts.firstIndex(where: { $0.run == run }) {
        counts[place].rows += 1
      } else {
        counts.append((run, 1))
      }
    }
    return counts.prefix(OutcomeSummary.namedHolders).map { run, rows in
      "\(run) holds \(rows == 1 ? "1 dispute" : "\(rows) disputes"): see \(hints.show(run)); "
        + "what it has applied is done, and only rows from before still ask for it; "
        + "\(hints.resume(run)) goes on with what is open, and what stays unknown a person settles: "
        + hints.settle(run, nil)
    }
  }

  private static let namedHolders = 3

  /// The most frequent messages of the rows that were not applied.
  private static func reasons(_ outcomes: [Outcome]) -> [String] {
    var counts: [String: Int] = [:]
    for outcome in outcomes where outcome.kind.facts.stands != .yes {
      counts["\(outcome.kind.rawValue): \(outcome.message ?? "")", default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
      .map { "\($0.value) \($0.key)" }
  }
}

extension PlanReport.Stop {
  /// Whether the ledger took nothing more.
  fileprivate var isOfLedger: Bool { if case .journal = self { true } else { false } }
}

extension OutcomeKind {
  /// Whether the run can be taken up again for a row that has ended so.
  fileprivate var isOpen: Bool { self == .unsent || facts.stands == .unknown }
}
