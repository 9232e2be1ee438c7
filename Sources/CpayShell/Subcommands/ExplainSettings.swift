import CpayClient
import CpayValue

/// `cpay config explain`: each setting, where it comes from, and what it was chosen over.
///
/// Nothing is asked of the API; a key is read, so that what it says of itself can be shown.
struct ExplainSettings {
  private let program: CommandLineTool
  private let options: ConnectionOptions

  init(_ program: CommandLineTool, _ options: ConnectionOptions) {
    (self.program, self.options) = (program, options)
  }

  func callAsFunction() -> ExitStatus {
    do throws(ConnectionError) {
      let rows = try settings().map { setting in
        [
          Value.Member(name: "setting", value: .string(setting.name)),
          Value.Member(name: "value", value: setting.value.map(Value.string) ?? .null),
          Value.Member(name: "from", value: .string(setting.from)),
          Value.Member(name: "over", value: setting.over.map(Value.string) ?? .null),
        ]
      }
      program.show(rows, columns: ["setting", "value", "from", "over"])
      return .success
    } catch {
      program.errors.sentence("cpay: \(error.message)")
      return error.status
    }
  }

  private struct Setting {
    let name: String
    let value: String?
    let from: String
    var over: String?
  }

  private func settings() throws(ConnectionError) -> [Setting] {
    let variables = program.variables
    let store = ProfileStore(variables)
    let choice = try AccountChoice(options, variables) { () throws(ConnectionError) in
      try store?.defaultName()
    }
    let places = [
      Setting(name: "settings", value: store?.folder, from: source("XDG_CONFIG_HOME", variables)),
      Setting(
        name: "state", value: try Connection.stateFolder(variables),
        from: source("XDG_STATE_HOME", variables)),
    ]
    switch choice.account {
    case .sandbox:
      return [Setting(name: "account", value: "a sandbox", from: "--sandbox", over: lost(choice))]
        + places
    case .none: return [Setting(name: "account", value: nil, from: "nothing names one")] + places
    case .profile, .key: break
    }
    let account = try AccountSettings(choice.account, variables, store: store)
    program.redactor.know(account.key)
    return try own(account, choice, store) + places
  }

  private func own(
    _ account: AccountSettings, _ choice: AccountChoice, _ store: ProfileStore?
  ) throws(ConnectionError) -> [Setting] {
    let profile = account.profile
    let file = profile.map { "profile \($0.name)" }
    let (named, origin) =
      switch choice.account {
      case .profile(_, let namer): (namer.rawValue, file)
      case .key(let base):
        ("CASAPAY_API_KEY", base?.name)
      case .sandbox, .none: ("", nil)
      }
    let keeps = profile?.keepsKeys
    let person = try store?.route() ?? NetworkRoute()
    func of(_ name: String, _ value: String?, _ isOwn: Bool, otherwise: String) -> Setting {
      Setting(name: name, value: value, from: isOwn ? file ?? named : otherwise)
    }
    func route(_ name: String, _ own: String?, _ other: String?) -> Setting {
      Setting(
        name: name, value: own ?? other,
        from: own != nil ? file ?? "" : other != nil ? "config.yaml" : "default",
        over: own != nil ? other.map { "config.yaml: \($0)" } : nil)
    }
    return [
      Setting(name: "profile", value: profile?.name, from: named, over: lost(choice)),
      Setting(
        name: "origin", value: account.origin.url, from: origin ?? "default",
        over: profile == nil && options.baseURL != nil
          ? program.variables["CASAPAY_API_BASE"].map { _ in "CASAPAY_API_BASE" } : nil),
      Setting(name: "mode", value: account.key.mode.rawValue, from: file ?? "the key"),
      Setting(name: "key", value: account.key.masked, from: profile?.key.text ?? named),
      of(
        "limit", profile?.limit.map { "\($0) writes a second" }, profile?.limit != nil,
        otherwise: "default"),
      of(
        "keeps_keys", keeps.map { $0 ? "yes" : "no" } ?? byDefault(account), keeps != nil,
        otherwise: "default"),
      of("ledger", account.ledger, profile?.ledger != nil, otherwise: "default"),
      route("proxy", profile?.route.proxy?.description, person.proxy?.description),
      route("ca_file", profile?.route.authorities, person.authorities),
    ]
  }

  /// Whether keys are kept where nobody has said so.
  private func byDefault(_ account: AccountSettings) -> String {
    account.origin == .casapay ? "yes" : account.origin.isLoopback ? "if it is a sandbox" : "no"
  }

  /// Every name of an account that lost, the strongest first.
  private func lost(_ choice: AccountChoice) -> String? {
    choice.beaten.isEmpty ? nil : choice.beaten.joined(separator: ", ")
  }

  private func source(_ name: String, _ variables: [String: String]) -> String {
    variables[name]?.hasPrefix("/") == true ? name : "HOME"
  }
}

extension CpayCommand.Config {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ExplainSettings(tool, ConnectionOptions())()
  }
}

extension CpayCommand.Config.Explain {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ExplainSettings(tool, connection.options)()
  }
}
