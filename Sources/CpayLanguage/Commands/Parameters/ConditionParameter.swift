import CpaySyntax
import CpayValue

/// A condition on the rows, as the parts that `and` joins.
struct ConditionParameter: CommandParameter {
  let outlines = [
    ParameterOutline(
      "CONDITION", wants: .condition, noun: "a condition",
      takes: "takes one condition; join two with `and`")
  ]

  func check(_ stage: StageChecker) -> [Conjunct]? {
    guard let operand = stage.operand() else { return nil }
    let parts = operand.conjuncts
    let checker = stage.expressions
    let checked = parts.compactMap { part in
      checker.truth(part).map { Conjunct(expression: $0.expression, text: part.text) }
    }
    guard checked.count == parts.count else { return nil }
    checker.warnOfContradictions(checked, parts)
    return checked
  }

  func facts(_ conjuncts: [Conjunct]) -> StageFacts {
    StageFacts(reads: conjuncts.flatMap(\.expression.fieldNames))
  }
}
