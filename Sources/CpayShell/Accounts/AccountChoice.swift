/// Which account a run works on, from what the command line, the environment and the settings say.
///
/// `--profile`, then `CPAY_PROFILE`, then `CASAPAY_API_KEY`, then the default profile. A name that
/// leads nowhere is an error and never falls through to the next.
struct AccountChoice: Hashable {
  /// What is used.
  let account: Account
  /// What would have been used otherwise, the strongest first.
  let beaten: [String]
  /// For a person who may have forgotten a variable: that it was stronger than the default profile.
  let remark: String?

  /// What a run can work on.
  enum Account: Hashable {
    /// A sandbox in this process.
    case sandbox
    /// A profile.
    case profile(String, by: Namer)
    /// The key of the environment, at a server.
    case key(base: Base?)
    /// Nothing is said anywhere.
    case none
  }

  /// What named a profile.
  enum Namer: String, Hashable {
    case option = "--profile"
    case session = ":account"
    case variable = "CPAY_PROFILE"
    case byDefault = "the default profile"

    /// Whether someone chose it for this run and no other: only then it may be live.
    var isDeliberate: Bool { self == .option || self == .session }
  }

  /// Where the key of the environment is used.
  struct Base: Hashable {
    let text: String
    let isOption: Bool

    /// What gives it.
    var name: String { isOption ? "--base-url" : "CASAPAY_API_BASE" }
  }

  /// Decides; `defaultProfile` is asked where it matters.
  init(
    _ options: ConnectionOptions, _ variables: [String: String],
    defaultProfile: () throws(ConnectionError) -> String?
  ) throws(ConnectionError) {
    let variable = { (name: String) in variables[name].flatMap { $0.isEmpty ? nil : $0 } }
    let (named, hasKey) = (variable("CPAY_PROFILE"), variable("CASAPAY_API_KEY") != nil)
    let variables = (named.map { ["CPAY_PROFILE=\($0)"] } ?? []) + (hasKey ? [Self.key] : [])
    if options.sandbox {
      try AccountChoice.exclude("--sandbox", "--base-url", options.baseURL != nil)
      try AccountChoice.exclude("--sandbox", "--profile", options.profile != nil)
      (account, beaten, remark) = (.sandbox, variables, nil)
      return
    }
    if options.profile != nil {
      try AccountChoice.exclude("--profile", "--base-url", options.baseURL != nil)
    }
    let standing = try defaultProfile()
    let last = standing.map { ["the default profile \($0)"] } ?? []
    if let name = options.profile {
      account = .profile(name, by: options.isChosenInSession ? .session : .option)
      (beaten, remark) = (variables + last, nil)
    } else if let named {
      guard options.baseURL == nil else {
        throw AccountChoice.usage(
          "--base-url goes with no profile, and CPAY_PROFILE names one; unset it, or leave the "
            + "option out")
      }
      account = .profile(named, by: .variable)
      beaten = Array(variables.dropFirst()) + last
      remark = standing.flatMap {
        $0 == named ? nil : "CPAY_PROFILE chooses \(named), not the default profile \($0)"
      }
    } else if hasKey {
      let base =
        options.baseURL.map { Base(text: $0, isOption: true) }
        ?? variable("CASAPAY_API_BASE").map { Base(text: $0, isOption: false) }
      (account, beaten) = (.key(base: base), last)
      remark = standing.map { "CASAPAY_API_KEY is used, not the default profile \($0)" }
    } else if let standing {
      guard options.baseURL == nil else {
        throw AccountChoice.usage(
          "--base-url goes with no profile; it takes the key of CASAPAY_API_KEY, which is not set")
      }
      (account, beaten, remark) = (.profile(standing, by: .byDefault), [], nil)
    } else {
      (account, beaten, remark) = (.none, [], nil)
    }
  }

  private static let key = "CASAPAY_API_KEY"

  private static func exclude(
    _ option: String, _ other: String, _ isThere: Bool
  ) throws(ConnectionError) {
    if isThere { throw usage("\(option) and \(other) exclude each other") }
  }

  private static func usage(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .usage)
  }
}
