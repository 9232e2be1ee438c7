import CpayClient
import CpayLanguage
import CpayLedger
import CpayRuntime
import CpayValue

extension CommandLineTool {
  /// Does what a command asks of the ledger, and says what keeps it from it.
  ///
  /// It is the ledger of that profile, or of the account that a run would work on. Who is only
  /// `looking` sees it as it stands where nothing can be written.
  func withLedger(
    of profile: String?, looking isLooking: Bool = false,
    _ work: (Ledger) throws -> ExitStatus
  ) -> ExitStatus {
    do {
      let ledger = try ledger(in: try ledgerFolder(of: profile), looking: isLooking)
      for line in try ledger.warnings(.commandLine) { errors.sentence(line) }
      return try work(ledger)
    } catch {
      errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }

  /// Where that ledger is; the only one there is where nobody has said whose, and cpay's own folder has
  /// none.
  private func ledgerFolder(of profile: String?) throws(ConnectionError) -> String {
    let folder = try LedgerPlaces.folder(of: profile, variables)
    guard profile == nil, try !LedgerPlaces.hasLedger(folder) else { return folder }
    let others = try LedgerPlaces(stateFolder: Connection.stateFolder(variables)).folders()
    if others.count > 1 {
      errors.sentence(
        "there are ledgers in \(others.joined(separator: ", ")); to say whose is meant: --profile NAME"
      )
    }
    return others.count == 1 ? others[0] : folder
  }

  private func ledger(in folder: String, looking isLooking: Bool) throws -> Ledger {
    let clock = Connection.systemTime
    // Nobody's question makes a ledger.
    guard try LedgerPlaces.hasLedger(folder) else {
      errors.sentence("there is no ledger in \(folder) yet")
      return try Ledger(inMemory: clock)
    }
    do throws(JournalFailure) {
      return try Ledger(folder: folder, clock: clock)
    } catch {
      guard isLooking, case .unusable = error,
        let copy = try? Ledger(copyOf: folder, clock: clock)
      else { throw error }
      errors.sentence("note: \(error.message); it is shown as it stands")
      return copy
    }
  }
}

extension LedgerPlaces {
  /// The folder of the ledger of that profile, or of the account that a run would work on, as far as
  /// that is known without asking anyone.
  static func folder(
    of profile: String?, _ variables: [String: String]
  ) throws(ConnectionError) -> String {
    let own = try Connection.stateFolder(variables)
    guard let (profile, origin, mode) = try account(of: profile, variables) else { return own }
    return try AccountSettings.ledger(
      of: profile, origin, mode, in: try ProfileStore(variables)?.all() ?? [], otherwise: own)
  }

  /// The same, also where profiles have come to name another than the one that remembers: that one
  /// is moved.
  static func movable(
    of profile: String?, _ variables: [String: String]
  ) throws(ConnectionError) -> String {
    let own = try Connection.stateFolder(variables)
    guard let (profile, origin, mode) = try account(of: profile, variables) else { return own }
    let account = AccountIdentity(origin: origin, mode: mode)
    if let known = try LedgerPlaces(stateFolder: own).folder(of: account) { return known }
    let all = try ProfileStore(variables)?.all() ?? []
    return try NamedLedgers(profile, origin, mode, in: all, otherwise: own).named ?? own
  }

  /// What is known of that profile's account, or of the one that a run would work on; nil where
  /// nothing names one.
  private static func account(
    of profile: String?, _ variables: [String: String]
  ) throws(ConnectionError) -> (Profile?, APIOrigin, APIKey.Mode)? {
    let store = ProfileStore(variables)
    let choice = try AccountChoice(ConnectionOptions(profile: profile), variables) {
      () throws(ConnectionError) in try store?.defaultName()
    }
    switch choice.account {
    case .profile(let name, _):
      guard let store else { throw ProfileStore.missing }
      let profile = try store.profile(name)
      return (profile, profile.origin, profile.mode)
    case .key(let base): return (nil, try AccountSettings.origin(base), .test)
    case .sandbox, .none: return nil
    }
  }
}

/// A run that a command line names and the ledger does not know, or knows more than one of.
struct RunNameError: Error {
  let message: String
}

extension Ledger {
  /// The one run whose name begins so.
  /// - Throws: ``RunNameError`` where there is none, or more than one; ``JournalFailure``.
  func run(named beginning: String) throws -> RunID {
    let runs = try runs(named: beginning)
    guard let run = runs.first, !beginning.isEmpty else {
      throw RunNameError(message: "the ledger has no run \(beginning)")
    }
    guard runs.count == 1 else {
      let names = runs.prefix(5).map(\.description).joined(separator: ", ")
      throw RunNameError(message: "\(beginning) is the beginning of \(runs.count) runs: \(names)")
    }
    return run
  }

  /// The same, with what the ledger has of it.
  /// - Throws: ``RunNameError`` where there is none, or more than one; ``JournalFailure``.
  func summary(of beginning: String) throws -> RunSummary {
    let run = try run(named: beginning)
    guard let summary = try runs().first(where: { $0.name == run.description }) else {
      throw RunNameError(message: "the ledger has no run \(run)")
    }
    return summary
  }

  /// What everybody who opens the ledger is told: the runs whose process died, a line each.
  func warnings(_ hints: RunHints) throws(JournalFailure) -> [String] {
    try cutShort().map { run in
      let next =
        run.isLeftToPersons
        ? "nothing more is sent for what is unknown; look at the dispute, then: "
          + hints.settle(run.run, nil)
        : "to go on: " + hints.resume(run.run, of: run.sender)
      return "\(run.run) was cut short on \(run.openedAt.display): \(run.doubts) unknown, "
        + "\(run.waiting) not reached; \(next)"
    }
  }
}
