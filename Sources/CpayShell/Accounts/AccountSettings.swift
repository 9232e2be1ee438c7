import CpayClient
import CpayLedger
import CpayRuntime
import Glibc

/// Everything that is settled about an account before its first request: where it is, which key
/// opens it, where what is sent is remembered.
struct AccountSettings {
  /// The profile; nil where the environment gives the key.
  let profile: Profile?
  let origin: APIOrigin
  let key: APIKey
  /// The folder of the ledger.
  let ledger: String
  /// Where it is written down which ledger that is.
  let places: LedgerPlaces
  /// How the server is reached.
  let route: NetworkRoute

  /// The account that is chosen.
  ///
  /// Nothing is asked of anyone: what cannot be right ends here, before a byte is sent.
  init(
    _ choice: AccountChoice.Account, _ variables: [String: String], store: ProfileStore?
  ) throws(ConnectionError) {
    switch choice {
    case .profile(let name, let namer):
      guard let store else { throw ProfileStore.missing }
      let found = try store.profile(name)
      try AccountSettings.requireChoice(of: found, by: namer)
      try self.init(
        found, origin: found.origin,
        key: try found.key.read(keysIn: store.keys, variables: variables), variables, store)
    case .key(let base):
      let key = try AccountSettings.environmentKey(variables)
      try self.init(nil, origin: try AccountSettings.origin(base), key: key, variables, store)
    case .none, .sandbox:
      throw AccountSettings.usage(
        "no API key: set CASAPAY_API_KEY, or `cpay login NAME`, or rehearse with --sandbox")
    }
  }

  /// An account of a key and where it is used, with or without a profile.
  init(
    _ profile: Profile?, origin: APIOrigin, key: APIKey, _ variables: [String: String],
    _ store: ProfileStore?
  ) throws(ConnectionError) {
    (self.profile, self.origin, self.key) = (profile, origin, key)
    if let profile, key.mode != profile.mode {
      throw AccountSettings.usage(
        "the key of \(profile.name) is a \(key.mode.rawValue) key, and the profile is for "
          + "\(profile.mode.rawValue)")
    }
    try AccountSettings.requirePlace(origin, for: key)
    let straight = NetworkRoute()
    route = (profile?.route ?? straight).filled(from: try store?.route() ?? straight)
    if let file = route.authorities, unsafe access(file, R_OK) != 0 {
      throw AccountSettings.usage("the file of certificates \(file) cannot be read")
    }
    let folder = try Connection.stateFolder(variables)
    places = LedgerPlaces(stateFolder: folder)
    ledger = try AccountSettings.ledger(
      of: profile, origin, key.mode, in: try store?.all() ?? [], otherwise: folder)
  }

  /// A live profile is named for each run or chosen in a session.
  private static func requireChoice(
    of profile: Profile, by namer: AccountChoice.Namer
  ) throws(ConnectionError) {
    guard profile.isLive, !namer.isDeliberate else { return }
    throw usage(
      "\(profile.name) is live, and \(namer.rawValue) may not choose it; name it each time: "
        + "--profile \(profile.name)")
  }

  /// A live key goes to no server on this machine but the sandbox that minted it.
  private static func requirePlace(
    _ origin: APIOrigin, for key: APIKey
  ) throws(ConnectionError) {
    guard key.mode == .live, origin.isLoopback, !key.isSandboxKey else { return }
    throw usage(
      "a live key does not go to \(origin), on this machine; only the live keys of a sandbox do")
  }

  private static func environmentKey(
    _ variables: [String: String]
  ) throws(ConnectionError) -> APIKey {
    let key: APIKey
    do { key = try APIKey(parsing: variables["CASAPAY_API_KEY"] ?? "") } catch {
      throw usage(error.reason)
    }
    guard key.mode == .test else {
      throw usage(
        "a live key needs a profile, and CASAPAY_API_KEY is none: `cpay login NAME --live`, then "
          + "--profile NAME")
    }
    return key
  }

  private static func origin(
    _ base: AccountChoice.Base?
  ) throws(ConnectionError) -> APIOrigin {
    guard let base else { return .casapay }
    do {
      return try APIOrigin(parsing: base.text)
    } catch {
      // The text itself may hold what nobody should read.
      throw usage("\(base.name) is no base URL: \(error.reason)")
    }
  }

  /// The ledger of an origin and a mode, whoever names these: disputes that one run holds are held
  /// for all.
  private static func ledger(
    of profile: Profile?, _ origin: APIOrigin, _ mode: APIKey.Mode, in all: [Profile],
    otherwise folder: String
  ) throws(ConnectionError) -> String {
    let others = all.filter {
      $0.origin.isSame(as: origin) && $0.mode == mode && $0.name != profile?.name
    }
    let known = try LedgerPlaces(stateFolder: folder).folder(of: origin, mode)
    let chosen =
      profile.map { $0.ledger ?? folder } ?? others.first.map { $0.ledger ?? folder } ?? known
    if let known, let chosen, chosen != known {
      throw usage(
        "what was sent to \(origin) in \(mode.rawValue) mode is remembered in the ledger in \(known), "
          + "and not in \(chosen); name that folder: cpay login NAME --replace --ledger \(known)")
    }
    for other in others where other.ledger ?? folder != chosen ?? folder {
      let name = profile?.name ?? others.first?.name ?? ""
      throw usage(
        "the profiles \(name) and \(other.name) are for the same data and have different ledgers; "
          + "what one run has sent, the other would not know")
    }
    return chosen ?? folder
  }

  private static func usage(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .usage)
  }
}
