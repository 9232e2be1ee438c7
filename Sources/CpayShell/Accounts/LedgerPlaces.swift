import CpayClient
import CpayLanguage
import CpayLedger
import CpayRuntime

/// Which ledger remembers what was sent to an account: the first that did, for good.
///
/// A profile that goes, or comes with another folder, would otherwise make cpay forget.
struct LedgerPlaces {
  /// The folder of cpay's state, where its own ledger is.
  let own: String

  /// Bytes that the list may have: a line for each account with a ledger of its own.
  private static let maximumBytes = 16 << 20

  /// The places that are written down in the folder of cpay's state.
  init(stateFolder: String) {
    own = stateFolder
  }

  private var path: String { own + "/ledgers" }

  /// The folder of the ledger; nil where it was not written down.
  func folder(of account: AccountIdentity) throws(ConnectionError) -> String? {
    try lines().first { $0.hasPrefix(start(account)) }
      .map { String($0.dropFirst(start(account).count)) }
  }

  /// The folder of the ledger of an account: the one that remembers what was sent to it, else the one
  /// that profiles name, else cpay's own.
  ///
  /// Where nothing was written down, what stands in cpay's own ledger and in those of stored profiles
  /// counts: an earlier version may have sent.
  func ledger(
    of account: AccountIdentity, _ ledgers: NamedLedgers
  ) throws(ConnectionError) -> String {
    let named = ledgers.named
    var known = try folder(of: account)
    if known == nil, let named {
      for folder in [own] + ledgers.stored where known == nil && folder != named {
        if try LedgerPlaces.remembers(folder, account) { known = folder }
      }
    }
    guard let known else { return named ?? own }
    guard let named, named != known else { return known }
    throw ConnectionError(
      message:
        "what was sent to \(account.place) in \(account.mode.rawValue) mode is remembered in "
        + "the ledger in \(known), and not in \(named); name that folder: "
        + "cpay login NAME --replace --ledger \(ShellWord(known).text), or move it: "
        + "cpay ledger move \(ShellWord(named).text) --profile NAME", status: .usage)
  }

  /// Whether the ledger in a folder, if there is one, has runs on an account.
  static func remembers(
    _ folder: String, _ account: AccountIdentity
  ) throws(ConnectionError) -> Bool {
    guard try hasLedger(folder) else { return false }
    do throws(JournalFailure) {
      return try Ledger(folder: folder, clock: Connection.systemTime).remembers(account)
    } catch {
      throw ConnectionError(
        message: "the ledger in \(folder) may remember what was sent to \(account.place): "
          + error.message, status: ErrorText.status(error))
    }
  }

  /// Writes down where the ledger is, the first time.
  ///
  /// Of a sandbox only a ledger other than cpay's own: there may be many, each soon gone, and what
  /// was sent to one stands in that ledger.
  func note(_ folder: String, of account: AccountIdentity) throws(ConnectionError) {
    try alone { () throws(ConnectionError) in
      if let known = try self.folder(of: account) {
        guard known != folder else { return }
        throw ConnectionError(
          message: "what is sent to \(account.place) is remembered in \(known) by now; start again",
          status: .ledger)
      }
      if account.isSandbox && folder == own { return }
      try write(try lines() + [start(account) + folder])
    }
  }

  /// The folders that were written down and have a ledger, each once.
  func folders() throws(ConnectionError) -> [String] {
    var folders: [String] = []
    for line in try lines() {
      guard let folder = LedgerPlaces.parts(of: line)?.folder, !folders.contains(folder) else {
        continue
      }
      if try LedgerPlaces.hasLedger(folder) { folders.append(folder) }
    }
    return folders
  }

  /// Whether a folder has a ledger, or what one has left behind.
  static func hasLedger(_ folder: String) throws(ConnectionError) -> Bool {
    let main = folder + "/ledger.sqlite"
    if try PrivateFile.status(main) != nil { return true }
    return try PrivateFile.status(main + "-wal") != nil
  }

  /// Does something while no other process reads or writes where ledgers are in order to open one.
  func alone<Result>(
    _ work: () throws(ConnectionError) -> Result
  ) throws(ConnectionError) -> Result {
    try PrivateFile.alone(path + ".lock", work)
  }

  /// Writes down that a ledger lies in another folder now, at one stroke for all accounts whose it is:
  /// those that it remembers, and those that it was written down for.
  func move(
    from old: String, to new: String, _ remembered: [AccountIdentity]
  ) throws(ConnectionError) {
    var lines = try lines().map { line in
      guard let parts = LedgerPlaces.parts(of: line), parts.folder == old else { return line }
      return parts.account + new
    }
    for account in remembered where !lines.contains(where: { $0.hasPrefix(start(account)) }) {
      lines.append(start(account) + new)
    }
    try write(lines)
  }

  private func write(_ lines: [String]) throws(ConnectionError) {
    try PrivateFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: path)
  }

  private func start(_ account: AccountIdentity) -> String {
    "\(account.mode.rawValue) \(account.place) "
  }

  /// The two halves of a line: whose ledger, as ``start(_:)`` writes it, and where; nil for no such line.
  private static func parts(of line: String) -> (account: String, folder: String)? {
    let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    return ("\(parts[0]) \(parts[1]) ", String(parts[2]))
  }

  private func lines() throws(ConnectionError) -> [String] {
    guard let bytes = try PrivateFile.read(path, upTo: LedgerPlaces.maximumBytes) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
