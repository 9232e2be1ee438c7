import CpayClient
import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// `cpay resume`, and `:resume` in a session: goes on with a run that ended early, or whose process
/// died.
struct ResumeRun {
  let output: OutputStream
  let errors: OutputStream
  let files: FileStore
  /// The shape of the outcomes; nil for the usual one.
  var format: OutputFormat?
  var progress = ProgressForm.auto
  /// Whether another run on the same ledger is waited for.
  var waitsForOthers = false
  /// Whether, and for how many rows, someone has agreed beforehand.
  var consent = ConsentOptions()
  /// Shows a question and returns what was typed; nil where nobody can be asked.
  let question: (@Sendable (String) async -> String?)?

  /// How long a person's word holds for what was not sent yet.
  private static let consentLifetime = Duration.seconds(24 * 3_600)

  /// Goes on with the run whose name begins so; `hints` say how that is done once more.
  func callAsFunction(
    _ beginning: String, on connection: Connection, _ hints: RunHints?,
    _ cancellation: Cancellation
  ) async throws -> ExitStatus {
    let ledger = try connection.ledger()
    let remembered = try ledger.summary(of: beginning)
    let items = try ledger.items(of: remembered.name) ?? []
    if remembered.open == 0, items.contains(where: { $0.planned == nil }) {
      return try show(items, of: remembered)
    }
    let run = RunID(remembered.name)
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
      errors.sentence("\(warning), \(connection.label.text)")
    }
    // The mode is confirmed again before the first byte of a write.
    if !recorded.open.isEmpty {
      for remark in try await connection.account.inspect(
        recorded.plan, files)
      {
        errors.sentence(remark.line)
      }
    }
    errors.sentence(summary(of: recorded))
    if !recorded.open.isEmpty, !(await agrees(to: recorded)) {
      errors.sentence("nothing was sent; the run is as it was")
      return cancellation.isRequested ? .interrupted : .waiting
    }
    let line = ProgressLine(
      errors, progress, connection.account, connection.label, now: now)
    var host = Host(
      account: connection.account, environment: connection.environment(now),
      files: files, cancellation: cancellation,
      observe: { line.show($0) })
    if waitsForOthers { host.waitsForOthers() }
    let report = try await run.resume(on: host)
    RunDesk(output, errors, format, now: now).show(try report.rows(), RowType(.outcome))
    for line in OutcomeSummary(report, hints, warning: connection.label.warning).lines {
      errors.sentence(line)
    }
    return ExitStatus(ProgramReport.AppliedPlan(report))
  }

  /// The outcomes of a run that nothing is open of, and whose plan has been forgotten.
  private func show(_ items: [Ledger.Item], of run: Ledger.RunSummary) throws -> ExitStatus {
    errors.sentence("nothing of \(run.name) is open, and what was planned is forgotten")
    let now = Connection.systemTime()
    let rows = items.compactMap { $0.outcome(of: run, at: now)?.members }
    RunDesk(output, errors, format, now: now)
      .show(try Resource.outcome.rows(rows), RowType(.outcome))
    return items.allSatisfy { $0.outcome.facts.stands == .yes } ? .success : .incomplete
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
    to recorded: RecordedRun
  ) async -> Bool {
    // The ledger is dated by this machine, whatever time it is where the answers come from.
    let now = Connection.systemTime()
    let count = recorded.open.count
    if let maximum = consent.maximum, count > maximum {
      errors.sentence("\(count) rows are open, but at most \(maximum) may be gone on with")
      return false
    }
    let (age, overflow) = now.seconds.subtractingReportingOverflow(recorded.consentedAt.seconds)
    let isFresh = !overflow && age >= 0 && .seconds(age) < ResumeRun.consentLifetime
    if isFresh || recorded.waiting == 0 { return true }
    if consent.applies, consent.maximum != nil { return true }
    guard let question else {
      errors.sentence(
        "it was agreed to on \(recorded.consentedAt.display), more than a day ago; "
          + "to go on: --apply --max \(count)")
      return false
    }
    return await question("type \(count) to go on, Enter to leave it: ")?.trimmed == String(count)
  }
}

extension Connection {
  /// The ledger that remembers what is sent.
  /// - Throws: ``RunNameError`` where only a rehearsal remembers it; ``JournalFailure``.
  func ledger() throws -> Ledger {
    guard let ledger = try account.journal.opened() as? Ledger else {
      throw RunNameError(message: "a rehearsal remembers no run that could be looked at")
    }
    return ledger
  }
}

extension CpayCommand.Resume {
  func run(in tool: CommandLineTool) async -> ExitStatus {
    let cancellation = Cancellation()
    let signals = InterruptSignals(cancellation, errors: tool.errors)
    defer { signals.stop() }
    let files = FileAccess(folder: tool.folder)
    let resume = ResumeRun(
      output: tool.output, errors: tool.errors, files: files.store, format: shape.format,
      progress: sending.progress, waitsForOthers: sending.wait,
      consent: ConsentOptions(applies: apply, maximum: max),
      question: tool.question(stopping: cancellation))
    do {
      let connection = try await Connection.open(
        account.options, variables: tool.variables,
        Connection.Surroundings(errors: tool.errors, files: files, redactor: tool.redactor))
      return try await connection.use { connection in
        let hints = RunHints(
          account.options, profile: connection.account.profile, inSession: false)
        return try await resume(run, on: connection, hints, cancellation)
      }
    } catch {
      tool.errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }
}
