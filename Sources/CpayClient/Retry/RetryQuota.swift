/// Bounds the retries of all requests together, so that a server that is down is not hammered.
///
/// Each retry costs five, each success gives one back: twenty retries in a row, then none until
/// the server works again. Pacing by 429 and what never left cost nothing.
public struct RetryQuota: Hashable, Sendable {
  /// What can be spent in a row.
  public static let capacity = 100
  private static let price = 5
  private var rest = RetryQuota.capacity

  /// A full quota.
  public init() {}

  /// Takes the price of one retry; false when there is not enough.
  public mutating func spend() -> Bool {
    guard rest >= RetryQuota.price else { return false }
    rest -= RetryQuota.price
    return true
  }

  /// Takes note of a request that was answered well.
  public mutating func succeed() { rest = min(RetryQuota.capacity, rest + 1) }
}
