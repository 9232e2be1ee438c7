import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayValue
import Synchronization

/// Shows what a program yields.
final class EventWriter: Sendable {
  private let output: ResultWriter
  private let errors: OutputStream
  /// The text that is run.
  private let source: Source
  /// How a run is found again; nil where it is not.
  private let hints: RunHints?
  /// What stands before the summary where money moves.
  private let warning: String?
  /// The lines of a plan's preview.
  private let previewLines: @Sendable (WritePlan) -> [String]
  /// Whether someone asked to stop.
  private let isStopped: @Sendable () -> Bool
  /// What a person is told of where a file was written.
  private let shown: @Sendable (_ path: String) -> String
  /// What is said of a plan that has been saved, besides where.
  private let savedPlan: @Sendable (_ path: String) -> String
  /// The variables that the program goes on from, and what is to be said of their age before
  /// anything else is shown.
  private let variables: [String]
  private let ages: Mutex<[String]>
  /// Takes in the ids that are shown; nil where nobody wants them.
  private let seen: SeenIDs?
  private let rows = Mutex<RowType?>(nil)
  /// What is to be said below the outcomes that are being shown.
  private let summary = Mutex<PlanReport?>(nil)

  init(
    _ source: Source, output: ResultWriter, errors: OutputStream, hints: RunHints?,
    warning: String? = nil, isStopped: @escaping @Sendable () -> Bool,
    shown: @escaping @Sendable (_ path: String) -> String = { $0 },
    savedPlan: @escaping @Sendable (_ path: String) -> String,
    variables: [String] = [], ages: [String] = [], seen: SeenIDs? = nil,
    preview: @escaping @Sendable (WritePlan) -> [String]
  ) {
    self.source = source
    (self.output, self.errors) = (output, errors)
    (self.hints, self.warning, self.isStopped) = (hints, warning, isStopped)
    (self.shown, self.savedPlan, previewLines) = (shown, savedPlan, preview)
    (self.variables, self.seen) = (variables, seen)
    self.ages = Mutex(ages)
  }

  /// Shows one event; a table of rows as long as nobody asks to stop, one of outcomes whole.
  func show(_ event: ProgramEvent) throws(EvaluationError) {
    switch event {
    case .preview, .savedPlan: break
    default: tellAges()
    }
    switch event {
    case .format(let format, let raw): output.use(format, raw: raw)
    case .chart(let chart):
      try output.write(chart) { () throws(EvaluationError) in
        if isStopped() { throw .interrupted }
      }
    case .saved(let path, let rows):
      let what = rows.map { $0 == 1 ? "1 row" : "\($0) rows" } ?? "a chart"
      errors.sentence("\(what) to \(shown(path))")
    case .savedPlan(let path, let plan):
      preview(plan)
      errors.sentence("a plan to \(shown(path)); \(savedPlan(path))")
    case .preview(let plan): preview(plan)
    case .emptyPlan(let plan):
      for remark in plan.remarks { errors.sentence(remark.line) }
      errors.line("no disputes to \(plan.action.rawValue)")
    case .beginRows(let type):
      rows.withLock { $0 = type }
      output.begin(type)
    case .rows(let batch):
      note(batch)
      output.write(batch)
    case .endRows:
      let report = takeSummary()
      let guarded = try output.end { () throws(EvaluationError) in
        if report == nil, isStopped() { throw .interrupted }
      }
      if guarded > 0 {
        errors.sentence(Diagnostic(RunFinding.guardedCells(nil, guarded)).line)
      }
      if let report { summarize(report) }
    case .value(let value): output.write(value)
    case .explanation(let explanation): output.write(explanation)
    case .remark(let remark): errors.sentence(remark.line)
    case .warning(let diagnostic): errors.write(diagnostic, in: source)
    case .applied(let report) where report.isShown: summary.withLock { $0 = report }
    case .applied(let report): summarize(report)
    }
  }

  /// Says once how old what the program goes on from is.
  private func tellAges() {
    for age in takeAges() { errors.sentence(age) }
  }

  private func takeAges() -> [String] {
    ages.withLock { ages in
      defer { ages = [] }
      return ages
    }
  }

  /// Takes in the ids of the first rows that are shown.
  private func note(_ batch: Batch) {
    guard let seen else { return }
    let type = rows.withLock { type in
      defer { type = nil }
      return type
    }
    if let type { seen.note(batch, type) }
  }

  /// Shows a plan that has not been sent, the age of what it was made from included.
  func preview(_ plan: WritePlan) {
    _ = takeAges()
    for line in previewLines(plan) { errors.line(line) }
  }

  /// Says where the program ended, unless that was its last statement.
  func show(endOf report: ProgramReport) {
    tellAges()
    switch report.cause {
    case .finished: break
    case .withheld(_, let reason):
      errors.sentence("nothing \(report.hasSent ? "further " : "")was sent; \(reason)")
    case .failed(.diagnostic(let diagnostic)): errors.write(diagnostic, in: source)
    case .failed(let error): errors.sentence("cpay: \(ErrorText.line(error))")
    }
  }

  private func takeSummary() -> PlanReport? {
    summary.withLock { summary in
      defer { summary = nil }
      return summary
    }
  }

  private func summarize(_ report: PlanReport) {
    let summary = OutcomeSummary(report, hints, warning: warning, madeFrom: variables)
    for line in summary.lines { errors.sentence(line, alarm: warning) }
  }
}
