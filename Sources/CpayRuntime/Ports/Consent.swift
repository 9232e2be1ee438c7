public import CpayClient
import CpayLanguage

/// Whether a plan may be applied.
public enum Consent: Hashable, Sendable {
  /// Someone has said yes to exactly this plan.
  case granted
  /// Nobody has, and why.
  case withheld(String)
}

/// Whether a plan may be applied, of at most so many rows.
public typealias ConsentCheck = @Sendable (WritePlan, _ bound: Int?) async -> Consent

/// What a plan must be for anyone's yes to count: one rule, whoever is asked and however.
public struct ConsentRule: Hashable, Sendable {
  /// The account it must have been made for.
  public let account: AccountIdentity
  /// The most rows that may be sent; nil for any number.
  public let bound: Int?
  /// The plans that someone has agreed to, by their digests or the first digits of these; nil where
  /// that is not how they agree.
  public let digests: [String]?
  /// The account that those are of, where the plan is rehearsed; nil for the plan's own.
  public let rehearsedFor: AccountIdentity?

  /// A rule of those parts.
  public init(
    account: AccountIdentity, bound: Int?, digests: [String]?, rehearsedFor: AccountIdentity? = nil
  ) {
    (self.account, self.bound) = (account, bound)
    (self.digests, self.rehearsedFor) = (digests, rehearsedFor)
  }

  /// What keeps a plan from being applied, by the environment's steady clock; nil when nothing does.
  public func obstacle(to plan: WritePlan, at uptime: Duration) -> ConsentObstacle? {
    if plan.account != account { return .otherAccount }
    if uptime - plan.madeAt >= WritePlan.lifetime { return .expired }
    if let bound, plan.eligible.count > bound { return .aboveBound(bound, plan.size) }
    guard let digests else { return nil }
    let digest = rehearsedFor.map { plan.digest(for: $0) } ?? plan.digest
    return digests.contains { WritePlan.isDigest(digest, meantBy: $0) }
      ? nil : .notApproved(WritePlan.short(digest), digests)
  }
}

/// What keeps a plan from being applied.
public enum ConsentObstacle: Hashable, Sendable {
  /// It was made for another account.
  case otherAccount
  /// It has waited longer than ``WritePlan/lifetime``.
  case expired
  /// It is larger than what may be sent.
  case aboveBound(Int, _ size: String)
  /// It is another plan than those agreed to.
  case notApproved(_ digest: String, _ approved: [String])

  /// The obstacle as a sentence without its full stop.
  public var reason: String {
    switch self {
    case .otherAccount: "the plan was made for another account"
    case .expired: "the plan is older than 15 minutes; make it again"
    case .aboveBound(let bound, let size): "\(size), but at most \(bound) may be sent"
    case .notApproved(let digest, let approved):
      "the plan is \(digest), not the approved " + approved.joined(separator: " or ")
        + (approved.contains { digest.hasPrefix($0) } ? "; give at least 12 digits" : "")
    }
  }
}

extension WritePlan {
  /// Digits of a digest that are enough to mean one plan.
  private static let shortestDigest = 12

  /// Whether digits are a digest, or its first digits, that can mean no other.
  static func isDigest(_ digest: String, meantBy digits: String) -> Bool {
    digits.utf8.count >= shortestDigest && digest.hasPrefix(digits)
  }

  /// What would be written to: `1 dispute`, `3 disputes`, `1 file`.
  public var size: String {
    let (count, noun) = (eligible.count, action == .upload ? "file" : "dispute")
    return count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
