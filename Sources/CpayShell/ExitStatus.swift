import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// How a program ended, the most serious end first.
///
/// Once something was sent one of 4, 74, 73, 77, 130, 5, 1 and 3 says how it went: a plan that then
/// waits counts as 3, and an error in the text of a file as 1.
public enum ExitStatus: Int, Hashable, Sendable, CaseIterable {
  /// What became of at least one row is unknown.
  case unknown
  /// The disk or the ledger failed.
  case ledger
  /// Another process holds the ledger.
  case locked
  /// A state file is open to others.
  case exposed
  /// Stopped by the person.
  case interrupted
  /// What the program requires is not so.
  case unmet
  /// An error while running, after requests or not; nothing was sent unless outcomes say so.
  case failed
  /// A defect of cpay, or a process without what it needs; nothing was asked of anyone.
  case defect
  /// Refused by the check; no request was made.
  case refused
  /// The command line or the settings are wrong.
  case usage
  /// Some rows were refused, ineligible, stale or unsent.
  case incomplete
  /// A plan is waiting; nothing was sent.
  case waiting
  /// Every row asked for was applied, or nothing was asked.
  case success

  /// The number that the calling shell sees.
  public var code: Int32 {
    switch self {
    case .success: 0
    case .failed: 1
    case .refused: 2
    case .incomplete: 3
    case .unknown: 4
    case .unmet: 5
    case .waiting: 10
    case .usage: 64
    case .defect: 70
    case .locked: 73
    case .ledger: 74
    case .exposed: 77
    case .interrupted: 130
    }
  }

  /// What it means, in a few words.
  public var meaning: String {
    switch self {
    case .success: "done; every row asked for was applied"
    case .failed: "stopped by an error; nothing was sent unless outcomes say so"
    case .refused: "refused: the program or a file it names; no request was made"
    case .incomplete: "some rows were refused, ineligible, stale or unsent"
    case .unknown: "what became of at least one row is unknown"
    case .unmet: "a `require` was not met"
    case .waiting: "a plan is waiting; nothing was sent"
    case .usage: "wrong command line, parameters or settings"
    case .defect:
      "a defect of cpay, or a process without what it needs; nothing was sent unless outcomes say so"
    case .locked: "another process holds the ledger"
    case .ledger: "the disk or the ledger failed"
    case .exposed: "a key or state file is open to others"
    case .interrupted: "interrupted"
    }
  }

  /// The more serious of two.
  func combined(with other: ExitStatus) -> ExitStatus {
    rawValue <= other.rawValue ? self : other
  }

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
      case .temporaryFile: .ledger
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
