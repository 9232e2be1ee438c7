import CpayClient
public import CpayLanguage
import CpayModel
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
  private let log: RunLog

  /// A run of `program` that begins with those variables.
  ///
  /// With `offersPlans` false a plan that a statement ends in is left alone.
  /// - Throws: ``EvaluationError/missing(_:)`` for a parameter that has neither an argument nor a
  ///   value to fall back to.
  public init(
    _ program: CheckedProgram, on host: Host, variables: [String: PipelineResult] = [:],
    arguments: [String: Value] = [:], offersPlans: Bool = true
  ) throws(EvaluationError) {
    let log = RunLog()
    var evaluator = Evaluator(
      host.with { changed in
        changed.account = host.account.map { $0.with(LoggedReader(reader: $0.reader, log: log)) }
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
    var (evaluator, progress) = (evaluator, Progress())
    let end = await runStatements(&evaluator, &progress)
    return ProgramReport(
      applied: log.applied, end: end, variables: evaluator.variables, hasAsked: log.hasAsked,
      hasBegun: progress.hasBegun, completedStatements: progress.completed)
  }

  /// How far the statements have come.
  private struct Progress {
    var hasBegun = false
    var completed = 0
  }

  private func runStatements(
    _ evaluator: inout Evaluator, _ progress: inout Progress
  ) async -> ProgramReport.End {
    var last = PipelineResult.written
    let onlyExplains = program.onlyExplains
    do throws(EvaluationError) {
      var ahead = LookAhead(evaluator.host, variables: evaluator.variables)
      try await ahead(program.statements)
      progress.hasBegun = true
      for statement in program.statements {
        if isCancelled { throw .interrupted }
        if onlyExplains, case .binding(let name, let pipeline) = statement {
          evaluator.outline(name, pipeline)
          continue
        }
        let end = try await run(statement, &evaluator)
        progress.completed += 1
        if let end {
          last = end.result
          evaluator.define("_", last)
          if case .withheld(let plan, let reason) = end { return .withheld(plan, reason: reason) }
        }
        if log.applied.contains(where: { $0.stop != nil }) { break }
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

/// What one program has asked and sent so far.
private final class RunLog: Sendable {
  private let state = Mutex(State())

  private struct State {
    var plans: [ProgramReport.AppliedPlan] = []
    var hasAsked = false
  }

  /// How the plans have ended.
  var applied: [ProgramReport.AppliedPlan] { state.withLock { $0.plans } }

  /// Whether anything was asked of the API.
  var hasAsked: Bool { state.withLock { $0.hasAsked || !$0.plans.isEmpty } }

  func add(_ report: PlanReport) {
    state.withLock { $0.plans.append(ProgramReport.AppliedPlan(report)) }
  }

  func noteRequest() {
    state.withLock { $0.hasAsked = true }
  }
}

/// Reads, and notes that it did.
private struct LoggedReader: APIReader {
  let reader: any APIReader
  let log: RunLog

  func page(
    of resource: Resource, _ query: [WireRequest.Parameter], cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8] {
    log.noteRequest()
    return try await reader.page(of: resource, query, cancellation: cancellation)
  }

  func object(
    _ resource: Resource, _ id: String, cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8] {
    log.noteRequest()
    return try await reader.object(resource, id, cancellation: cancellation)
  }
}

extension Account {
  /// The same account, read by another reader.
  fileprivate func with(_ reader: any APIReader) -> Account {
    var account = self
    account.reader = reader
    return account
  }
}
