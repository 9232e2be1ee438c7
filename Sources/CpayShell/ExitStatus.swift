import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// How a program ended, as the number the calling shell sees.
public struct ExitStatus: Hashable, Sendable {
  /// The number.
  public let code: Int32

  private init(_ code: Int32) {
    self.code = code
  }

  /// Every row asked for was applied, or nothing was asked.
  public static let success = ExitStatus(0)
  /// An error while running, after requests or not; nothing was sent unless outcomes say so.
  public static let failed = ExitStatus(1)
  /// Refused by the check; no request was made.
  public static let refused = ExitStatus(2)
  /// Some rows were refused, ineligible, stale or unsent.
  public static let incomplete = ExitStatus(3)
  /// What became of at least one row is unknown.
  public static let unknown = ExitStatus(4)
  /// What the program requires is not so.
  public static let unmet = ExitStatus(5)
  /// A plan is waiting; nothing was sent.
  public static let waiting = ExitStatus(10)
  /// The command line or the settings are wrong.
  public static let usage = ExitStatus(64)
  /// A defect of cpay, or a process without what it needs; nothing was asked of anyone.
  public static let defect = ExitStatus(70)
  /// Another process holds the ledger.
  public static let locked = ExitStatus(73)
  /// The disk or the ledger failed.
  public static let ledger = ExitStatus(74)
  /// A state file is open to others.
  public static let exposed = ExitStatus(77)
  /// Stopped by the person.
  public static let interrupted = ExitStatus(130)

  /// All there are, the most serious first.
  ///
  /// Once something was sent one of 4, 74, 73, 77, 130, 5, 1 and 3 says how it went: a plan that
  /// then waits counts as 3, and an error in the text of a file as 1.
  static let bySeverity: [ExitStatus] = [
    .unknown, .ledger, .locked, .exposed, .interrupted, .unmet, .failed, .refused, .usage,
    .incomplete, .waiting, .success,
  ]

  /// The more serious of two.
  func combined(with other: ExitStatus) -> ExitStatus {
    severity <= other.severity ? self : other
  }

  private var severity: Int { ExitStatus.bySeverity.firstIndex(of: self) ?? 0 }

  /// The status of a program.
  init(_ report: ProgramReport) {
    let status = report.applied.map { ExitStatus($0) }
      .reduce(ExitStatus.success) { $0.combined(with: $1) }
    self =
      switch report.cause {
      case .finished: status
      case .withheld: status.combined(with: report.hasSent ? .incomplete : .waiting)
      case .failed(let error):
        status.combined(
          with: ExitStatus(error, hasBegun: report.hasBegun, hasAsked: report.hasAsked))
      }
  }

  /// The status of a plan that has been applied.
  init(_ plan: ProgramReport.AppliedPlan) {
    if plan.outcomes.contains(where: { $0.facts.stands == .unknown }) {
      self = .unknown
      return
    }
    self =
      switch plan.stop {
      case .journal(let failure): ExitStatus(failure)
      case .interrupted: .interrupted
      case .halted: .failed
      case .limit, nil:
        plan.outcomes.allSatisfy { $0.facts.stands == .yes } ? .success : .incomplete
      }
  }

  /// The status of a program that could not go on.
  ///
  /// What is found before the first statement begins is refused, as by the check. Once the program
  /// `hasAsked` for something, no file of it counts as refused; and of what a run finds no mistake
  /// does that stands in no text.
  init(_ error: EvaluationError, hasBegun: Bool = true, hasAsked: Bool = false) {
    self =
      switch error {
      case .interrupted: .interrupted
      case .requirement: .unmet
      case .journal(let failure): ExitStatus(failure)
      case _ where !hasBegun: .refused
      case .evidence, .documents, .unfitName: hasAsked ? .failed : .refused
      case .diagnostic(let mistake): hasAsked || mistake.place == nil ? .failed : .refused
      default: .failed
      }
  }

  private init(_ failure: JournalFailure) {
    self =
      switch failure {
      case .locked: .locked
      case .unusable, .claimed: .ledger
      case .exposed: .exposed
      case .applied: .incomplete
      }
  }
}

extension ProgramReport {
  /// Where the program ended; an interruption is not the fault of input that nobody waited for any
  /// more.
  var cause: End {
    switch end {
    case .failed(.file(_, .interrupted)), .failed(.evidence(_, .interrupted)): .failed(.interrupted)
    default: end
    }
  }
}
