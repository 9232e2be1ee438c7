import CpayModel
import CpayValue

extension QueryPlan {
  /// The plan for people: what is asked, what is checked here, and how far it reaches.
  public var explanation: String {
    var lines = sourceLines
    for conjunct in pushed { lines.append(row("  pushed", conjunct.text, "(checked again here)")) }
    for stage in stages { lines.append(contentsOf: stageLines(stage)) }
    lines.append(summary)
    return lines.joined(separator: "\n")
  }

  private var sourceLines: [String] {
    switch source {
    case .list(let resource, let requests):
      if requests.isEmpty { return [row("source", "no request", "no row can be wanted")] }
      let merged = requests.count > 1 ? "pages as needed, merged newest first" : "pages as needed"
      return requests.map { row("source", "GET \(resource.path)\($0.query)", merged) }
    case .single(let resource, let id): return [row("source", "GET \(resource.path)/\(id)", "once")]
    case .variable(let name):
      return [row("source", name == "_" ? "the last result" : "$\(name)", "as it was read")]
    case .value: return [row("source", "a value", "")]
    }
  }

  private func stageLines(_ stage: CheckedStage) -> [String] {
    let name = stage.signature.name
    if stage.signature.positional == .condition {
      return stage.arguments.conjuncts.map { row("  here", $0.text, unknowns($0, stage)) }
    }
    if stage.signature.isLimit {
      let count =
        if case .constant(.int(let count)) = stage.arguments.operand { " \(count)" } else { "" }
      return [row("  \(name)\(count)", limitRemark(stage), "")]
    }
    let detail =
      switch stage.signature.positional {
      case .columns: stage.arguments.columns.map(\.name).joined(separator: ", ")
      case .sortKeys:
        stage.arguments.sortKeys.map { $0.text + ($0.isDescending ? " desc" : "") }
          .joined(separator: ", ")
      default: stage.signature.summary
      }
    return [row("  \(name)", detail, stage.signature.positional == .sortKeys ? "collects" : "")]
  }

  private func limitRemark(_ stage: CheckedStage) -> String {
    guard case .list = source, let first = stages.first else { return "the first rows only" }
    if first.signature.isLimit { return "stops paging; sent as a limit" }
    let isConditionLeft = first.signature.positional == .condition
    return isConditionLeft
      ? "stops paging; not sent as a limit (a condition is left)" : "the first rows only"
  }

  /// What makes a condition neither true nor false.
  private func unknowns(
    _ conjunct: CheckedArguments.Conjunct, _ stage: CheckedStage
  ) -> String {
    let remarks = conjunct.expression.unknowns(in: stage.inputRows)
    return remarks.isEmpty ? "" : remarks.joined(separator: ", ") + ": unknown"
  }

  private var summary: String {
    let flow = stages.contains { $0.signature.positional == .sortKeys } ? "collects" : "streams"
    let shape =
      switch type {
      case .rows(let rows): "rows     \(rows.name)"
      case .plan(let action): "plan     \(action.rawValue)"
      case .value(let value): "value    \(value.type.name)"
      }
    return [shape, flow, "effect \(effect.name)", "requests \(requestCount)"]
      .joined(separator: "        ")
  }

  private var requestCount: String {
    let reads: String
    switch source {
    case .list(_, let requests): reads = requests.isEmpty ? "0" : "\(requests.count) or more"
    case .single: reads = "1"
    case .variable, .value: reads = "0"
    }
    return effect > .read ? "\(reads), and 2 for each row applied" : reads
  }

  private func row(_ label: String, _ text: String, _ remark: String) -> String {
    let left = label.padded(to: 9) + text
    return remark.isEmpty ? left : left.padded(to: 50) + "  " + remark
  }
}

extension ListRequest {
  /// The filters as a query, `?status=won`; empty without any.
  var query: String {
    filters.isEmpty
      ? "" : "?" + filters.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }
}

extension CheckedExpression {
  /// What can be missing or of another kind, so that the condition becomes unknown.
  fileprivate func unknowns(in rows: RowType?) -> [String] {
    switch self {
    case .comparison(let sign, let left, let right) where sign.isOrdering:
      [left, right].flatMap { $0.missing(in: rows) }
        + (left.isMoneyLiteral || right.isMoneyLiteral ? ["other currencies"] : [])
    case .not(let inner): inner.unknowns(in: rows)
    case .and(let parts), .or(let parts): parts.flatMap { $0.unknowns(in: rows) }
    default: []
    }
  }

  private func missing(in rows: RowType?) -> [String] {
    switch self {
    case .field(let name) where rows?.field(name)?.type.isNullable == true: ["no \(name)"]
    case .entry(let field, let key): ["no \(field).\(key)"]
    default: []
    }
  }

  private var isMoneyLiteral: Bool {
    if case .constant(.money) = self { true } else { false }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
