import CpayModel
public import CpaySyntax
import CpayValue

/// Settles every name, type and argument of a tree before anything is asked of anyone.
public struct Checker {
  let context: CheckContext
  var scope: Scope
  private(set) var diagnostics: [Diagnostic] = []
  var parameters: [CheckedProgram.Parameter] = []
  var statements: [CheckedStatement] = []
  /// Variables and definitions that are wrong themselves; using one is no further mistake.
  var poisoned: Set<String> = []
  /// What this text says it may do for good.
  var allowances: Allowances
  /// The final writes that have been refused.
  var refused: Set<WriteAction> = []
  /// The pipelines found inside the expressions of the one being checked.
  var prerequisites: [Prerequisite] = []
  private var hiddenNames = 0
  /// The stages checked so far, those of definitions counted wherever they are used.
  var stageCount = 0
  /// The values of the definition whose stages are being checked, by name.
  var formals: [String: TypedExpression] = [:]
  /// The definitions whose stages are being checked, innermost last.
  var expanding: [String] = []
  /// The files being used, innermost last.
  var uses: [String] = []
  /// The files taken in so far.
  var usedFiles: Set<String> = []
  static let maximumUsedFiles = 100
  static let maximumDefinitions = 1000
  /// The used file being checked; nil for the program itself.
  var usedSource: Source?
  /// The folder that paths are relative to; nil for that of the program.
  var folder: String?
  /// The rows and values of the summary being checked.
  var aggregation: Aggregation?
  /// Whether what a pipeline ends in may be shown or saved.
  var isTopLevel = false
  /// What is known of variables before the program runs.
  var constants: [String: Value]
  /// Looks for the word being typed; nil where no word is completed.
  var probe: Probe?

  /// The final writes a text says it may use, and whether it has to.
  struct Allowances {
    var names: Set<String> = []
    var areNeeded: Bool
  }

  /// The checked form of `source`.
  /// - Throws: ``Refusal`` with everything that is wrong.
  public static func check(
    _ source: Source, _ context: CheckContext
  ) throws(Refusal) -> CheckedProgram {
    try check(Parser.parse(source), context)
  }

  private static func check(
    _ tree: SyntaxTree, _ context: CheckContext
  ) throws(Refusal) -> CheckedProgram {
    guard tree.diagnostics.isEmpty else {
      throw Refusal(diagnostics: tree.diagnostics, source: tree.source)
    }
    let allows = tree.root.children.contains { $0.kind == .allowStatement }
    var checker = Checker(context, needsAllowance: context.needsAllowance || allows)
    for (place, statement) in tree.root.children.enumerated() {
      checker.statement(statement, isFirst: place == 0)
    }
    let errors = checker.diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else {
      throw Refusal(diagnostics: errors, source: tree.source)
    }
    return CheckedProgram(
      parameters: checker.parameters, statements: checker.statements,
      warnings: checker.diagnostics, source: tree.source, scope: checker.scope)
  }

  init(_ context: CheckContext, needsAllowance: Bool) {
    self.context = context
    scope = context.scope
    allowances = Allowances(areNeeded: needsAllowance)
    constants = context.arguments
  }

  // MARK: Mistakes

  /// Adds a mistake; a hundred are enough to begin with.
  mutating func report(_ diagnostic: Diagnostic) {
    guard diagnostics.count < SyntaxLimits.maximumDiagnostics else { return }
    let diagnostic =
      if diagnostic.source == nil, let usedSource { diagnostic.moved(in: usedSource) } else {
        diagnostic
      }
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// The number of mistakes so far.
  var errorCount: Int { diagnostics.count { $0.severity == .error } }

  /// What `check` makes of mistakes reported since, given as they stand.
  mutating func replaceDiagnostics(
    since count: Int, _ change: ([Diagnostic]) -> [Diagnostic]
  ) {
    diagnostics.replaceSubrange(count..., with: change(Array(diagnostics[count...])))
  }

  // MARK: Pipelines inside expressions

  /// A name for the result of a pipeline inside an expression; no program can write it.
  mutating func hiddenName() -> String {
    hiddenNames += 1
    return "#\(hiddenNames)"
  }

  /// What `check` makes, with the pipelines found inside its expressions.
  mutating func collectingPrerequisites<Result>(
    _ check: (inout Checker) -> Result
  ) -> (Result, [Prerequisite]) {
    let outer = prerequisites
    prerequisites = []
    let result = check(&self)
    defer { prerequisites = outer }
    return (result, prerequisites)
  }
}

extension Diagnostic {
  /// The same in another text.
  fileprivate func moved(in source: Source) -> Diagnostic {
    Diagnostic(code, message, at: range, advice: advice, fix: nil, in: source)
  }
}
