import CpayClient
import CpayLanguage
import CpayRuntime
import CpayValue

/// A plan as a person sees it before agreeing: everything that would happen, and what it rests on.
struct PlanPreview {
  let plan: WritePlan
  let account: String
  let now: Timestamp

  private static let maximumRows = 10

  func lines(width: Int) -> [String] {
    var lines = [title, entry("effect", effect)]
    lines.append(entry("account", account))
    lines.append(entry("eligible", eligibility))
    if let totals { lines.append(entry("totals", totals)) }
    if let deadline { lines.append(entry("due first", deadline)) }
    lines += evidence
    lines += plan.remarks.map { DisplayText($0.line).string }.map { "  \($0)" }
    lines += withoutDeadline
    lines.append(entry("digest", plan.shortDigest))
    lines.append("")
    lines += table(width: width)
    return lines
  }

  private var title: String {
    let count = plan.eligible.count
    let disputes = count == 1 ? "1 dispute" : "\(count) disputes"
    return switch plan.action {
    case .draft: "draft: save evidence for \(disputes)"
    case .submit: "submit: send evidence for \(disputes) to the bank"
    case .close: "close: accept \(disputes) and refund the tenants"
    }
  }

  private var effect: String {
    plan.action.effect == .final
      ? "final, cannot be undone" : "can be changed until it is submitted"
  }

  private func entry(_ label: String, _ text: String) -> String {
    "  \(DisplayText(label).padded(to: 9)) \(DisplayText(text).string)"
  }

  private var eligibility: String {
    let ineligible = plan.items.count - plan.eligible.count
    return "\(plan.eligible.count) of \(plan.items.count)"
      + (ineligible > 0 ? ", \(ineligible) cannot be sent" : "")
  }

  /// The amounts of the eligible, one a currency, in the order the currencies appear.
  private var totals: String? {
    var sums: [(currency: Currency, sum: Money?)] = []
    for item in plan.eligible {
      let amount = item.seen.amount
      if let index = sums.firstIndex(where: { $0.currency == amount.currency }) {
        sums[index].sum = sums[index].sum?.adding(amount)
      } else {
        sums.append((amount.currency, amount))
      }
    }
    guard !sums.isEmpty else { return nil }
    return sums.map { $0.sum?.description ?? "\($0.currency.displayCode) beyond 64 bits" }
      .joined(separator: " · ")
  }

  private var deadline: String? {
    let dated = plan.eligible.compactMap { item in item.seen.dueBy.map { (item.seen.id, $0) } }
    guard let first = dated.min(by: { $0.1 < $1.1 }) else { return nil }
    return "\(CellText(now: now).deadline(first.1)), \(first.0)"
  }

  private var evidence: [String] {
    guard plan.action != .close, let sample = plan.eligible.first else { return [] }
    if sample.evidence.isEmpty { return [entry("evidence", "what was saved before")] }
    let isSame = plan.eligible.allSatisfy { $0.evidence == sample.evidence }
    let scope =
      plan.eligible.count == 1
      ? "" : isSame ? " (the same for all)" : " (for \(sample.seen.id); others differ)"
    return sample.evidence.enumerated().map { index, item in
      let value = DisplayText(item.text).truncated(to: 60).string
      return entry(
        index == 0 ? "evidence" : "", "\(item.name): \(value)\(index == 0 ? scope : "")")
    }
  }

  private var withoutDeadline: [String] {
    let ids = plan.eligible.filter { $0.seen.dueBy == nil }.map(\.seen.id)
    guard !ids.isEmpty else { return [] }
    let shown = ids.prefix(5).joined(separator: ", ")
    let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
    return ["  note: \(shown)\(more) \(ids.count == 1 ? "has" : "have") no deadline"]
  }

  private func table(width: Int) -> [String] {
    let cells = CellText(now: now)
    let rows = plan.items.map { item in
      [
        item.seen.id, item.seen.amount.description,
        item.seen.dueBy.map { cells.deadline($0) } ?? "–",
        item.ineligibility.map { "not sent: \($0)" } ?? plan.action.rawValue,
      ]
    }
    let columns = [
      Table.Column("dispute"), Table.Column("amount", .right), Table.Column("deadline"),
      Table.Column("action"),
    ]
    return Table(columns: columns, rows: rows)
      .lines(width: max(20, width - 2), rowLimit: PlanPreview.maximumRows).map { "  \($0)" }
  }
}
