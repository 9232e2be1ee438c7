import CpayClient
import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpayValue

extension Ledger.RunSummary {
  /// What a row of ``CpayModel/Resource/run`` says, by its fields.
  var members: [String: Value] {
    let outcomes = outcomes
    var members: [String: Value] = [
      "run": .string(name), "began": .timestamp(openedAt),
      "ended": closedAt.map(Value.timestamp) ?? .null, "state": .string(state),
      "action": .string(action), "account": .string(place), "mode": .string(mode),
      "plan": plan.map(Value.string) ?? .null, "digest": .string(digest),
      "rows": .int(Int64(rows)), "open": .int(Int64(open)),
    ]
    for kind in Outcome.Kind.allCases { members[kind.rawValue] = .int(Int64(outcomes[kind] ?? 0)) }
    return members
  }

  /// The word that stands for how far it is: one that ended with rows open has only stopped.
  private var state: String {
    progress == .ended && open > 0 ? "stopped" : progress.name
  }

  /// How many rows it has.
  var rows: Int { states.values.reduce(0, +) }

  /// Whether it was done to live data.
  var isLive: Bool { mode == APIKey.Mode.live.rawValue }

  /// What the run was, as lines for people.
  var lines: [String] {
    let end =
      switch progress {
      case .running: "goes on"
      case .ended where open > 0:
        "stopped" + (closedAt.map { " on \($0.display)" } ?? "")
          + " with \(open == 1 ? "1 row" : "\(open) rows") open"
      case .ended: "ended" + (closedAt.map { " on \($0.display)" } ?? "")
      case .cutShort: "was cut short"
      case .givenUp: "was given up" + (closedAt.map { " on \($0.display)" } ?? "")
      }
    let counts = Outcome.Kind.allCases.compactMap { kind in
      outcomes[kind].map { "\($0) \(kind.rawValue)" }
    }
    return [
      "\(isLive ? "LIVE: " : "")\(name), \(action) on \(place) in \(mode) mode",
      "agreed to on \(openedAt.display), \(end)",
      "plan \(digest)" + (plan.map { ", saved as \($0)" } ?? ""),
      "\(rows == 1 ? "1 row" : "\(rows) rows"): \(counts.joined(separator: ", "))",
    ]
  }
}

extension Ledger.RunProgress {
  /// The word that stands for it.
  var name: String {
    switch self {
    case .running: "running"
    case .ended: "ended"
    case .cutShort: "cut_short"
    case .givenUp: "given_up"
    }
  }
}

extension Ledger.Item {
  /// What became of the row as far as is known, as the program that sent it showed it; what is still
  /// open is so at `now`.
  func outcome(of run: Ledger.RunSummary, at now: Timestamp) -> Outcome? {
    guard let action = WriteAction(rawValue: run.action) else { return nil }
    return Outcome(
      id: dispute, action: action, kind: outcome, amount: amount,
      message: message ?? remark(run.progress), requestID: requestID, at: settledAt ?? now)
  }

  /// What is said of a row that has not come to its end.
  private func remark(_ progress: Ledger.RunProgress) -> String? {
    switch RowState(state) {
    case .planned: "not reached"
    case .sending: progress == .running ? "being sent" : "the program ended before the answer came"
    case .settled: nil
    case nil: "the ledger has it as \(state), which this version does not know"
    }
  }

  /// What a row of ``CpayModel/Resource/runRow`` says, by its fields.
  func members(of run: Ledger.RunSummary, at now: Timestamp) -> [String: Value] {
    let seen = planned?.seen
    let more: [String: Value] = [
      "attempts": .int(Int64(attempts)), "sent": sentAt.map(Value.timestamp) ?? .null,
      "key": key.map(Value.string) ?? .null, "status": seen.map { .string($0.status) } ?? .null,
      "reason": seen?.reason.map(Value.string) ?? .null,
      "evidence_due_by": seen?.dueBy.map(Value.timestamp) ?? .null,
    ]
    return (outcome(of: run, at: now)?.members ?? [:]).merging(more) { $1 }
  }
}
