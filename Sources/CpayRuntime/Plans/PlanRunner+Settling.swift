import CpayLanguage
import CpayModel

extension PlanRunner {
  /// Records what became of some rows, and tells of it once it is recorded; says why it could not.
  func settle(_ rows: [SettledRow]) async -> JournalFailure? {
    guard !rows.isEmpty else { return nil }
    do {
      try await journal.settle(run, rows)
    } catch {
      return error.duringRun
    }
    tell(.settled(rows))
    return nil
  }

  /// The other runs that hold a final act on any of those disputes, by dispute.
  func holders(
    of disputes: [String: DisputePhase]
  ) async throws(JournalFailure) -> [String: String] {
    if disputes.isEmpty { return [:] }
    do {
      return try await journal.claims(on: disputes, of: plan.account, otherThan: run)
    } catch {
      throw error.duringRun
    }
  }

  /// What is known of earlier writes, which the keys of these rest on.
  func pastWrites() async throws(JournalFailure) -> [String: PastWrites] {
    let disputes = plan.eligible.compactMap(\.seen?.id)
    if disputes.isEmpty { return [:] }
    do {
      return try await journal.pastWrites(of: plan.action, on: disputes, of: plan.account)
    } catch {
      throw error.duringRun
    }
  }

  func outcome(
    _ item: WritePlan.Item, _ kind: Outcome.Kind, _ message: String?, _ requestID: String? = nil,
    id: String? = nil
  ) -> Outcome {
    Outcome(of: item, plan.action, kind, message, requestID, id: id, at: time())
  }
}

extension JournalFailure {
  /// What it means while a run holds the ledger: whoever else holds it keeps it too long.
  fileprivate var duringRun: JournalFailure {
    if case .locked(let holder) = self {
      .unusable("it was held by \(holder) for too long")
    } else {
      self
    }
  }
}
