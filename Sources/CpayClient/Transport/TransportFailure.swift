/// A request that brought no whole answer.
public struct TransportFailure: Error, Hashable, Sendable {
  /// How far the request got, which decides whether it may have had an effect.
  public enum Phase: Hashable, Sendable {
    /// Nothing left this machine.
    case notSent
    /// It broke off before its body had left.
    case partlySent
    /// It left, and no answer came.
    case sent
    /// An answer began with that status and did not end.
    case answered(status: Int)

    /// Whether it may have arrived, whole or in part.
    public var mayHaveArrived: Bool { self != .notSent }

    /// When it ended, as the end of a sentence.
    var moment: String {
      switch self {
      case .notSent: "before anything was sent"
      case .partlySent: "while the request was being sent"
      case .sent: "while the answer was awaited"
      case .answered: "while the answer was coming"
      }
    }
  }

  /// How far the request got.
  public let phase: Phase
  /// What went wrong, as the end of a sentence.
  public let reason: String

  /// A failure in that phase.
  public init(_ phase: Phase, _ reason: String) {
    self.phase = phase
    self.reason = reason
  }
}
