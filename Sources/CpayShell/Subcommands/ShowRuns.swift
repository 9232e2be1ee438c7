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
    program.withLedger { ledger in
      let runs = try ledger.runs().map { run -> [(String, Value)] in
        let states = run.states.sorted { $0.key < $1.key }
        return [
          ("run", .string(run.name)), ("began", .timestamp(run.openedAt)),
          ("ended", run.closedAt.map(Value.timestamp) ?? .null),
          ("action", .string(run.action)), ("account", .string(run.place)),
          ("plan", run.plan.map(Value.string) ?? .null),
          ("rows", .string(states.map { "\($0.value) \($0.key)" }.joined(separator: ", "))),
          ("open", .int(Int64(run.open))),
        ]
      }
      show(runs, columns: ["run", "began", "ended", "action", "account", "plan", "rows", "open"])
      return .success
    }
  }

  func show(_ run: String) -> ExitStatus {
    program.withLedger { ledger in
      let name = try ledger.run(named: run).description
      let items = try ledger.items(of: name) ?? []
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

  func close(_ run: String) -> ExitStatus {
    program.withLedger { ledger in
      let run = try ledger.run(named: run)
      let (unsent, doubts) = try ledger.giveUp(run)
      program.errors.sentence(
        "\(run) is given up: \(unsent) not sent and free for another run"
          + (doubts == 0 ? "" : ", \(doubts) unknown; cpay resume \(run) looks at these only"))
      return .success
    }
  }

  func check() -> ExitStatus {
    program.withLedger { ledger in
      let flaws = try ledger.flaws()
      for flaw in flaws { program.errors.sentence("cpay: \(flaw)") }
      if flaws.isEmpty { program.errors.line("the ledger is whole") }
      return flaws.isEmpty ? .success : .ledger
    }
  }

  func settle(_ command: CpayCommand.Runs.Settle) -> ExitStatus {
    program.withLedger { ledger in
      let run = try ledger.run(named: command.run)
      let isSettled = try ledger.settle(
        run: run.description, dispute: command.dispute, wasApplied: command.verdict == .applied)
      program.errors.sentence(
        isSettled
          ? "settled; the audit has it"
          : "cpay: \(command.dispute) is not a row of \(run) whose outcome is unknown")
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

extension CpayCommand.Runs.Close {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool).close(run) }
}

extension CpayCommand.Runs.Check {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool).check() }
}

extension CpayCommand.Runs.Settle {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool).settle(self) }
}
