public import CpaySyntax

extension Checker {
  /// The parameters that a program declares, whatever else is wrong with it; those that are wrong
  /// themselves are left out.
  public static func parameters(
    of source: Source, _ context: CheckContext
  ) -> [CheckedProgram.Parameter] {
    var checker = Checker(context, needsAllowance: false)
    for statement in Parser.parse(source).root.children where statement.kind == .paramStatement {
      checker.statement(statement, isFirst: false)
    }
    return checker.parameters
  }
}
