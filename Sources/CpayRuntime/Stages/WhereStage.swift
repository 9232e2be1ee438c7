import CpayLanguage
import CpaySyntax
import CpayValue

/// Keeps the rows for which the condition is true; unknown is not true.
struct WhereStage: RowStage {
  /// The conditions that begin the row, which a whole batch is held against at once.
  private let tests: [FieldTest]
  /// All others, each of which may fail; nil where there are none.
  private let condition: RowCondition?
  private var unknowns: UnknownRows
  private var minorUnits: MinorUnitWarning
  private(set) var failure: EvaluationError?

  init(
    _ conjuncts: [Conjunct], _ compiler: ExpressionCompiler, _ rows: RowType
  ) throws(EvaluationError) {
    let expressions = conjuncts.map(\.expression).flatMap(\.conjuncts)
    tests = compiler.tests(expressions)
    var conditions: [RowCondition] = []
    for expression in expressions.dropFirst(tests.count) {
      conditions.append(try compiler.condition(expression))
    }
    condition = conditions.isEmpty ? nil : compiler.all(conditions)
    // What is read again of a row is not counted again.
    let compiler = compiler.counting(nil)
    unknowns = try UnknownRows(conjuncts.map(\.expression), compiler, rows)
    minorUnits = try MinorUnitWarning(conjuncts.map(\.expression), compiler)
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    minorUnits.look(at: batch)
    var truths = batch.truths(tests)
    if let condition { hold(batch, against: condition, &truths) }
    let kept = batch.filter(truths)
    if let failure, kept.isEmpty { throw failure }
    for index in truths.indices where truths[index] == .unknown {
      try unknowns.add(batch[index])
    }
    return kept
  }

  /// Holds the rows that no test has refused against the other conditions; none is kept from the
  /// first on that fails.
  private mutating func hold(
    _ batch: Batch, against condition: RowCondition, _ truths: inout [Truth]
  ) {
    for index in truths.indices {
      if failure != nil { truths[index] = .no }
      if truths[index] == .no { continue }
      do throws(EvaluationError) {
        let truth = try condition(batch[index])
        if truth != .yes { truths[index] = truth }
      } catch {
        failure = error
        truths[index] = .no
      }
    }
  }

  var remarks: [Diagnostic] { minorUnits.remarks + unknowns.remarks }
}

extension CheckedExpression {
  /// The conditions that all must hold where this one is to.
  fileprivate var conjuncts: [CheckedExpression] {
    if case .and(let parts) = self { parts.flatMap(\.conjuncts) } else { [self] }
  }
}
