import CpayClient

/// What a person calls the account, wherever it is named.
struct AccountLabel: Hashable, Sendable {
  /// The profile; nil for a sandbox in this process and for the key of the environment.
  var profile: String?
  /// Whether real money moves.
  var isLive = false
  /// `sandbox docs`, `test at https://api.casapay.com`.
  let place: String

  /// The whole: `LIVE acme at https://api.casapay.com`.
  var text: String {
    guard let profile else { return place }
    return isLive ? "LIVE \(profile), \(place)" : "\(profile), \(place)"
  }

  /// What stands before everything that is said of a live account; nil for others.
  var warning: String? { isLive ? "LIVE \(profile ?? place)" : nil }

  /// Before a line that is typed.
  var prompt: String? { warning ?? profile }
}
