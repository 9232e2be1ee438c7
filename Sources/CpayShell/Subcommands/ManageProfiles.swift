import CpayClient
import CpayValue

/// `cpay profiles`, `cpay profiles use` and `cpay logout`.
struct ManageProfiles {
  private let program: CommandLineTool

  init(_ program: CommandLineTool) {
    self.program = program
  }

  func list() -> ExitStatus {
    reporting { () throws(ConnectionError) in
      let store = try ProfileStore.required(program.variables)
      let chosen = try store.defaultName()
      let rows = try store.all().map { profile -> [Value.Member] in
        [
          Value.Member(name: "profile", value: .string(profile.name)),
          Value.Member(name: "mode", value: .string(profile.mode.rawValue)),
          Value.Member(name: "origin", value: .string(profile.origin.url)),
          Value.Member(name: "key", value: .string(profile.key.text)),
          Value.Member(name: "default", value: .bool(profile.name == chosen)),
        ]
      }
      program.show(rows, columns: ["profile", "mode", "origin", "key", "default"])
      if rows.isEmpty {
        program.errors.sentence("there are no profiles; `cpay login NAME` makes one")
      }
    }
  }

  func use(_ name: String) -> ExitStatus {
    reporting { () throws(ConnectionError) in
      let store = try ProfileStore.required(program.variables)
      guard !(try store.profile(name)).isLive else {
        throw ConnectionError(
          message: "\(name) is live, and a live profile is never the default; name it each time: "
            + "--profile \(name)", status: .usage)
      }
      try store.makeDefault(name)
      program.errors.sentence("\(name) is the default profile")
    }
  }

  func logOut(_ name: String) -> ExitStatus {
    reporting { () throws(ConnectionError) in
      let store = try ProfileStore.required(program.variables)
      let own = try Connection.stateFolder(program.variables)
      guard try store.names().contains(name) else {
        throw ConnectionError(message: "there is no profile `\(name)`", status: .usage)
      }
      let (ledger, hadKey) = try store.alone { () throws(ConnectionError) in
        (try keepPlace(ofLedgerOf: name, in: store, own), try store.remove(name))
      }
      program.errors.sentence(
        "\(name) is gone\(hadKey ? ", and its key" : ""); revoke the key where it was made, too")
      program.errors.sentence("what was sent under it stays in the ledger \(ledger)")
    }
  }

  /// Where what was sent under a profile is remembered, in words; a ledger of its own is written down
  /// before nothing else names it.
  private func keepPlace(
    ofLedgerOf name: String, in store: ProfileStore, _ own: String
  ) throws(ConnectionError) -> String {
    let profile: Profile?
    do throws(ConnectionError) { profile = try store.find(name) } catch {
      // A file that cannot be read any more goes, too.
      return "that it named (\(error.message))"
    }
    guard let profile, let folder = profile.ledger, folder != own else { return "in \(own)" }
    let account = AccountIdentity(origin: profile.origin, mode: profile.mode)
    let places = LedgerPlaces(stateFolder: own)
    if !profile.origin.isLoopback, try places.folder(of: account) == nil,
      try PrivateFile.status(folder + "/ledger.sqlite") != nil
    {
      try places.note(folder, of: account)
    }
    return "in \(folder)"
  }

  private func reporting(_ work: () throws(ConnectionError) -> Void) -> ExitStatus {
    do throws(ConnectionError) {
      try work()
      return .success
    } catch {
      program.errors.sentence("cpay: \(error.message)")
      return error.status
    }
  }
}

extension CpayCommand.Profiles {
  func run(in tool: CommandLineTool) -> ExitStatus { ManageProfiles(tool).list() }
}

extension CpayCommand.Profiles.List {
  func run(in tool: CommandLineTool) -> ExitStatus { ManageProfiles(tool).list() }
}

extension CpayCommand.Profiles.Use {
  func run(in tool: CommandLineTool) -> ExitStatus { ManageProfiles(tool).use(profile.name) }
}

extension CpayCommand.Logout {
  func run(in tool: CommandLineTool) -> ExitStatus { ManageProfiles(tool).logOut(profile.name) }
}
