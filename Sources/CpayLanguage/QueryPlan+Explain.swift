import CpayModel
import CpayValue

extension QueryPlan {
  /// The plan for people: what is asked, what is checked here, and how far it reaches.
  public var explanation: String { lines.joined(separator: "\n") }

  private var lines: [String] {
    var lines: [String] = []
    for inner in prerequisites {
      lines += Planner.plan(inner.pipeline).lines.map { "before   " + $0 }
    }
    lines += sourceLines
    for conjunct in pushed { lines.append(row("  pushed", conjunct.text, "(checked again here)")) }
    for stage in stages { lines += stageLines(stage) }
    return lines + [summary]
  }

  // MARK: Sources

  private var sourceLines: [String] {
    switch source {
    case .list(let resource, let requests, _):
      if requests.isEmpty { return [row("source", "no request", "no row can be wanted")] }
      let merged = requests.count > 1 ? "pages as needed, merged newest first" : "pages as needed"
      return requests.map { row("source", "GET \(resource.path)\($0.query)", merged) }
    case .single(let resource, let id): return [row("source", "GET \(resource.path)/\(id)", "once")]
    case .ids(let resource, let ids, let drops):
      let missing = drops ? "missing ones are dropped" : "a missing one stops"
      return [row("source", "GET \(resource.path)/…", "\(ids.idCount), each once; \(missing)")]
    case .records(let path, _, let rows):
      let columns = rows.openType == nil ? "" : "; columns not known before it runs"
      return [row("source", "read \(path.fileText)", "as it is read\(columns)")]
    case .upload(let path, let purpose):
      return [row("source", "upload \(path.fileText)", purpose)]
    case .variable(let name):
      return [row("source", name.sourceText, "as it was read")]
    case .value: return [row("source", "a value", "")]
    }
  }

  // MARK: Stages

  private func stageLines(_ stage: CheckedStage) -> [String] {
    let signature = stage.signature
    if signature.positional == .condition {
      return stage.arguments.conjuncts.map {
        row("  here", $0.text, flow(stage, $0.expression.unknownRemark(in: stage.inputRows)))
      }
    }
    if signature.isLimit {
      let count =
        if case .constant(.int(let count)) = stage.arguments.operand { " \(count)" } else { "" }
      return [row("  \(signature.name)\(count)", limitRemark(stage), "")]
    }
    return [row("  \(signature.name)", stage.detail, flow(stage, stage.remark))]
  }

  private func flow(_ stage: CheckedStage, _ remark: String) -> String {
    let flow = stage.signature.collects ? "collects" : "streams"
    return remark.isEmpty ? flow : "\(flow); \(remark)"
  }

  private func limitRemark(_ stage: CheckedStage) -> String {
    guard case .list = source, let first = stages.first else {
      return "streams; the first rows only"
    }
    if first.signature.isLimit { return "stops paging; sent as a limit" }
    let isConditionLeft = first.signature.positional == .condition
    return isConditionLeft
      ? "stops paging; not sent as a limit (a condition is left)" : "the first rows only"
  }

  // MARK: The whole

  private var summary: String {
    let flow = stages.contains { $0.signature.collects } ? "collects" : "streams"
    let shape =
      switch type {
      case .rows(let rows): "rows     \(rows.name)"
      case .plan(let action): "plan     \(action.rawValue)"
      case .value(let value): "value    \(value.type.name)"
      case .chart: "chart"
      case .written: "output"
      }
    return [shape, flow, "effect \(effect.name)", "requests \(requestCount)"]
      .joined(separator: "        ")
  }

  private var requestCount: String {
    var reads: String
    switch source {
    case .list(_, let requests, _): reads = requests.isEmpty ? "0" : "\(requests.count) or more"
    case .single: reads = "1"
    case .ids(_, let ids, _): reads = ids.idCount
    case .records, .upload: reads = "0"
    case .variable, .value: reads = "0"
    }
    for stage in stages where stage.signature.positional == .reference {
      reads += ", and 1 for each \(stage.arguments.word ?? "object")"
    }
    if stages.contains(where: { $0.signature.kind == .write && $0.inputRows?.isFetched == false }) {
      reads += ", and 1 for each row"
    }
    return effect > .read ? "\(reads), and 2 for each row applied" : reads
  }

  private func row(_ label: String, _ text: String, _ remark: String) -> String {
    let left = label.padded(to: 9) + text
    return remark.isEmpty ? left : left.padded(to: 50) + "  " + remark
  }
}

extension CheckedStage {
  /// What the stage works with, in a few words.
  fileprivate var detail: String {
    switch signature.positional {
    case .columns, .assignments: arguments.columns.map(\.name).joined(separator: ", ")
    case .sortKeys:
      arguments.sortKeys.map { $0.text + ($0.isDescending ? " desc" : "") }.joined(separator: ", ")
    case .aggregates:
      (arguments.aggregates.map(\.text)
        + (arguments.keys.isEmpty
          ? [] : ["by " + arguments.keys.map(\.name).joined(separator: ", ")]))
        .joined(separator: ", ")
    case .rows: arguments.rows.map { $0.name.sourceText } ?? ""
    case .reference: arguments.word ?? ""
    case .format: arguments.word ?? ""
    case .file: arguments.operand?.fileText ?? ""
    default:
      arguments.keys.isEmpty
        ? signature.summary : arguments.keys.map(\.name).joined(separator: ", ")
    }
  }

  fileprivate var remark: String {
    switch signature.positional {
    case .rows: "the other side is held"
    case .reference: "one request for each, kept"
    default: ""
    }
  }
}

extension ListRequest {
  /// The filters as a query, `?status=won`; empty without any.
  var query: String {
    let parts =
      expanding.map { "expand[]=data.\($0)" } + filters.map { "\($0.name)=\($0.value)" }
    return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
  }
}

extension CheckedExpression {
  /// What makes a condition neither true nor false.
  fileprivate func unknownRemark(in rows: RowType?) -> String {
    var remarks: [String] = []
    for remark in unknowns(in: rows) where !remarks.contains(remark) { remarks.append(remark) }
    return remarks.isEmpty ? "" : remarks.joined(separator: ", ") + ": unknown"
  }

  /// What can be missing or of another kind, so that the condition becomes unknown.
  private func unknowns(in rows: RowType?) -> [String] {
    switch self {
    case .comparison(let sign, let left, let right) where sign.isOrdering:
      [left, right].flatMap { $0.missing(in: rows) }
        + (left.isMoneyLiteral || right.isMoneyLiteral ? ["other currencies"] : [])
    case .containing(let whole, _), .matching(let whole, _): whole.missing(in: rows)
    case .not, .and, .or: parts.flatMap { $0.unknowns(in: rows) }
    default: []
    }
  }

  private func missing(in rows: RowType?) -> [String] {
    switch self {
    case .field(let name): rows?.field(name)?.type.isNullable == true ? ["no \(name)"] : []
    case .entry: path.map { ["no \($0)"] } ?? []
    default: []
    }
  }

  private var isMoneyLiteral: Bool {
    if case .constant(.money) = self { true } else { false }
  }

  /// How many objects a list of ids asks for.
  fileprivate var idCount: String {
    if case .list(let elements) = self { "\(elements.count)" } else { "1 for each id" }
  }

  /// A file in a few words.
  fileprivate var fileText: String {
    switch self {
    case .constant(.file(let path)): "@\(path)"
    case .variable(let name): "$\(name)"
    default: "a file"
    }
  }
}

extension String {
  /// A variable in a few words; what no program can write is a pipeline.
  fileprivate var sourceText: String {
    switch self {
    case "_": "the last result"
    case _ where hasPrefix("#"): "$(…)"
    default: "$\(self)"
    }
  }

  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
