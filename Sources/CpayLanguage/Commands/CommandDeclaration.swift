public import CpayModel
public import CpayValue

/// A command: what it is called and takes, and the checked form of a stage that calls it.
///
/// Everything that is known of a command before it runs stands in its declaration. Checking, help,
/// usage, completion and `explain` derive from it.
public final class CommandDeclaration: Sendable {
  /// Where a command may stand.
  public enum Kind: Hashable, Sendable {
    /// First in a pipeline.
    case source
    /// Behind rows, and yields rows.
    case filter
    /// Behind rows, and yields a plan.
    case write
    /// Behind a plan.
    case effect
    /// Behind what a pipeline has come to; shows or saves it.
    case end
  }

  /// What becomes of the columns of the rows that a command is given.
  public enum Shape: Hashable, Sendable {
    /// They stay as they are.
    case same
    /// There are more of them.
    case extended
    /// There are others.
    case changed
  }

  /// What a command hands on, as far as it can be told before its arguments are known.
  public enum Yield: Hashable, Sendable {
    /// The rows it was given, perhaps fewer or in another order.
    case sameRows
    /// Rows whose columns its arguments tell.
    case rows
    /// The objects of a resource.
    case objects(Resource)
    /// Rows of those columns.
    case made([RowType.Field])
    /// A plan.
    case plan(WriteAction)
    /// A single value.
    case value(FieldType)
    /// A picture.
    case chart
    /// Nothing: what it was given has been shown or saved.
    case nothing
  }

  /// What else than rows a command can be given.
  public enum Input: String, Hashable, Sendable, CaseIterable {
    /// A plan of writes.
    case plan
    /// A single value.
    case value
    /// A picture.
    case chart
  }

  /// The word that calls it.
  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// Where it may stand.
  public let kind: Kind
  /// What it takes, in the order of its usage.
  public let parameters: [ParameterOutline]
  /// What can be given by name.
  public let arguments: [ParameterOutline]
  /// What stands behind the name of the command; nil where nothing does.
  public let operand: ParameterOutline?
  /// What it hands on.
  public let yield: Yield
  /// What it hands on, in a few words.
  public let gives: String
  /// What it does to the columns of rows.
  public let shape: Shape
  /// How far it reaches by itself.
  public let effect: EffectClass
  /// Whether it holds back its first row until the last has come.
  public let collects: Bool
  /// Whole programs that show it.
  public let examples: [String]

  private let requires: @Sendable (CheckedFlow, StageChecker) -> Bool
  private let forms: Forms

  /// The forms a command has, by what it is given; nil where it has none.
  private struct Forms: Sendable {
    var source: (@Sendable (StageChecker) -> CheckedFlow?)?
    var rows: (@Sendable (CheckedRows, StageChecker) -> CheckedFlow?)?
    var plan: (@Sendable (CheckedPlan, StageChecker) -> CheckedFlow?)?
    var value: (@Sendable (CheckedValue, StageChecker) -> CheckedFlow?)?
    var chart: (@Sendable (CheckedChart, StageChecker) -> CheckedFlow?)?
  }

  /// A command called `name`, with one form for each kind of thing it can be given; a form makes
  /// what the pipeline comes to from the values of the parameters.
  ///
  /// What it `requires` of what it is given is looked at before its parameters, and is to report
  /// what is missing.
  init<Values>(
    _ name: String, _ summary: String, _ kind: Kind, _ parameters: Parameters<Values>,
    yields yield: Yield, gives: String, shape: Shape = .changed, effect: EffectClass = .pure,
    collects: Bool = false, examples: [String],
    requires: @escaping @Sendable (CheckedFlow, StageChecker) -> Bool = { _, _ in true },
    source: (@Sendable (Form, Values) -> CheckedFlow?)? = nil,
    rows: (@Sendable (CheckedRows, Form, Values) -> CheckedFlow?)? = nil,
    plan: (@Sendable (CheckedPlan, Form, Values) -> CheckedFlow?)? = nil,
    value: (@Sendable (CheckedValue, Form, Values) -> CheckedFlow?)? = nil,
    chart: (@Sendable (CheckedChart, Form, Values) -> CheckedFlow?)? = nil
  ) {
    (self.name, self.summary, self.kind) = (name, summary, kind)
    (self.yield, self.gives, self.shape) = (yield, gives, shape)
    (self.effect, self.collects, self.examples) = (effect, collects, examples)
    (self.parameters, self.requires) = (parameters.outlines, requires)
    arguments = parameters.outlines.filter { $0.name != nil }
    operand = parameters.outlines.first { $0.name == nil }
    let read: @Sendable (StageChecker) -> (Form, Values)? = { stage in
      guard let values = parameters.check(stage) else { return nil }
      let facts = parameters.facts(values)
      let outline = StageOutline(
        command: name, detail: facts.detail.isEmpty ? summary : facts.detail, reads: facts.reads,
        makes: facts.makes, shape: shape, effect: effect, collects: collects)
      return (Form(stage: stage, outline: outline), values)
    }
    var forms = Forms()
    if let source {
      forms.source = { stage in read(stage).flatMap { source($0, $1) } }
    }
    if let rows {
      forms.rows = { given, stage in read(stage).flatMap { rows(given, $0, $1) } }
    }
    if let plan {
      forms.plan = { given, stage in read(stage).flatMap { plan(given, $0, $1) } }
    }
    if let value {
      forms.value = { given, stage in read(stage).flatMap { value(given, $0, $1) } }
    }
    if let chart {
      forms.chart = { given, stage in read(stage).flatMap { chart(given, $0, $1) } }
    }
    self.forms = forms
  }

  /// What a form is made with, besides what it is given.
  struct Form {
    let stage: StageChecker
    let outline: StageOutline

    /// The rows with one more stage, which leaves their columns as they are.
    func keeping(_ rows: CheckedRows, _ stage: CheckedStage) -> CheckedFlow {
      .rows(rows.then(stage, rows.type, outline))
    }
  }

  // MARK: Parameters

  /// The parameter called `name`.
  func argument(_ name: String) -> ParameterOutline? { parameters.first { $0.name == name } }

  /// Whether `name=value` makes a column, rather than being an argument.
  func isColumn(_ name: String) -> Bool {
    operand?.makesColumns == true && argument(name) == nil
  }

  // MARK: Places

  /// The write it plans; nil for any other command.
  public var write: WriteAction? {
    if case .plan(let action) = yield { action } else { nil }
  }

  /// Whether a script has to name the command in an `allow` statement.
  var needsAllowance: Bool { write?.effect == .final }

  /// Whether the command shows or saves what it is given.
  var isOutput: Bool {
    switch yield {
    case .nothing, .chart: true
    default: false
    }
  }

  /// What it takes besides rows.
  var alsoTakes: [Input] {
    Input.allCases.filter { input in
      switch input {
      case .plan: forms.plan != nil
      case .value: forms.value != nil
      case .chart: forms.chart != nil
      }
    }
  }

  /// Whether the command can stand behind that.
  func accepts(_ input: PipelineType) -> Bool {
    switch input {
    case .rows: forms.rows != nil
    case .plan: forms.plan != nil
    case .value: forms.value != nil
    case .chart: forms.chart != nil
    case .written: false
    }
  }

  // MARK: Checking

  /// What a pipeline that begins with the command comes to; nil after a mistake.
  func begin(_ stage: StageChecker) -> CheckedFlow? {
    forms.source?(stage)
  }

  /// What the command makes of what it is given; nil after a mistake, or where it
  /// does not accept that.
  func extend(_ flow: CheckedFlow, _ stage: StageChecker) -> CheckedFlow? {
    guard requires(flow, stage) else { return nil }
    return switch flow {
    case .rows(let rows): forms.rows?(rows, stage)
    case .plan(let plan): forms.plan?(plan, stage)
    case .value(let value): forms.value?(value, stage)
    case .chart(let chart): forms.chart?(chart, stage)
    case .output: nil
    }
  }
}

extension CommandDeclaration.Yield {
  /// What stands behind the command, whatever it is given; nil where nothing can.
  var likelyType: PipelineType? {
    switch self {
    case .plan(let action): .plan(action)
    case .value(let type): .value(type)
    case .chart: .chart
    case .nothing: nil
    case .sameRows, .rows, .objects, .made: .rows(RowType(made: []))
    }
  }
}
