import CpayClient
import CpayLanguage
import CpayRuntime

/// What the command line says about applying plans.
struct ConsentOptions: Sendable {
  /// `--apply`: consent without being asked, within a bound.
  var applies = false
  /// `--max`: the largest number of disputes agreed to, in each plan.
  var maximum: Int?
  /// `--approve`: the digests of the plans agreed to.
  var approvedDigests: [String] = []

  /// Whether there are plans that are sent without a question.
  var isGiven: Bool { applies || !approvedDigests.isEmpty }
}

/// Decides whether a plan may be applied: by the command line first, then by asking.
struct ConsentDesk: Sendable {
  let options: ConsentOptions
  let account: AccountIdentity
  /// What stands before the question where money moves.
  var warning: String?
  let uptime: @Sendable () -> Duration
  /// Whether a later run can see the same plan again; a rehearsal is another sandbox each time.
  var plansLast = true
  /// The account that a rehearsal is for: its digests are agreed to, so that the line which is
  /// rehearsed is the one that is run.
  var rehearsedFor: AccountIdentity?
  /// Whether another line can go on from the plan.
  var canGoOn = true
  /// Shows a question and returns what was typed; nil where nobody can be asked.
  let question: (@Sendable (String) async -> String?)?

  func decide(_ plan: WritePlan, bound: Int?) async -> Consent {
    let count = plan.eligible.count
    let digests = options.approvedDigests.isEmpty ? nil : options.approvedDigests
    let rule = ConsentRule(
      account: account, bound: [bound, options.maximum].compactMap { $0 }.min(), digests: digests,
      rehearsedFor: rehearsedFor)
    if let obstacle = rule.obstacle(to: plan, at: uptime()) { return withheld(obstacle) }
    if digests != nil { return .granted }
    if options.applies {
      return rule.bound == nil
        ? .withheld("--apply needs a bound: add --max \(count), or `apply max=\(count)`")
        : .granted
    }
    guard let question else {
      return .withheld(
        "to send it: --apply --max \(count)"
          + (plansLast ? ", or --approve \(plan.shortDigest)" : ""))
    }
    let before = warning.map { "\($0): " } ?? ""
    let answer = await question(
      "\(before)type \(count) to \(plan.action.rawValue), Enter to leave it: ")
    guard answer?.trimmed == String(count) else {
      return .withheld("not confirmed" + (canGoOn ? "; `| apply` asks again" : ""))
    }
    // The time at the question counts, too.
    return rule.obstacle(to: plan, at: uptime()).map { withheld($0) } ?? .granted
  }

  private func withheld(_ obstacle: ConsentObstacle) -> Consent {
    if case .notApproved = obstacle, !plansLast, rehearsedFor == nil {
      return .withheld(
        obstacle.reason + "; a sandbox in this process makes new ones each time")
    }
    return .withheld(obstacle.reason)
  }
}
