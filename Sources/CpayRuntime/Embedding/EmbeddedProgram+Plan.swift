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
    let runner = try ProgramRunner(
      settled(arguments),
      on: host.with { host in
        host.keepsResults = true
        host.consent = { _, _ in .withheld("it is only planned") }
      }, arguments: arguments, offersPlans: false)
    switch await runner.run().end {
    case .finished(let result): return result
    case .withheld(let plan, _): return .plan(plan)
    case .failed(let error): throw error
    }
  }
}
