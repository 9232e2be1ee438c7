/// What a client knows of the server, and how patient it is.
public struct ClientSettings: Hashable, Sendable {
  /// When requests that do no harm are sent again.
  public var retry: RetryPolicy
  /// What is known of the server's limits.
  public var pace: Gate.Pace
  /// Whether the server is known to answer a key it has seen from memory (idempotent requests
  /// page); where it is not, a write in doubt is never sent again.
  public var keepsKeys: Bool

  /// Settings of those parts; the defaults suit the API itself.
  public init(
    retry: RetryPolicy = .batch, pace: Gate.Pace = .adaptive, keepsKeys: Bool = true
  ) {
    (self.retry, self.pace, self.keepsKeys) = (retry, pace, keepsKeys)
  }
}
