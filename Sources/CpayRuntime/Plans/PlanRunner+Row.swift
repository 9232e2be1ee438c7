import CpayClient
import CpayLanguage
import CpayModel
import CpayValue

extension PlanRunner {
  /// What became of a row, for the run and for the ledger.
  struct RowResult {
    let position: Int
    let outcome: Outcome
    let event: RunMachine.Event
    var journalFailure: JournalFailure?
  }

  /// Reads the dispute again, sends the write if nothing has changed, and settles the outcome.
  func apply(
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
