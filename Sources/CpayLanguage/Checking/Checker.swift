import CpayModel
public import CpaySyntax
import CpayValue

/// Settles every name, type and argument of a program before anything is asked of anyone.
///
/// Statements are the business of `ProgramChecker`, stages that of `PipelineChecker`, conditions and
/// values that of `ExpressionChecker`; each holds what the next can see.
public enum Checker {
  /// The checked form of `source`.
  /// - Throws: ``Refusal`` with everything that is wrong.
  public static func check(
    _ source: Source, _ context: CheckContext
  ) throws(Refusal) -> CheckedProgram {
    let tree = Parser.parse(source)
    do throws(Refusal) {
      return try check(tree, context)
    } catch {
      throw MeantProgram(FixTrial(error, context).refusal, context).refusal.namingOnce
    }
  }

  /// The same of a text that has been parsed, with whatever edits its mistakes have.
  static func check(
    _ tree: SyntaxTree, _ context: CheckContext
  ) throws(Refusal) -> CheckedProgram {
    guard tree.diagnostics.isEmpty else {
      throw Refusal(diagnostics: tree.diagnostics, source: tree.source)
    }
    let allows = tree.root.children.contains { $0.kind == .allowStatement }
    var checker = ProgramChecker(
      context, needsAllowance: context.needsAllowance || allows, program: tree.source)
    checker.check(tree.root)
    let diagnostics = checker.state.diagnostics
    let errors = diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else {
      throw Refusal(diagnostics: errors, source: tree.source)
    }
    return CheckedProgram(
      parameters: checker.parameters, statements: checker.statements, warnings: diagnostics,
      source: tree.source, scope: checker.environment.scope,
      readsClock: checker.state.readsClock)
  }

  /// The parameters that a program declares, whatever else is wrong with it; those that are wrong
  /// themselves are left out.
  public static func parameters(
    of source: Source, _ context: CheckContext
  ) -> [CheckedProgram.Parameter] {
    var checker = ProgramChecker(context, needsAllowance: false)
    for statement in Parser.parse(source).root.children where statement.kind == .paramStatement {
      checker.check(statement, isFirst: false)
    }
    return checker.parameters
  }

  /// Goes through a tree, whatever is wrong with it, and tells `observer` what is wanted where.
  static func watch(
    _ tree: SyntaxTree, _ context: CheckContext, _ observer: any CheckObserver
  ) {
    var checker = ProgramChecker(
      context, needsAllowance: false, program: tree.source, observer: observer)
    checker.check(tree.root)
  }
}

extension Refusal {
  /// The same, where a name that means nothing is told at its first place only: one slip where it
  /// is given is as many unknown names as it has uses, and no edit of one of them mends it.
  fileprivate var namingOnce: Refusal {
    var told: [String: Int] = [:]
    var first: [Diagnostic] = []
    for diagnostic in diagnostics {
      switch diagnostic.finding as? LanguageProblem {
      case .unknownVariable, .unknownField, .unknownCommand:
        let name = diagnostic.line + (diagnostic.source?.name ?? "")
        if let place = told[name] {
          first[place] = first[place].withoutFix
          continue
        }
        told[name] = first.count
      default: break
      }
      first.append(diagnostic)
    }
    return Refusal(diagnostics: first, source: source)
  }
}
