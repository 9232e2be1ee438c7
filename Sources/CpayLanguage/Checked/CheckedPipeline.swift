public import CpayModel
public import CpayValue

/// A source and the stages behind it, with what has to run before.
public struct CheckedPipeline: Sendable {
  /// What it comes to, with all it is made from.
  public let flow: CheckedFlow
  /// The pipelines inside its expressions, to be run first.
  public let prerequisites: [Prerequisite]

  /// What comes out.
  public var type: PipelineType { flow.type }

  /// How far running it reaches, without what applying its plan would.
  public var effect: EffectClass {
    max(flow.effect, prerequisites.map(\.pipeline.effect).max() ?? .pure)
  }
}

/// A pipeline inside an expression, run before what it stands in.
public struct Prerequisite: Sendable {
  /// The name its result has in expressions.
  public let name: String
  /// The pipeline.
  public let pipeline: CheckedPipeline
}

/// What flows out of a pipeline's last stage.
///
/// Each kind holds what it is made from, so that whoever runs it needs no stage that could be out
/// of place: a plan can only be applied, and only rows can be filtered.
public indirect enum CheckedFlow: Sendable {
  /// Rows.
  case rows(CheckedRows)
  /// A plan of writes.
  case plan(CheckedPlan)
  /// A single value.
  case value(CheckedValue)
  /// A picture.
  case chart(CheckedChart)
  /// Something that is shown or saved here, and not handed on.
  case output(CheckedOutput)

  /// What comes out.
  public var type: PipelineType {
    switch self {
    case .rows(let rows): .rows(rows.type)
    case .plan(let plan): .plan(plan.action)
    case .value(.expression(_, let type)): .value(type)
    case .value(.count): .value(FieldType(.int))
    case .chart: .chart
    case .output: .written
    }
  }
}

/// Rows: where they come from, and what happens to them on the way.
public struct CheckedRows: Sendable {
  /// Where they come from.
  public let source: RowsSource
  /// What the source yields.
  public let sourceType: RowType
  /// What looking at the file has found that they come from; nil where it was not looked at, and for
  /// other sources.
  public let look: RecordLook?
  /// The last step, which knows those before it.
  private var last: StepChain?

  /// The rows of a source.
  public init(_ source: RowsSource, _ type: RowType, look: RecordLook? = nil) {
    (self.source, sourceType, self.look) = (source, type, look)
  }

  /// What happens to them, in order.
  public var steps: [CheckedStep] { last?.steps ?? [] }

  /// How many steps there are.
  var stepCount: Int { last?.count ?? 0 }

  /// What comes out at the end.
  public var type: RowType { last?.step.output ?? sourceType }

  /// The same rows with one more step at the end.
  func then(_ stage: CheckedStage, _ output: RowType, _ outline: StageOutline) -> CheckedRows {
    var rows = self
    rows.last = StepChain(
      CheckedStep(stage: stage, input: type, output: output, outline: outline), behind: last)
    return rows
  }

  /// The same rows with those steps in place of their own.
  func with(_ steps: [CheckedStep]) -> CheckedRows {
    var rows = self
    rows.last = steps.reduce(nil) { StepChain($1, behind: $0) }
    return rows
  }
}

/// A step and those before it, so that one more copies none of them.
///
/// A pipeline has at most ``PipelineChecker/maximumLength`` of them, each of which lets go of the one
/// before it.
private final class StepChain: Sendable {
  let step: CheckedStep
  let previous: StepChain?
  let count: Int

  init(_ step: CheckedStep, behind previous: StepChain?) {
    (self.step, self.previous) = (step, previous)
    count = (previous?.count ?? 0) + 1
  }

  /// All steps, in order.
  var steps: [CheckedStep] {
    var steps: [CheckedStep] = []
    steps.reserveCapacity(count)
    var next: StepChain? = self
    while let link = next {
      steps.append(link.step)
      next = link.previous
    }
    return steps.reversed()
  }
}

/// Where rows come from.
public indirect enum RowsSource: Sendable {
  /// All objects of a resource that the filters let through.
  case list(Resource, filters: [FilterArgument])
  /// One object by its id.
  case object(Resource, id: CheckedExpression)
  /// Objects by their ids, in their order.
  case objects(Resource, CheckedIDs, dropsMissing: Bool)
  /// The rows of a file, written as the program says.
  case file(CheckedExpression, RecordForm)
  /// The rows a variable holds.
  case variable(String)
  /// What became of the rows of a plan that is applied here.
  case outcomes(CheckedPlan, ApplyTerms, StageOutline)
}

/// A parameter of a list, as the program gives it.
public struct FilterArgument: Sendable {
  /// The field that the API filters by.
  public let field: Resource.Field
  /// Its value, which reads no row.
  public let value: CheckedExpression
}

/// The ids that objects are asked for by.
public enum CheckedIDs: Sendable {
  /// A list of ids, or a file of them, which of the two only running tells.
  case value(CheckedExpression)
  /// A file of ids, which may be one page of a list that goes on.
  case file(String, isPage: Bool)
  /// A file that held no ids when it was looked at.
  case emptyFile(String)
  /// The column `id` of the rows a variable holds.
  case rows(variable: String, CheckedExpression)
}

/// How a plan is to be applied; what is not given is up to whoever applies it.
public struct ApplyTerms: Sendable {
  /// The most rows it may have.
  public let bound: CheckedExpression?
  /// Requests under way at once.
  public let parallel: CheckedExpression?
  /// Rows to send one at a time before others.
  public let canary: CheckedExpression?
  /// What follows a row that failed.
  public let onError: OnError

  /// What follows a row that failed.
  public enum OnError: String, Sendable, CaseIterable {
    /// Nothing more is sent.
    case stop
    /// The next row.
    case `continue`
  }
}

/// A plan: what it writes, and to what.
public indirect enum CheckedPlan: Sendable {
  /// A write to the dispute behind each row; the evidence is computed of each.
  case write(WriteAction, evidence: CheckedEvidence?, CheckedRows, StageOutline)
  /// A file for the API.
  case upload(CheckedExpression, purpose: CheckedExpression?)
  /// The plan a variable holds.
  case variable(String, WriteAction)
  /// A plan that is shown on its way.
  case shown(CheckedPlan, StageOutline)

  /// What it does.
  public var action: WriteAction {
    switch self {
    case .write(let action, _, _, _): action
    case .upload: .upload
    case .variable(_, let action): action
    case .shown(let plan, _): plan.action
    }
  }
}

/// The evidence of a write, and what becomes of a row that lacks some.
public struct CheckedEvidence: Sendable {
  /// What computes it of a row.
  public let expression: CheckedExpression
  /// What a row does one of whose documents cannot be used.
  public let onMissing: OnMissing

  /// What a row does one of whose documents cannot be used: it is missing, unreadable or empty, or its
  /// name would hold what may not stand in one.
  public enum OnMissing: String, Sendable, CaseIterable {
    /// There is no plan; all such documents are named.
    case stop
    /// It is not sent, and the others are.
    case ineligible
  }
}

/// A single value, and what it is computed from.
public enum CheckedValue: Sendable {
  /// A value that no row takes part in.
  case expression(CheckedExpression, FieldType)
  /// How many rows there are.
  case count(CheckedRows, StageOutline)
}

/// A picture, and what it is drawn from.
public enum CheckedChart: Sendable {
  /// A value for each label.
  case drawn(CheckedRows, label: Column, value: Column, ChartKind, StageOutline)
  /// The picture a variable holds.
  case variable(String)
}

/// What is shown or saved.
public enum CheckedOutput: Sendable {
  /// Rows in a format of the program's own choice.
  case shownRows(CheckedRows, OutputFormat, raw: CheckedExpression?, StageOutline)
  /// A value in a format of the program's own choice.
  case shownValue(CheckedValue, OutputFormat, StageOutline)
  /// Rows in a file, in the format of its name.
  case savedRows(CheckedRows, CheckedExpression, raw: CheckedExpression?, StageOutline)
  /// A picture in a file.
  case savedChart(CheckedChart, CheckedExpression, StageOutline)
  /// A plan in a file, from which it can be applied once.
  case savedPlan(CheckedPlan, CheckedExpression, StageOutline)
}

// MARK: How far it reaches

extension CheckedFlow {
  /// How far running it reaches, without what applying the plan it ends in would.
  var effect: EffectClass {
    switch self {
    case .rows(let rows): rows.effect
    case .plan(let plan): plan.effect
    case .value(.expression): .pure
    case .value(.count(let rows, _)): rows.effect
    case .chart(let chart): chart.effect
    case .output(.shownRows(let rows, _, _, _)): rows.effect
    case .output(.shownValue(let value, _, _)): CheckedFlow.value(value).effect
    case .output(.savedRows(let rows, _, _, _)): max(.read, rows.effect)
    case .output(.savedChart(let chart, _, _)): max(.read, chart.effect)
    case .output(.savedPlan(let plan, _, _)): max(.read, plan.effect)
    }
  }
}

extension CheckedRows {
  /// How far reading them reaches.
  public var effect: EffectClass {
    max(source.effect, steps.map(\.outline.effect).max() ?? .pure)
  }
}

extension RowsSource {
  fileprivate var effect: EffectClass {
    switch self {
    case .list, .object, .objects, .file: .read
    case .variable: .pure
    case .outcomes(let plan, _, _): max(plan.effect, plan.action.effect)
    }
  }
}

extension CheckedPlan {
  /// How far making it reaches.
  fileprivate var effect: EffectClass {
    switch self {
    case .write(_, _, let rows, _): max(.read, rows.effect)
    case .upload: .read
    case .variable: .pure
    case .shown(let plan, _): plan.effect
    }
  }
}

extension CheckedChart {
  fileprivate var effect: EffectClass {
    if case .drawn(let rows, _, _, _, _) = self { rows.effect } else { .pure }
  }
}

// MARK: What it is made from

extension CheckedFlow {
  /// The rows it is made from directly; nil where it is made from none.
  public var rows: CheckedRows? {
    switch self {
    case .rows(let rows): rows
    case .plan(let plan): plan.rows
    case .value(let value): value.rows
    case .chart(let chart): chart.rows
    case .output(.shownRows(let rows, _, _, _)), .output(.savedRows(let rows, _, _, _)): rows
    case .output(.shownValue(let value, _, _)): value.rows
    case .output(.savedChart(let chart, _, _)): chart.rows
    case .output(.savedPlan(let plan, _, _)): plan.rows
    }
  }

  /// The rows at the very beginning, those that a plan on the way is made from included.
  public var origin: CheckedRows? {
    guard let rows else { return nil }
    if case .outcomes(let plan, _, _) = rows.source { return CheckedFlow.plan(plan).origin }
    return rows
  }
}

extension CheckedPlan {
  fileprivate var rows: CheckedRows? {
    switch self {
    case .write(_, _, let rows, _): rows
    case .shown(let plan, _): plan.rows
    case .upload, .variable: nil
    }
  }
}

extension CheckedValue {
  fileprivate var rows: CheckedRows? {
    if case .count(let rows, _) = self { rows } else { nil }
  }
}

extension CheckedChart {
  fileprivate var rows: CheckedRows? {
    if case .drawn(let rows, _, _, _, _) = self { rows } else { nil }
  }
}
