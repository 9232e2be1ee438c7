public import CpaySyntax
import CpayValue

/// Says what a pipeline or a definition is, before it runs.
public enum TypeReport {
  /// The type and the effect of the last pipeline of `source`, or of the definition it names.
  ///
  /// `disputes | where amount > 5` is `rows<dispute>, read`; `urgent`, a definition, may be
  /// `rows<T with evidence_due_by: timestamp?> → same, pure`.
  /// - Throws: ``Refusal`` when there is no such thing.
  public static func text(
    of source: Source, _ context: CheckContext
  ) throws(Refusal) -> String {
    if let definition = definition(named: source, in: context.scope) {
      let checker = ProgramChecker(context, needsAllowance: false)
      return PipelineChecker(checker.state, checker.environment).typeName(of: definition)
    }
    let program = try Checker.check(source, context)
    switch program.statements.last {
    case .pipeline(let pipeline), .binding(_, let pipeline), .explain(let pipeline):
      return pipeline.typeText
    case .requirement: return "bool, pure"
    case nil: throw nothing(in: source)
    }
  }

  /// What the last pipeline of `source` comes to.
  /// - Throws: ``Refusal`` when there is no such thing.
  public static func type(
    of source: Source, _ context: CheckContext
  ) throws(Refusal) -> PipelineType {
    switch try Checker.check(source, context).statements.last {
    case .pipeline(let pipeline), .binding(_, let pipeline), .explain(let pipeline):
      return pipeline.type
    case .requirement: return .value(FieldType(.bool))
    case nil: throw nothing(in: source)
    }
  }

  private static func nothing(in source: Source) -> Refusal {
    let diagnostic = Diagnostic(LanguageProblem.nothingToTell, at: 0..<source.bytes.count)
    return Refusal(diagnostics: [diagnostic], source: source)
  }

  /// The definition of stages that a text names and does nothing more.
  private static func definition(named source: Source, in scope: Scope) -> Definition? {
    let statements = Parser.parse(source).root.children
    guard statements.count == 1, statements[0].kind == .pipelineStatement else { return nil }
    let stages = statements[0].child.children
    guard stages.count == 1, stages[0].kind == .commandStage else { return nil }
    return scope.definitions[stages[0].mainText]
  }
}
