import CpayLanguage
public import CpayValue

extension EmbeddedProgram {
  /// Runs the program up to where it would send something, and returns what that comes to.
  ///
  /// That is what its last statement ends in: rows, a value, a chart, or a plan that nothing has
  /// been sent of; an `apply` stage gives the plan that it stands behind, and what follows it is
  /// not run. What the program shows on the way goes to the host. Cancelling the task stops
  /// between two requests.
  /// - Throws: ``/CpayLanguage/Refusal`` when the program does not hold for those arguments, or
  ///   ``EvaluationError`` when it could not go on.
  @concurrent public func plan(
    on host: Host, arguments: [String: Value] = [:]
  ) async throws -> PipelineResult {
    let program = try settled(arguments)
    var evaluator = Evaluator(
      host.with(effects: ReadingEffects(inner: host.effects), keepsResults: true))
    try evaluator.bind(program, arguments)
    var last = PipelineResult.written
    do throws(EvaluationError) {
      for statement in program.statements {
        if Task.isCancelled { throw EvaluationError.interrupted }
        guard let result = try await evaluator.run(statement) else { continue }
        if case .withheld(let plan, _) = result { return .plan(plan) }
        last = result
      }
    } catch {
      throw error.isRead && Task.isCancelled ? .interrupted : error
    }
    return last
  }
}

/// Lets a program ask, and send nothing.
private struct ReadingEffects: EffectHandler {
  let inner: any EffectHandler

  func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    switch effect {
    case .list, .object, .claims, .refusals, .uploads: return try await inner.perform(effect)
    case .open: return .withheld("it is only planned")
    case .send, .upload, .settle, .close:
      throw .invalid("a program that is only planned sends nothing")
    }
  }
}
