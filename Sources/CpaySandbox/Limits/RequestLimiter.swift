/// Whether a request may go on.
enum Admission: Hashable, Sendable {
  case admitted
  /// Too many: 429, with the whole seconds that `Retry-After` names, at least 1.
  case refused(retryAfter: Int)
}

/// Limits what each API key may ask: so many requests a second, and so many at once.
///
/// The API has a status and a type for too many requests and no numbers (errors page), so that
/// both limits are off unless they are set.
struct RequestLimiter: Sendable {
  /// A full bucket, which every key starts with; nil: any number a second.
  private let bucket: TokenBucket?
  /// Requests of one key that run at once; nil: any number.
  private let maximumAtOnce: Int?
  private var buckets: [String: TokenBucket] = [:]
  private var running: [String: Int] = [:]

  /// A limiter that has seen no request.
  init(bucket: TokenBucket?, maximumAtOnce: Int?) {
    self.bucket = bucket
    self.maximumAtOnce = maximumAtOnce
  }

  /// Admits a request, whose end ``finish(_:)`` must then tell, or refuses it.
  ///
  /// A request that is refused for those which run takes nothing out of the bucket. `key` is the
  /// API key; `time` is since some start that all calls share.
  mutating func admit(_ key: String, at time: Duration) -> Admission {
    let count = running[key, default: 0]
    if let maximumAtOnce, count >= maximumAtOnce { return .refused(retryAfter: 1) }
    if let bucket, let wait = buckets[key, default: bucket].take(at: time) {
      return .refused(retryAfter: RequestLimiter.wholeSeconds(wait))
    }
    running[key] = count + 1
    return .admitted
  }

  /// Tells that an admitted request of `key` has ended.
  mutating func finish(_ key: String) {
    guard let count = running[key] else { return }
    running[key] = count > 1 ? count - 1 : nil
  }

  private static func wholeSeconds(_ wait: Duration) -> Int {
    let (seconds, attoseconds) = wait.components
    return max(1, Int(attoseconds > 0 ? seconds + 1 : seconds))
  }
}
