import CpayClient
import CpayLanguage
import CpayModel
import CpayValue

/// Applies a plan that has been consented to, row by row, until each has its outcome.
struct PlanRunner {
  let plan: WritePlan
  let run: RunID
  let reader: any APIReader
  let writer: any APIWriter
  let journal: any RunJournal
  let files: FileStore
  /// The time as it goes on, which rows are settled at.
  let time: @Sendable () -> Timestamp
  /// The time by which deadlines pass, as the API last said it.
  let deadlineTime: @Sendable () -> Timestamp
  let cancellation: RunCancellation
  /// What is known of the rows from an earlier process, by place; nothing where the run is new.
  let recorded: [Int: RecordedRun.Row]
  /// Whether someone has given the run up, so that what is in doubt is only looked at.
  let isGivenUp: Bool
  /// Whether this account may ever send such a request again.
  let canRepeat: @Sendable (EarlierAttempt) -> Bool
  /// Takes what the run tells.
  let tell: @Sendable (RunEvent) -> Void

  /// What became of the rows, and what stopped the run early.
  struct Result {
    /// The run's name; nil when nothing could be sent and so nothing was remembered.
    let run: RunID?
    /// In plan order, one a row.
    let outcomes: [Outcome]
    let stop: PlanReport.Stop?
    /// The disputes of ``PlanReport/leftToPersons``.
    var leftToPersons: Set<String> = []
    /// Those of ``PlanReport/settledBefore``.
    var settledBefore: Set<String> = []
  }

  /// What is known so far.
  private struct Progress {
    /// By place in the plan.
    var outcomes: [Int: Outcome] = [:]
    /// The disputes that were looked at in vain, and that nothing is ever sent to again.
    var leftToPersons: Set<String> = []
    /// Why nothing more is written to the ledger.
    var journalFailure: JournalFailure?
  }

  /// What the rows need before the first of them is sent.
  private enum Preparation {
    /// What is known of earlier writes by dispute, and the ids of the uploaded files by their
    /// content.
    case ready(past: [String: PastWrites], files: [String: String])
    /// Nothing may be sent.
    case stopped(PlanReport.Stop)
  }

  private init(
    _ plan: WritePlan, _ run: RunID, _ account: Account, _ journal: any RunJournal,
    recorded: [Int: RecordedRun.Row] = [:], isGivenUp: Bool = false, on host: Host
  ) {
    (self.plan, self.run, self.journal, self.recorded) = (plan, run, journal, recorded)
    self.isGivenUp = isGivenUp
    (reader, writer) = (account.reader, account.writer)
    let time = host.environment.time
    (files, self.time, tell) = (host.files, time, host.observe)
    deadlineTime = { account.time() ?? time() }
    canRepeat = { $0.canRepeat(with: account.key, keepsKeys: account.keepsKeys) }
    cancellation = RunCancellation(host.cancellation)
  }

  /// Opens a run for the plan and goes through its rows; a plan in which nothing can be sent opens
  /// none.
  /// - Throws: ``EvaluationError`` when the run could not be remembered, so that nothing was sent.
  static func apply(
    _ plan: WritePlan, _ limits: RunLimits, on host: Host
  ) async throws(EvaluationError) -> Result {
    if plan.eligible.isEmpty {
      let rows = plan.ineligible(at: host.environment.time())
      return Result(run: nil, outcomes: rows.map(\.outcome), stop: nil)
    }
    let (account, run) = (try host.connected(), RunID(host.environment))
    let journal = try await whenFree(on: host) { () throws(JournalFailure) in
      let journal = try account.journal.opened()
      try await journal.open(run, plan, limits, by: account.sender)
      return journal
    }
    return await PlanRunner(plan, run, account, journal, on: host)(limits)
  }

  /// Takes up a run that has ended early, or whose process has: what may have been sent is looked at
  /// before anything is sent, and what was not is sent as it was agreed to.
  /// - Throws: ``EvaluationError`` when the run cannot be taken up; nothing was sent then.
  static func resume(
    _ run: RunID, on host: Host
  ) async throws(EvaluationError) -> Result {
    let account = try host.connected()
    guard try await recorded(run, by: account)?.isOpen(to: account.profile) != false else {
      throw .invalid("\(run) was begun with another profile")
    }
    let (journal, found) = try await whenFree(on: host) {
      () async throws(JournalFailure) -> (any RunJournal, RecordedRun?) in
      let journal = try account.journal.opened()
      return (journal, try await journal.reopen(run, by: account.sender))
    }
    guard let recorded = found else { throw .journal(.unusable("it has no run \(run)")) }
    let rows = Dictionary(uniqueKeysWithValues: recorded.rows.enumerated().map { ($0, $1) })
    return await PlanRunner(
      recorded.plan, run, account, journal, recorded: rows, isGivenUp: recorded.isGivenUp, on: host
    )(recorded.limits)
  }

  /// A run as the account's journal remembers it.
  private static func recorded(
    _ run: RunID, by account: Account
  ) async throws(EvaluationError) -> RecordedRun? {
    do {
      return try await account.journal.opened().recorded(run)
    } catch {
      throw .journal(error)
    }
  }

  /// What `take` gives once no other run sends with the same journal, which is waited for where the
  /// host says so.
  /// - Throws: ``EvaluationError/interrupted`` when someone asks to stop meanwhile; nothing was sent.
  private static func whenFree<Taken: Sendable>(
    on host: Host, _ take: () async throws(JournalFailure) -> Taken
  ) async throws(EvaluationError) -> Taken {
    defer { host.observe(.waiting(nil)) }
    while true {
      do throws(JournalFailure) {
        return try await take()
      } catch {
        guard let wait = host.waitForOthers, case .locked(let holder) = error else {
          throw .journal(error)
        }
        if host.cancellation.isRequested { throw .interrupted }
        host.observe(.waiting(holder))
        do { try await wait() } catch { throw .interrupted }
      }
    }
  }

  private func callAsFunction(_ limits: RunLimits) async -> Result {
    await cancellation.whileSending {
      var progress = Progress()
      for (position, row) in recorded {
        if case .settled(let outcome) = row { progress.outcomes[position] = outcome }
      }
      let settledBefore = Set(progress.outcomes.values.map(\.id))
      tell(.opened(run, plan, toGo: sendOrder.filter { progress.outcomes[$0] == nil }))
      await end(
        plan.ineligible(at: time()).filter { progress.outcomes[$0.position] == nil }, &progress)
      let preparation = await prepare(limits, &progress)
      var machine = RunMachine(sendOrder.filter { progress.outcomes[$0] == nil }, limits)
      switch preparation {
      case .ready(let past, let files): await send(&machine, past, files, &progress)
      case .stopped(let stop): machine.stop(stop)
      }
      let unsent = machine.unsent.map {
        SettledRow(position: $0, outcome: notReached($0, machine.stop?.message))
      }
      await end(unsent, &progress)
      await close(&progress)
      tell(.closed(run))
      return Result(
        run: run, outcomes: plan.items.indices.compactMap { progress.outcomes[$0] },
        stop: progress.journalFailure.map { .journal($0) } ?? machine.stop,
        leftToPersons: progress.leftToPersons, settledBefore: settledBefore)
    }
  }

  /// Takes down that the run has ended; where that fails, it counts as one that was cut short.
  private func close(_ progress: inout Progress) async {
    do throws(JournalFailure) {
      try await journal.close(run)
    } catch {
      let reason = if case .unusable(let reason) = error { reason } else { error.message }
      progress.journalFailure =
        progress.journalFailure ?? .unusable("the end of \(run) was not written down: \(reason)")
    }
  }

  /// The outcome of a row that the run did not come to.
  private func notReached(_ position: Int, _ reason: String?) -> Outcome {
    if case .inDoubt(_, let earlier)? = recorded[position] {
      return outcome(plan.items[position], .unknown, earlier.reason, earlier.requestID)
    }
    return outcome(plan.items[position], .unsent, reason)
  }

  /// Asks the journal for what the keys rest on, and uploads what the rows need.
  private func prepare(
    _ limits: RunLimits, _ progress: inout Progress
  ) async -> Preparation {
    do throws(JournalFailure) {
      if let failure = progress.journalFailure { throw failure }
      try await endHeld(&progress)
      let past = try await pastWrites()
      let waiting = plan.items.indices.filter {
        plan.items[$0].ineligibility == nil && progress.outcomes[$0] == nil && !isInDoubt($0)
      }
      let uploads = await PlanUploads(self, limits)(for: waiting.map { plan.items[$0] })
      await end(settled(waiting, by: uploads), &progress)
      if case .journal(let failure) = uploads.stop { throw failure }
      if let failure = progress.journalFailure { throw failure }
      if let stop = uploads.stop { return .stopped(stop) }
      return .ready(past: past, files: uploads.ids)
    } catch {
      progress.journalFailure = progress.journalFailure ?? error
      return .stopped(.journal(error))
    }
  }

  /// Ends the rows whose disputes another run has written to since the plan was made: one that was
  /// waited for, say.
  private func endHeld(_ progress: inout Progress) async throws(JournalFailure) {
    var phases: [String: DisputePhase] = [:]
    let waiting = plan.items.indices.filter { position in
      plan.items[position].ineligibility == nil && progress.outcomes[position] == nil
        && !isInDoubt(position)
    }
    for position in waiting {
      if let seen = plan.items[position].seen {
        phases[seen.id] = DisputePhase(status: seen.status)
      }
    }
    let holders = try await holders(of: phases)
    await end(
      waiting.compactMap { position in
        holders[plan.items[position].id].map { holder in
          SettledRow(
            position: position,
            outcome: outcome(plan.items[position], .ineligible, HeldRow.reason(holder)))
        }
      }, &progress)
    if let failure = progress.journalFailure { throw failure }
  }

  /// Takes down rows that nothing is sent for, for as long as the ledger takes anything.
  private func end(_ rows: [SettledRow], _ progress: inout Progress) async {
    for row in rows { progress.outcomes[row.position] = row.outcome }
    if progress.journalFailure == nil { progress.journalFailure = await settle(rows) }
  }

  /// Sends the rows that the machine gives out, until it gives out no more.
  private func send(
    _ machine: inout RunMachine, _ past: [String: PastWrites], _ files: [String: String],
    _ progress: inout Progress
  ) async {
    await withTaskGroup(of: RowResult.self) { group in
      while true {
        if cancellation.isRequested { machine.stop(.interrupted) }
        while let position = machine.next() {
          let generation = past[plan.items[position].id]?.usedUp ?? 0
          group.addTask { await apply(position, generation, files) }
        }
        guard machine.inFlight > 0, let result = await group.next() else { break }
        progress.outcomes[result.position] = result.outcome
        if result.event == .leftAsItWas, !mayRepeat(result.position) {
          progress.leftToPersons.insert(result.outcome.id)
        }
        progress.journalFailure = progress.journalFailure ?? result.journalFailure
        if cancellation.isRequested { machine.stop(.interrupted) }
        machine.finish(result.event)
        if let stop = machine.stop { cancellation.halt(stop.message) }
      }
    }
  }

  /// Whether an earlier process may have sent the row.
  func isInDoubt(_ position: Int) -> Bool {
    if case .inDoubt? = recorded[position] { true } else { false }
  }

  /// The eligible rows: those in doubt first, then by deadline, those without one last, else in plan
  /// order.
  private var sendOrder: [Int] {
    plan.items.indices.filter { plan.items[$0].ineligibility == nil }.sorted {
      if isInDoubt($0) != isInDoubt($1) { return isInDoubt($0) }
      let (first, second) = (plan.items[$0].seen?.dueBy, plan.items[$1].seen?.dueBy)
      switch (first, second) {
      case (let first?, let second?) where first != second: return first < second
      case (.some, nil): return true
      case (nil, .some): return false
      default: return $0 < $1
      }
    }
  }

  /// The rows that nothing is sent for any more: those whose documents cannot be had, and those
  /// that are uploads themselves.
  private func settled(_ waiting: [Int], by uploads: PlanUploads.Result) -> [SettledRow] {
    waiting.compactMap { position in
      let item = plan.items[position]
      if let flaw = uploads.flaw(item) {
        return SettledRow(
          position: position, outcome: outcome(item, flaw.kind, flaw.message, flaw.requestID))
      }
      guard case .file(let upload) = item.subject, let held = uploads.held[upload.content] else {
        return nil
      }
      return SettledRow(
        position: position,
        outcome: outcome(
          item, .applied, held.isOld ? "uploaded before" : nil, held.requestID, id: held.id))
    }
  }
}

extension WritePlan {
  /// The rows that cannot be sent, with their outcomes.
  fileprivate func ineligible(at now: Timestamp) -> [SettledRow] {
    items.enumerated().filter { $0.element.ineligibility != nil }.map { position, item in
      SettledRow(
        position: position,
        outcome: Outcome(of: item, action, .ineligible, item.ineligibility, at: now))
    }
  }
}
