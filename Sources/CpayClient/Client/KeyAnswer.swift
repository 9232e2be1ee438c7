/// What the API last said under the idempotency key of a write in doubt: whether it will ever say
/// anything else under it.
public enum KeyAnswer: String, Hashable, Sendable, CaseIterable {
  /// The server failed (5xx), and may keep that as its answer.
  case failed
  /// It knows the key from another request.
  case clash
  /// Something that a later request may hear differently.
  case other
}

extension WriteAnswer {
  /// What an answer says of its key; nil for none, and for one that is not about the key.
  var ofKey: KeyAnswer? {
    switch self {
    case .failed: .failed
    case .clash: .clash
    case .busy(let error): error.type == "idempotency_error" ? .clash : .other
    case .astray, .outdated: .other
    case .applied, .refused, .halted, .paced, .notSent, .unknown: nil
    }
  }
}
