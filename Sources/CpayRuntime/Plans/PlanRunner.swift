import CpayClient
import CpayLanguage
import CpayModel
import CpayValue

/// Applies a plan that has been consented to, row by row, until each has its outcome.
struct PlanRunner {
  let plan: WritePlan
  let run: RunID
  let effects: any EffectHandler
  private let files: FileStore
  let now: Timestamp
  private let interrupt: Interrupt
  let stopSign = StopSign()

  /// What became of the rows, and what stopped the run early.
  struct Result {
    /// In plan order, one a row.
    let outcomes: [Outcome]
    let stop: PlanReport.Stop?
  }

  /// What is known so far.
  private struct Progress {
    /// By place in the plan.
    var outcomes: [Int: Outcome] = [:]
    /// Why nothing more is written to the ledger.
    var journalFailure: JournalFailure?
  }

  init(
    _ plan: WritePlan, _ run: RunID, effects: any EffectHandler, files: FileStore = .none,
    now: Timestamp, interrupt: Interrupt
  ) {
    self.plan = plan
    self.run = run
    self.effects = effects
    self.files = files
    self.now = now
    self.interrupt = interrupt
  }

  func callAsFunction(_ limits: RunMachine.Limits) async -> Result {
    interrupt.setSending(true)
    defer { interrupt.setSending(false) }
    var progress = Progress()
    await end(ineligible, &progress)
    let refusals: [String: Int]
    do { refusals = try await earlierRefusals() } catch {
      refusals = [:]
      progress.journalFailure = progress.journalFailure ?? failure(error)
    }
    let uploads = progress.journalFailure == nil ? await upload(limits) : PlanUploads.Result()
    await end(settledByUploads(uploads), &progress)
    var machine = RunMachine(sendOrder.filter { progress.outcomes[$0] == nil }, limits)
    if let stop = progress.journalFailure.map({ .journal($0) }) ?? uploads.stop {
      machine.stop(stop)
    }
    if case .journal(let failure) = uploads.stop {
      progress.journalFailure = progress.journalFailure ?? failure
    }
    await send(&machine, refusals, uploads.ids, &progress)
    let unsent = machine.unsent.map {
      SettledRow(position: $0, outcome: outcome(plan.items[$0], .unsent, machine.stop?.message))
    }
    await end(unsent, &progress)
    _ = try? await effects.perform(.close(run))
    return Result(
      outcomes: plan.items.indices.compactMap { progress.outcomes[$0] },
      stop: progress.journalFailure.map { .journal($0) } ?? machine.stop)
  }

  /// Takes down rows that nothing is sent for, for as long as the ledger takes anything.
  private func end(_ rows: [SettledRow], _ progress: inout Progress) async {
    for row in rows { progress.outcomes[row.position] = row.outcome }
    if progress.journalFailure == nil { progress.journalFailure = await settle(rows) }
  }

  /// Sends the rows that the machine gives out, until it gives out no more.
  private func send(
    _ machine: inout RunMachine, _ refusals: [String: Int], _ files: [String: String],
    _ progress: inout Progress
  ) async {
    await withTaskGroup(of: RowResult.self) { group in
      while true {
        if interrupt.isRequested { machine.stop(.interrupted) }
        while let position = machine.next() {
          let generation = refusals[plan.items[position].id] ?? 0
          group.addTask {
            await SendGate.$current.withValue(gate) { await apply(position, generation, files) }
          }
        }
        guard machine.inFlight > 0, let result = await group.next() else { break }
        progress.outcomes[result.position] = result.outcome
        progress.journalFailure = progress.journalFailure ?? result.journalFailure
        if interrupt.isRequested { machine.stop(.interrupted) }
        machine.finish(result.event)
        if let stop = machine.stop { stopSign.raise(stop.message) }
      }
    }
  }

  private var ineligible: [SettledRow] {
    plan.items.indices.filter { plan.items[$0].ineligibility != nil }.map {
      SettledRow(
        position: $0,
        outcome: outcome(plan.items[$0], .ineligible, plan.items[$0].ineligibility))
    }
  }

  /// The eligible rows by deadline, those without one last, else in plan order.
  private var sendOrder: [Int] {
    plan.items.indices.filter { plan.items[$0].ineligibility == nil }.sorted {
      let (first, second) = (plan.items[$0].seen?.dueBy, plan.items[$1].seen?.dueBy)
      switch (first, second) {
      case (let first?, let second?) where first != second: return first < second
      case (.some, nil): return true
      case (nil, .some): return false
      default: return $0 < $1
      }
    }
  }

  /// Open until someone asks to stop or another row has stopped the run.
  var gate: SendGate {
    SendGate { [interrupt, stopSign] in
      interrupt.isRequested ? "interrupted" : stopSign.reason
    }
  }

  // MARK: Uploads

  private func upload(_ limits: RunMachine.Limits) async -> PlanUploads.Result {
    await PlanUploads(
      plan: plan, run: run, effects: effects, files: files, gate: gate, interrupt: interrupt,
      stopsAtFirstFailure: limits.stopsAtFirstFailure)()
  }

  /// The rows that nothing is sent for any more: those whose documents cannot be had, and those
  /// that are uploads themselves.
  private func settledByUploads(_ uploads: PlanUploads.Result) -> [SettledRow] {
    plan.items.indices.compactMap { position in
      let item = plan.items[position]
      guard item.ineligibility == nil else { return nil }
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
