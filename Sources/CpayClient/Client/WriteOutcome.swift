/// What a write came to, once everything that may be tried has been tried.
///
/// There are three ends and no error, since "it failed" would not be an answer.
public enum WriteOutcome: Hashable, Sendable {
  /// The write stands; `reconciled` says why that had to be established by reading again.
  case applied(requestID: String?, reconciled: String? = nil)
  /// The write does not stand, and nothing of it is under way.
  case notApplied(NotApplied)
  /// It may stand, or may yet come to; look before anything else is sent to the dispute.
  case unknown(Doubt)

  /// Why a write does not stand.
  public enum NotApplied: Hashable, Sendable {
    /// The API said no to this write; only after that may one with a new key follow.
    case refused(APIError)
    /// Nothing more can or may be sent, to this dispute or another; the error is the API's, where
    /// it was asked.
    case stopped(String, APIError? = nil)

    /// What happened, as a sentence without its full stop.
    public var reason: String {
      switch self {
      case .refused(let error): error.summary
      case .stopped(let reason, _): reason
      }
    }
  }

  /// Why it is not known whether a write stands.
  public struct Doubt: Hashable, Sendable {
    /// What it means for other writes.
    public enum Reach: Hashable, Sendable {
      /// It is about this write only.
      case thisWrite
      /// The API knows the key from another request; the second time is no accident.
      case keyClash
      /// Something that is not about this write; nothing more should be sent.
      case everything
    }

    /// What happened, as a sentence without its full stop.
    public let reason: String
    /// The API's name for the request.
    public let requestID: String?
    /// What it means for other writes.
    public let reach: Reach
    /// What the API last said under the write's key; nil where it said nothing of it.
    public let answer: KeyAnswer?

    /// A doubt for that reason.
    public init(
      _ reason: String, requestID: String? = nil, reach: Reach = .thisWrite,
      answer: KeyAnswer? = nil
    ) {
      (self.reason, self.requestID, self.reach) = (reason, requestID, reach)
      self.answer = answer
    }

    /// The same with another reach, and what else went wrong.
    func reaching(_ reach: Reach, _ remark: String) -> Doubt {
      Doubt(
        reason.contains(remark) ? reason : "\(reason); \(remark)", requestID: requestID,
        reach: reach, answer: answer)
    }
  }
}
