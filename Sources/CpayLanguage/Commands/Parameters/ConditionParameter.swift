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
    guard let checked = stage.expressions.parts(parts, goingOnWhere: true) else { return nil }
    let conjuncts = zip(checked, parts).map {
      Conjunct(expression: $0.expression, text: $1.text)
    }
    stage.expressions.warnOfContradictions(conjuncts, parts)
    return conjuncts
  }

  func facts(_ conjuncts: [Conjunct]) -> StageFacts {
    StageFacts(reads: conjuncts.flatMap(\.expression.fieldNames))
  }
}
