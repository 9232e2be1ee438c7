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
    with(format) { desk, ledger in try desk.list(ledger) }
  }

  func show(_ run: String, as format: OutputFormat?) -> ExitStatus {
    with(format) { desk, ledger in try desk.show(run, in: ledger) }
  }

  func export(_ run: String, _ kinds: [OutcomeKind], as format: OutputFormat?) -> ExitStatus {
    with(format) { desk, ledger in try desk.export(run, kinds, in: ledger) }
  }

  private func with(
    _ format: OutputFormat?, _ work: (RunDesk, Ledger) throws -> Void
  ) -> ExitStatus {
    program.withLedger(of: profile, looking: true) { ledger in
      try work(RunDesk(program.output, program.errors, format), ledger)
      return .success
    }
  }

  /// Tells what a run came to: as text, or as a page in a file.
  func report(_ run: String, html path: String?) -> ExitStatus {
    program.withLedger(of: profile, looking: true) { ledger in
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
      let summary = try ledger.summary(of: run)
      let (run, sender) = (RunID(summary.name), summary.sender)
      guard let (unsent, doubts) = try ledger.giveUp(run) else {
        program.errors.sentence("\(run) has ended, and nothing of it is open")
        return .success
      }
      program.errors.sentence(
        "\(run) is given up: \(unsent) not sent and free for another run"
          + (doubts == 0
            ? ""
            : ", \(doubts) unknown; \(RunHints.commandLine.resume(run, of: sender)) looks at these "
              + "only"))
      return .success
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
    ShowRuns(tool, named.ledger.profile).show(named.run, as: shape.format)
  }
}

extension CpayCommand.Runs.Export {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ShowRuns(tool, named.ledger.profile).export(named.run, outcome, as: shape.format)
  }
}

extension CpayCommand.Runs.Report {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ShowRuns(tool, named.ledger.profile).report(named.run, html: html)
  }
}

extension CpayCommand.Runs.Close {
  func run(in tool: CommandLineTool) -> ExitStatus {
    ShowRuns(tool, named.ledger.profile).close(named.run)
  }
}

extension CpayCommand.Runs.Check {
  func run(in tool: CommandLineTool) -> ExitStatus { TendLedger(tool, ledger.profile).check() }
}

extension CpayCommand.Runs.Settle {
  func run(in tool: CommandLineTool) -> ExitStatus { ShowRuns(tool, ledger.profile).settle(self) }
}
