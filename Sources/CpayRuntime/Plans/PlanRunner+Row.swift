import CpayClient
import CpayLanguage
import CpayModel
import CpayValue
import Synchronization

extension PlanRunner {
  /// What became of a row, for the run and for the ledger.
  struct RowResult {
    let position: Int
    let outcome: Outcome
    let event: RunMachine.Event
    /// What the API last said under the key of a row in doubt.
    var answer: KeyAnswer?
    var journalFailure: JournalFailure?
  }

  /// Reads the dispute again, sends the write if nothing has changed, and settles the outcome.
  func apply(
    _ position: Int, _ generation: Int, _ files: [String: String]
  ) async -> RowResult {
    if case .inDoubt(let write, let earlier)? = recorded[position] {
      return await settle(write, earlier, position)
    }
    return switch await look(position, generation, files) {
    case .unchanged(let write): await send(write, position)
    case .notSent(let result): await settled(result)
    }
  }

  /// Intend, look, send, settle: a write leaves only once its intent is durable, and what became of
  /// it is durable before anyone hears of it.
  private func send(_ write: DisputeWrite, _ position: Int) async -> RowResult {
    do {
      try await journal.intend(run, position: position, write)
    } catch {
      return await settled(notIntended(position, error))
    }
    // The run may have been stopped while the intent waited for the disk.
    if let reason = cancellation.reason {
      return await settled(classify(.notApplied(.stopped(reason)), position))
    }
    let lateness = Mutex<String?>(nil)
    let record = SendingRecord { isRepeat in
      // A pause that the server asked for may have lasted past the deadline.
      guard let reason = passedDeadline(position) else {
        return isRepeat ? await repeating(position) : nil
      }
      lateness.withLock { $0 = reason }
      return reason
    }
    let answer = await writer.send(write, record, cancellation: cancellation.token)
    if let reason = lateness.withLock({ $0 }), case .notApplied(.stopped(reason, _)) = answer {
      return await settled(
        RowResult(
          position: position, outcome: outcome(plan.items[position], .stale, reason), event: .late))
    }
    return await settled(classify(answer, position))
  }

  /// Takes down that a write goes out once more; the reason where it may not.
  private func repeating(_ position: Int) async -> String? {
    do {
      try await journal.intendAgain(run, position: position)
      return nil
    } catch {
      cancellation.halt(error.message)
      return error.message
    }
  }

  /// Finds out what an earlier process did, and sends the same again only where that is proven to do
  /// no harm; nothing of a run that was given up.
  private func settle(
    _ write: DisputeWrite, _ earlier: EarlierAttempt, _ position: Int
  ) async -> RowResult {
    let hasSent = Mutex(false)
    let record = SendingRecord(earlier: earlier) { _ in
      if isGivenUp { return "the run was given up" }
      if let reason = passedDeadline(position) { return reason }
      hasSent.withLock { $0 = true }
      return await repeating(position)
    }
    let answer = await writer.send(write, record, cancellation: cancellation.token)
    var result = classify(answer, position)
    if result.event == .unknown, !hasSent.withLock({ $0 }) {
      result = RowResult(
        position: position, outcome: result.outcome, event: .leftAsItWas, journalFailure: nil)
    }
    return await settled(result)
  }

  /// The same once its outcome is recorded; the ledger's failure where it could not be.
  private func settled(_ result: RowResult) async -> RowResult {
    if case .halted(let reason) = result.event { cancellation.halt(reason) }
    if result.journalFailure != nil { return result }
    let row = SettledRow(
      position: result.position, outcome: result.outcome, answer: result.answer)
    guard let failure = await settle([row]) else { return result }
    cancellation.halt(failure.message)
    return RowResult(
      position: result.position, outcome: result.outcome.unrecorded,
      event: .halted(failure.message), journalFailure: failure)
  }

  /// What a last look at a dispute says.
  private enum Look {
    /// It is as it was planned: this is to be sent.
    case unchanged(DisputeWrite)
    case notSent(RowResult)
  }

  private func look(
    _ position: Int, _ generation: Int, _ files: [String: String]
  ) async -> Look {
    let item = plan.items[position]
    let evidence = item.evidence.compactMap { $0.sent(files) }
    guard let action = plan.action.clientAction, let seen = item.seen,
      evidence.count == item.evidence.count
    else {
      return .notSent(unread(position, .malformed("a document of the row was not uploaded")))
    }
    do throws(EvaluationError) {
      let row = try await reader.row(.dispute, seen.id, cancellation: cancellation.token)
      if let obstacle = obstacle(row[0], seen) {
        return .notSent(
          RowResult(
            position: position, outcome: outcome(item, obstacle.kind, obstacle.reason),
            event: obstacle.event))
      }
    } catch {
      return .notSent(unread(position, error))
    }
    if let reason = cancellation.reason { return .notSent(halted(position, reason)) }
    return .unchanged(
      DisputeWrite(
        action, dispute: seen.id, evidence: evidence, seen: seen.evidence, status: seen.status,
        account: plan.account, generation: generation))
  }

  /// What keeps a dispute from being written to, and what it means for the run.
  private typealias Obstacle = (kind: Outcome.Kind, reason: String, event: RunMachine.Event)

  /// What keeps a dispute, as it was read again, from being written to.
  private func obstacle(_ row: Row, _ seen: DisputeSnapshot) -> Obstacle? {
    do throws(DisputeFlaw) {
      let found = try DisputeSnapshot(row)
      if let change = found.change(since: seen) { return (.stale, change, .failed) }
      return passedDeadline(of: found).map { (.stale, $0, .late) }
    } catch {
      return (.ineligible, error.reason, .failed)
    }
  }

  /// That the deadline of a dispute has passed since the plan was made, where it bars the write.
  private func passedDeadline(of dispute: DisputeSnapshot) -> String? {
    Eligibility.passedDeadline(of: dispute, for: plan.action, at: deadlineTime()).map {
      "the deadline passed at \($0.display) while the plan waited"
    }
  }

  /// The same of a row, as it was planned.
  private func passedDeadline(_ position: Int) -> String? {
    plan.items[position].seen.flatMap(passedDeadline)
  }

  /// Whether what an earlier process sent may ever be sent again, by this account.
  func mayRepeat(_ position: Int) -> Bool {
    guard case .inDoubt(_, let earlier)? = recorded[position] else { return true }
    return canRepeat(earlier) && !isGivenUp && passedDeadline(position) == nil
  }

  private func halted(
    _ position: Int, _ reason: String, _ journalFailure: JournalFailure? = nil
  ) -> RowResult {
    RowResult(
      position: position, outcome: outcome(plan.items[position], .unsent, reason),
      event: .halted(reason), journalFailure: journalFailure)
  }

  /// A row whose dispute could not be read again; what is about that dispute alone stops no other.
  private func unread(_ position: Int, _ error: EvaluationError) -> RowResult {
    func failed(_ kind: Outcome.Kind, _ reason: String) -> RowResult {
      RowResult(
        position: position, outcome: outcome(plan.items[position], kind, reason), event: .failed)
    }
    return switch error {
    case .read(.api(let answer)) where answer.status == 404:
      failed(.stale, "the dispute is gone")
    case .malformed, .read(.malformed): failed(.ineligible, error.message)
    default: halted(position, error.message)
    }
  }

  /// A row whose intent the ledger did not take.
  private func notIntended(_ position: Int, _ failure: JournalFailure) -> RowResult {
    guard case .claimed = failure else { return halted(position, failure.message, failure) }
    return RowResult(
      position: position,
      outcome: outcome(plan.items[position], .ineligible, failure.message), event: .failed)
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
      var row = result(.unknown, doubt.reason, doubt.requestID, event)
      row.answer = doubt.answer
      return row
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
