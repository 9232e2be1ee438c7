import CpayClient
import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayValue
import Synchronization

/// The parts a host is put together from.
struct HostParts: Sendable {
  let connection: Connection?
  let environment: Environment
  let files: FileStore
  let consent: ConsentOptions
  let question: (@Sendable (String) async -> String?)?
  let interrupt: Interrupt
  let keepsResults: Bool
  let readsAtOnce: Int
  let errors: OutputStream
}

/// One run of one checked program: shows what it yields and adds up how it ended.
struct ProgramRun: Sendable {
  let host: Host
  private let program: CheckedProgram
  private let errors: OutputStream
  private let tally = Tally()

  init(
    _ program: CheckedProgram, host parts: HostParts, output: ResultWriter, errors: OutputStream
  ) {
    self.program = program
    self.errors = errors
    let (tally, connection) = (tally, parts.connection)
    let environment = parts.environment
    let preview: @Sendable (WritePlan) -> [String] = { plan in
      PlanPreview(plan: plan, account: connection?.label ?? "", now: environment.now)
        .lines(width: errors.width())
    }
    let show = EventWriter(
      output: output, errors: errors, program: program,
      namesRun: connection?.isRehearsal == false, preview: preview, tally: tally)
    let inner: any EffectHandler =
      connection.map { ProgressEffects($0.effects, errors) } ?? NoConnection()
    let desk = ConsentDesk(
      options: parts.consent, uptime: parts.environment.uptime,
      plansLast: connection?.isRehearsal == false, canGoOn: parts.keepsResults,
      question: parts.question)
    let effects = ConsentingEffects(inner) { plan, bound in
      for line in preview(plan) { errors.line(line) }
      let consent = await desk.decide(plan, bound: bound)
      return parts.interrupt.isRequested ? .withheld("interrupted") : consent
    }
    host = Host(
      effects: effects, account: connection?.account ?? AccountIdentity(sandbox: "none"),
      environment: environment, files: parts.files, interrupt: parts.interrupt,
      keepsResults: parts.keepsResults, readsAtOnce: parts.readsAtOnce,
      emit: { (event) throws(EvaluationError) in show(event) })
  }

  /// Runs the statements; the evaluator keeps the variables and the last result as `$_`.
  @concurrent func callAsFunction(_ evaluator: inout Evaluator) async -> ExitStatus {
    for statement in program.statements {
      do {
        guard let result = try await evaluator.run(statement) else {
          if tally.hasStopped { break }
          continue
        }
        let end = try await offer(result, evaluator)
        if case .withheld(let plan, let reason) = end {
          errors.sentence("nothing was sent; \(reason)")
          evaluator.define("_", .plan(plan))
          return tally.status.combined(with: tally.hasSent ? .incomplete : .waiting)
        }
        evaluator.define("_", end)
        if tally.hasStopped { break }
      } catch {
        let error = error.isRead && host.interrupt.isRequested ? .interrupted : error
        report(error)
        return tally.status.combined(with: ExitStatus(error))
      }
    }
    return tally.status
  }

  private func report(_ error: EvaluationError) {
    if case .diagnostic(let diagnostic) = error {
      errors.write(diagnostic, in: program.source)
    } else {
      errors.sentence("cpay: \(ErrorText.line(error))")
    }
  }

  /// A pipeline that ends in a plan is offered for application.
  private func offer(
    _ result: PipelineResult, _ evaluator: Evaluator
  ) async throws(EvaluationError) -> PipelineResult {
    guard case .plan(let plan) = result, !tally.takePreviewed() else { return result }
    if plan.items.isEmpty {
      errors.line("no disputes to \(plan.action.rawValue)")
      return result
    }
    return try await evaluator.apply(plan)
  }
}

/// How a run has gone so far.
private final class Tally: Sendable {
  private let state = Mutex(State())

  private struct State {
    var status = ExitStatus.success
    var hasSent = false
    var hasStopped = false
    var shown: PlanReport?
    var isPreviewed = false
  }

  var status: ExitStatus { state.withLock { $0.status } }

  /// Whether a plan has been applied, so that "nothing was sent" is no longer true.
  var hasSent: Bool { state.withLock { $0.hasSent } }

  /// Whether a plan ended early; what stands behind it in the program is not begun.
  var hasStopped: Bool { state.withLock { $0.hasStopped } }

  func add(_ report: PlanReport) {
    let wasSent = report.outcomes.contains { $0.kind == .applied || $0.kind == .unknown }
    state.withLock { state in
      state.status = state.status.combined(with: ExitStatus(report))
      state.hasSent = state.hasSent || wasSent
      state.hasStopped = state.hasStopped || report.stop != nil
      state.shown = report.isShown ? report : nil
    }
  }

  /// A plan has only been looked at, and is not to be offered.
  func preview() {
    state.withLock { $0.isPreviewed = true }
  }

  /// Whether the plan that a pipeline ended in has only been looked at, once.
  func takePreviewed() -> Bool {
    state.withLock { state in
      defer { state.isPreviewed = false }
      return state.isPreviewed
    }
  }

  /// The report whose outcomes have just been shown, once.
  func takeShown() -> PlanReport? {
    state.withLock { state in
      defer { state.shown = nil }
      return state.shown
    }
  }
}

/// Shows what a program yields.
private struct EventWriter: Sendable {
  let output: ResultWriter
  let errors: OutputStream
  let program: CheckedProgram
  /// Whether `cpay runs` will know the run.
  let namesRun: Bool
  /// The lines of a plan's preview.
  let preview: @Sendable (WritePlan) -> [String]
  let tally: Tally

  func callAsFunction(_ event: ProgramEvent) {
    switch event {
    case .format(let format, let raw): output.use(format, raw: raw)
    case .chart(let chart):
      let drawing = ChartDrawing(chart, output.isTerminal ? .blocks : .plain)
      for line in drawing.lines(width: output.width) { output.write(text: line) }
    case .saved(let path, let rows):
      errors.sentence(
        rows.map { "\($0 == 1 ? "1 row" : "\($0) rows") to \(path)" } ?? "a chart to \(path)")
    case .preview(let plan):
      tally.preview()
      for line in preview(plan) { errors.line(line) }
    case .beginRows(let type): output.begin(type)
    case .rows(let batch): output.write(batch)
    case .endRows:
      output.end()
      if let report = tally.takeShown() { summarize(report) }
    case .value(let value): output.write(value)
    case .explanation(let text): output.write(text: text)
    case .remark(let remark): errors.sentence(remark.line)
    case .warning(let diagnostic):
      errors.write(diagnostic, in: program.source)
    case .applied(let report): applied(report)
    }
  }

  /// Counts at once; speaks below the outcomes, where these follow.
  private func applied(_ report: PlanReport) {
    tally.add(report)
    if !report.isShown { summarize(report) }
  }

  private func summarize(_ report: PlanReport) {
    for line in OutcomeSummary(report, namesRun: namesRun).lines { errors.sentence(line) }
  }
}

/// Stands where no connection was needed.
private struct NoConnection: EffectHandler {
  func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome {
    throw .malformed("no connection was opened")
  }
}
