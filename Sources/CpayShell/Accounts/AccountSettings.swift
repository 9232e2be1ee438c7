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
  /// The folder of the ledger; of a server on this machine only once it has been asked who it is.
  let ledger: String
  private let ledgers: NamedLedgers
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
      let failure = PrivateFile.failed(file)
      throw ConnectionError(
        message: "the file of certificates \(failure.message)", status: failure.status)
    }
    let folder = try Connection.stateFolder(variables)
    places = LedgerPlaces(stateFolder: folder)
    let all = try store?.all() ?? []
    ledgers = try NamedLedgers(profile, origin, key.mode, in: all, otherwise: folder)
    ledger = try AccountSettings.ledger(of: profile, origin, key.mode, in: all, otherwise: folder)
  }

  /// The folder of the ledger of that account, which is the one that these settings open.
  ///
  /// The ledger belongs to the data, whoever names it: disputes that one run holds are held for all.
  func ledger(of account: AccountIdentity) throws(ConnectionError) -> String {
    try places.ledger(of: account, ledgers)
  }

  /// A live profile is named for each run or chosen in a session.
  static func requireChoice(
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

  /// The key of the environment, which is a test key.
  static func environmentKey(
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

  /// Where the key of the environment is used.
  static func origin(
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

  /// The folder of the ledger of an origin and a mode, as far as it can be settled before the server
  /// is asked: which data one on this machine has is not known by its address.
  static func ledger(
    of profile: Profile?, _ origin: APIOrigin, _ mode: APIKey.Mode, in all: [Profile],
    otherwise folder: String
  ) throws(ConnectionError) -> String {
    let ledgers = try NamedLedgers(profile, origin, mode, in: all, otherwise: folder)
    if origin.isLoopback { return ledgers.named ?? folder }
    return try LedgerPlaces(stateFolder: folder)
      .ledger(of: AccountIdentity(origin: origin, mode: mode), ledgers)
  }

  private static func usage(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .usage)
  }
}

/// The ledgers that profiles name for the data of one account.
struct NamedLedgers {
  /// The folder that all of them name, if only by naming none; nil where there is no profile.
  let named: String?
  /// The folders that they name as they are stored.
  let stored: [String]

  /// What `profile`, and those of `all` that are for the same data, name.
  init(
    _ profile: Profile?, _ origin: APIOrigin, _ mode: APIKey.Mode, in all: [Profile],
    otherwise folder: String
  ) throws(ConnectionError) {
    let same = all.filter { $0.origin.isSame(as: origin) && $0.mode == mode }
    stored = same.map { $0.ledger ?? folder }
    let others = same.filter { $0.name != profile?.name }
    guard let first = profile ?? others.first else {
      named = nil
      return
    }
    let chosen = first.ledger ?? folder
    for other in others where other.ledger ?? folder != chosen {
      throw ConnectionError(
        message: "the profiles \(first.name) and \(other.name) are for the same data and have "
          + "different ledgers; what one run has sent, the other would not know", status: .usage)
    }
    named = chosen
  }
}
