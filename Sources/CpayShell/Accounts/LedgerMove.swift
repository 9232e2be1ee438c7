import CpayClient
import CpayLedger
import CpayRuntime

/// Moves a ledger to another folder, so that whoever looks for it finds one, and the right one,
/// whenever this is cut short.
///
/// The copy is whole before the note of where the ledger is changes, which it does at one stroke, and
/// only then the old one goes. Until all is done a mark in the new folder keeps everybody from it: done
/// once more, what was cut short is finished, or begun again.
struct LedgerMove {
  let old: String
  let new: String
  private let places: LedgerPlaces
  private let store: ProfileStore?
  /// Whether it was begun before.
  private let isBegun: Bool

  private var mark: String { new + "/" + Ledger.movingMark }

  /// A move to a folder that has no ledger, from that one or from where it was begun.
  init(
    from folder: String, to new: String, _ variables: [String: String]
  ) throws(ConnectionError) {
    let begun = try PrivateFile.read(new + "/" + Ledger.movingMark)
    (old, self.new) = (begun.map { String(decoding: $0, as: UTF8.self) } ?? folder, new)
    isBegun = begun != nil
    places = LedgerPlaces(stateFolder: try Connection.stateFolder(variables))
    store = ProfileStore(variables)
    guard old != new else { throw LedgerMove.usage("the ledger is in \(new) already") }
    if isBegun { return }
    guard try !LedgerPlaces.hasLedger(new) else {
      throw LedgerMove.usage("there is a ledger in \(new) already")
    }
    guard try LedgerPlaces.hasLedger(old) else {
      throw LedgerMove.usage(
        "there is no ledger in \(old) yet; name its folder: "
          + "cpay login NAME --replace --ledger \(ShellWord(new).text)")
    }
  }

  func callAsFunction() throws(ConnectionError) {
    guard let store else { return try moveAlone() }
    try store.alone { () throws(ConnectionError) in try moveAlone() }
  }

  private func moveAlone() throws(ConnectionError) {
    try places.alone { () throws(ConnectionError) in
      do {
        if try LedgerPlaces.hasLedger(old) {
          let ledger = try Ledger(folder: old, clock: Connection.systemTime)
          try ledger.alone { try move(ledger) }
        }
      } catch {
        throw (error as? ConnectionError)
          ?? ConnectionError(message: ErrorText.line(error), status: ErrorText.status(error))
      }
      _ = try PrivateFile.remove(mark)
    }
  }

  private func move(_ ledger: Ledger) throws {
    let accounts = try ledger.accounts()
    if try !isWrittenDown(for: accounts) {
      try requireRest(of: ledger)
      try PrivateFile.write(Array(old.utf8), to: mark)
      do {
        if isBegun { try Ledger.remove(in: new) }
        try ledger.copy(to: new)
      } catch {
        // The old one is as it was.
        try Ledger.remove(in: new)
        _ = try PrivateFile.remove(mark)
        throw error
      }
      try places.move(from: old, to: new, accounts)
    }
    try moveProfiles(of: accounts)
    try Ledger.remove(in: old)
  }

  /// Whether all that the old ledger remembers is looked for in the new one by now.
  private func isWrittenDown(for accounts: [AccountIdentity]) throws(ConnectionError) -> Bool {
    guard isBegun, !accounts.isEmpty else { return false }
    for account in accounts where try places.folder(of: account) != new { return false }
    return true
  }

  private func requireRest(of ledger: Ledger) throws {
    guard let run = try ledger.runs().first(where: { $0.closedAt == nil }) else { return }
    let (id, hints) = (RunID(run.name), RunHints.commandLine)
    throw ConnectionError(
      message: "\(id) has not ended; before its ledger moves, go on with it or give it up: "
        + "\(hints.resume(id, of: run.sender)), or \(hints.close(id, of: run.sender))",
      status: .failed)
  }

  /// Profiles that named the old folder, or nothing and are for what it remembers, name the new one.
  private func moveProfiles(of accounts: [AccountIdentity]) throws(ConnectionError) {
    guard let store else { return }
    for profile in try store.all() where (profile.ledger ?? places.own) == old {
      // Which data a server on this machine has is not known by its address.
      let isMeant =
        profile.ledger != nil
        || accounts.contains(AccountIdentity(origin: profile.origin, mode: profile.mode))
        || profile.origin.isLoopback && accounts.contains { $0.isSandbox }
      if isMeant { try store.setLedger(new, of: profile.name) }
    }
  }

  private static func usage(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .usage)
  }
}
