import CpayLanguage

extension PlanRunner {
  /// Records what became of some rows; says why it could not.
  func settle(_ rows: [SettledRow]) async -> JournalFailure? {
    guard !rows.isEmpty else { return nil }
    do {
      _ = try await effects.perform(.settle(run, rows))
      return nil
    } catch {
      return failure(error)
    }
  }

  func failure(_ error: EvaluationError) -> JournalFailure {
    switch error {
    case .journal(.locked(let holder)): .unusable("it was held by \(holder) for too long")
    case .journal(let failure): failure
    default: .unusable(error.message)
    }
  }

  /// The definite refusals of earlier runs, after each of which the write has a new key.
  func earlierRefusals() async throws(EvaluationError) -> [String: Int] {
    let disputes = plan.eligible.compactMap(\.seen?.id)
    let asked = Effect.refusals(plan.action, account: plan.account, disputes: disputes)
    guard !disputes.isEmpty, case .refusals(let counts) = try await effects.perform(asked) else {
      return [:]
    }
    return counts
  }

  func outcome(
    _ item: WritePlan.Item, _ kind: Outcome.Kind, _ message: String?, _ requestID: String? = nil,
    id: String? = nil
  ) -> Outcome {
    Outcome(
      id: id ?? item.id, action: plan.action, kind: kind, amount: item.seen?.amount,
      message: message, requestID: requestID, at: now)
  }
}
