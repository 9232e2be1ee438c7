import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayValue

/// What the variables of a session hold, `_` being the last result, and when that was so.
struct Snapshots {
  /// What they hold.
  private(set) var results: [String: PipelineResult] = [:]
  /// When what they hold was asked for, or was so in what it was made from; none for values that
  /// rest on nothing that changes.
  private var taken: [String: Timestamp] = [:]
  /// The time of the newest program.
  private var now: Timestamp?

  /// Younger than this, what a variable holds was on the screen just now.
  private static let freshness = DurationValue(seconds: 60)

  /// What a program leaves behind that ran at `now`.
  mutating func take(
    _ report: ProgramReport, of program: CheckedProgram, at now: Timestamp
  ) {
    // An explanation gives nothing a value, and knows no time.
    if program.onlyExplains { return }
    self.now = now
    results = report.variables
    let statements = zip(program.statements, SnapshotUse.all(in: program.source))
    for (statement, use) in statements.prefix(report.completedStatements) {
      let (name, pipeline): (String, CheckedPipeline)
      switch statement {
      case .binding(let bound, let flow): (name, pipeline) = (bound, flow)
      case .pipeline(let flow): (name, pipeline) = ("_", flow)
      case .explain, .requirement: continue
      }
      let asked = pipeline.effect > .pure ? [now] : []
      taken[name] = (asked + use.names.compactMap { taken[$0] }).min()
    }
  }

  /// What is to be said of a program that runs at `now` and goes on from what was taken a while ago:
  /// `$ready, taken 14:02Z, 38 m ago`.
  func ages(of program: CheckedProgram, at now: Timestamp) -> [String] {
    let now = program.onlyExplains ? self.now ?? now : now
    return names(in: program).compactMap { name in
      age(of: name, at: now).map { (name == "_" ? "the last result" : "$" + name) + ", " + $0 }
    }
  }

  /// The variables that a program goes on from and that were taken before it, but for `_`.
  func variables(of program: CheckedProgram) -> [String] {
    names(in: program).filter { $0 != "_" && taken[$0] != nil }
  }

  /// The variables, each once, that a program goes on from before it fills them itself.
  private func names(in program: CheckedProgram) -> [String] {
    var (names, given): ([String], Set<String>) = ([], [])
    for use in SnapshotUse.all(in: program.source) {
      names += use.names.filter { !given.contains($0) && !names.contains($0) }
      if let name = use.gives { given.insert(name) }
    }
    return names
  }

  /// How old what a variable holds was when the newest program ran: `taken 14:02Z, 38 m ago`; nil for
  /// what is as good as new, or does not age.
  func age(of name: String) -> String? { now.flatMap { age(of: name, at: $0) } }

  private func age(of name: String, at now: Timestamp) -> String? {
    guard let taken = taken[name] else { return nil }
    let (seconds, overflow) = now.seconds.subtractingReportingOverflow(taken.seconds)
    guard !overflow, seconds >= Snapshots.freshness.seconds else { return nil }
    let moment = taken.startOfDay == now.startOfDay ? taken.timeOfDay : taken.display
    return "taken \(moment), \(DurationValue(seconds: seconds).display) ago"
  }
}

extension Timestamp {
  /// `14:02Z`: the moment as it is shown, without its day.
  fileprivate var timeOfDay: String {
    display.split(separator: " ").last.map(String.init) ?? display
  }
}
