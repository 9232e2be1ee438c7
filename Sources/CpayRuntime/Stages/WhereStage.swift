import CpayLanguage
import CpaySyntax
import CpayValue

/// Keeps the rows for which the condition is true; unknown is not true.
struct WhereStage: RowStage {
  private let condition: RowCondition
  private var unknowns: UnknownRows
  private var minorUnits: MinorUnitWarning
  private(set) var failure: EvaluationError?

  init(
    _ conjuncts: [Conjunct], _ compiler: ExpressionCompiler, _ rows: RowType
  ) throws(EvaluationError) {
    var conditions: [RowCondition] = []
    for conjunct in conjuncts { conditions.append(try compiler.condition(conjunct.expression)) }
    condition = compiler.all(conditions)
    // What is read again of a row is not counted again.
    let compiler = compiler.counting(nil)
    unknowns = try UnknownRows(conjuncts.map(\.expression), compiler, rows)
    minorUnits = try MinorUnitWarning(conjuncts.map(\.expression), compiler)
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    minorUnits.look(at: batch)
    var unknown: [Row] = []
    let kept = batch.filter { row in
      guard failure == nil else { return false }
      do throws(EvaluationError) {
        switch try condition(row) {
        case .yes: return true
        case .no: return false
        case .unknown:
          unknown.append(row)
          return false
        }
      } catch {
        failure = error
        return false
      }
    }
    if let failure, kept.isEmpty { throw failure }
    for row in unknown { try unknowns.add(row) }
    return kept
  }

  var remarks: [Diagnostic] { minorUnits.remarks + unknowns.remarks }
}
