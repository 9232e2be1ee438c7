import CpayClient
import CpayLanguage
import CpayModel
import CpayValue
import Synchronization

/// Applies a plan that has been consented to, row by row, until each has its outcome.
struct PlanRunner {
  private let plan: WritePlan
  private let run: RunID
  private let effects: any EffectHandler
  private let files: FileStore
  private let now: Timestamp
  private let interrupt: Interrupt
  private let stopSign = StopSign()

  /// What became of the rows, and what stopped the run early.
  struct Result {
    /// In plan order, one a row.
    let outcomes: [Outcome]
    let stop: PlanReport.Stop?
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
    var outcomes: [Int: Outcome] = [:]
    var journalFailure: JournalFailure?
    let ineligible = plan.items.indices.filter { plan.items[$0].ineligibility != nil }.map {
      SettledRow(
        position: $0,
        outcome: outcome(plan.items[$0], .ineligible, plan.items[$0].ineligibility))
    }
    for row in ineligible { outcomes[row.position] = row.outcome }
    journalFailure = await settle(ineligible)
    let refusals: [String: Int]
    do { refusals = try await earlierRefusals() } catch {
      refusals = [:]
      journalFailure = journalFailure ?? failure(error)
    }
    let uploads = journalFailure == nil ? await upload(limits) : PlanUploads.Result()
    let ended = settledByUploads(uploads)
    for row in ended { outcomes[row.position] = row.outcome }
    if journalFailure == nil { journalFailure = await settle(ended) }
    var machine = RunMachine(sendOrder.filter { outcomes[$0] == nil }, limits)
    if let stop = journalFailure.map({ .journal($0) }) ?? uploads.stop { machine.stop(stop) }
    if case .journal(let failure) = uploads.stop { journalFailure = journalFailure ?? failure }
    await withTaskGroup(of: RowResult.self) { group in
      while true {
        if interrupt.isRequested { machine.stop(.interrupted) }
        while let position = machine.next() {
          let generation = refusals[plan.items[position].id] ?? 0
          group.addTask {
            await SendGate.$current.withValue(gate) {
              await apply(position, generation, uploads.ids)
            }
          }
        }
        guard machine.inFlight > 0, let result = await group.next() else { break }
        outcomes[result.position] = result.outcome
        journalFailure = journalFailure ?? result.journalFailure
        if interrupt.isRequested { machine.stop(.interrupted) }
        machine.finish(result.event)
        if let stop = machine.stop { stopSign.raise(stop.message) }
      }
    }
    let unsent = machine.unsent.map {
      SettledRow(position: $0, outcome: outcome(plan.items[$0], .unsent, machine.stop?.message))
    }
    for row in unsent { outcomes[row.position] = row.outcome }
    if journalFailure == nil { journalFailure = await settle(unsent) }
    _ = try? await effects.perform(.close(run))
    return Result(
      outcomes: plan.items.indices.compactMap { outcomes[$0] },
      stop: journalFailure.map { .journal($0) } ?? machine.stop)
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

  // MARK: One row

  private struct RowResult {
    let position: Int
    let outcome: Outcome
    let event: RunMachine.Event
    var journalFailure: JournalFailure?
  }

  /// Open until someone asks to stop or another row has stopped the run.
  private var gate: SendGate {
    SendGate { [interrupt, stopSign] in
      interrupt.isRequested ? "interrupted" : stopSign.reason
    }
  }

  /// Reads the dispute again, sends the write if nothing has changed, and settles the outcome.
  private func apply(
    _ position: Int, _ generation: Int, _ files: [String: String]
  ) async -> RowResult {
    var result = await attempt(position, generation, files)
    if case .halted(let reason) = result.event { stopSign.raise(reason) }
    if result.journalFailure == nil {
      result.journalFailure = await settle([
        SettledRow(position: position, outcome: result.outcome)
      ])
      if let failure = result.journalFailure {
        stopSign.raise(failure.message)
        return RowResult(
          position: position, outcome: result.outcome.unrecorded, event: .halted(failure.message),
          journalFailure: failure)
      }
    }
    return result
  }

  private func attempt(
    _ position: Int, _ generation: Int, _ files: [String: String]
  ) async -> RowResult {
    let item = plan.items[position]
    let evidence = item.evidence.compactMap { $0.sent(files) }
    guard let action = plan.action.clientAction, let seen = item.seen,
      evidence.count == item.evidence.count
    else { return notSent(position, .malformed("a document of the row was not uploaded")) }
    do {
      let current = try await DisputeSnapshot(effects.object(.dispute, seen.id)[0])
      if let change = current.change(since: seen) {
        return RowResult(
          position: position, outcome: outcome(item, .stale, change), event: .failed)
      }
    } catch {
      return notSent(position, error)
    }
    if let reason = gate.closedBecause() {
      return RowResult(
        position: position, outcome: outcome(item, .unsent, reason), event: .halted(reason))
    }
    let write = DisputeWrite(
      action, dispute: seen.id, evidence: evidence, seen: seen.evidence, status: seen.status,
      account: plan.account, generation: generation)
    do {
      let sent = try await effects.perform(.send(run, position: position, write, gate))
      guard case .answer(let answer) = sent else {
        return classify(.unknown(.init("the write brought no answer")), position)
      }
      return classify(answer, position)
    } catch {
      return notSent(position, error)
    }
  }

  private func notSent(_ position: Int, _ error: EvaluationError) -> RowResult {
    let item = plan.items[position]
    if case .read(.api(let answer)) = error, answer.status == 404 {
      return RowResult(
        position: position, outcome: outcome(item, .stale, "the dispute is gone"), event: .failed)
    }
    if case .journal(.claimed) = error {
      return RowResult(
        position: position, outcome: outcome(item, .ineligible, error.message), event: .failed)
    }
    var result = RowResult(
      position: position, outcome: outcome(item, .unsent, error.message),
      event: .halted(error.message))
    if case .journal(let failure) = error { result.journalFailure = failure }
    return result
  }

  private func classify(_ answer: WriteOutcome, _ position: Int) -> RowResult {
    let item = plan.items[position]
    func result(
      _ kind: Outcome.Kind, _ message: String?, _ requestID: String?, _ event: RunMachine.Event
    ) -> RowResult {
      RowResult(
        position: position, outcome: outcome(item, kind, message, requestID), event: event)
    }
    switch answer {
    case .applied(let requestID, let reconciled):
      let message = reconciled.map { "established by reading again: \($0)" }
      return result(.applied, message, requestID, .applied)
    case .notApplied(.refused(let error)):
      return result(.refused, error.summary, error.requestID, .failed)
    case .notApplied(.stopped(let reason, let error)):
      return result(.unsent, reason, error?.requestID, .halted(reason))
    case .unknown(let doubt):
      let event: RunMachine.Event =
        switch doubt.reach {
        case .thisWrite: .unknown
        case .keyClash: .keyClash
        case .everything: .halted(doubt.reason)
        }
      return result(.unknown, doubt.reason, doubt.requestID, event)
    }
  }

  private func settle(_ rows: [SettledRow]) async -> JournalFailure? {
    guard !rows.isEmpty else { return nil }
    do {
      _ = try await effects.perform(.settle(run, rows))
      return nil
    } catch {
      return failure(error)
    }
  }

  private func failure(_ error: EvaluationError) -> JournalFailure {
    switch error {
    case .journal(.locked(let holder)): .unusable("it was held by \(holder) for too long")
    case .journal(let failure): failure
    default: .unusable(error.message)
    }
  }

  /// The definite refusals of earlier runs, after each of which the write has a new key.
  private func earlierRefusals() async throws(EvaluationError) -> [String: Int] {
    let disputes = plan.eligible.compactMap(\.seen?.id)
    let asked = Effect.refusals(plan.action, account: plan.account, disputes: disputes)
    guard !disputes.isEmpty, case .refusals(let counts) = try await effects.perform(asked) else {
      return [:]
    }
    return counts
  }

  private func outcome(
    _ item: WritePlan.Item, _ kind: Outcome.Kind, _ message: String?, _ requestID: String? = nil,
    id: String? = nil
  ) -> Outcome {
    Outcome(
      id: id ?? item.id, action: plan.action, kind: kind, amount: item.seen?.amount,
      message: message, requestID: requestID, at: now)
  }
}

/// Why nothing more is sent, for the rows that are under way but have not been sent yet.
private final class StopSign: Sendable {
  private let state = Mutex<String?>(nil)

  var reason: String? { state.withLock { $0 } }

  /// Stops what has not been sent; the first reason stays.
  func raise(_ reason: String) {
    state.withLock { $0 = $0 ?? reason }
  }
}

extension WriteAction {
  /// The client's name for the write; nil for what is no write to a dispute.
  var clientAction: DisputeWrite.Action? {
    switch self {
    case .draft: .draft
    case .submit: .submit
    case .close: .close
    case .upload: nil
    }
  }
}
