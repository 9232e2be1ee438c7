import CpayClient
import CpayLanguage
import CpayValue

/// Gathers rows into a plan: each dispute once, each either eligible or with a reason.
struct WritePlanBuilder {
  private let action: WriteAction
  private let evidence: RowValue?
  private let now: Timestamp
  private var items: [Draft] = []
  private var places: [String: Int] = [:]
  private var repeats: [String] = []

  private struct Draft {
    let seen: DisputeSnapshot
    let evidence: [DisputeWrite.Evidence]
  }

  /// A builder for `action`, each row's evidence computed by `evidence`.
  init(_ action: WriteAction, evidence: RowValue?, now: Timestamp) {
    self.action = action
    self.evidence = evidence
    self.now = now
  }

  mutating func add(_ batch: Batch) throws(EvaluationError) {
    for index in 0..<batch.count {
      let row = batch[index]
      let draft = Draft(seen: try DisputeSnapshot(row.origin), evidence: try evidence(of: row))
      guard let place = places[draft.seen.id] else {
        places[draft.seen.id] = items.count
        items.append(draft)
        continue
      }
      guard items[place].evidence == draft.evidence else {
        throw .conflictingRows(id: draft.seen.id)
      }
      if !repeats.contains(draft.seen.id) { repeats.append(draft.seen.id) }
    }
  }

  private func evidence(of row: Row) throws(EvaluationError) -> [DisputeWrite.Evidence] {
    guard let evidence else { return [] }
    guard case .record(let members) = try evidence(row) else { throw .missing("the evidence") }
    var result: [DisputeWrite.Evidence] = []
    for member in members {
      guard case .text(let text) = member.value else { throw .missing(member.name) }
      result.append(DisputeWrite.Evidence(name: member.name, text: text))
    }
    return result
  }

  /// The disputes gathered.
  var disputes: [String] { items.map(\.seen.id) }

  /// The plan; `claims` are the runs that hold a final act, by dispute.
  func build(
    account: AccountIdentity, claims: [String: String], remarks: [Remark], madeAt: Duration
  ) -> WritePlan {
    let planned = items.map { draft in
      WritePlan.Item(
        seen: draft.seen, evidence: draft.evidence,
        ineligibility: Eligibility.obstacle(
          to: action, draft.seen, evidence: draft.evidence, at: now)
          ?? claims[draft.seen.id].map { "held by \($0)" })
    }
    return WritePlan(
      action, account: account, items: planned,
      remarks: remarks + repeats.map { .note("\($0) occurs more than once; it is written once") },
      madeAt: madeAt)
  }
}
