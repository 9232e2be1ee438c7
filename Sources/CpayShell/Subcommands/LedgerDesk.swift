import CpayClient
import CpayLanguage
import CpayLedger
import CpayRuntime
import CpaySyntax
import CpayValue

extension CommandLineTool {
  /// Does what a command asks of the ledger, and says what keeps it from it.
  ///
  /// It is the ledger of that profile, or of the account that a run would work on.
  func withLedger(
    of profile: String?, _ work: (Ledger) throws -> ExitStatus
  ) -> ExitStatus {
    do {
      let ledger = try Ledger(
        folder: try LedgerPlaces.folder(of: profile, variables), clock: Connection.systemTime)
      for line in try ledger.warnings() { errors.sentence(line) }
      return try work(ledger)
    } catch {
      errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }

  /// Shows rows that cpay has made, in that format or the usual one.
  func show(_ rows: Batch, _ type: RowType, as format: OutputFormat?, now: Timestamp) {
    let writer = ResultWriter(
      output, format ?? (output.isTerminal ? .table : .ndjson), now: now)
    writer.begin(type)
    writer.write(rows)
    let guarded = writer.end()
    if guarded > 0 {
      errors.sentence(Diagnostic(RunFinding.guardedCells(nil, guarded)).line)
    }
  }
}

extension LedgerPlaces {
  /// The folder of the ledger of that profile, or of the account that a run would work on, as far as
  /// that is known without asking anyone.
  static func folder(
    of profile: String?, _ variables: [String: String]
  ) throws(ConnectionError) -> String {
    let (own, store) = (try Connection.stateFolder(variables), ProfileStore(variables))
    let choice = try AccountChoice(ConnectionOptions(profile: profile), variables) {
      () throws(ConnectionError) in try store?.defaultName()
    }
    func ledger(
      _ profile: Profile?, _ origin: APIOrigin, _ mode: APIKey.Mode
    ) throws(ConnectionError) -> String {
      try AccountSettings.ledger(
        of: profile, origin, mode, in: try store?.all() ?? [], otherwise: own)
    }
    switch choice.account {
    case .profile(let name, _):
      guard let store else { throw ProfileStore.missing }
      let profile = try store.profile(name)
      return try ledger(profile, profile.origin, profile.mode)
    case .key(let base): return try ledger(nil, try AccountSettings.origin(base), .test)
    case .sandbox, .none: return own
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

  /// What everybody who opens the ledger is told: the runs whose process died.
  func warnings() throws(JournalFailure) -> [String] {
    try cutShort().map { run in
      "\(run.run) was cut short on \(run.openedAt.iso): \(run.doubts) unknown, "
        + "\(run.waiting) not reached; to go on: cpay resume \(run.run)"
    }
  }
}
