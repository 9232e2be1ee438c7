/// How far something reaches outside the program.
public enum EffectClass: Int, Hashable, Comparable, Sendable {
  /// Nothing leaves the process.
  case pure
  /// Something is asked for.
  case read
  /// Something is changed that can be changed again.
  case amend
  /// Something is changed for good.
  case final

  /// The smaller reach is the less.
  public static func < (lhs: EffectClass, rhs: EffectClass) -> Bool {
    lhs.rawValue < rhs.rawValue
  }

  /// The word in `explain`.
  public var name: String { String(describing: self) }
}

/// The writes there are.
public enum WriteAction: String, Hashable, Sendable, CaseIterable {
  /// Saves evidence that can still be changed.
  case draft
  /// Sends evidence to the bank, once and for all.
  case submit
  /// Accepts the dispute and refunds the tenant, once and for all.
  case close
  /// Gives the API a file, which changes no dispute.
  case upload

  /// How far the write reaches.
  public var effect: EffectClass {
    switch self {
    case .draft, .upload: .amend
    case .submit, .close: .final
    }
  }
}
