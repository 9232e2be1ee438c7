import CpayModel
import CpayValue

/// A pipeline for people: what is asked, what is checked here, and how far it reaches.
public struct Explanation: Hashable, Sendable {
  /// What there is to say, in order.
  public let lines: [Line]

  /// One thing that is said, in columns.
  public struct Line: Hashable, Sendable {
    /// What stands before it where it is of a pipeline that runs before; else empty.
    public private(set) var prefix = ""
    /// What it is about: `source`, a stage, what comes out.
    public let label: String
    /// The stage's own words.
    public let text: String
    /// What else there is to know.
    public let remarks: [String]

    /// The line with its columns where they are in all lines.
    fileprivate var whole: String {
      let left = text.isEmpty ? label : label.padded(to: 8) + " " + text
      switch remarks.count {
      case 0: return prefix + left
      case 1: return prefix + left.padded(to: 50) + "  " + remarks[0]
      default: return prefix + ([left] + remarks).joined(separator: "        ")
      }
    }

    /// The same of what has to be run first.
    fileprivate var before: Line {
      var line = self
      line.prefix = "before   " + prefix
      return line
    }
  }

  /// What a pipeline does, with the values of constant expressions; of `unread`, pipelines that
  /// variables stand for and that have not been run, those that it goes on from come first.
  public init(
    _ pipeline: CheckedPipeline, unread: [String: CheckedPipeline] = [:],
    constants: @escaping Planner.Constants
  ) {
    var lines: [Line] = []
    for name in pipeline.variables(among: unread) {
      guard let before = unread[name] else { continue }
      lines += ExplanationWriter(before, constants).lines.map(\.before)
    }
    self.lines = lines + ExplanationWriter(pipeline, constants).lines
  }

  /// The lines as a text.
  public var text: String { lines.map(\.whole).joined(separator: "\n") }
}

/// Goes through a pipeline and says what each stage does.
private struct ExplanationWriter {
  private let constants: Planner.Constants
  private(set) var lines: [Explanation.Line] = []

  init(_ pipeline: CheckedPipeline, _ constants: @escaping Planner.Constants) {
    self.constants = constants
    for inner in pipeline.prerequisites {
      lines += ExplanationWriter(inner.pipeline, constants).lines.map(\.before)
    }
    var total = Total()
    add(pipeline.flow, &total)
    lines.append(summary(pipeline.flow, total))
  }

  /// What the stages come to together.
  private struct Total {
    var collects = false
    var requests = "0"
  }

  // MARK: What flows

  private mutating func add(_ flow: CheckedFlow, _ total: inout Total) {
    switch flow {
    case .rows(let rows): add(rows, &total)
    case .plan(let plan): add(plan, &total)
    case .value(.count(let rows, let outline)),
      .output(.shownRows(let rows, _, _, let outline)),
      .output(.savedRows(let rows, _, _, let outline)):
      add(rows, &total)
      add(outline, &total)
    case .value(.expression): addLine("source", "a value", "")
    case .chart(let chart): add(chart, &total)
    case .output(.shownValue(let value, _, let outline)):
      add(.value(value), &total)
      add(outline, &total)
    case .output(.savedChart(let chart, _, let outline)):
      add(chart, &total)
      add(outline, &total)
    case .output(.savedPlan(let plan, _, let outline)):
      add(plan, &total)
      add(outline, &total)
    }
  }

  private mutating func add(_ plan: CheckedPlan, _ total: inout Total) {
    switch plan {
    case .write(_, _, let rows, let outline):
      add(rows, &total)
      add(outline, &total)
    case .upload(let path, let purpose):
      let purpose = purpose.flatMap { constants($0) }?.text ?? "dispute_evidence"
      addLine("source", "upload \(path.fileText)", purpose)
    case .variable(let name, _): addLine("source", name.variableText, "as it was read")
    case .shown(let plan, let outline):
      add(plan, &total)
      add(outline, &total)
    }
  }

  private mutating func add(_ chart: CheckedChart, _ total: inout Total) {
    switch chart {
    case .drawn(let rows, _, _, _, let outline):
      add(rows, &total)
      add(outline, &total)
    case .variable(let name): addLine("source", name.variableText, "as it was read")
    }
  }

  // MARK: Rows

  private mutating func add(_ rows: CheckedRows, _ total: inout Total) {
    switch rows.source {
    case .list(let resource, let filters):
      let query = Planner.plan(resource, filters, rows, constants: constants)
      add(query, resource, &total)
      for step in query.steps { add(step, behind: query, &total) }
      return
    case .object where rows.wantsNone(constants), .objects where rows.wantsNone(constants):
      total.requests = "0"
      addLine("source", "no request", "no row is wanted")
    case .object(let resource, let id):
      total.requests = "1"
      let id = constants(id)?.text ?? "…"
      addLine("source", "GET \(resource.path)/\(id)", "once")
    case .objects(let resource, let ids, let drops):
      total.requests = ids.countText
      let missing = drops ? "missing ones are dropped" : "a missing one stops"
      addLine("source", "GET \(resource.path)/…", "\(ids.countText), each once; \(missing)")
    case .file(let path, _):
      let columns = rows.sourceType.openType == nil ? "" : "; columns not known before it runs"
      addLine("source", "read \(path.fileText)", "as it is read\(columns)")
    case .variable(let name): addLine("source", name.variableText, "as it was read")
    case .outcomes(let plan, _, let outline):
      add(plan, &total)
      add(outline, &total)
    }
    for step in rows.steps { add(step, &total) }
  }

  private mutating func add(_ query: QueryPlan, _ resource: Resource, _ total: inout Total) {
    let requests = query.requests
    total.requests = requests.isEmpty ? "0" : "\(requests.count) or more"
    if requests.isEmpty { addLine("source", "no request", "no row is wanted") }
    let pages = requests.count > 1 ? "pages as needed, merged newest first" : "pages as needed"
    for request in requests { addLine("source", "GET \(resource.path)\(request.query)", pages) }
    for conjunct in query.pushed { addLine("  pushed", conjunct.text, "(checked again here)") }
  }

  // MARK: Stages

  /// Adds a stage, which may stand behind a list.
  private mutating func add(
    _ step: CheckedStep, behind query: QueryPlan? = nil, _ total: inout Total
  ) {
    if step.outline.collects { total.collects = true }
    let flow = step.outline.flow
    switch step.stage {
    case .where(let conjuncts):
      for conjunct in conjuncts {
        let unknown = conjunct.expression.unknownRemark(in: step.input)
        addLine("  here", conjunct.text, unknown.isEmpty ? flow : "\(flow); \(unknown)")
      }
    case .take(let count):
      let text = if case .int(let number) = constants(count) { "\(number)" } else { "…" }
      addLine(
        "  take \(text)", query.map(limitRemark) ?? "streams; the first rows only", "")
    case .join: addLine("  join", step.outline.detail, "\(flow); the other side is held")
    case .expand(let reference):
      total.requests += ", and 1 for each \(reference.path)"
      addLine("  expand", step.outline.detail, "\(flow); one request for each, kept")
    case .fetch:
      total.requests += ", and 1 for each row"
      addLine("  fetch", step.outline.detail, "\(flow); one request for each, kept")
    default: addLine("  \(step.outline.command)", step.outline.detail, flow)
    }
  }

  private mutating func add(_ outline: StageOutline, _ total: inout Total) {
    if outline.collects { total.collects = true }
    addLine("  \(outline.command)", outline.detail, outline.flow)
  }

  private func limitRemark(_ query: QueryPlan) -> String {
    let isSent = query.requests.contains { $0.pageSize < WireLimits.maximumPageSize }
    return switch query.steps.first?.stage {
    case _ where query.requests.isEmpty: "the first rows only"
    case .take: isSent ? "stops paging; sent as a limit" : "stops paging"
    case .where: "stops paging; not sent as a limit (a condition is left)"
    default: "the first rows only"
    }
  }

  // MARK: The whole

  private func summary(_ flow: CheckedFlow, _ total: Total) -> Explanation.Line {
    let (label, text) =
      switch flow.type {
      case .rows(let rows): ("rows", rows.name)
      case .plan(let action): ("plan", action.rawValue)
      case .value(let value): ("value", value.type.name)
      case .chart: ("chart", "")
      case .written: ("output", "")
      }
    let effect = flow.effect
    let requests =
      effect > .read ? "\(total.requests), and 2 for each row applied" : total.requests
    return Explanation.Line(
      label: label, text: text,
      remarks: [
        total.collects ? "collects" : "streams", "effect \(effect.name)", "requests \(requests)",
      ])
  }

  private mutating func addLine(_ label: String, _ text: String, _ remark: String) {
    lines.append(
      Explanation.Line(label: label, text: text, remarks: remark.isEmpty ? [] : [remark]))
  }
}

extension StageOutline {
  fileprivate var flow: String { collects ? "collects" : "streams" }
}

extension ListRequest {
  /// The filters as a query, `?status=won`, with a limit that is smaller than that of any list;
  /// empty without any.
  var query: String {
    let limit = pageSize < WireLimits.maximumPageSize ? ["limit=\(pageSize)"] : []
    let parts =
      expanding.map { "expand[]=data.\($0)" } + filters.map { "\($0.name)=\($0.value)" } + limit
    return parts.isEmpty ? "" : "?" + parts.sorted().joined(separator: "&")
  }
}

extension CheckedIDs {
  /// How many objects are asked for.
  fileprivate var countText: String {
    switch self {
    case .value(.list(let elements)): "\(elements.count)"
    case .emptyFile: "0"
    case .value, .file, .rows: "1 for each id"
    }
  }
}

extension CheckedExpression {
  /// What makes a condition neither true nor false.
  fileprivate func unknownRemark(in rows: RowType) -> String {
    var remarks: [String] = []
    for remark in unknowns(in: rows) where !remarks.contains(remark) { remarks.append(remark) }
    return remarks.isEmpty ? "" : remarks.joined(separator: ", ") + ": unknown"
  }

  /// What can be missing or of another kind, so that the condition becomes unknown.
  private func unknowns(in rows: RowType) -> [String] {
    switch self {
    case .comparison(let sign, let left, let right) where sign.isOrdering:
      [left, right].flatMap { $0.missing(in: rows) }
        + (left.isMoneyLiteral || right.isMoneyLiteral ? ["other currencies"] : [])
    case .containing(let whole, _), .matching(let whole, _): whole.missing(in: rows)
    case .not, .and, .or, .conditional: parts.flatMap { $0.unknowns(in: rows) }
    default: []
    }
  }

  private func missing(in rows: RowType) -> [String] {
    switch self {
    case .field, .namedField:
      path.map { rows.field($0)?.type.isNullable == true ? ["no \($0)"] : [] } ?? []
    case .entry: path.map { ["no \($0)"] } ?? []
    default: []
    }
  }

  private var isMoneyLiteral: Bool {
    if case .constant(.money) = self { true } else { false }
  }

  /// A file in a few words.
  var fileText: String {
    switch self {
    case .constant(.file(let path)): "@\(path)"
    case .variable(let name): "$\(name)"
    default: "a file"
    }
  }
}

extension RowsSource {
  /// What a program writes for the rows a variable holds: `$due`; nil for other sources.
  var sourceText: String? {
    if case .variable(let name) = self { name == "_" ? "$_" : name.variableText } else { nil }
  }
}

extension Value {
  /// The text it is; nil for any other value.
  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

extension String {
  /// A variable in a few words; what no program can write is a pipeline.
  var variableText: String {
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

extension CheckedPipeline {
  /// The variables it goes on from, and those that these do, each once and before what uses it.
  fileprivate func variables(among pipelines: [String: CheckedPipeline]) -> [String] {
    var found: [String] = []
    var seen: Set<String> = []
    // What is still to be told of, the next last; a name comes back once all before it was told of.
    var waiting = Array(ownVariables.reversed()).map { (name: $0, isReady: false) }
    while let (name, isReady) = waiting.popLast() {
      if isReady {
        found.append(name)
      } else if seen.insert(name).inserted, let pipeline = pipelines[name] {
        waiting.append((name, true))
        waiting += pipeline.ownVariables.reversed().map { ($0, false) }
      }
    }
    return found
  }

  /// The variables that it and the pipelines inside it go on from.
  private var ownVariables: [String] {
    prerequisites.flatMap(\.pipeline.ownVariables) + flow.variables
  }
}

extension CheckedFlow {
  /// The variables whose rows, plan, picture or value it is made from.
  fileprivate var variables: [String] {
    let own: [String] =
      switch self {
      case .plan(let plan), .output(.savedPlan(let plan, _, _)): plan.variables
      case .chart(.variable(let name)), .output(.savedChart(.variable(let name), _, _)): [name]
      case .value(.expression(.variable(let name), _)),
        .output(.shownValue(.expression(.variable(let name), _), _, _)):
        [name]
      default: []
      }
    return own + (rows?.variables ?? [])
  }
}

extension CheckedPlan {
  fileprivate var variables: [String] {
    switch self {
    case .variable(let name, _): [name]
    case .shown(let plan, _): plan.variables
    case .write, .upload: []
    }
  }
}

extension CheckedRows {
  fileprivate var variables: [String] {
    let origin: [String] =
      switch source {
      case .variable(let name), .objects(_, .rows(let name, _), _): [name]
      case .outcomes(let plan, _, _): CheckedFlow.plan(plan).variables
      default: []
      }
    return origin
      + steps.compactMap { step in
        if case .join(let join) = step.stage { join.variable } else { nil }
      }
  }
}
