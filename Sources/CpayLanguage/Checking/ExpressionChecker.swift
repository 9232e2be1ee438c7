import CpayModel
import CpaySyntax
import CpayValue

/// An expression and the type of its value; a condition that may be missing may be unknown.
struct TypedExpression {
  let expression: CheckedExpression
  let type: FieldType

  init(
    _ expression: CheckedExpression, _ type: ValueType, isNullable: Bool = false,
    numbers: NumberForm = .point
  ) {
    self.expression = expression
    self.type = FieldType(type, isNullable: isNullable, numbers: numbers)
  }

  init(_ expression: CheckedExpression, _ type: FieldType) {
    self.expression = expression
    self.type = type
  }

  /// The same text, its number written as numbers are elsewhere.
  var withPlainNumber: TypedExpression {
    guard case .said(let sign) = type.numbers else { return self }
    return TypedExpression(
      .plainNumber(expression, sign), type.type, isNullable: type.isNullable)
  }
}

/// Settles the names and types of expressions over rows of one type, or over none.
///
/// One whose rows are learned of is nobody else's.
final class ExpressionChecker {
  let state: CheckState
  let environment: CheckEnvironment
  /// The rows that names are fields of; nil where no row takes part.
  private(set) var rows: RowType?
  /// What `sum(…)` and its like are computed from; nil where none may stand.
  let aggregation: Aggregation?

  init(
    _ state: CheckState, _ environment: CheckEnvironment, rows: RowType?,
    aggregation: Aggregation? = nil
  ) {
    (self.state, self.environment) = (state, environment)
    (self.rows, self.aggregation) = (rows, aggregation)
  }

  /// The same, to learn of its rows.
  var copy: ExpressionChecker { reading(rows) }

  /// The same over other rows.
  func reading(_ rows: RowType?) -> ExpressionChecker {
    ExpressionChecker(state, environment, rows: rows, aggregation: aggregation)
  }

  /// The same over the rows for which a condition comes out so.
  func knowing(_ condition: TypedExpression, _ outcome: Bool = true) -> ExpressionChecker {
    let checker = copy
    checker.learn(condition, outcome)
    return checker
  }

  /// Goes on over the rows for which a condition comes out so.
  func learn(_ condition: TypedExpression, _ outcome: Bool) {
    // In place: many conditions would otherwise copy all that is known once for each.
    guard let shown = rows?.shown(by: condition.expression, outcome, environment.scope) else {
      return
    }
    rows?.learn(shown)
  }

  /// Goes on over rows whose currencies are no better known than those of others.
  func forgetCurrencies(beside others: RowType?) {
    guard let others else { return }
    rows?.forgetCurrencies(beside: others)
  }

  /// What is there for the rows for which a condition comes out so.
  func shown(by condition: TypedExpression, _ outcome: Bool) -> Set<String>? {
    rows.map {
      Knowledge(rows: $0, scope: environment.scope)
        .presentPaths(where: condition.expression, is: outcome)
    }
  }

  /// The same behind a mistake, so that it is not known what the rows are.
  var doubting: ExpressionChecker {
    guard !environment.isInDoubt else { return self }
    var environment = environment
    environment.isInDoubt = true
    return ExpressionChecker(state, environment, rows: rows, aggregation: aggregation)
  }

  /// The same for what may be passed over when it runs.
  var skipping: ExpressionChecker {
    guard !environment.maySkip else { return self }
    var environment = environment
    environment.maySkip = true
    return ExpressionChecker(state, environment, rows: rows, aggregation: aggregation)
  }

  /// Checks the pipelines inside expressions.
  var pipelines: PipelineChecker { PipelineChecker(state, environment) }

  /// Whether `sum(…)` and its like may stand here.
  var maySum: Bool { aggregation.map { !$0.isInside } ?? false }

  /// Reports a mistake, unless it may follow from one before.
  func report(_ problem: LanguageProblem, at range: Range<Int>) {
    if environment.isInDoubt, rows != nil, problem.restsOnConditions { return }
    report(Diagnostic(problem, at: range))
  }

  func report(_ diagnostic: Diagnostic) { state.report(diagnostic, in: environment.source) }

  /// Tells whoever watches what is wanted at a node.
  func observe(_ wanted: @autoclosure () -> Wanted, at node: Syntax) {
    state.observer?.observe(node.kind == .missing ? nil : node.mainText, environment, wanted)
  }

  /// The same, of something that takes some finding out.
  func observe(at node: Syntax, _ wanted: () -> Wanted) {
    state.observer?.observe(node.kind == .missing ? nil : node.mainText, environment, wanted)
  }

  /// The same, where the word stands behind a dot.
  func observe(_ wanted: @autoclosure () -> Wanted, word: String) {
    state.observer?.observe(word, environment, wanted)
  }

  /// A value that no row and no request takes part in.
  func constant(_ syntax: Syntax, _ type: FieldType) -> CheckedExpression? {
    guard rows == nil else { return reading(nil).constant(syntax, type) }
    let before = state.errorCount
    let (typed, inside) = state.collectingPrerequisites {
      expression(syntax, expecting: type.type)
    }
    if !inside.isEmpty { report(.notConstant, at: syntax.range) }
    guard let typed, state.errorCount == before else { return nil }
    if typed.type.type == .null, type.isNullable { return typed.expression }
    guard fits(typed, type.type, at: syntax.range) else { return nil }
    if typed.type.isNullable, !type.isNullable {
      report(.mayBeMissing(syntax.operandText), at: syntax.range)
      return nil
    }
    return typed.expression
  }
}
