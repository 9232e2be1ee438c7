import CpayClient
import CpayValue

/// `cpay config explain`: each setting, where it comes from, and what it was chosen over.
///
/// Nothing is asked of the API; a key is read, so that what it says of itself can be shown. What keeps
/// a run from its account is said below what is known of it, since then most of all it is asked for.
struct ExplainSettings {
  private let program: CommandLineTool
  private let options: ConnectionOptions

  init(_ program: CommandLineTool, _ options: ConnectionOptions) {
    (self.program, self.options) = (program, options)
  }

  func callAsFunction() -> ExitStatus {
    do throws(ConnectionError) {
      let (settings, failure) = try settings()
      let rows = settings.map { setting in
        [
          Value.Member(name: "setting", value: .string(setting.name)),
          Value.Member(name: "value", value: setting.value.map(Value.string) ?? .null),
          Value.Member(name: "from", value: .string(setting.from)),
          Value.Member(name: "over", value: setting.over.map(Value.string) ?? .null),
        ]
      }
      program.show(rows, columns: ["setting", "value", "from", "over"])
      if let failure { throw failure }
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

  /// What is known of an account, as far as it can be settled.
  private struct Found {
    var profile: Profile?
    var origin: APIOrigin?
    var key: APIKey?
    var ledger: String?
    /// What keeps the rest from being known.
    var failure: ConnectionError?
  }

  private func settings() throws(ConnectionError) -> ([Setting], ConnectionError?) {
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
      let account = Setting(
        name: "account", value: "a sandbox", from: "--sandbox", over: lost(choice))
      return ([account] + places, nil)
    case .none:
      return ([Setting(name: "account", value: nil, from: "nothing names one")] + places, nil)
    case .profile, .key:
      let found = find(choice.account, store)
      return (own(found, choice, store) + places, found.failure)
    }
  }

  private func find(_ account: AccountChoice.Account, _ store: ProfileStore?) -> Found {
    var found = Found()
    do throws(ConnectionError) {
      let (origin, key): (APIOrigin, APIKey)
      switch account {
      case .sandbox, .none: return found
      case .profile(let name, let namer):
        guard let store else { throw ProfileStore.missing }
        let profile = try store.profile(name)
        (found.profile, found.origin) = (profile, profile.origin)
        try AccountSettings.requireChoice(of: profile, by: namer)
        key = try profile.key.read(keysIn: store.keys, variables: program.variables)
        origin = profile.origin
      case .key(let base):
        origin = try AccountSettings.origin(base)
        found.origin = origin
        key = try AccountSettings.environmentKey(program.variables)
      }
      found.key = key
      program.redactor.know(key)
      found.ledger = try AccountSettings(
        found.profile, origin: origin, key: key, program.variables, store
      ).ledger
    } catch {
      found.failure = error
    }
    return found
  }

  private func own(
    _ found: Found, _ choice: AccountChoice, _ store: ProfileStore?
  ) -> [Setting] {
    let profile = found.profile
    let file = profile.map { "profile \($0.name)" }
    let (name, named, origin): (String?, String, String?) =
      switch choice.account {
      case .profile(let name, let namer): (name, namer.rawValue, file)
      case .key(let base):
        (nil, "CASAPAY_API_KEY", base?.name)
      case .sandbox, .none: (nil, "", nil)
      }
    let keeps = profile?.keepsKeys
    // What is wrong with that file is said where the account is settled.
    let person = (try? store?.route()) ?? NetworkRoute()
    let editing = try? store?.editing()
    let pager = try? store?.pager()
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
      Setting(name: "profile", value: name, from: named, over: lost(choice)),
      Setting(
        name: "origin", value: found.origin?.url, from: origin ?? "default",
        over: name == nil && options.baseURL != nil
          ? program.variables["CASAPAY_API_BASE"].map { _ in "CASAPAY_API_BASE" } : nil),
      Setting(
        name: "mode", value: (profile?.mode ?? found.key?.mode)?.rawValue, from: file ?? "the key"),
      Setting(name: "key", value: found.key?.masked, from: profile?.key.text ?? named),
      of(
        "limit", profile?.limit.map { "\($0) writes a second" }, profile?.limit != nil,
        otherwise: "default"),
      of(
        "keeps_keys", keeps.map { $0 ? "yes" : "no" } ?? found.origin.map(byDefault), keeps != nil,
        otherwise: "default"),
      of(
        "ledger", found.ledger ?? profile?.ledger, profile?.ledger != nil, otherwise: "default"),
      route("proxy", profile?.route.proxy?.description, person.proxy?.description),
      route("ca_file", profile?.route.authorities, person.authorities),
      Setting(
        name: "editing", value: (editing ?? .emacs).rawValue,
        from: editing == nil ? "default" : "config.yaml"),
      self.pager(pager),
    ]
  }

  /// The program that shows long results, as ``Pager`` finds it.
  private func pager(_ setting: String?) -> Setting {
    let variables = program.variables
    let ways: [(value: String?, from: String)] = [
      (variables["CPAY_PAGER"], "CPAY_PAGER"), (setting, "config.yaml"),
      (variables["PAGER"], "PAGER"), ("less", "default"),
    ]
    let named = ways.filter { $0.value != nil }
    let over = named.dropFirst().dropLast().map(\.from).joined(separator: ", ")
    return Setting(
      name: "pager", value: named[0].value, from: named[0].from, over: over.isEmpty ? nil : over)
  }

  /// Whether keys are kept where nobody has said so.
  private func byDefault(_ origin: APIOrigin) -> String {
    origin == .casapay ? "yes" : origin.isLoopback ? "if it is a sandbox" : "no"
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
