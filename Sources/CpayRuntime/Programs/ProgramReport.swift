public import CpayModel
import CpayValue

/// How a program went: the facts that an exit status is made from, and what its variables hold.
public struct ProgramReport: Sendable {
  /// The plans that were applied, in order.
  public let applied: [AppliedPlan]
  /// Where the program ended.
  public let end: End
  /// What the variables hold, `_` being the last result.
  public let variables: [String: PipelineResult]
  /// Whether anything was asked of the API.
  public let hasAsked: Bool
  /// Whether a statement was begun; what is found before the first is found as by the check.
  public let hasBegun: Bool
  /// How many statements have come to their end, the one whose plan was withheld included.
  public let completedStatements: Int

  /// How the application of a plan ended, without its rows.
  public struct AppliedPlan: Hashable, Sendable {
    /// The outcomes that its rows came to.
    public let outcomes: Set<Outcome.Kind>
    /// Why it ended early; nil when every row was tried.
    public let stop: PlanReport.Stop?

    /// The ends of that report.
    public init(_ report: PlanReport) {
      outcomes = Set(report.outcomes.map(\.kind))
      stop = report.stop
    }
  }

  /// Where a program ended.
  public enum End: Sendable {
    /// After its last statement, or the one whose run ended early; what that came to.
    case finished(PipelineResult)
    /// At a plan that may not be applied.
    case withheld(WritePlan, reason: String)
    /// At an error.
    case failed(EvaluationError)
  }

  /// Whether some write left, whatever became of it, so that "nothing was sent" is not true.
  public var hasSent: Bool {
    applied.contains { plan in
      plan.outcomes.contains { $0.facts.stands != .no || $0.facts.isAnswered }
    }
  }
}
