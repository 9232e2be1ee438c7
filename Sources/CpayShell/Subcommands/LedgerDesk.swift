import CpayLedger
import CpayRuntime
import CpayValue

extension CommandLineTool {
  /// Does what a command asks of the ledger, and says what keeps it from it.
  func withLedger(
    _ work: (Ledger) throws -> ExitStatus
  ) -> ExitStatus {
    do {
      let ledger = try Ledger(
        folder: try Connection.stateFolder(variables), clock: Connection.systemTime)
      for line in try ledger.warnings() { errors.sentence(line) }
      return try work(ledger)
    } catch {
      errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
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

  /// What everybody who opens the ledger is told: the runs whose process died.
  func warnings() throws(JournalFailure) -> [String] {
    try cutShort().map { run in
      "\(run.run) was cut short on \(run.openedAt.iso): \(run.doubts) unknown, "
        + "\(run.waiting) not reached; to go on: cpay resume \(run.run)"
    }
  }
}
