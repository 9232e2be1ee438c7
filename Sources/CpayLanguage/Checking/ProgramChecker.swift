import CpayModel
import CpaySyntax
import CpayValue

/// Settles the statements of a program one after another, with what each adds for those behind it.
struct ProgramChecker {
  let state: CheckState
  /// What the next statement can see and may do.
  var environment: CheckEnvironment
  private(set) var parameters: [CheckedProgram.Parameter] = []
  private(set) var statements: [CheckedStatement] = []
  /// The files being used, innermost last.
  private var uses: [String] = []
  /// The files taken in so far.
  private var usedFiles: Set<String> = []

  private static let maximumUsedFiles = 100
  private static let maximumDefinitions = 1000

  init(
    _ context: CheckContext, needsAllowance: Bool, program: Source? = nil,
    observer: (any CheckObserver)? = nil
  ) {
    state = CheckState(context, program: program, observer: observer)
    environment = CheckEnvironment(
      scope: context.scope, constants: context.arguments, compute: context.compute,
      allowances: CheckEnvironment.Allowances(areNeeded: needsAllowance))
  }

  private var context: CheckContext { state.context }
  private var expressions: ExpressionChecker { ExpressionChecker(state, environment, rows: nil) }
  private var pipelines: PipelineChecker { PipelineChecker(state, environment) }

  /// The checker of a pipeline that is a statement of its own, whose result may be shown or saved.
  private var topLevel: PipelineChecker {
    var environment = environment
    environment.isTopLevel = true
    return PipelineChecker(state, environment)
  }

  private func report(_ problem: LanguageProblem, at range: Range<Int>) {
    report(Diagnostic(problem, at: range))
  }

  private func report(_ diagnostic: Diagnostic) { state.report(diagnostic, in: environment.source) }

  private func observe(_ wanted: Wanted, at node: Syntax) {
    state.observer?.observe(node.mainText, environment) { wanted }
  }

  /// Goes through the statements of a text.
  mutating func check(_ program: Syntax) {
    let statements = program.children
    environment.given = Dictionary(
      statements.compactMap { $0.givesName ? ($0.mainText, $0) : nil },
      uniquingKeysWith: { first, _ in first })
    for (place, statement) in statements.enumerated() {
      environment.position = statement.range.lowerBound
      check(statement, isFirst: place == 0)
    }
  }

  mutating func check(_ syntax: Syntax, isFirst: Bool) {
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

  private func edition(_ syntax: Syntax, isFirst: Bool) {
    if syntax.mainText != "1" { report(.unknownEdition(syntax.mainText), at: syntax.mainRange) }
    if !isFirst { report(.editionNotFirst, at: syntax.range) }
  }

  private mutating func allow(_ name: Syntax) {
    observe(.allowance, at: name)
    let allowable = context.catalog.commands.filter(\.needsAllowance).map(\.name)
    guard allowable.contains(name.mainText) else {
      // What was meant to be allowed is no second mistake.
      environment.allowances.areNeeded = false
      return report(.unknownAllowance(name.mainText, allowable), at: name.range)
    }
    if let allowed = context.allowed, !allowed.contains(name.mainText) {
      report(.notAllowedByHost(name.mainText), at: name.range)
    }
    environment.allowances.names.insert(name.mainText)
  }

  // MARK: Names

  /// A variable keeps its first meaning within one program; a session may define it anew.
  private mutating func binding(_ syntax: Syntax) {
    let name = syntax.mainText
    refuseSecond(name, at: syntax.mainRange)
    guard let pipeline = pipelines.pipeline(syntax.child) else {
      environment.poisoned.insert(name)
      return
    }
    if !uses.isEmpty, pipeline.isWrite {
      environment.poisoned.insert(name)
      return report(.notInUsedFile("a write"), at: syntax.range)
    }
    environment.keep(pipeline.flow, as: name)
    environment.scope.define(name, pipeline.type)
    environment.constants[name] = pipeline.flow.constant ?? known(pipeline.flow)
    if case .value(.expression(let value, _)) = pipeline.flow, environment.isDay(value) {
      environment.days.insert(name)
    }
    statements.append(.binding(name: name, pipeline))
  }

  /// The value that a pipeline is, where it can be computed before the program runs.
  private func known(_ flow: CheckedFlow) -> Value? {
    if case .value(.expression(let expression, _)) = flow {
      environment.known(expression)
    } else {
      nil
    }
  }

  private func refuseSecond(_ name: String, at range: Range<Int>) {
    let isNew =
      environment.scope.variables[name] == nil || context.scope.variables[name] != nil
    if !isNew || parameters.contains(where: { $0.name == name }) {
      report(.variableTaken(name), at: range)
    }
  }

  private mutating func parameter(_ syntax: Syntax) {
    let name = syntax.mainText
    guard uses.isEmpty else { return report(.notInUsedFile("param"), at: syntax.range) }
    refuseSecond(name, at: syntax.mainRange)
    if context.reservedNames.contains(name) {
      report(.reservedParameter(name), at: syntax.mainRange)
    }
    let parts = syntax.children
    guard let type = expressions.declaredType(parts[0]) else {
      environment.poisoned.insert(name)
      return
    }
    environment.scope.define(name, .value(type))
    var fallback: CheckedExpression?
    if parts.count > 1 {
      fallback = expressions.constant(parts[1], type)
      if fallback == nil { environment.poisoned.insert(name) }
    } else if type.isNullable {
      fallback = .constant(.null)
    }
    if environment.constants[name] == nil, let fallback,
      let value = fallback.constant ?? environment.known(fallback)
    {
      environment.constants[name] = value
    }
    parameters.append(
      CheckedProgram.Parameter(
        name: name, type: type, fallback: fallback,
        fallbackText: parts.count > 1 ? parts[1].text : nil, help: syntax.helpText,
        range: syntax.mainRange))
  }

  /// Takes in a name for stages; they are checked at once as far as that goes without rows, and
  /// again wherever they are used.
  private mutating func definition(_ syntax: Syntax) {
    let (name, scope) = (syntax.mainText, environment.scope)
    let isNew = scope.definitions[name] == nil || context.scope.definitions[name] != nil
    if context.catalog.command(name) != nil {
      report(.definitionIsCommand(name), at: syntax.mainRange)
    } else if !isNew {
      report(.variableTaken(name), at: syntax.mainRange)
    }
    guard scope.definitions.count < ProgramChecker.maximumDefinitions else {
      return report(
        .tooManyDefinitions(ProgramChecker.maximumDefinitions), at: syntax.mainRange)
    }
    let before = state.errorCount
    let formals = formals(syntax)
    guard let body = syntax.children.last else { return }
    let definition = Definition(
      name: name, formals: formals, body: body, help: syntax.helpText, folder: environment.folder,
      known: scope.definitions, writes: pipelines.writes(body.children, scope.definitions))
    if state.errorCount == before { pipelines.checkOpenly(definition) }
    if state.errorCount > before {
      environment.poisoned.insert(name)
    } else {
      environment.scope.define(definition)
    }
  }

  private func formals(_ syntax: Syntax) -> [Definition.Formal] {
    var formals: [Definition.Formal] = []
    for part in syntax.children where part.kind == .formal {
      if formals.contains(where: { $0.name == part.mainText }) {
        report(.repeatedArgument(part.mainText), at: part.mainRange)
      }
      guard let type = expressions.declaredType(part.children[0]) else { continue }
      let value =
        part.children.count > 1 ? bound(expressions.constant(part.children[1], type)) : nil
      formals.append(Definition.Formal(name: part.mainText, type: type, fallback: value))
    }
    return formals
  }

  /// A variable's value, where it is known: it stays the one that the definition has been made with.
  private func bound(_ value: CheckedExpression?) -> CheckedExpression? {
    if case .variable(let name) = value, let known = environment.constants[name] {
      return .constant(known)
    }
    return value
  }

  // MARK: Used files

  /// Takes in the definitions and variables of another file.
  private mutating func use(_ syntax: Syntax) {
    let path = environment.resolved(TextLiteral.path(syntax.mainText))
    guard !uses.contains(path) else { return report(.usesItself(path), at: syntax.mainRange) }
    // What two files use is taken in once.
    guard usedFiles.insert(path).inserted else { return }
    guard usedFiles.count <= ProgramChecker.maximumUsedFiles else {
      return report(.tooManyFiles(ProgramChecker.maximumUsedFiles), at: syntax.mainRange)
    }
    switch context.files(path) {
    case .failure(let failure):
      environment.lacksNames = true
      report(.unreadableFile(path, failure.reason), at: syntax.mainRange)
    case .success(let bytes):
      let use = Use(of: path, at: Place(syntax.mainRange, in: environment.source))
      take(in: Parser.parse(Source(name: path, bytes: bytes)), path, at: use)
    }
  }

  private mutating func take(in tree: SyntaxTree, _ path: String, at use: Use) {
    let (outer, known) = (environment, state.diagnostics.count)
    environment.source = tree.source
    environment.folder = path.lastIndex(of: "/").map { String(path[..<$0]) }
    environment.allowances = CheckEnvironment.Allowances(areNeeded: true)
    uses.append(path)
    defer {
      environment.source = outer.source
      environment.folder = outer.folder
      environment.allowances = outer.allowances
      (environment.given, environment.position) = (outer.given, outer.position)
      uses.removeLast()
      state.use(use, since: known)
    }
    for mistake in tree.diagnostics { report(mistake) }
    guard !tree.diagnostics.isEmpty else { return check(tree.root) }
    // What the file may have defined is no mistake where it is used.
    environment.poisoned.formUnion(tree.names)
  }

  // MARK: What is run

  private mutating func requirement(_ syntax: Syntax) {
    guard uses.isEmpty else { return report(.notInUsedFile("require"), at: syntax.range) }
    let parts = syntax.children
    let expressions = expressions
    let (checked, inside) = state.collectingPrerequisites {
      (expressions.truth(parts[0]), expressions.expression(parts[1]))
    }
    guard let condition = checked.0, let message = checked.1,
      expressions.fits(message, .string, at: parts[1].range)
    else { return }
    if message.type.isNullable {
      return report(.mayBeMissing(parts[1].operandText), at: parts[1].range)
    }
    statements.append(
      .requirement(
        CheckedStatement.Requirement(
          condition: condition.expression, text: parts[0].text, message: message.expression,
          prerequisites: inside)))
  }

  private mutating func explanation(_ syntax: Syntax) {
    guard uses.isEmpty else { return report(.notInUsedFile("explain"), at: syntax.range) }
    guard let pipeline = topLevel.pipeline(syntax.child) else { return }
    if pipeline.flow.isValue { return report(.explainsNothing, at: syntax.range) }
    statements.append(.explain(pipeline))
  }

  private mutating func pipelineStatement(_ syntax: Syntax) {
    guard uses.isEmpty else { return report(.notInUsedFile("a pipeline"), at: syntax.range) }
    guard let pipeline = topLevel.pipeline(syntax.child) else { return }
    statements.append(.pipeline(pipeline))
    if case .output(let output) = pipeline.flow { noteSaved(output) }
  }

  /// Remembers what a statement saves, which those behind it may read.
  private mutating func noteSaved(_ output: CheckedOutput) {
    switch output {
    case .savedRows(let rows, let path, _, _):
      guard let path = environment.knownPath(path) else { return }
      environment.saved[path] = SavedFile(
        fields: OutputFormat(fileName: path).flatMap { rows.type.readBack(from: $0) })
    case .savedChart(_, let path, _), .savedPlan(_, let path, _):
      guard let path = environment.knownPath(path) else { return }
      environment.saved[path] = SavedFile(fields: nil)
    case .shownRows, .shownValue: break
    }
  }
}

extension SyntaxTree {
  /// All words that could be names of its own.
  fileprivate var names: [String] {
    tokens.filter { $0.kind == .name }.map { source.text($0.range) }
  }
}

extension Syntax {
  /// Whether it is a statement that gives something a name.
  fileprivate var givesName: Bool {
    switch kind {
    case .letStatement, .paramStatement, .defStatement: true
    default: false
    }
  }
}

extension CheckedPipeline {
  /// Whether it writes, or yields what could be written.
  fileprivate var isWrite: Bool {
    if case .plan = flow { true } else { effect > .read }
  }
}

extension CheckedExpression {
  /// The value that the program writes here, a list of such values included.
  fileprivate var constant: Value? {
    switch self {
    case .constant(let value): return value
    case .list(let elements):
      let values = elements.compactMap(\.constant)
      return values.count == elements.count ? .list(values) : nil
    default: return nil
    }
  }
}

extension CheckedFlow {
  /// The value it is, where that is written in the program.
  fileprivate var constant: Value? {
    if case .value(.expression(let expression, _)) = self { expression.constant } else { nil }
  }

  /// Whether it is a value by itself, shown or not, so that nothing is asked for.
  fileprivate var isValue: Bool {
    switch self {
    case .value(.expression(let expression, _)),
      .output(.shownValue(.expression(let expression, _), _, _)):
      if case .variable = expression { false } else { true }
    default: false
    }
  }
}
