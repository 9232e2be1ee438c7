import CpayClient
import CpayLanguage
import CpayModel
import CpayValue

extension Evaluator {
  func build(
    _ action: WriteAction, _ context: StageContext, _ stream: inout RowStream
  ) async throws(EvaluationError) -> WritePlan {
    var evidence: RowValue?
    if let given = context.stage.arguments.named["evidence"] {
      evidence = try context.compiler.value(given)
    }
    var builder = WritePlanBuilder(
      action, evidence: evidence, files: host.files, now: host.environment.now)
    while let batch = try await stream.next() { try builder.add(batch) }
    let asked = Effect.claims(account: host.account, disputes: builder.disputes)
    guard case .claims(let claims) = try await host.effects.perform(asked) else {
      throw .malformed("the ledger did not say what is held")
    }
    return builder.build(
      account: host.account, claims: claims, remarks: stream.remarks,
      madeAt: host.environment.uptime())
  }

  func apply(
    _ plan: WritePlan, bound: Int?, _ limits: RunMachine.Limits, showsResult: Bool
  ) async throws(EvaluationError) -> PipelineResult {
    let effects = plan.eligible.isEmpty ? NoEffects() : host.effects
    let opened = try await effects.perform(.open(plan, bound: bound))
    guard case .opened(let run) = opened else {
      if case .withheld(let reason) = opened {
        var plan = plan
        plan.terms = WritePlan.Terms(bound: bound, limits: limits)
        return .withheld(plan, reason: reason)
      }
      throw .malformed("the plan was neither opened nor withheld")
    }
    let runner = PlanRunner(
      plan, run, effects: effects, files: host.files, now: host.environment.now,
      interrupt: host.interrupt)
    let result = await runner(limits)
    try await host.emit(
      .applied(
        PlanReport(
          run: plan.eligible.isEmpty ? nil : run, outcomes: result.outcomes, stop: result.stop,
          isShown: showsResult)))
    let (type, rows) = (RowType(.outcome), try Outcome.rows(result.outcomes))
    if showsResult {
      try await host.emit(.beginRows(type))
      try await host.emit(.rows(rows))
      try await host.emit(.endRows(type))
    }
    return .rows(type, rows)
  }
}

/// Performs the settling of a plan in which nothing can be sent.
private struct NoEffects: EffectHandler {
  func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    if case .open = effect { .opened(RunID("none")) } else { .done }
  }
}
