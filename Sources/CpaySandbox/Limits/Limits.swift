import Synchronization

/// The limits of all keys.
final class Limits: Sendable {
  private let limiter: Mutex<RequestLimiter>
  private let start = ContinuousClock.now

  /// So many requests a second and at once; nil for any number.
  init(rate: Int?, atOnce: Int?) {
    limiter = Mutex(Limits.limiter(rate, atOnce))
  }

  /// Puts other limits in force.
  func set(rate: Int?, atOnce: Int?) {
    limiter.withLock { $0 = Limits.limiter(rate, atOnce) }
  }

  private static func limiter(_ rate: Int?, _ atOnce: Int?) -> RequestLimiter {
    RequestLimiter(
      bucket: rate.map { TokenBucket(rate: $0, burst: max(1, $0)) }, maximumAtOnce: atOnce)
  }

  /// Runs `body` as one of the caller's requests.
  ///
  /// - Throws: ``APIError`` (429) for one too many, and whatever `body` throws.
  func admitting<T>(_ caller: Caller, _ body: () async throws -> T) async throws -> T {
    // What needs no key belongs to nobody.
    if caller.key.isEmpty { return try await body() }
    let time = start.duration(to: .now)
    switch limiter.withLock({ $0.admit(caller.key, at: time) }) {
    case .refused(let wait): throw TooManyRequests(wait: wait)
    case .admitted: break
    }
    defer { limiter.withLock { $0.finish(caller.key) } }
    return try await body()
  }
}

/// A request over the limit; `wait` is in whole seconds.
struct TooManyRequests: Error {
  let wait: Int
}
