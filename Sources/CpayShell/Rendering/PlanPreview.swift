import CpayClient
import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayValue

/// A plan as a person sees it before agreeing: everything that would happen, and what it rests on.
struct PlanPreview {
  let plan: WritePlan
  let account: String
  /// What stands before the title where money moves.
  var warning: String?
  let now: Timestamp
  /// How old what the plan was made from is, where that is more than a moment.
  var ages: [String] = []
  /// Whether it is shown in colour.
  var isColored = false
  /// The digest that the same plan has on the account it is rehearsed for.
  var realDigest: String?

  private static let maximumRows = 50

  /// What would be sent first, the sums and conditions last, next to the question.
  func lines(width: Int) -> [String] {
    if case .file(let upload)? = plan.items.first?.subject { return lines(upload, width: width) }
    var lines = [(isColored && warning != nil ? Tone.alarm : .plain).painted(title), ""]
    lines += table(width: width)
    lines += ineligible.flatMap { WrappedText.lines($0, width: width, indent: 2) }
    lines.append("")
    var entries = [("effect", effect), ("account", account), ("eligible", eligibility)]
    if let totals {
      entries.append(
        plan.action == .close
          ? ("refund", totals) : ("totals", totals))
    }
    if let deadline { entries.append(("due first", deadline)) }
    entries += evidence
    entries += ages.enumerated().map { ($0 == 0 ? "made from" : "", $1) }
    if let uploads { entries.append(("uploads", uploads)) }
    for (label, text) in entries { lines += entry(label, text, width: width) }
    lines += (plan.remarks.map(\.line) + withoutDeadline)
      .flatMap { WrappedText.lines($0, width: width, indent: 2) }
    lines += entry("digest", plan.shortDigest, width: width)
    if let realDigest {
      lines += entry("for real", "--approve \(WritePlan.short(realDigest))", width: width)
    }
    return lines
  }

  var title: String { (warning.map { "\($0) · " } ?? "") + act }

  private var act: String {
    switch plan.action {
    case .draft: "draft: save evidence for \(plan.size)"
    case .submit: "submit: send evidence for \(plan.size) to the bank"
    case .close: "close: accept \(plan.size) and refund the tenants"
    case .upload: "upload: give the API \(plan.size)"
    }
  }

  private var effect: String {
    plan.action.effect == .final
      ? "final, cannot be undone" : "can be changed until it is submitted"
  }

  /// A label and its text, whose further lines stand below the first.
  func entry(_ label: String, _ text: String, width: Int) -> [String] {
    let indent = 12
    var lines = WrappedText.lines(text, width: max(width, 2 * indent), indent: indent)
    lines[0] = "  " + DisplayText(label).padded(to: indent - 2) + lines[0].dropFirst(indent)
    return lines
  }

  private var eligibility: String {
    let ineligible = plan.items.count - plan.eligible.count
    return "\(plan.eligible.count) of \(plan.items.count)"
      + (ineligible > 0 ? ", \(ineligible) cannot be sent" : "")
  }

  /// The amounts of the eligible, one a currency, in the order the currencies appear.
  private var totals: String? {
    let texts = CurrencyTotals(plan.eligible.compactMap(\.seen?.amount)).texts
    return texts.isEmpty ? nil : texts.joined(separator: " · ")
  }

  private var deadline: String? {
    let dated = plan.eligible.compactMap { item in item.seen?.dueBy.map { (item.id, $0) } }
    guard let first = dated.min(by: { $0.1 < $1.1 }) else { return nil }
    return "\(CellText(now: now).deadline(first.1)), \(first.0)"
  }

  private var withoutDeadline: [String] {
    let ids = plan.eligible.filter { $0.seen?.dueBy == nil }.map(\.id)
    guard !ids.isEmpty else { return [] }
    return ["note: \(listed(ids)) \(ids.count == 1 ? "has" : "have") no deadline"]
  }

  /// The rows that cannot be sent, by reason.
  private var ineligible: [String] {
    var reasons: [(reason: String, ids: [String])] = []
    for item in plan.items {
      guard let reason = item.ineligibility else { continue }
      if let index = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[index].ids.append(item.id)
      } else {
        reasons.append((reason, [item.id]))
      }
    }
    return reasons.map { "not sent, \($0.reason): \(listed($0.ids))" }
  }

  func listed(_ ids: [String]) -> String {
    let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
    return ids.prefix(5).joined(separator: ", ") + more
  }

  /// Disputes whose evidence stands beside them, at most; of more it is summed up below.
  private static let maximumEvidence = 10

  /// Whether the evidence of each dispute stands in the table.
  var listsEvidence: Bool {
    !isSameEvidence && plan.eligible.count <= PlanPreview.maximumEvidence
  }

  private func table(width: Int) -> [String] {
    guard !plan.eligible.isEmpty else { return [] }
    let cells = CellText(now: now)
    var columns = [
      Table.Column("dispute"), Table.Column("amount", .right), Table.Column("deadline"),
    ]
    var rows = plan.eligible.map { item in
      let due = item.seen?.dueBy
      return [
        Table.Cell(item.id), Table.Cell(item.seen?.amount.description ?? "–"),
        Table.Cell(
          due.map { cells.deadline($0) } ?? "–", due.map { cells.tone(deadline: $0) } ?? .plain),
      ]
    }
    if plan.action == .close {
      columns.insert(Table.Column("reason"), at: 1)
      for (index, item) in plan.eligible.enumerated() {
        rows[index].insert(Table.Cell(item.seen?.reason ?? "–"), at: 1)
      }
    }
    if listsEvidence {
      columns.append(Table.Column("evidence"))
      for (index, item) in plan.eligible.enumerated() {
        rows[index].append(
          Table.Cell(Outgoing(item).values.map(\.brief).joined(separator: ", ")))
      }
    }
    // A table may break a key in two.
    var table = Table(
      columns: columns,
      cells: rows.map { $0.map { Table.Cell(KeyPattern.masked($0.text), $0.tone) } })
    if listsEvidence { table.sentences = columns.count - 1 }
    return table.lines(
      width: max(20, width - 2), rowLimit: PlanPreview.maximumRows, colored: isColored
    ).map { "  \($0)" }
  }
}
