public import CpayLanguage
public import CpayModel
import CpayValue

/// How far a row of a run has come, as a journal keeps it.
public enum RowState: Hashable, Sendable {
  /// It has not been sent.
  case planned
  /// Its intent is durable, so that it may have been sent.
  case sending
  /// It has come to an end.
  case settled(Outcome.Kind)

  /// Every state.
  public static let all = [RowState.planned, .sending] + Outcome.Kind.allCases.map { .settled($0) }

  /// The state of that name; nil where there is none.
  public init?(_ name: String) {
    guard let state = RowState.all.first(where: { $0.name == name }) else { return nil }
    self = state
  }

  /// The word that stands for it: that of its outcome, once it has one.
  public var name: String {
    switch self {
    case .planned: "planned"
    case .sending: "sending"
    case .settled(let kind): kind.rawValue
    }
  }

  /// Whether the write may stand and nobody knows.
  public var isInDoubt: Bool {
    switch self {
    case .planned: false
    case .sending: true
    case .settled(let kind): kind.facts.stands == .unknown
    }
  }

  /// Whether something is still to be done for the row, or to be found out.
  public var isOpen: Bool { self == .planned || self == .settled(.unsent) || isInDoubt }

  /// What became of a row as far as is known: one that was not reached is not sent, and one that was
  /// being sent may have been.
  public var outcome: Outcome.Kind {
    switch self {
    case .planned: .unsent
    case .sending: .unknown
    case .settled(let kind): kind
    }
  }

  /// What a row that was being sent has come to when its process is gone.
  public static let abandoned = RowState.settled(.unknown)

  /// What a row in doubt has come to on a person's word.
  public static func settledByHand(wasApplied: Bool) -> RowState {
    .settled(wasApplied ? .applied : .unsent)
  }

  /// The states after which the API answers the key of such a write with what it said, so that
  /// another needs a key of its own: a definite no, and, where the write can be made again, a yes.
  public static func usingUpKey(of action: WriteAction) -> [RowState] {
    Outcome.Kind.allCases.filter { $0.usesUpKey(of: action) }.map { .settled($0) }
  }
}

extension Outcome {
  /// The state of a row with this outcome.
  public var state: RowState { .settled(kind) }

  /// Whether the dispute may be written to by another run.
  public var freesClaim: Bool { kind.facts.stands == .no }

  /// Whether another such write needs a key of its own.
  var usesUpKey: Bool { kind.usesUpKey(of: action) }
}

extension OutcomeKind {
  fileprivate func usesUpKey(of action: WriteAction) -> Bool {
    facts.isAnswered && (facts.stands == .no || action.effect == .amend)
  }
}
