import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  /// Definitions that use others twice over and over would come to more than any machine holds.
  private static let maximumStages = 10_000

  /// The checked form of a pipeline; nil after a mistake.
  mutating func pipeline(_ syntax: Syntax) -> CheckedPipeline? {
    let (checked, inside) = collectingPrerequisites { checker in checker.parts(of: syntax) }
    guard let checked else { return nil }
    return CheckedPipeline(
      source: checked.source, stages: checked.stages, type: checked.type,
      prerequisites: checked.prerequisites + inside)
  }

  private typealias Parts = (
    source: CheckedSource, stages: [CheckedStage], type: PipelineType,
    prerequisites: [Prerequisite]
  )

  private mutating func parts(of syntax: Syntax) -> Parts? {
    guard syntax.kind == .pipeline, let first = syntax.children.first else { return nil }
    let rest = Array(syntax.children.dropFirst())
    if first.kind == .commandStage, isTyped(first) { expect(.source) }
    if first.kind == .commandStage, let definition = scope.definitions[first.mainText] {
      guard let start = expandFirst(definition, first),
        let behind = stages(rest, after: start.type)
      else { return nil }
      return (start.source, start.stages + behind.stages, behind.type, start.prerequisites)
    }
    guard let source = source(first) else {
      if probe != nil { _ = stages(rest, after: likelyType(of: first)) }
      return nil
    }
    guard let behind = stages(rest, after: source.type) else { return nil }
    return (source, behind.stages, behind.type, [])
  }

  // MARK: Sources

  private mutating func source(_ syntax: Syntax) -> CheckedSource? {
    switch syntax.kind {
    case .lastResultStage: return variableSource("_", at: syntax.mainRange)
    case .valueStage where syntax.child.kind == .variable:
      if isTyped(syntax.child) { expect(.variable(nil)) }
      return variableSource(String(syntax.child.text.dropFirst()), at: syntax.child.range)
    case .valueStage where syntax.child.kind == .subpipeline:
      return subpipeline(syntax.child).map { .variable($0.name, $0.type) }
    case .valueStage:
      guard let value = expression(syntax.child, in: nil) else { return nil }
      return .value(value.expression, value.type)
    case .commandStage: return commandSource(syntax)
    default: return nil
    }
  }

  private mutating func commandSource(_ syntax: Syntax) -> CheckedSource? {
    guard let signature = signature(syntax, isFirst: true) else { return nil }
    guard signature.kind == .source else {
      let operand = syntax.children.first { $0.kind == .key }?.child.text
      report(.noSourceFirst(signature, operand: operand, at: syntax.mainRange))
      return nil
    }
    let before = errorCount
    let arguments = arguments(of: syntax, signature, rows: nil)
    guard errorCount == before,
      let output = output(of: signature, nil, arguments, at: syntax)
    else { return nil }
    return .command(
      CheckedStage(signature: signature, arguments: arguments, input: nil, output: output))
  }

  private mutating func variableSource(_ name: String, at range: Range<Int>) -> CheckedSource? {
    if let formal = formals[name] { return .value(formal.expression, formal.type) }
    guard let type = scope.variables[name] else {
      if !poisoned.contains(name) { report(.unknownVariable(name, scope: scope, at: range)) }
      return nil
    }
    return .variable(name, type)
  }

  private mutating func signature(_ syntax: Syntax, isFirst: Bool) -> CommandSignature? {
    let name = syntax.mainText
    if let signature = context.catalog.signature(name) { return signature }
    guard !poisoned.contains(name) else { return nil }
    if expanding.last == name {
      report(.definitionUsesItself(name, at: syntax.mainRange))
    } else {
      report(
        .unknownCommand(
          name, catalog: context.catalog, isFirst: isFirst, scope: scope, at: syntax.mainRange))
    }
    return nil
  }

  /// A pipeline inside an expression, which is run before what it stands in.
  mutating func subpipeline(_ syntax: Syntax) -> (name: String, type: PipelineType)? {
    let wasTopLevel = isTopLevel
    let outer = aggregation
    (isTopLevel, aggregation) = (false, nil)
    defer { (isTopLevel, aggregation) = (wasTopLevel, outer) }
    guard let pipeline = pipeline(syntax.child) else { return nil }
    if case .plan = pipeline.type {
      report(.planInExpression(at: syntax.range))
      return nil
    }
    guard pipeline.effect <= .read else {
      report(.writeInExpression(at: syntax.range))
      return nil
    }
    let name = hiddenName()
    prerequisites.append(Prerequisite(name: name, pipeline: pipeline))
    return (name, pipeline.type)
  }

  // MARK: Stages

  /// The checked forms of stages behind `type`; nil after a mistake.
  mutating func stages(
    _ syntax: [Syntax], after type: PipelineType
  ) -> (stages: [CheckedStage], type: PipelineType)? {
    var type = type
    var checked: [CheckedStage] = []
    var isWhole = true
    for stage in syntax {
      if let next = self.stages(of: stage, after: type) {
        checked += next.stages
        type = next.type
        continue
      }
      // A wrong stage that would have kept its rows hides no mistake in those behind it.
      isWhole = false
      if context.catalog.signature(stage.mainText)?.result == .sameRows, case .rows = type {
        continue
      }
      guard probe != nil else { return nil }
      type = likelyType(of: stage)
    }
    return isWhole ? (checked, type) : nil
  }

  /// What one stage comes to; a definition may be several, and so may a summary.
  private mutating func stages(
    of syntax: Syntax, after input: PipelineType
  ) -> (stages: [CheckedStage], type: PipelineType)? {
    guard syntax.kind == .commandStage else { return nil }
    stageCount += 1
    guard stageCount <= Checker.maximumStages else {
      report(.tooManyStages(Checker.maximumStages, at: syntax.mainRange))
      return nil
    }
    if isTyped(syntax) {
      expect(.stage(after: input, mayShow: isTopLevel))
    }
    if let definition = scope.definitions[syntax.mainText] {
      return expand(definition, syntax, after: input)
    }
    guard let signature = signature(syntax, isFirst: false) else { return nil }
    guard signature.accepts(input) else {
      report(.cannotFollow(signature, input, at: syntax.mainRange))
      return nil
    }
    let rows: RowType? = if case .rows(let type) = input { type } else { nil }
    guard isInPlace(signature, rows, syntax) else { return nil }
    if case .plan(let action) = signature.result { requireAllowance(syntax, for: action) }
    if case .plan(let action) = input, signature.kind == .effect {
      requireAllowance(syntax, for: action)
    }
    if signature.positional == .aggregates, let rows {
      return summary(syntax, signature, rows).map { ($0, $0.last?.output ?? input) }
    }
    let before = errorCount
    let arguments = arguments(of: syntax, signature, rows: rows)
    guard errorCount == before,
      let output = output(of: signature, rows, arguments, at: syntax)
    else { return nil }
    let stage = CheckedStage(
      signature: signature, arguments: arguments, input: input, output: output)
    return ([stage], output)
  }

  /// Whether a write has disputes to write to, and what ends a program stands at its end.
  private mutating func isInPlace(
    _ signature: CommandSignature, _ rows: RowType?, _ syntax: Syntax
  ) -> Bool {
    if signature.kind == .write, let rows, rows.subject != .dispute, rows.openType?.type != .open {
      report(.writeWithoutSubject(signature, rows, at: syntax.mainRange))
      return false
    }
    guard signature.isOutput, !isTopLevel else { return true }
    report(.outputInside(signature, at: syntax.mainRange))
    return false
  }

  /// The type of what a command hands on; nil after a mistake.
  mutating func output(
    of signature: CommandSignature, _ rows: RowType?, _ arguments: CheckedArguments,
    at syntax: Syntax
  ) -> PipelineType? {
    switch signature.result {
    case .rows(let resource): return .rows(RowType(resource))
    case .plan(let action): return .plan(action)
    case .value(let type): return .value(type)
    case .made(let fields): return .rows(RowType(made: fields))
    case .chart: return .chart
    case .written: return .written
    case .records: return records(arguments, at: syntax).map { .rows($0) }
    default: break
    }
    guard let rows else { return nil }
    switch signature.result {
    case .sameRows: return .rows(rows.after(arguments.conjuncts))
    case .columns: return .rows(made(arguments.columns, over: rows))
    case .extended: return extended(rows, arguments.columns, at: syntax).map { .rows($0) }
    case .joined: return joined(rows, arguments, at: syntax).map { .rows($0) }
    case .expanded: return expanded(rows, arguments, at: syntax).map { .rows($0) }
    default: return nil
    }
  }
}

extension CommandSignature {
  /// Whether the command shows or saves what it is given.
  var isOutput: Bool {
    switch result {
    case .written, .chart: true
    default: false
    }
  }

  /// Whether the command can stand behind that.
  func accepts(_ input: PipelineType) -> Bool {
    switch input {
    case .rows: [.filter, .write, .end].contains(kind)
    case .plan: kind == .effect || alsoAccepts.contains(.plan)
    case .value: alsoAccepts.contains(.value)
    case .chart: alsoAccepts.contains(.chart)
    case .written: false
    }
  }
}
