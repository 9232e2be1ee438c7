import CpayModel
import CpaySyntax
import CpayValue

extension PipelineChecker {
  /// Checks the stages of a definition as far as that goes without rows.
  func checkOpenly(_ definition: Definition) {
    // Whether it may show or save is a matter of where it is used.
    let inside = self.inside(definition, definition.ownValues, isTopLevel: true)
    if startsWithSource(definition.body, definition.known) {
      _ = inside.pipeline(definition.body)
    } else {
      let open = CheckedRows(.variable("_"), RowType(open: FieldType(.open)))
      _ = inside.extend(.rows(open), definition.body.children)
    }
  }

  /// Whether a pipeline begins with a source, so that it stands first.
  func startsWithSource(_ body: Syntax, _ known: [String: Definition]) -> Bool {
    guard let first = body.children.first, first.kind == .commandStage else { return true }
    if let definition = known[first.mainText] {
      return startsWithSource(definition.body, definition.known)
    }
    return state.context.catalog.command(first.mainText)?.kind == .source
  }

  /// What a pipeline comes to that goes on with the stages of a definition; nil after a mistake.
  func expand(
    _ definition: Definition, _ stage: Syntax, after flow: CheckedFlow
  ) -> CheckedFlow? {
    guard let values = values(of: stage, for: definition) else { return nil }
    if startsWithSource(definition.body, definition.known) {
      report(.definitionBegins(definition.name), at: stage.mainRange)
      return nil
    }
    return blaming(definition, stage) {
      inside(definition, values).extend(flow, definition.body.children)
    }
  }

  /// The pipeline of a definition where it is used first; nil after a mistake.
  func expandFirst(_ definition: Definition, _ stage: Syntax) -> CheckedPipeline? {
    guard let values = values(of: stage, for: definition) else { return nil }
    guard startsWithSource(definition.body, definition.known) else {
      report(.definitionFollows(definition.name), at: stage.mainRange)
      return nil
    }
    return blaming(definition, stage) {
      inside(definition, values).pipeline(definition.body)
    }
  }

  /// Adds to what is wrong with a definition's stages where it is used.
  private func blaming<Result>(
    _ definition: Definition, _ stage: Syntax, _ check: () -> Result?
  ) -> Result? {
    let use = Use(of: "`\(definition.name)`", at: Place(stage.mainRange, in: environment.source))
    let known = state.diagnostics.count
    defer { state.use(use, since: known) }
    return check()
  }

  /// The checker of a definition's stages: with its values, its own text and folder, and nothing of
  /// the caller's formals.
  func inside(
    _ definition: Definition, _ values: [String: TypedExpression], isTopLevel: Bool? = nil
  ) -> PipelineChecker {
    var inner = environment
    (inner.formals, inner.folder) = (values, definition.folder)
    // In a session it may stand in what was typed before.
    let source = definition.body.tree.source
    inner.source = source == state.program ? nil : source
    inner.scope = environment.scope.with(definitions: definition.known)
    inner.expanding.append(definition.name)
    inner.isTopLevel = isTopLevel ?? environment.isTopLevel
    // A definition by itself knows no value of its own, whatever has the same name outside.
    if isTopLevel != nil { for name in values.keys { inner.constants[name] = nil } }
    return PipelineChecker(state, inner)
  }

  /// The values that a use of a definition gives it.
  private func values(
    of stage: Syntax, for definition: Definition
  ) -> [String: TypedExpression]? {
    let before = state.errorCount
    var values: [String: TypedExpression] = [:]
    for item in stage.children {
      guard item.kind == .argument else {
        state.observer?.observe(item.child.mainText, environment) {
          .formal(definition, given: stage.argumentNames)
        }
        report(
          .definitionTakesNames(definition.name, definition.formals.map(\.name)), at: item.range)
        continue
      }
      guard let formal = definition.formal(item.mainText) else {
        report(
          .unknownFormal(item.mainText, of: definition.name, among: definition.formals.map(\.name)),
          at: item.mainRange)
        continue
      }
      if values[formal.name] != nil {
        report(.repeatedArgument(formal.name), at: item.range)
      } else if let value = expressions(nil).constant(item.child, formal.type) {
        values[formal.name] = TypedExpression(value, formal.type)
      }
    }
    guard state.errorCount == before else { return nil }
    for formal in definition.formals where values[formal.name] == nil {
      guard let fallback = formal.fallback else {
        report(.missingFormal(formal.name, of: definition.name), at: stage.mainRange)
        return nil
      }
      values[formal.name] = TypedExpression(fallback, formal.type)
    }
    return values
  }

  // MARK: What a definition is

  /// What a definition asks of rows, what it makes of them, and how far it reaches:
  /// `rows<T with evidence_due_by: timestamp?> → same, pure`.
  func typeName(of definition: Definition) -> String {
    if startsWithSource(definition.body, definition.known) {
      let pipeline = apart(definition) { $0.pipeline(definition.body) }
      return pipeline?.typeText ?? "?"
    }
    for resource in Resource.served {
      guard let found = extended(RowType(resource), by: definition) else { continue }
      let asked = found.pipeline.flow.askedFields.compactMap { resource.field($0) }
        .map { "\($0.name): \($0.type.typeName)" }
      return found.text(asked, resource)
    }
    guard let found = extended(RowType(open: FieldType(.open)), by: definition) else { return "?" }
    return found.text(found.pipeline.flow.askedFields, nil)
  }

  /// Such rows with the stages of a definition behind them.
  private struct Extended {
    let pipeline: CheckedPipeline

    func text(_ asked: [String], _ resource: Resource?) -> String {
      let input = asked.isEmpty ? "T" : "T with " + asked.joined(separator: ", ")
      let outcome = pipeline.flow.outcomeName(over: resource)
      return "rows<\(input)> → \(outcome), \(pipeline.effect.name)"
    }
  }

  /// Those rows with the stages of a definition behind them; nil where they make no sense there.
  private func extended(_ rows: RowType, by definition: Definition) -> Extended? {
    apart(definition) { checker in
      let (flow, inside) = checker.state.collectingPrerequisites {
        checker.extend(.rows(CheckedRows(.variable("_"), rows)), definition.body.children)
      }
      return flow.map {
        Extended(pipeline: CheckedPipeline(flow: $0, prerequisites: inside))
      }
    }
  }

  /// What `check` makes inside a definition, with no trace of it left here.
  private func apart<Result>(
    _ definition: Definition, _ check: (PipelineChecker) -> Result?
  ) -> Result? {
    let checker = PipelineChecker(
      CheckState(state.context, program: state.program), environment)
    let result = check(checker.inside(definition, definition.ownValues, isTopLevel: true))
    return checker.state.errorCount == 0 ? result : nil
  }
}

extension Definition {
  /// Its values while it is looked at by itself: variables of the declared types.
  var ownValues: [String: TypedExpression] {
    Dictionary(
      formals.map { ($0.name, TypedExpression(.variable($0.name), $0.type)) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension CheckedPipeline {
  /// The type and the effect: `rows<dispute>, read`.
  var typeText: String { "\(type.typeName), \(effect.name)" }
}

extension CheckedFlow {
  /// The fields that the stages read and have not made themselves, in the order of their use.
  fileprivate var askedFields: [String] {
    var asked: [String] = []
    var made: Set<String> = []
    func ask(_ names: [String]) {
      for name in names where !made.contains(name) && !asked.contains(name) { asked.append(name) }
    }
    for step in rows?.steps ?? [] {
      ask(step.outline.reads)
      made.formUnion(step.outline.makes)
    }
    ask(endReads)
    return asked
  }

  /// The fields that are read behind the last stage of rows.
  private var endReads: [String] {
    switch self {
    case .plan(.write(_, let evidence, _, _)): evidence?.expression.fieldNames ?? []
    case .chart(.drawn(_, let label, let value, _, _)):
      label.expression.fieldNames + value.expression.fieldNames
    default: []
    }
  }

  /// What becomes of the rows: the same, the same with more columns, or something else.
  fileprivate func outcomeName(over resource: Resource?) -> String {
    guard case .rows(let rows) = self else { return type.typeName }
    let shapes = rows.steps.map(\.outline.shape)
    if shapes.allSatisfy({ $0 == .same }) { return "same" }
    guard !shapes.contains(.changed) else { return type.typeName }
    let added = rows.type.fields.filter { resource?.field($0.name) == nil }
      .map { "\($0.name): \($0.type.typeName)" }
    return "rows<T with \(added.joined(separator: ", "))>"
  }
}

extension CheckedExpression {
  /// The fields that are read, in order and perhaps more than once.
  public var fieldNames: [String] {
    switch self {
    case .field(let field): [field.name]
    case .namedField(let name, _): [name]
    default: parts.flatMap(\.fieldNames)
    }
  }
}
