import CpaySyntax
import CpayValue

extension Checker {
  mutating func statement(_ syntax: Syntax, isFirst: Bool) {
    switch syntax.kind {
    case .editionStatement: edition(syntax, isFirst: isFirst)
    case .allowStatement: for name in syntax.children { allow(name) }
    case .useStatement: use(syntax)
    case .paramStatement: parameter(syntax)
    case .letStatement: binding(syntax)
    case .defStatement: definition(syntax)
    case .requireStatement: requirement(syntax)
    case .explainStatement: explanation(syntax)
    case .pipelineStatement: pipelineStatement(syntax)
    default: break
    }
  }

  private mutating func edition(_ syntax: Syntax, isFirst: Bool) {
    if syntax.mainText != "1" { report(.unknownEdition(syntax.mainText, at: syntax.mainRange)) }
    if !isFirst { report(.editionNotFirst(at: syntax.range)) }
  }

  // MARK: Allowances

  private mutating func allow(_ name: Syntax) {
    if isTyped(name) { expect(.allowance) }
    let allowable = context.catalog.signatures.filter(\.needsAllowance).map(\.name)
    guard allowable.contains(name.mainText) else {
      return report(.unknownAllowance(name.mainText, allowable, at: name.range))
    }
    if let allowed = context.allowed, !allowed.contains(name.mainText) {
      report(.notAllowedByHost(name.mainText, at: name.range))
    }
    allowances.names.insert(name.mainText)
  }

  /// Asks for leave where a final write is planned, and again where a plan is applied, which may
  /// have been made elsewhere.
  mutating func requireAllowance(_ stage: Syntax, for action: WriteAction) {
    // One `allow` mends all places, so that the first is enough.
    guard action.effect == .final, !refused.contains(action) else { return }
    let errors = errorCount
    defer { if errorCount > errors { refused.insert(action) } }
    let name = action.rawValue
    if let allowed = context.allowed, !allowed.contains(name) {
      return report(.notAllowedByHost(name, at: stage.mainRange))
    }
    if allowances.areNeeded, !allowances.names.contains(name) {
      report(.notAllowed(name, at: stage.mainRange))
    }
  }

  // MARK: Variables

  /// A variable keeps its first meaning within one program; a session may define it anew.
  private mutating func binding(_ syntax: Syntax) {
    let name = syntax.mainText
    refuseSecond(name, at: syntax.mainRange)
    guard let pipeline = pipeline(syntax.child) else {
      poisoned.insert(name)
      return
    }
    if !uses.isEmpty, pipeline.isWrite {
      poisoned.insert(name)
      return report(.notInUsedFile("a write", at: syntax.range))
    }
    scope.define(name, pipeline.type)
    constants[name] = nil
    if case .value(.constant(let value), _) = pipeline.source, pipeline.stages.isEmpty {
      constants[name] = value
    }
    statements.append(.binding(name: name, pipeline))
  }

  private mutating func refuseSecond(_ name: String, at range: Range<Int>) {
    let isNew = scope.variables[name] == nil || context.scope.variables[name] != nil
    if !isNew || parameters.contains(where: { $0.name == name }) {
      report(.variableTaken(name, at: range))
    }
  }

  private mutating func parameter(_ syntax: Syntax) {
    let name = syntax.mainText
    guard uses.isEmpty else { return report(.notInUsedFile("param", at: syntax.range)) }
    refuseSecond(name, at: syntax.mainRange)
    if context.reservedNames.contains(name) {
      report(.reservedParameter(name, at: syntax.mainRange))
    }
    let parts = syntax.children
    guard let type = declaredType(parts[0]) else {
      poisoned.insert(name)
      return
    }
    scope.define(name, .value(type))
    var fallback: CheckedExpression?
    if parts.count > 1 {
      fallback = constant(parts[1], type)
      if fallback == nil { poisoned.insert(name) }
    } else if type.isNullable {
      fallback = .constant(.null)
    }
    if constants[name] == nil, case .constant(let value) = fallback { constants[name] = value }
    parameters.append(
      CheckedProgram.Parameter(
        name: name, type: type, fallback: fallback,
        fallbackText: parts.count > 1 ? parts[1].text : nil, help: syntax.helpText,
        range: syntax.mainRange))
  }

  /// A value that no row and no request takes part in.
  mutating func constant(_ syntax: Syntax, _ type: FieldType) -> CheckedExpression? {
    let before = errorCount
    let (typed, inside) = collectingPrerequisites { checker in
      checker.expression(syntax, in: nil, expecting: type.type)
    }
    if !inside.isEmpty { report(.notConstant(at: syntax.range)) }
    guard let typed, errorCount == before else { return nil }
    if typed.type.type == .null, type.isNullable { return typed.expression }
    guard fits(typed, type.type, at: syntax.range) else { return nil }
    if typed.type.isNullable, !type.isNullable {
      report(.mayBeMissing(syntax.text, at: syntax.range))
      return nil
    }
    return typed.expression
  }

  // MARK: What is run

  private mutating func requirement(_ syntax: Syntax) {
    guard uses.isEmpty else { return report(.notInUsedFile("require", at: syntax.range)) }
    let parts = syntax.children
    let (checked, inside) = collectingPrerequisites { checker in
      (checker.truth(parts[0], in: nil), checker.expression(parts[1], in: nil))
    }
    guard let condition = checked.0, let message = checked.1,
      fits(message, .string, at: parts[1].range)
    else { return }
    if message.type.isNullable { return report(.mayBeMissing(parts[1].text, at: parts[1].range)) }
    statements.append(
      .requirement(
        CheckedStatement.Requirement(
          condition: condition, text: parts[0].text, message: message.expression,
          prerequisites: inside)))
  }

  private mutating func explanation(_ syntax: Syntax) {
    guard uses.isEmpty else { return report(.notInUsedFile("explain", at: syntax.range)) }
    isTopLevel = true
    defer { isTopLevel = false }
    guard let pipeline = pipeline(syntax.child) else { return }
    if case .value = pipeline.source { return report(.explainsNothing(at: syntax.range)) }
    statements.append(.explain(pipeline))
  }

  private mutating func pipelineStatement(_ syntax: Syntax) {
    guard uses.isEmpty else { return report(.notInUsedFile("a pipeline", at: syntax.range)) }
    isTopLevel = true
    defer { isTopLevel = false }
    if let pipeline = pipeline(syntax.child) { statements.append(.pipeline(pipeline)) }
  }
}

extension CheckedPipeline {
  /// Whether it writes, or yields what could be written.
  fileprivate var isWrite: Bool {
    if case .plan = type { true } else { effect > .read }
  }
}

extension CommandSignature {
  /// Whether a script has to name the command in an `allow` statement.
  var needsAllowance: Bool {
    if case .plan(let action) = result { action.effect == .final } else { false }
  }
}
