import CpayLedger
import CpayRuntime
import CpayValue

/// `cpay runs`: what the ledger remembers, and a person's word on what it does not know.
///
/// Tables at a terminal, NDJSON elsewhere, as for all results.
struct ShowRuns {
  private let program: CommandLineTool

  init(_ program: CommandLineTool) {
    self.program = program
  }

  func list() -> ExitStatus {
    withLedger { (ledger) throws(JournalFailure) in
      let runs = try ledger.runs().map { run -> [(String, Value)] in
        let states = run.states.sorted { $0.key < $1.key }
        return [
          ("run", .string(run.name)), ("began", .timestamp(run.openedAt)),
          ("ended", run.closedAt.map(Value.timestamp) ?? .null),
          ("action", .string(run.action)), ("account", .string(run.place)),
          ("rows", .string(states.map { "\($0.value) \($0.key)" }.joined(separator: ", "))),
          ("open", .int(Int64(run.open))),
        ]
      }
      show(runs, columns: ["run", "began", "ended", "action", "account", "rows", "open"])
      return .success
    }
  }

  func show(_ run: String) -> ExitStatus {
    withLedger { (ledger) throws(JournalFailure) in
      guard let items = try ledger.items(of: run) else {
        program.errors.sentence("cpay: the ledger has no run \(run)")
        return .failed
      }
      let rows = items.map { item -> [(String, Value)] in
        [
          ("id", .string(item.dispute)), ("amount", item.amount.map(Value.money) ?? .null),
          ("state", .string(item.state)), ("message", item.message.map(Value.string) ?? .null),
          ("key", item.key.map(Value.string) ?? .null),
        ]
      }
      show(rows, columns: ["id", "amount", "state", "message", "key"])
      return .success
    }
  }

  func settle(_ command: CpayCommand.Runs.Settle) -> ExitStatus {
    withLedger { (ledger) throws(JournalFailure) in
      let isSettled = try ledger.settle(
        run: command.run, dispute: command.dispute, wasApplied: command.verdict == .applied)
      program.errors.sentence(
        isSettled
          ? "settled; the audit has it"
          : "cpay: \(command.dispute) is not a row of \(command.run) whose outcome is unknown")
      return isSettled ? .success : .failed
    }
  }

  private func show(_ rows: [[(name: String, value: Value)]], columns: [String]) {
    guard program.output.isTerminal else {
      var writer = JSONWriter()
      for row in rows {
        writer.value(.record(row.map { Value.Member(name: $0.name, value: $0.value) }))
        writer.endLine()
      }
      return program.output.write(writer.bytes)
    }
    let cells = CellText(now: Connection.systemTime())
    let table = Table(
      columns: columns.map { Table.Column($0) },
      rows: rows.map { row in row.map { cells.text($0.value, named: $0.name) } })
    for line in table.lines(width: program.output.width()) { program.output.line(line) }
  }

  private func withLedger(
    _ work: (Ledger) throws(JournalFailure) -> ExitStatus
  ) -> ExitStatus {
    do {
      let folder = try Connection.stateFolder(program.variables)
      return try work(Ledger(folder: folder, clock: Connection.systemTime))
    } catch {
      program.errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }
}

extension CpayCommand.Runs {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool).list() }
}

extension CpayCommand.Runs.List {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool).list() }
}

extension CpayCommand.Runs.Show {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool).show(run) }
}

extension CpayCommand.Runs.Settle {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool).settle(self) }
}
