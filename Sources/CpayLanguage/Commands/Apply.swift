import CpayModel

extension CommandDeclaration {
  static let apply = CommandDeclaration(
    "apply", "send a plan, once someone has agreed to it", .effect,
    Parameters(
      NamedCountParameter("max", "send nothing if there are more disputes"),
      NamedCountParameter("parallel", atLeast: 1, "requests under way at once; 8 by default"),
      NamedCountParameter("canary", "send one at a time until so many are applied; 1 by default"),
      WordParameter<ApplyTerms.OnError>(
        "on_error", default: .continue,
        "after a refused row; `continue` by default, and five in a row stop")),
    yields: .objects(.outcome), gives: "rows of outcomes",
    examples: ["dispute dp_a1 | submit evidence=@lease.json | apply max=1"],
    requires: { flow, stage in
      if case .plan(let plan) = flow {
        stage.pipelines.requireAllowance(stage.syntax, for: plan.action)
      }
      return true
    },
    plan: { plan, form, values in
      let (bound, parallel, canary, onError) = values
      let terms = ApplyTerms(
        bound: bound, parallel: parallel, canary: canary, onError: onError)
      return .rows(CheckedRows(.outcomes(plan, terms, form.outline), RowType(.outcome)))
    })
}
