import CpayClient
import CpayLanguage
import CpayRuntime

/// What the command line says about applying plans.
struct ConsentOptions: Sendable {
  /// `--apply`: consent without being asked, within a bound.
  var applies = false
  /// `--max`: the largest number of disputes agreed to.
  var maximum: Int?
  /// `--approve`: the digest of the one plan agreed to.
  var approvedDigest: String?
}

/// Decides whether a plan may be applied: by the command line first, then by asking.
struct ConsentDesk: Sendable {
  let options: ConsentOptions
  let uptime: @Sendable () -> Duration
  /// Shows a question and returns what was typed; nil where nobody can be asked.
  let question: (@Sendable (String) async -> String?)?

  func decide(_ plan: WritePlan, bound: Int?) async -> ConsentingEffects.Consent {
    guard uptime() - plan.madeAt < WritePlan.lifetime else {
      return .withheld("the plan is older than 15 minutes; make it again")
    }
    let count = plan.eligible.count
    let bound = [bound, options.maximum].compactMap { $0 }.min()
    if let bound, count > bound {
      return .withheld("\(disputes(count)), but at most \(bound) may be sent")
    }
    if let digest = options.approvedDigest {
      return digest.utf8.count >= 12 && plan.digest.hasPrefix(digest)
        ? .granted : .withheld("the plan is \(plan.shortDigest), not the approved \(digest)")
    }
    if options.applies {
      return bound == nil
        ? .withheld("--apply needs a bound: add --max \(count), or `apply max=\(count)`")
        : .granted
    }
    guard let question else {
      return .withheld(
        "to send it: --apply --max \(count)"
          + (plan.account.isSandbox ? "" : ", or --approve \(plan.shortDigest)"))
    }
    let answer = await question("type \(count) to \(plan.action.rawValue), Enter to leave it: ")
    return answer?.trimmed == String(count)
      ? .granted : .withheld("not confirmed; `| apply` asks again")
  }

  private func disputes(_ count: Int) -> String {
    count == 1 ? "1 dispute" : "\(count) disputes"
  }
}
