import CpayClient
import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// `cpay resume`: goes on with a run that ended early, or whose process died.
struct ResumeRun {
  private let program: CommandLineTool
  private let command: CpayCommand.Resume

  /// How long a person's word holds for what was not sent yet.
  private static let consentLifetime = Duration.seconds(24 * 3_600)

  init(_ program: CommandLineTool, _ command: CpayCommand.Resume) {
    self.program = program
    self.command = command
  }

  func callAsFunction() async -> ExitStatus {
    let cancellation = Cancellation()
    let signals = InterruptSignals(cancellation, errors: program.errors)
    defer { signals.stop() }
    do {
      let connection = try await Connection.open(
        command.account.options, variables: program.variables,
        Connection.Surroundings(
          errors: program.errors, files: FileAccess(folder: program.folder),
          redactor: program.redactor))
      return try await connection.use { try await resume($0, cancellation) }
    } catch {
      program.errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }

  private func resume(
    _ connection: Connection, _ cancellation: Cancellation
  ) async throws -> ExitStatus {
    guard let ledger = try connection.account.journal.opened() as? Ledger else {
      throw RunNameError(message: "a sandbox started with --sandbox remembers no run")
    }
    let run = try ledger.run(named: command.run)
    guard let recorded = try await ledger.recorded(run) else {
      throw RunNameError(message: "the ledger has no run \(run)")
    }
    try PlanBinding.require(recorded, connection.account.profile)
    let identity = connection.account.identity
    guard recorded.plan.account == identity else {
      throw ConnectionError(
        message: "\(run) is a run of \(recorded.plan.account.place), and this is \(identity.place)",
        status: .usage)
    }
    let now = try await connection.now()
    if let warning = connection.label.warning {
      program.errors.line("\(warning), \(connection.label.text)")
    }
    // The mode is confirmed again before the first byte of a write.
    if !recorded.open.isEmpty {
      for remark in try await connection.account.inspect(
        recorded.plan, FileAccess(folder: program.folder).store)
      {
        program.errors.sentence(remark.line)
      }
    }
    program.errors.sentence(summary(of: recorded))
    if !recorded.open.isEmpty, !(await agrees(to: recorded, cancellation)) {
      program.errors.sentence("nothing was sent; the run is as it was")
      return cancellation.isRequested ? .interrupted : .waiting
    }
    let progress = ProgressLine(
      program.errors, command.progress, connection.account, connection.label, now: now)
    var host = Host(
      account: connection.account, environment: Environment(now: now),
      files: FileAccess(folder: program.folder).store, cancellation: cancellation,
      observe: { progress.show($0) })
    if command.wait { host.waitsForOthers() }
    let report = try await run.resume(on: host)
    try show(report, at: now, connection.label.warning)
    return ExitStatus(ProgramReport.AppliedPlan(report))
  }

  /// What is left of a run.
  private func summary(of recorded: RecordedRun) -> String {
    let (plan, doubts, waiting) = (recorded.plan, recorded.doubts, recorded.waiting)
    let done = recorded.rows.count - recorded.open.count
    if recorded.open.isEmpty { return "nothing of \(recorded.run) is open" }
    var parts = ["\(plan.action.rawValue) in \(recorded.run): \(done) of \(plan.items.count) done"]
    if doubts > 0 {
      parts.append("\(doubts) may have been sent and \(doubts == 1 ? "is" : "are") looked at first")
    }
    if waiting > 0 { parts.append("\(waiting) not sent") }
    return parts.joined(separator: ", ")
  }

  /// Whether the run may go on: by the consent it was given, while that is young; else by a new one.
  private func agrees(
    to recorded: RecordedRun, _ cancellation: Cancellation
  ) async -> Bool {
    // The ledger is dated by this machine, whatever time it is where the answers come from.
    let now = Connection.systemTime()
    let count = recorded.open.count
    if let maximum = command.max, count > maximum {
      program.errors.sentence("\(count) rows are open, but at most \(maximum) may be gone on with")
      return false
    }
    let (age, overflow) = now.seconds.subtractingReportingOverflow(recorded.consentedAt.seconds)
    let isFresh = !overflow && age >= 0 && .seconds(age) < ResumeRun.consentLifetime
    if isFresh || recorded.waiting == 0 { return true }
    if command.apply, command.max != nil { return true }
    guard let question = program.question(stopping: cancellation) else {
      program.errors.sentence(
        "it was agreed to on \(recorded.consentedAt.iso), more than a day ago; "
          + "to go on: --apply --max \(count)")
      return false
    }
    return await question("type \(count) to go on, Enter to leave it: ")?.trimmed == String(count)
  }

  /// The whole run's outcomes, and how it went.
  private func show(
    _ report: PlanReport, at now: Timestamp, _ warning: String?
  ) throws(EvaluationError) {
    program.show(try report.rows(), RowType(.outcome), as: command.format, now: now)
    for line in OutcomeSummary(report, namesRun: true, warning: warning).lines {
      program.errors.sentence(line)
    }
  }
}

extension CpayCommand.Resume {
  func run(in tool: CommandLineTool) async -> ExitStatus { await ResumeRun(tool, self)() }
}
