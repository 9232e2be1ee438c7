import CpayClient

/// What a person calls the account, wherever it is named.
struct AccountLabel: Hashable, Sendable {
  /// The profile; nil for a sandbox in this process and for the key of the environment.
  var profile: String?
  /// Whether real money moves.
  var isLive = false
  /// Whether only its data is used: what is written goes to a sandbox.
  var isRehearsal = false
  /// `sandbox docs`, `test at https://api.casapay.com`.
  let place: String

  /// The whole: `LIVE acme at https://api.casapay.com`.
  var text: String {
    let name = profile.map { "\($0), \(place)" } ?? place
    return (isRehearsal ? "REHEARSAL on the data of " : "") + (isLive ? "LIVE \(name)" : name)
  }

  /// What is said of a live account, for eyes that pass over words; nil for others.
  var alarm: String? { isLive ? "LIVE \(profile ?? place)" : nil }

  /// `live`, `test` or `sandbox`.
  var mode: String {
    isLive ? "live" : place.hasPrefix("sandbox") ? "sandbox" : "test"
  }

  /// What stands before everything that is said of a live account, or of a rehearsal; nil for others.
  var warning: String? {
    guard isRehearsal else { return alarm }
    return alarm.map { "REHEARSAL of \($0)" } ?? "REHEARSAL"
  }

  /// Before a line that is typed.
  var prompt: String? {
    isRehearsal && !isLive ? "REHEARSAL" + (profile.map { " \($0)" } ?? "") : warning ?? profile
  }
}
