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
  /// The digest that the same plan has on the account it is rehearsed for.
  var realDigest: String?

  private static let maximumRows = 50

  /// What would be sent first, the sums and conditions last, next to the question.
  func lines(width: Int) -> [String] {
    if case .file(let upload)? = plan.items.first?.subject { return lines(upload, width: width) }
    var lines = [title, ""]
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

  /// What the API would hold afterwards, where it is the same for all; else the table says it.
  private var evidence: [(String, String)] {
    guard plan.action != .close, let first = plan.eligible.first else { return [] }
    let sample = Outgoing(first)
    if !isSameEvidence { return [("evidence", "differs, see above")] }
    let scope = plan.eligible.count == 1 ? "" : " (the same for all)"
    return sample.values.enumerated().map { index, value in
      (index == 0 ? "evidence" : "", value.text + (index == 0 ? scope : ""))
    }
  }

  private var isSameEvidence: Bool {
    guard plan.action != .close, let first = plan.eligible.first.map(Outgoing.init) else {
      return true
    }
    return plan.eligible.allSatisfy { Outgoing($0) == first }
  }

  /// The evidence of one dispute after the write: what is given, over what was saved.
  private struct Outgoing: Equatable {
    let values: [Value]

    struct Value: Equatable {
      let name: String
      let content: String
      /// What is behind the content, where two can look the same.
      let meaning: String
      let isSaved: Bool
      /// What was saved and is lost by it; nil where nothing is.
      let replaced: String?

      /// A few words, for a table.
      var brief: String {
        (content.isEmpty ? "\(name) removed" : "\(name): \(shown(content, 30))")
          + (replaced.map { " (was \(shown($0, 20)))" } ?? "")
      }

      private func shown(_ text: String, _ width: Int) -> String {
        DisplayText(text).truncated(to: width).string
      }

      /// One line; where the content does not fit, its length.
      var text: String {
        let lost = replaced.map { shown($0, 40) }
        if content.isEmpty { return "\(name): removed" + (lost.map { " (was \($0))" } ?? "") }
        let text = shown(content, 60)
        let length = content.unicodeScalars.count
        let remark = text.hasSuffix("…") ? " (\(length) characters)" : ""
        let origin = isSaved ? " (saved before)" : lost.map { " (replaces \($0))" } ?? ""
        return "\(name): \(text)\(remark)\(origin)"
      }
    }

    init(_ item: WritePlan.Item) {
      let saved = item.seen?.evidence ?? []
      let kept = saved.filter { saved in !item.evidence.contains { $0.name == saved.name } }
      values =
        item.evidence.map { given in
          Value(
            name: given.name, content: given.display, meaning: given.meaning, isSaved: false,
            replaced: saved.first { $0.name == given.name && !$0.text.isEmpty }.map(\.text)
              .flatMap { $0 == given.meaning ? nil : $0 })
        }
        + kept.map {
          Value(name: $0.name, content: $0.text, meaning: $0.text, isSaved: true, replaced: nil)
        }
    }
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

  private func listed(_ ids: [String]) -> String {
    let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
    return ids.prefix(5).joined(separator: ", ") + more
  }

  private func table(width: Int) -> [String] {
    guard !plan.eligible.isEmpty else { return [] }
    let cells = CellText(now: now)
    var columns = [
      Table.Column("dispute"), Table.Column("amount", .right), Table.Column("deadline"),
    ]
    var rows = plan.eligible.map { item in
      [
        item.id, item.seen?.amount.description ?? "–",
        item.seen?.dueBy.map { cells.deadline($0) } ?? "–",
      ]
    }
    if plan.action == .close {
      columns.insert(Table.Column("reason"), at: 1)
      for (index, item) in plan.eligible.enumerated() {
        rows[index].insert(item.seen?.reason ?? "–", at: 1)
      }
    }
    if !isSameEvidence {
      columns.append(Table.Column("evidence"))
      for (index, item) in plan.eligible.enumerated() {
        rows[index].append(Outgoing(item).values.map(\.brief).joined(separator: ", "))
      }
    }
    // A table may break a key in two.
    return Table(columns: columns, rows: rows.map { $0.map(KeyPattern.masked) })
      .lines(width: max(20, width - 2), rowLimit: PlanPreview.maximumRows).map { "  \($0)" }
  }
}
