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

  /// What can happen to a dispute.
  ///
  /// The first three are requests, by the names that the effect table
  /// keeps; the others are done by time or by the bank.
  enum Action: String, CaseIterable, Sendable {
    /// Keeps evidence without giving it to the bank.
    case stage = "draft"
    /// Gives the evidence to the bank.
    case submit
    /// Accepts the dispute.
    case close
    /// The deadline passes and nothing was submitted.
    case expire
    /// The bank makes an inquiry a chargeback.
    case escalate
    /// The bank decides for the account holder; an inquiry ends without a chargeback.
    case win
    /// The bank decides for the tenant.
    case lose

    /// Whether it comes as a request, which can be refused or repeated.
    var isRequest: Bool { [.stage, .submit, .close].contains(self) }
  }

  /// One cell of the table.
  enum Rule: Hashable, Sendable {
    /// Done, with this status afterwards.
    case moves(Status)
    /// Done, with a status that an assumption names.
    case movesTo(Assumption)
    /// Done before: refused or accepted by the assumption `repeat`.
    case repeats
    /// Accepted by the assumption `close_submitted` only, with this status afterwards.
    case movesWhenSubmitted(Status)
  }

  /// What is to be done.
  enum Verdict: Hashable, Sendable {
    /// Do it, with this status afterwards.
    case applied(Status)
    /// It was done before: answer with the dispute as it is.
    case unchanged
    /// It was done before: refuse with 422 and this sentence.
    case refusedRepeat(String)
    /// Refuse with 422 and this sentence.
    case refused(String)
  }

  /// The transitions; what is not in it is refused.
  static let table: [Status: [Action: Rule]] = [
    .needsResponse: [
      .stage: .moves(.needsResponse), .submit: .moves(.underReview), .close: .moves(.lost),
      .expire: .moves(.lost),
    ],
    .warningNeedsResponse: [
      .stage: .moves(.warningNeedsResponse), .submit: .moves(.warningUnderReview),
      .close: .movesTo(.closeInquiry), .expire: .movesTo(.inquiryExpires),
      .escalate: .moves(.needsResponse), .win: .moves(.warningClosed),
    ],
    .underReview: [
      .submit: .repeats, .close: .movesWhenSubmitted(.lost), .win: .moves(.won),
      .lose: .moves(.lost),
    ],
    .warningUnderReview: [
      .submit: .repeats, .close: .movesWhenSubmitted(.warningClosed),
      .escalate: .moves(.needsResponse), .win: .moves(.warningClosed),
    ],
    .lost: [.close: .repeats],
    .warningClosed: [.close: .repeats],
    .won: [:],
  ]

  let assumptions: Assumptions

  /// What becomes of `action` on a dispute in `status`.
  ///
  /// A deadline that has passed refuses evidence, staged or submitted; a late dispute can still be
  /// closed, as long as it has not been lost by then.
  func verdict(
    on action: Action, in status: Status, deadline: Timestamp?, now: Timestamp
  ) -> Verdict {
    switch DisputeLifecycle.table[status]?[action] {
    case nil: return .refused(refusal(action, status))
    case .repeats:
      return assumptions.holds(.repeated, "accept")
        ? .unchanged : .refusedRepeat(refusal(action, status))
    case .movesWhenSubmitted(let next):
      return assumptions.holds(.closeSubmitted, "accept")
        ? .applied(next) : .refused(refusal(action, status))
    case .movesTo(let assumption):
      return .applied(Status(rawValue: assumptions.value(of: assumption)) ?? status)
    case .moves(let next):
      guard action == .stage || action == .submit, assumptions.holds(.late, "refuse"),
        let deadline, now > deadline
      else { return .applied(next) }
      return .refused("The deadline for evidence passed at \(deadline.iso).")
    }
  }

  private func refusal(_ action: Action, _ status: Status) -> String {
    let wish =
      switch action {
      case .stage: "take evidence"
      case .submit: "be submitted"
      case .close: "be closed"
      case .expire: "run out of time"
      case .escalate: "be escalated"
      case .win: "be won"
      case .lose: "be lost"
      }
    return "A dispute with the status \(status.rawValue) cannot \(wish)."
  }
}

extension DisputeLifecycle {
  /// When time changes a dispute by itself that came into `status` at `now`: at the end of the
  /// second of its deadline, or once the bank has taken its time.
  ///
  /// A deadline that had passed before changes nothing any more.
  func due(_ status: Status, deadline: Timestamp?, now: Timestamp) -> Int64? {
    switch status {
    case .needsResponse, .warningNeedsResponse:
      guard assumptions.holds(.overdue, "lose"), let deadline, deadline >= now else { return nil }
      return deadline.adding(DurationValue(seconds: 1))?.seconds
    case .underReview, .warningUnderReview:
      guard let days = Int64(assumptions.value(of: .decidesAfter).dropLast()) else { return nil }
      return now.adding(DurationValue(seconds: days * 86_400))?.seconds
    case .won, .lost, .warningClosed: return nil
    }
  }

  /// What time does to the dispute `id` once that moment has come.
  ///
  /// A bank decides by the dispute, so that the same rehearsal ends in the same way.
  func actionOfTime(on id: String, in status: Status) -> Action? {
    switch status {
    case .needsResponse, .warningNeedsResponse: .expire
    case .warningUnderReview: .win
    case .underReview:
      switch assumptions.value(of: .decidesFor) {
      case "won": .win
      case "lost": .lose
      default: SplitMix64.hash(id) % 2 == 0 ? .win : .lose
      }
    case .won, .lost, .warningClosed: nil
    }
  }

  /// The event that tells of a change (payment events page); nil where none does.
  ///
  /// The page says that `dispute.updated` is for changes of status and that winning and losing have
  /// events of their own.
  func event(on action: Action, to next: Status) -> String? {
    switch next {
    case .won: "dispute.won"
    case .lost: "dispute.lost"
    default:
      action == .stage && assumptions.holds(.draftEvent, "none") ? nil : "dispute.updated"
    }
  }
}

extension SplitMix64 {
  /// A number that belongs to `text`, the same everywhere.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { mixed($0 ^ UInt64($1)) }
  }
}
