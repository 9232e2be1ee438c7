import CpayClient
import CpayRuntime

/// The account that a saved plan was made for: another is refused before a byte is sent.
struct PlanBinding: Sendable {
  /// The plan's file, as the command line names it.
  let file: String
  /// Whose data it is.
  let account: AccountIdentity
  /// The profile; nil where the environment gave the key.
  let profile: String?

  /// The account of that plan.
  init(_ plan: PlanFile, in file: String) {
    (self.file, account, profile) = (file, plan.account, plan.profile)
  }

  /// Refuses settings that lead to another profile, mode or server.
  func require(_ settings: AccountSettings) throws(ConnectionError) {
    let name = settings.profile?.name
    if account.isSandbox, profile == nil, name != nil {
      throw PlanBinding.usage(
        "\(file) is for \(account.place), a sandbox that no profile leads to; one inside a process is "
          + "gone with it")
    }
    guard name == profile else {
      throw PlanBinding.usage(
        "\(file) was made \(PlanBinding.with(profile)), and this is \(PlanBinding.of(name)); "
          + (profile.map { "to apply it: --profile \($0)" } ?? "to apply it, name no profile"))
    }
    guard settings.key.mode == account.mode else {
      throw PlanBinding.usage(
        "\(file) is for \(account.mode.rawValue) data, and the key is a "
          + "\(settings.key.mode.rawValue) key")
    }
    // A sandbox is known by its data, which may be served at another port each time.
    let found = AccountIdentity(origin: settings.origin, mode: settings.key.mode)
    guard account.isSandbox ? settings.origin.isLoopback : found == account else {
      throw PlanBinding.usage("\(file) is for \(account.place), and this is \(settings.origin)")
    }
  }

  /// Refuses the account that was found there, where its server is another sandbox or none.
  func require(_ found: AccountIdentity) throws(ConnectionError) {
    guard found == account else {
      throw PlanBinding.usage(
        "\(file) is for \(account.place), and this is \(found.place)")
    }
  }

  /// Refuses a run that was begun with another profile: what is in doubt can only be told by the API key
  /// that it was sent with.
  static func require(
    _ recorded: RecordedRun, _ profile: String?
  ) throws(ConnectionError) {
    guard let sender = recorded.sender, !recorded.isOpen(to: profile) else { return }
    throw usage(
      "\(recorded.run) was begun \(with(sender.profile)), and this is \(of(profile)); "
        + (sender.profile.map { "to go on with it: --profile \($0)" }
          ?? "to go on with it, name no profile"))
  }

  private static func with(_ profile: String?) -> String {
    profile.map { "with the profile \($0)" } ?? "with the key of CASAPAY_API_KEY"
  }

  private static func of(_ profile: String?) -> String {
    profile.map { "the profile \($0)" } ?? "the key of CASAPAY_API_KEY"
  }

  private static func usage(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .usage)
  }
}

extension ConnectionOptions {
  /// What `cpay apply` needs behind a plan's file to work on the same account.
  func applyArguments(_ profile: String?) -> [String] {
    if let profile { return ["--profile", profile] }
    return baseURL.map { ["--base-url", ShellWord($0).text] } ?? []
  }
}
