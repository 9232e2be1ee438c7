import CpayRuntime

/// How a person goes on with a run, or looks at it, from where they are: each line works as it is.
struct RunHints: Hashable, Sendable {
  /// Whether they read it in a session, where meta commands work.
  private let isInSession: Bool
  /// The profile that is worked with; nil for none.
  private let profile: String?
  /// What stands behind a command so that it works on the same account.
  private let arguments: [String]

  /// Hints for the command line, or for a session that works with that profile.
  init(_ options: ConnectionOptions, profile: String?, inSession isInSession: Bool) {
    (self.isInSession, self.profile) = (isInSession, profile)
    arguments = options.applyArguments(profile)
  }

  /// Hints for the command line, where what a run needs is known from the run.
  static let commandLine = RunHints(ConnectionOptions(), profile: nil, inSession: false)

  /// How the run is gone on with; it takes the profile that it was sent with, where that is known.
  func resume(_ run: RunID, of sender: Sender? = nil) -> String {
    if isInSession, sender.map({ $0.profile == profile }) ?? true { return ":resume \(run)" }
    return line("cpay resume \(run)", of: sender)
  }

  /// How its rows are looked at.
  func show(_ run: RunID) -> String {
    isInSession ? ":runs \(run)" : line("cpay runs show \(run)", of: nil)
  }

  /// How a person says what became of a row; of which one is left open where there are several.
  func settle(_ run: RunID, _ dispute: String?) -> String {
    let id = dispute.map { ShellWord($0).text } ?? "ID"
    return line("cpay runs settle \(run) \(id) applied|not-applied", of: nil)
  }

  /// How it is given up.
  func close(_ run: RunID, of sender: Sender? = nil) -> String {
    line("cpay runs close \(run)", of: sender)
  }

  private func line(_ command: String, of sender: Sender?) -> String {
    // A run of no profile goes on without one, whatever is worked with here.
    let own = sender != nil && profile != nil ? [] : arguments
    return ([command] + (sender?.profile.map { ["--profile", $0] } ?? own)).joined(separator: " ")
  }
}
