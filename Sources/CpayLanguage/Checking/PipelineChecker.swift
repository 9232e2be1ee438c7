import CpayModel
import CpaySyntax
import CpayValue

/// Settles the stages of pipelines, each by what the one before hands on.
final class PipelineChecker {
  let state: CheckState
  let environment: CheckEnvironment

  /// Definitions that use others twice over and over would come to more than any machine holds.
  private static let maximumStages = 10_000
  /// The most that stand in one pipeline.
  private static let maximumLength = 1000
  /// The most that rows may have, made or of a file.
  private static let maximumColumns = 1000

  init(_ state: CheckState, _ environment: CheckEnvironment) {
    (self.state, self.environment) = (state, environment)
  }

  func report(_ problem: LanguageProblem, at range: Range<Int>) {
    report(Diagnostic(problem, at: range))
  }

  func report(_ diagnostic: Diagnostic) { state.report(diagnostic, in: environment.source) }

  /// Checks expressions over those rows.
  func expressions(_ rows: RowType?) -> ExpressionChecker {
    ExpressionChecker(state, environment, rows: rows)
  }

  /// The same behind a mistake.
  private var doubting: PipelineChecker {
    guard !environment.isInDoubt else { return self }
    var environment = environment
    environment.isInDoubt = true
    return PipelineChecker(state, environment)
  }

  private func observe(_ wanted: @autoclosure () -> Wanted, at node: Syntax) {
    state.observer?.observe(node.mainText, environment, wanted)
  }

  // MARK: Whole pipelines

  /// The checked form of a pipeline; nil after a mistake.
  func pipeline(_ syntax: Syntax) -> CheckedPipeline? {
    guard syntax.kind == .pipeline, let first = syntax.children.first else { return nil }
    let rest = Array(syntax.children.dropFirst())
    var inner = environment
    inner.writes = environment.writes || writes(rest, environment.scope.definitions)
    let checker = PipelineChecker(state, inner)
    let (checked, inside) = state.collectingPrerequisites { checker.flow(first, rest) }
    return checked.map {
      CheckedPipeline(flow: $0.flow, prerequisites: $0.prerequisites + inside)
    }
  }

  private func flow(
    _ first: Syntax, _ rest: [Syntax]
  ) -> (flow: CheckedFlow, prerequisites: [Prerequisite])? {
    if first.kind == .commandStage { observe(.source, at: first) }
    if first.kind == .commandStage, let definition = environment.scope.definitions[first.mainText] {
      guard let start = expandFirst(definition, first), let flow = extend(start.flow, rest)
      else { return nil }
      return (flow, start.prerequisites)
    }
    guard let source = source(first) else {
      if state.observer != nil { _ = extend(likelyFlow(of: first), rest) }
      return nil
    }
    return extend(source, rest).map { ($0, []) }
  }

  /// Whether one of the stages plans a write, definitions included.
  func writes(_ stages: [Syntax], _ definitions: [String: Definition]) -> Bool {
    stages.contains { stage in
      guard stage.kind == .commandStage else { return false }
      return definitions[stage.mainText]?.writes
        ?? (state.context.catalog.command(stage.mainText)?.kind == .write)
    }
  }

  // MARK: Sources

  private func source(_ syntax: Syntax) -> CheckedFlow? {
    switch syntax.kind {
    case .lastResultStage: return variableSource("_", at: syntax.mainRange)
    case .valueStage where syntax.child.kind == .variable:
      observe(.variable(nil), at: syntax.child)
      return variableSource(String(syntax.child.text.dropFirst()), at: syntax.child.range)
    case .valueStage where syntax.child.kind == .subpipeline:
      return subpipeline(syntax.child).flatMap {
        variableSource($0.name, $0.type, at: syntax.child.range)
      }
    case .valueStage:
      guard let value = expressions(nil).expression(syntax.child) else { return nil }
      return .value(.expression(value.expression, value.type))
    case .commandStage: return commandSource(syntax)
    default: return nil
    }
  }

  private func commandSource(_ syntax: Syntax) -> CheckedFlow? {
    guard let command = command(syntax, behind: nil) else { return nil }
    guard command.kind == .source else {
      let operand = syntax.children.first { $0.kind == .key }?.child.text
      report(
        .noSourceFirst(command.name, isWrite: command.kind == .write, operand: operand),
        at: syntax.mainRange)
      return nil
    }
    return checking { command.begin(StageChecker(self, syntax, command, behind: nil)) }
  }

  private func variableSource(_ name: String, at range: Range<Int>) -> CheckedFlow? {
    if let formal = environment.formals[name] {
      return .value(.expression(formal.expression, formal.type))
    }
    guard let type = environment.scope.variables[name] else {
      if environment.misses(name) {
        report(environment.unknownVariable(name), at: range)
      }
      return nil
    }
    return variableSource(name, type, at: range)
  }

  private func variableSource(
    _ name: String, _ type: PipelineType, at range: Range<Int>
  ) -> CheckedFlow? {
    switch type {
    case .rows(let type): return .rows(CheckedRows(.variable(name), type))
    case .plan(let action): return .plan(.variable(name, action))
    case .value(let type): return .value(.expression(.variable(name), type))
    case .chart: return .chart(.variable(name))
    case .written:
      report(environment.unknownVariable(name), at: range)
      return nil
    }
  }

  /// The command that a stage calls; nil for a word that is none.
  private func command(_ syntax: Syntax, behind input: PipelineType?) -> CommandDeclaration? {
    let name = syntax.mainText
    if let command = state.context.catalog.command(name) { return command }
    guard !environment.poisoned.contains(name) else { return nil }
    let all = state.context.catalog.commands.map(\.name) + environment.scope.definitionNames
    if environment.lacksNames, Suggestion.nearest(to: name, among: all) == nil { return nil }
    if environment.expanding.last == name {
      report(.definitionUsesItself(name), at: syntax.mainRange)
    } else if case .rows(let rows) = input, rows.fields.contains(where: { $0.name == name }) {
      report(.fieldAsCommand(name), at: syntax.mainRange)
    } else {
      report(
        .unknownCommand(
          name, isVariable: input == nil && environment.scope.variables[name] != nil,
          fitting: names(behind: input) + (input == nil ? statementWords(for: name) : []),
          others: all,
          below: environment.line(below: name) { $0 == .defStatement }),
        at: syntax.mainRange)
    }
    return nil
  }

  /// The word that begins a statement, where one is meant; notes where that is `allow`.
  private func statementWords(for name: String) -> [String] {
    let words = ["allow", "explain", "require", "use", "let", "def", "param"]
    guard let near = Suggestion.nearest(to: name, among: words) else { return [] }
    if near == "allow" { state.mayAllow = true }
    return [near]
  }

  /// What may be called behind that, or first: commands, then definitions.
  private func names(behind input: PipelineType?) -> [String] {
    let commands = state.context.catalog.commands.filter { command in
      input.map { command.kind != .source && command.accepts($0) } ?? (command.kind == .source)
    }
    let definitions = environment.scope.definitionNames.filter { name in
      environment.scope.definitions[name].map {
        startsWithSource($0.body, $0.known) == (input == nil)
      } ?? false
    }
    return commands.map(\.name) + definitions
  }

  /// What `check` makes, where it reports no mistake.
  private func checking<Result>(_ check: () -> Result?) -> Result? {
    let before = state.errorCount
    let result = check()
    return state.errorCount == before ? result : nil
  }

  /// A pipeline inside an expression, which is run before what it stands in.
  func subpipeline(_ syntax: Syntax) -> (name: String, type: PipelineType)? {
    var inner = environment
    (inner.isTopLevel, inner.writes, inner.isInDoubt) = (false, false, false)
    // It is run before what it stands in, whatever becomes of that.
    inner.maySkip = false
    guard let pipeline = PipelineChecker(state, inner).pipeline(syntax.child) else { return nil }
    if case .plan = pipeline.type {
      report(.planInExpression, at: syntax.range)
      return nil
    }
    guard pipeline.effect <= .read else {
      report(.writeInExpression, at: syntax.range)
      return nil
    }
    let name = state.hiddenName()
    state.prerequisites.append(Prerequisite(name: name, pipeline: pipeline))
    return (name, pipeline.type)
  }

  // MARK: Stages

  /// What a pipeline comes to that goes on with those stages; nil after a mistake.
  func extend(_ flow: CheckedFlow, _ stages: [Syntax]) -> CheckedFlow? {
    var (flow, checker) = (flow, self)
    var isWhole = true
    for stage in stages {
      if let next = checker.extend(flow, stage) {
        flow = next
        continue
      }
      // A wrong stage that would have kept its rows hides no mistake in those behind it, but for
      // those that it may have ruled out, or that rest on a stage which is not read as one.
      isWhole = false
      if runsOn(stage, flow), state.observer == nil { return nil }
      checker = checker.doubting
      if state.context.catalog.command(stage.mainText)?.yield == .sameRows, case .rows = flow {
        continue
      }
      guard state.observer != nil else { return nil }
      flow = likelyFlow(of: stage)
    }
    return isWhole ? flow : nil
  }

  /// Whether the `|` behind a stage is missing.
  private func runsOn(_ stage: Syntax, _ flow: CheckedFlow) -> Bool {
    guard let command = state.context.catalog.command(stage.mainText) else { return false }
    return StageChecker(self, stage, command, behind: flow.type).runsOn
  }

  /// Whether one more stage fits; the first that does not is reported, and ends the check of all
  /// others, which may be that many again.
  private func isWithinBounds(_ flow: CheckedFlow, _ stage: Syntax) -> Bool {
    guard !state.isTooLong else { return false }
    state.stageCount += 1
    let isLong = (flow.rows?.stepCount ?? 0) >= PipelineChecker.maximumLength
    state.isTooLong = isLong || state.stageCount > PipelineChecker.maximumStages
    guard state.isTooLong else { return true }
    report(
      isLong
        ? .tooLong(PipelineChecker.maximumLength) : .tooManyStages(PipelineChecker.maximumStages),
      at: stage.mainRange)
    return false
  }

  private func extend(_ flow: CheckedFlow, _ syntax: Syntax) -> CheckedFlow? {
    guard syntax.kind == .commandStage else { return nil }
    guard isWithinBounds(flow, syntax) else { return nil }
    let input = flow.type
    observe(
      .stage(
        after: input, mayShow: environment.isTopLevel, mayWrite: flow.rows?.takeWrites ?? false),
      at: syntax)
    if let definition = environment.scope.definitions[syntax.mainText] {
      return expand(definition, syntax, after: flow)
    }
    guard let command = command(syntax, behind: input) else { return nil }
    guard command.accepts(input) else {
      report(.cannotFollow(command.name, command.kind, input), at: syntax.mainRange)
      return nil
    }
    guard !command.isOutput || environment.isTopLevel else {
      report(.outputInside(command.name), at: syntax.mainRange)
      return nil
    }
    return checking {
      let next = command.extend(flow, StageChecker(self, syntax, command, behind: input))
      guard case .rows(let rows)? = next,
        rows.type.fields.count > PipelineChecker.maximumColumns
      else { return next }
      report(.tooManyColumns(PipelineChecker.maximumColumns), at: syntax.mainRange)
      return nil
    }
  }

  /// Asks for leave where a final write is planned, and again where a plan is applied, which may
  /// have been made elsewhere.
  func requireAllowance(_ stage: Syntax, for action: WriteAction) {
    // One `allow` mends all places, so that the first is enough.
    guard action.effect == .final, !state.mayAllow, !state.refused.contains(action) else {
      return
    }
    let errors = state.errorCount
    defer { if state.errorCount > errors { state.refused.insert(action) } }
    let name = action.rawValue
    if let allowed = state.context.allowed, !allowed.contains(name) {
      return report(.notAllowedByHost(name), at: stage.mainRange)
    }
    let allowances = environment.allowances
    if allowances.areNeeded, !allowances.names.contains(name) {
      report(.notAllowed(name), at: stage.mainRange)
    }
  }

  /// What a stage with a mistake was meant to yield, so that what is typed behind it is helped.
  private func likelyFlow(of stage: Syntax) -> CheckedFlow {
    let open = CheckedFlow.rows(CheckedRows(.variable("_"), RowType(open: FieldType(.open))))
    return switch state.context.catalog.command(stage.mainText)?.yield {
    case .objects(let resource): .rows(CheckedRows(.variable("_"), RowType(resource)))
    case .made(let fields): .rows(CheckedRows(.variable("_"), RowType(made: fields)))
    case .plan(let action): .plan(.variable("_", action))
    case .value(let type): .value(.expression(.variable("_"), type))
    case .chart: .chart(.variable("_"))
    case .sameRows, .rows, .nothing, nil: open
    }
  }
}
