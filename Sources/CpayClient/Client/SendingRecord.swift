/// What is known of a write from before it is sent, and who is told when a request of it leaves.
public struct SendingRecord: Sendable {
  /// What an earlier process sent without learning of its effect; nil for a write that has never
  /// left.
  public var earlier: EarlierAttempt?
  /// Told that a request leaves, directly before it does and after every wait, and whether it leaves
  /// once more; a reason keeps it back.
  public var willLeave: @Sendable (_ isRepeat: Bool) async -> String?

  /// A record of those parts.
  public init(
    earlier: EarlierAttempt? = nil,
    willLeave: @escaping @Sendable (_ isRepeat: Bool) async -> String? = { _ in nil }
  ) {
    (self.earlier, self.willLeave) = (earlier, willLeave)
  }
}

/// A request of a write that may have arrived, and whose answer this process has not seen.
public struct EarlierAttempt: Hashable, Sendable {
  /// How long ago the first request under the key left, by the clock that says most.
  public let age: Duration
  /// Why its effect is not known, as a sentence without its full stop.
  public let reason: String
  /// The API key that it was sent with; nil where that is not known.
  public let sentWith: KeyFingerprint?
  /// The API's name for the request, where it told.
  public let requestID: String?

  /// An attempt that old.
  public init(age: Duration, reason: String, sentWith: KeyFingerprint?, requestID: String? = nil) {
    (self.age, self.reason, self.sentWith, self.requestID) = (age, reason, sentWith, requestID)
  }

  /// Why the server would not know the request again from that API key; nil where it would.
  ///
  /// What another API key sent under an idempotency key is not told to it.
  func doubt(of key: KeyFingerprint) -> String? {
    guard let sentWith else { return "with which API key it was sent is not known" }
    return sentWith == key ? nil : "it was sent with another API key"
  }

  /// Whether the same request may leave again: the server answers keys that it has seen from memory,
  /// was told this one from that API key, and not too long ago.
  public func canRepeat(with key: KeyFingerprint?, keepsKeys: Bool) -> Bool {
    guard let key, keepsKeys, age < DisputeWrite.keyLifetime else { return false }
    return doubt(of: key) == nil
  }

  /// The same, with what else keeps its effect from being known.
  func adding(_ remark: String?) -> EarlierAttempt {
    guard let remark, !reason.contains(remark) else { return self }
    return EarlierAttempt(
      age: age, reason: "\(reason); \(remark)", sentWith: sentWith, requestID: requestID)
  }
}
