import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpayValue

/// `cpay runs`: what the ledger remembers, and a person's word on what it does not know.
struct ShowRuns {
  private let program: CommandLineTool
  private let profile: String?

  /// On the ledger of that profile, or of the account that a run would work on.
  init(_ program: CommandLineTool, _ profile: String?) {
    (self.program, self.profile) = (program, profile)
  }

  func list(as format: OutputFormat?) -> ExitStatus {
    program.withLedger(of: profile) { ledger in
      let rows = try Resource.run.rows(try ledger.runs().map(\.members))
      program.show(rows, RowType(.run), as: format, now: Connection.systemTime())
      return .success
    }
  }

  func show(_ run: String, as format: OutputFormat?) -> ExitStatus {
    program.withLedger(of: profile) { ledger in
      let (run, now) = (try ledger.summary(of: run), Connection.systemTime())
      for line in run.lines { program.errors.sentence(line) }
      let rows = (try ledger.items(of: run.name) ?? []).map { $0.members(of: run, at: now) }
      program.show(try Resource.runRow.rows(rows), RowType(.runRow), as: format, now: now)
      return .success
    }
  }

  func export(_ run: String, _ kinds: [OutcomeKind], as format: OutputFormat?) -> ExitStatus {
    program.withLedger(of: profile) { ledger in
      let (run, now) = (try ledger.summary(of: run), Connection.systemTime())
      let rows = (try ledger.items(of: run.name) ?? [])
        .filter { kinds.isEmpty || kinds.contains($0.outcome) }
        .compactMap { $0.outcome(of: run, at: now)?.members }
      program.show(try Resource.outcome.rows(rows), RowType(.outcome), as: format, now: now)
      return .success
    }
  }

  /// Tells what a run came to: as text, or as a page in a file.
  func report(_ run: String, html path: String?) -> ExitStatus {
    program.withLedger(of: profile) { ledger in
      let run = try ledger.summary(of: run)
      let report = RunReport(
        run: run, items: try ledger.items(of: run.name) ?? [], now: Connection.systemTime())
      if let path {
        try write(Array(RunPage(report).html.utf8), to: path)
        program.errors.sentence("a report to \(path)")
      } else {
        tell(report)
      }
      return .success
    }
  }

  private func tell(_ report: RunReport) {
    let output = program.output
    for line in report.run.lines { output.sentence(line) }
    for chart in report.charts {
      output.line("")
      let drawing = ChartDrawing(
        chart, output.isTerminal ? .blocks : .plain, masked: output.masked)
      for line in drawing.lines(width: output.width()) { output.line(line) }
    }
  }

  /// Puts a file in its place, whole or not at all, as `save` does.
  private func write(_ bytes: [UInt8], to path: String) throws(EvaluationError) {
    var files = FileAccess(folder: program.folder)
    files.redactor = program.redactor
    do throws(FileFailure) {
      let file = try files.create(path)
      try file.write(bytes)
      try file.commit()
    } catch {
      throw .file(path, error)
    }
  }

  func close(_ run: String) -> ExitStatus {
    program.withLedger(of: profile) { ledger in
      let run = try ledger.run(named: run)
      let (unsent, doubts) = try ledger.giveUp(run)
      program.errors.sentence(
        "\(run) is given up: \(unsent) not sent and free for another run"
          + (doubts == 0 ? "" : ", \(doubts) unknown; cpay resume \(run) looks at these only"))
      return .success
    }
  }

  func check() -> ExitStatus {
    program.withLedger(of: profile) { ledger in
      let flaws = try ledger.flaws()
      for flaw in flaws { program.errors.sentence("cpay: \(flaw)") }
      if flaws.isEmpty { program.errors.line("the ledger is whole") }
      return flaws.isEmpty ? .success : .ledger
    }
  }

  func settle(_ command: CpayCommand.Runs.Settle) -> ExitStatus {
    program.withLedger(of: profile) { ledger in
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
}

extension CpayCommand.Runs {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ShowRuns(tool, nil).list(as: nil)
  }
}

extension CpayCommand.Runs.List {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ShowRuns(tool, ledger.profile).list(as: shape.format)
  }
}

extension CpayCommand.Runs.Show {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ShowRuns(tool, ledger.profile).show(run, as: shape.format)
  }
}

extension CpayCommand.Runs.Export {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ShowRuns(tool, ledger.profile).export(run, outcome, as: shape.format)
  }
}

extension CpayCommand.Runs.Report {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ShowRuns(tool, ledger.profile).report(run, html: html)
  }
}

extension CpayCommand.Runs.Close {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool, ledger.profile).close(run) }
}

extension CpayCommand.Runs.Check {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool, ledger.profile).check() }
}

extension CpayCommand.Runs.Settle {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool, ledger.profile).settle(self) }
}
