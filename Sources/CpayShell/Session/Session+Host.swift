import CpayLanguage
import CpayRuntime
import CpayValue

extension Host {
  /// How long a wait for another process lasts before it looks again.
  static let lookInterval = Duration.milliseconds(300)

  /// Waits where another run sends with the same ledger, and asks again a few times a second.
  mutating func waitsForOthers() {
    waitForOthers = { () throws(CancellationError) in
      do { try await Task.sleep(for: Host.lookInterval) } catch { throw CancellationError() }
    }
  }
}

extension Session {
  /// Where a program runs: `now` is its time, and `writer` shows what it yields.
  func host(
    _ connection: Connection?, _ now: Timestamp, _ writer: EventWriter
  ) -> Host {
    let environment = connection?.environment(now) ?? Environment(now: now)
    let progress = ProgressLine(
      errors, options.progress, connection?.account, connection?.label, now: now)
    var host = Host(
      account: connection?.account, environment: environment, files: files.store,
      cancellation: cancellation, keepsResults: options.keepsResults,
      readsAtOnce: options.readsAtOnce,
      consent: consent(connection, environment, writer),
      observe: { progress.show($0) },
      emit: { (event) throws(EvaluationError) in try writer.show(event) })
    host.showsColumns = shownFormat.hasColumns
    host.isWatched = output.isTaken
    if options.waitsForOthers { host.waitsForOthers() }
    return host
  }

  /// How a run is found again; nil where it is gone with the program.
  func hints(_ connection: Connection) -> RunHints? {
    // What a sandbox of this session remembers lasts as long as the session.
    let isInSession = options.connection.isInteractive
    let isKept = !connection.isRehearsal || isInSession && connection.rehearsedAccount == nil
    guard isKept else { return nil }
    return RunHints(
      options.connection, profile: connection.account.profile, inSession: isInSession)
  }

  /// The format of results that have none of their own.
  private var shownFormat: OutputFormat { output.format(options.format) }

  /// Shows what a program yields.
  func writer(
    _ program: CheckedProgram, _ connection: Connection?, _ now: Timestamp
  ) -> EventWriter {
    let (label, errors, cancellation) = (connection?.label, errors, cancellation)
    let isLost = connection?.isRehearsal == true
    let ages = snapshots.ages(of: program, at: now)
    let realAccount = connection?.rehearsedAccount
    let realTime = { @Sendable (now: Timestamp) in
      connection?.account.deadlineTime(at: now) ?? now
    }
    let (files, startFolder) = (files, startFolder)
    let account = options.connection.applyArguments(connection?.account.profile)
    return EventWriter(
      program.source, output: ResultWriter(output, shownFormat, now: now, showsTypes: showsTypes),
      errors: errors,
      hints: connection.flatMap(hints), warning: label?.warning,
      isStopped: { cancellation.isRequested }, shown: { files.shown($0) },
      savedPlan: { path in
        if isLost { return "it is for this sandbox, which is gone with this program" }
        let place = files.folder == startFolder.folder ? path : files.path(path)
        return (["to send it: cpay apply", ShellWord(place).text] + account).joined(separator: " ")
      }, variables: snapshots.variables(of: program), ages: ages,
      seen: options.keepsResults ? seen : nil
    ) { plan in
      PlanPreview(
        plan: plan, account: label?.text ?? "", warning: label?.warning,
        now: realTime(now),
        ages: ages, isColored: errors.isColored,
        realDigest: realAccount.map { plan.digest(for: $0) }
      ).lines(width: errors.width())
    }
  }

  /// Shows a plan, and asks whoever decides.
  private func consent(
    _ connection: Connection?, _ environment: Environment, _ writer: EventWriter
  ) -> @Sendable (WritePlan, _ bound: Int?) async -> Consent {
    guard let connection else { return { _, _ in .withheld(EvaluationError.noAccount.message) } }
    let cancellation = cancellation
    let desk = ConsentDesk(
      options: options.consent, account: connection.account.identity,
      warning: connection.label.warning, uptime: environment.uptime,
      plansLast: !connection.isRehearsal, rehearsedFor: connection.rehearsedAccount,
      canGoOn: options.keepsResults, question: question)
    return { plan, bound in
      writer.preview(plan)
      let consent = await desk.decide(plan, bound: bound)
      return cancellation.isRequested ? .withheld("interrupted") : consent
    }
  }
}
