import CpayValue

/// What may be done to a dispute in each status, and what becomes of it.
///
/// The disputes page states no transition but that submitting cannot be undone and that closing
/// accepts the dispute; the table below is the reading that ``Assumptions`` lists and varies. It
/// decides and does nothing.
struct DisputeLifecycle: Sendable {
  /// The seven statuses, by their wire names.
  enum Status: String, CaseIterable, Sendable {
    case warningNeedsResponse = "warning_needs_response"
    case warningUnderReview = "warning_under_review"
    case warningClosed = "warning_closed"
    case needsResponse = "needs_response"
    case underReview = "under_review"
    case won
    case lost
  }

  /// What a request asks for, by the name the effect table keeps.
  enum Action: String, CaseIterable, Sendable {
    /// Keeps evidence without giving it to the bank.
    case stage = "draft"
    /// Gives the evidence to the bank.
    case submit
    /// Accepts the dispute.
    case close
  }

  /// One cell of the table.
  enum Rule: Hashable, Sendable {
    /// Done, with this status afterwards.
    case moves(Status)
    /// Done before: refused or accepted by the assumption `repeat`.
    case repeats
    /// Accepted by the assumption `close_submitted` only, with this status afterwards.
    case movesWhenSubmitted(Status)
    /// Never possible.
    case refuses
  }

  /// What is to be done with a request.
  enum Verdict: Hashable, Sendable {
    /// Do it, with this status afterwards.
    case applied(Status)
    /// Answer with the dispute as it is.
    case unchanged
    /// Refuse with 422 and this sentence.
    case refused(String)
  }

  /// The transitions: for each status, what staging, submitting and closing do.
  static let table: [Status: (stage: Rule, submit: Rule, close: Rule)] = [
    .needsResponse: (.moves(.needsResponse), .moves(.underReview), .moves(.lost)),
    .warningNeedsResponse: (
      .moves(.warningNeedsResponse), .moves(.warningUnderReview), .moves(.warningClosed)
    ),
    .underReview: (.refuses, .repeats, .movesWhenSubmitted(.lost)),
    .warningUnderReview: (.refuses, .repeats, .movesWhenSubmitted(.warningClosed)),
    .won: (.refuses, .refuses, .refuses),
    .lost: (.refuses, .refuses, .repeats),
    .warningClosed: (.refuses, .refuses, .repeats),
  ]

  let assumptions: Assumptions

  /// What becomes of `action` on a dispute in `status`.
  ///
  /// A deadline that has passed refuses evidence, staged or submitted; a late dispute can still be
  /// closed.
  func verdict(
    on action: Action, in status: Status, deadline: Timestamp?, now: Timestamp
  ) -> Verdict {
    switch rule(action, status) {
    case .refuses: return refusal(action, status)
    case .repeats:
      return assumptions.holds(.repeated, "accept") ? .unchanged : refusal(action, status)
    case .movesWhenSubmitted(let next):
      return assumptions.holds(.closeSubmitted, "accept")
        ? .applied(next) : refusal(action, status)
    case .moves(let next):
      guard action != .close, assumptions.holds(.late, "refuse"), let deadline, now > deadline
      else { return .applied(next) }
      return .refused("The deadline for evidence passed at \(deadline.iso).")
    }
  }

  private func rule(_ action: Action, _ status: Status) -> Rule {
    guard let row = DisputeLifecycle.table[status] else { return .refuses }
    return switch action {
    case .stage: row.stage
    case .submit: row.submit
    case .close: row.close
    }
  }

  private func refusal(_ action: Action, _ status: Status) -> Verdict {
    let wish =
      switch action {
      case .stage: "take evidence"
      case .submit: "be submitted"
      case .close: "be closed"
      }
    return .refused("A dispute with the status \(status.rawValue) cannot \(wish).")
  }
}
