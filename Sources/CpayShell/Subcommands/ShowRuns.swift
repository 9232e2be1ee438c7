import CpayLedger
import CpayRuntime
import CpayValue

/// `cpay runs`: what the ledger remembers, and a person's word on what it does not know.
struct ShowRuns {
  private let program: Program

  init(_ program: Program) {
    self.program = program
  }

  func list() -> ExitStatus {
    withLedger { (ledger) throws(JournalFailure) in
      let columns = ["run", "began", "action", "account", "rows", "open"].map { Table.Column($0) }
      let rows = try ledger.runs().map { run in
        [
          run.name, run.openedAt.display, run.action, run.place,
          run.states.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            .joined(separator: ", "), String(run.open),
        ]
      }
      show(Table(columns: columns, rows: rows))
      return .success
    }
  }

  func show(_ run: String) -> ExitStatus {
    withLedger { (ledger) throws(JournalFailure) in
      guard let items = try ledger.items(of: run) else {
        program.errors.line("cpay: the ledger has no run \(DisplayText(run).string)")
        return .failed
      }
      let columns = ["dispute", "amount", "state", "message", "key"].map { Table.Column($0) }
      let rows = items.map { item in
        [item.dispute, item.amount.description, item.state, item.message ?? "", item.key ?? ""]
      }
      show(Table(columns: columns, rows: rows))
      return .success
    }
  }

  func settle(_ command: CpayCommand.Runs.Settle) -> ExitStatus {
    withLedger { (ledger) throws(JournalFailure) in
      try ledger.settle(
        run: command.run, dispute: command.dispute, wasApplied: command.verdict == .applied)
      program.errors.line("settled; the audit has it")
      return .success
    }
  }

  private func show(_ table: Table) {
    for line in table.lines(width: program.output.width()) { program.output.line(line) }
  }

  private func withLedger(
    _ work: (Ledger) throws(JournalFailure) -> ExitStatus
  ) -> ExitStatus {
    do {
      let folder = try Connection.stateFolder(program.variables)
      return try work(Ledger(folder: folder, clock: Connection.systemTime))
    } catch {
      program.errors.line("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }
}
