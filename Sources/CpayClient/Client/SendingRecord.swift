/// What is known of a write from before it is sent, and who takes down that it goes out again.
public struct SendingRecord: Sendable {
  /// What an earlier process sent without learning of its effect; nil for a write that has never
  /// left.
  public var earlier: EarlierAttempt?
  /// Takes down that the same request leaves once more, before it does; a reason keeps it back.
  public var willRepeat: @Sendable () async -> String?

  /// A record of those parts.
  public init(
    earlier: EarlierAttempt? = nil,
    willRepeat: @escaping @Sendable () async -> String? = { nil }
  ) {
    (self.earlier, self.willRepeat) = (earlier, willRepeat)
  }
}

/// A request of a write that may have arrived, and whose answer this process has not seen.
public struct EarlierAttempt: Hashable, Sendable {
  /// How long ago the first request under the key left, by the clock that says most.
  public let age: Duration
  /// Why its effect is not known, as a sentence without its full stop.
  public let reason: String

  /// An attempt that old.
  public init(age: Duration, reason: String) {
    (self.age, self.reason) = (age, reason)
  }
}
