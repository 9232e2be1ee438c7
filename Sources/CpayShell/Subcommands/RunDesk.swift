import CpayLanguage
import CpayLedger
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// Shows what a ledger remembers of runs, at the command line and in a session.
struct RunDesk {
  let output: OutputStream
  let errors: OutputStream
  /// The shape of results; nil for a table at a terminal and NDJSON elsewhere.
  let format: OutputFormat?
  /// The time by which what is still open is so.
  let now: Timestamp

  init(
    _ output: OutputStream, _ errors: OutputStream, _ format: OutputFormat?,
    now: Timestamp = Connection.systemTime()
  ) {
    (self.output, self.errors, self.format, self.now) = (output, errors, format, now)
  }

  /// The runs, the newest first.
  func list(_ ledger: Ledger) throws {
    show(try Resource.run.rows(try ledger.runs().map(\.members)), RowType(.run))
  }

  /// What a run was, and its rows.
  func show(_ run: String, in ledger: Ledger) throws {
    let run = try ledger.summary(of: run)
    for line in run.lines { errors.sentence(line) }
    let rows = (try ledger.items(of: run.name) ?? []).map { $0.members(of: run, at: now) }
    show(try Resource.runRow.rows(rows), RowType(.runRow))
  }

  /// The outcomes of a run, all or those of some kinds.
  func export(_ run: String, _ kinds: [OutcomeKind], in ledger: Ledger) throws {
    let run = try ledger.summary(of: run)
    let rows = (try ledger.items(of: run.name) ?? [])
      .filter { kinds.isEmpty || kinds.contains($0.outcome) }
      .compactMap { $0.outcome(of: run, at: now)?.members }
    show(try Resource.outcome.rows(rows), RowType(.outcome))
  }

  /// Rows that cpay has made.
  func show(_ rows: Batch, _ type: RowType) {
    let writer = ResultWriter(output, output.format(format), now: now)
    writer.begin(type)
    writer.write(rows)
    let guarded = writer.end()
    if guarded > 0 {
      errors.sentence(
        "note: \(guarded == 1 ? "1 cell" : "\(guarded) cells") would be read as a formula and got a `'` "
          + "before it")
    }
  }
}
