public import CpayLanguage
public import CpayValue
import Synchronization

/// Runs the statements of a checked program, one after another, and says how it went; what it shows
/// on the way goes to the host.
///
/// A plan that a statement ends in is offered for application. What a statement came to is `$_` for
/// whatever the host runs next. Behind a plan that was withheld, or whose run ended early, nothing
/// more is begun.
public struct ProgramRunner: Sendable {
  private let program: CheckedProgram
  private let cancellation: Cancellation
  private let offersPlans: Bool
  private let evaluator: Evaluator
  private let log: AppliedPlans

  /// A run of `program` that begins with those variables.
  ///
  /// With `offersPlans` false a plan that a statement ends in is left alone.
  /// - Throws: ``EvaluationError/missing(_:)`` for a parameter that has neither an argument nor a
  ///   value to fall back to.
  public init(
    _ program: CheckedProgram, on host: Host, variables: [String: PipelineResult] = [:],
    arguments: [String: Value] = [:], offersPlans: Bool = true
  ) throws(EvaluationError) {
    let log = AppliedPlans()
    var evaluator = Evaluator(
      host.with { changed in
        changed.emit = { (event) throws(EvaluationError) in
          if case .applied(let report) = event { log.add(report) }
          try await host.emit(event)
        }
      }, variables: variables)
    try evaluator.bind(program, arguments)
    (self.program, self.offersPlans, self.evaluator) = (program, offersPlans, evaluator)
    (cancellation, self.log) = (host.cancellation, log)
  }

  /// Runs the program to its end, or to where it cannot go on.
  @concurrent public func run() async -> ProgramReport {
    var evaluator = evaluator
    let end = await runStatements(&evaluator)
    return ProgramReport(applied: log.all, end: end, variables: evaluator.variables)
  }

  private func runStatements(_ evaluator: inout Evaluator) async -> ProgramReport.End {
    var last = PipelineResult.written
    do throws(EvaluationError) {
      for statement in program.statements {
        if isCancelled { throw .interrupted }
        if let end = try await run(statement, &evaluator) {
          last = end.result
          evaluator.define("_", last)
          if case .withheld(let plan, let reason) = end { return .withheld(plan, reason: reason) }
        }
        if log.all.contains(where: { $0.stop != nil }) { break }
      }
      return .finished(last)
    } catch {
      return .failed(error.isRead && isCancelled ? .interrupted : error)
    }
  }

  /// Runs one statement, and offers the plan that it ends in.
  private func run(
    _ statement: CheckedStatement, _ evaluator: inout Evaluator
  ) async throws(EvaluationError) -> PipelineEnd? {
    let end = try await evaluator.run(statement)
    guard offersPlans, case .result(.plan(let plan)) = end else { return end }
    if plan.items.isEmpty {
      try await evaluator.host.emit(.emptyPlan(plan))
      return end
    }
    return try await evaluator.apply(plan)
  }

  private var isCancelled: Bool { cancellation.isRequested || Task.isCancelled }
}

/// How the plans of one program have ended so far.
private final class AppliedPlans: Sendable {
  private let plans = Mutex<[ProgramReport.AppliedPlan]>([])

  var all: [ProgramReport.AppliedPlan] { plans.withLock { $0 } }

  func add(_ report: PlanReport) {
    plans.withLock { $0.append(ProgramReport.AppliedPlan(report)) }
  }
}
