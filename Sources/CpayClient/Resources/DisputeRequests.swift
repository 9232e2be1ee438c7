extension ObjectClient<Dispute> {
  /// Saves evidence that can still be changed: `submit: false` (disputes page).
  ///
  /// `seen` is the dispute as it was read: going back to earlier evidence is a new request.
  /// A `generation` other than 0 makes a new key, for which only a definite refusal is a reason, or
  /// for a draft an earlier yes.
  public func draft(
    _ seen: Dispute, evidence: Evidence, generation: Int = 0
  ) async -> WriteOutcome {
    await write(.draft, seen, evidence, generation)
  }

  /// Sends evidence to the bank, for good: `submit: true`, with what was drafted before.
  ///
  /// It cannot be undone. Nobody is asked and nothing is remembered; `CpayRuntime` does both.
  public func submit(
    _ seen: Dispute, evidence: Evidence = Evidence(), generation: Int = 0
  ) async -> WriteOutcome {
    await write(.submit, seen, evidence, generation)
  }

  /// Accepts the dispute and refunds the tenant, for good.
  public func close(_ seen: Dispute, generation: Int = 0) async -> WriteOutcome {
    await write(.close, seen, Evidence(), generation)
  }

  private func write(
    _ action: DisputeWrite.Action, _ seen: Dispute, _ evidence: Evidence, _ generation: Int
  ) async -> WriteOutcome {
    await client.send(
      DisputeWrite(
        action, dispute: seen.id, evidence: evidence.given, seen: seen.evidence.given,
        status: seen.status.text, account: client.account, generation: generation))
  }
}
