import CpayClient
import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue
import Synchronization

/// `cpay apply`: sends a plan that was saved, once.
struct ApplyPlan {
  private let program: CommandLineTool
  private let command: CpayCommand.Apply

  init(_ program: CommandLineTool, _ command: CpayCommand.Apply) {
    self.program = program
    self.command = command
  }

  func callAsFunction() async -> ExitStatus {
    let cancellation = Cancellation()
    let signals = InterruptSignals(cancellation, errors: program.errors)
    defer { signals.stop() }
    do {
      let path = FileAccess(folder: program.folder).path(command.plan)
      let lock = try await lock(path, cancellation)
      defer { withExtendedLifetime(lock) {} }
      let saved = try lock.plan(path)
      let files = FileAccess(folder: program.folder)
      let changed = saved.changedDocuments(in: files.store)
      guard changed.isEmpty else { throw EvaluationError.documents(changed) }
      return try await apply(saved, files, cancellation)
    } catch {
      return fail(error)
    }
  }

  /// The plan's file, held; one that another process holds is waited for where that was asked for.
  private func lock(
    _ path: String, _ cancellation: Cancellation
  ) async throws -> PlanFileLock {
    var isWaiting = false
    while true {
      do throws(ConnectionError) {
        return try PlanFileLock(path)
      } catch {
        guard command.sending.wait, error.status == .locked else { throw error }
        if !isWaiting {
          ProgressLine.say(
            waitingFor: "the process that applies \(path)", command.sending.progress, program.errors
          )
        }
        isWaiting = true
      }
      if cancellation.isRequested { throw EvaluationError.interrupted }
      do { try await Task.sleep(for: Host.lookInterval) } catch {
        throw EvaluationError.interrupted
      }
    }
  }

  private func apply(
    _ saved: PlanFile, _ files: FileAccess, _ cancellation: Cancellation
  ) async throws -> ExitStatus {
    var options = command.account.options
    options.binding = PlanBinding(saved, in: command.plan)
    let connection = try await Connection.open(
      options, variables: program.variables,
      Connection.Surroundings(errors: program.errors, files: files, redactor: program.redactor))
    return try await connection.use { connection in
      try options.binding?.require(connection.account.identity)
      return try await apply(saved, files, on: connection, cancellation)
    }
  }

  private func apply(
    _ saved: PlanFile, _ files: FileAccess, on connection: Connection,
    _ cancellation: Cancellation
  ) async throws -> ExitStatus {
    let (account, label) = (connection.account, connection.label)
    let journal = try account.journal.opened()
    if let run = try await journal.run(of: saved.id) {
      throw JournalFailure.applied(saved.id, as: run)
    }
    let now = try await connection.now()
    let environment = connection.environment(now)
    var plan = saved.plan(on: environment)
    try await plan.lookAgain(on: account, files.store)
    let writer = EventWriter(
      Source(""),
      output: ResultWriter(
        program.output, program.output.format(command.shape.format), now: now),
      errors: program.errors,
      hints: RunHints(command.account.options, profile: account.profile, inSession: false),
      warning: label.warning,
      isStopped: { cancellation.isRequested }, savedPlan: { _ in "" }
    ) { [errors = program.errors] plan in
      PlanPreview(
        plan: plan, account: label.text, warning: label.warning, now: account.deadlineTime(at: now),
        isColored: errors.isColored
      ).lines(width: errors.width())
    }
    let desk = ConsentDesk(
      options: command.consent.options, account: account.identity, warning: label.warning,
      uptime: environment.uptime,
      canGoOn: false, question: program.question(stopping: cancellation))
    let progress = ProgressLine(program.errors, command.sending.progress, account, label, now: now)
    let report = Mutex<PlanReport?>(nil)
    var host = Host(
      account: account, environment: environment, files: files.store, cancellation: cancellation,
      consent: { plan, bound in
        writer.preview(plan)
        let consent = await desk.decide(plan, bound: bound)
        return cancellation.isRequested ? .withheld("interrupted") : consent
      },
      observe: { progress.show($0) },
      emit: { (event) throws(EvaluationError) in
        if case .applied(let found) = event { report.withLock { $0 = found } }
        try writer.show(event)
      })
    if command.sending.wait { host.waitsForOthers() }
    if case .withheld(_, let reason) = try await Evaluator(host).apply(plan) {
      program.errors.sentence("nothing was sent; \(reason)")
      return cancellation.isRequested ? .interrupted : .waiting
    }
    return report.withLock { $0 }.map { ExitStatus(ProgramReport.AppliedPlan($0)) } ?? .success
  }

  private func fail(_ error: any Error) -> ExitStatus {
    program.errors.sentence("cpay: \(ErrorText.line(error))")
    if let run = error.runOfPlan {
      let hints = RunHints(
        command.account.options, profile: command.account.profile, inSession: false)
      program.errors.sentence(
        "nothing was sent; `\(hints.show(run))` tells what became of it, and `\(hints.resume(run))` "
          + "goes on with what is open")
    }
    return ErrorText.status(error)
  }
}

extension Error {
  /// The run that the plan had become before.
  fileprivate var runOfPlan: RunID? {
    let failure: JournalFailure? =
      switch self {
      case let failure as JournalFailure: failure
      case .journal(let failure) as EvaluationError: failure
      default: nil
      }
    return if case .applied(_, let run) = failure { run } else { nil }
  }
}

extension CpayCommand.Apply {
  func run(in tool: CommandLineTool) async -> ExitStatus { await ApplyPlan(tool, self)() }
}
