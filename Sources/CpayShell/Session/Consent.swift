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
}

/// Decides whether a plan may be applied: by the command line first, then by asking.
struct ConsentDesk: Sendable {
  let options: ConsentOptions
  let uptime: @Sendable () -> Duration
  /// Whether a later run can see the same plan again; a rehearsal is another sandbox each time.
  var plansLast = true
  /// Whether another line can go on from the plan.
  var canGoOn = true
  /// Shows a question and returns what was typed; nil where nobody can be asked.
  let question: (@Sendable (String) async -> String?)?

  func decide(_ plan: WritePlan, bound: Int?) async -> ConsentingEffects.Consent {
    let count = plan.eligible.count
    let bound = [bound, options.maximum].compactMap { $0 }.min()
    if let expired = expiry(of: plan) { return expired }
    if let bound, count > bound {
      return .withheld("\(plan.size), but at most \(bound) may be sent")
    }
    if !options.approvedDigests.isEmpty { return approval(of: plan) }
    if options.applies {
      return bound == nil
        ? .withheld("--apply needs a bound: add --max \(count), or `apply max=\(count)`")
        : .granted
    }
    guard let question else {
      return .withheld(
        "to send it: --apply --max \(count)"
          + (plansLast ? ", or --approve \(plan.shortDigest)" : ""))
    }
    let answer = await question("type \(count) to \(plan.action.rawValue), Enter to leave it: ")
    guard answer?.trimmed == String(count) else {
      return .withheld("not confirmed" + (canGoOn ? "; `| apply` asks again" : ""))
    }
    return expiry(of: plan) ?? .granted
  }

  /// A plan may wait for its consent for so long, the time at the question included.
  private func expiry(of plan: WritePlan) -> ConsentingEffects.Consent? {
    uptime() - plan.madeAt < WritePlan.lifetime
      ? nil : .withheld("the plan is older than 15 minutes; make it again")
  }

  private func approval(of plan: WritePlan) -> ConsentingEffects.Consent {
    let isApproved = options.approvedDigests.contains { plan.isMeant(by: $0) }
    return isApproved
      ? .granted
      : .withheld(
        "the plan is \(plan.shortDigest), not the approved "
          + options.approvedDigests.joined(separator: " or ")
          + (plansLast ? "" : "; a sandbox started with --sandbox makes new ones each time"))
  }
}

extension WritePlan {
  /// What would be written to: `1 dispute`, `3 disputes`, `1 file`.
  var size: String {
    let (count, noun) = (eligible.count, action == .upload ? "file" : "dispute")
    return count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
