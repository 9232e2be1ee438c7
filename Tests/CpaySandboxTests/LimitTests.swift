import CpayTestSupport
import Testing

@testable import CpaySandbox

@Suite struct LimitTests {
  @Test func `a rested bucket lets a burst through, and then one for each interval`() {
    var bucket = TokenBucket(rate: 4, burst: 3)
    #expect((0..<3).allSatisfy { _ in bucket.take(at: .zero) == nil })
    #expect(bucket.take(at: .zero) == .milliseconds(250))
    #expect(bucket.take(at: .milliseconds(249)) == .milliseconds(1))
    #expect(bucket.take(at: .milliseconds(250)) == nil)
    #expect(bucket.take(at: .milliseconds(250)) == .milliseconds(250))
    #expect((0..<3).allSatisfy { _ in bucket.take(at: .seconds(100)) == nil })
    #expect(bucket.take(at: .seconds(100)) != nil)
  }

  @Test(arguments: 0..<40)
  func `no span of time admits more than the burst and the rate allow`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let (rate, burst) = (1 + random.below(30), 1 + random.below(10))
    var bucket = TokenBucket(rate: rate, burst: burst)
    var time = Duration.zero
    var admitted: [Duration] = []
    for _ in 0..<300 {
      time += .nanoseconds(random.below(random.once(in: 20) ? 2_000_000_000 : 60_000_000))
      if bucket.take(at: time) == nil { admitted.append(time) }
    }
    for first in admitted.indices {
      let isKept = (first..<admitted.count).allSatisfy { last in
        let elapsed = (admitted[last] - admitted[first]) / .seconds(1)
        return Double(last - first + 1) <= Double(burst) + Double(rate) * elapsed + 1e-9
      }
      #expect(isKept)
    }
  }

  @Test(arguments: [1, 3, 7, 25, 100]) func `who waits as told is let in`(rate: Int) {
    var bucket = TokenBucket(rate: rate, burst: 1)
    var time = Duration.zero
    for _ in 0..<500 {
      if let wait = bucket.take(at: time) {
        #expect(wait > .zero)
        time += wait
        #expect(bucket.take(at: time) == nil)
      }
    }
    #expect(time / .seconds(1) >= 249 / Double(rate))
  }

  @Test func `a clock that goes back gives nothing and takes nothing`() {
    var bucket = TokenBucket(rate: 1, burst: 1)
    #expect(bucket.take(at: .seconds(10)) == nil)
    #expect(bucket.take(at: .seconds(2)) == .seconds(1))
    #expect(bucket.take(at: .seconds(-5)) == .seconds(1))
    #expect(bucket.take(at: .seconds(10)) == .seconds(1))
    #expect(bucket.take(at: .seconds(11)) == nil)
  }

  @Test func `impossible settings and times do no harm`() {
    for (interval, burst) in [
      (Duration.zero, 0), (.seconds(-1), -5), (.seconds(Int64.max), .max), (.nanoseconds(1), 1),
    ] {
      var bucket = TokenBucket(interval: interval, burst: burst)
      for time in [Duration.zero, .seconds(Int64.min), .seconds(Int64.max), .seconds(Int64.max)] {
        _ = bucket.take(at: time)
      }
      #expect(bucket.burst >= 1 && bucket.interval > .zero)
    }
    for rate in [Int.min, 0, .max] {
      #expect(TokenBucket(rate: rate, burst: 1).interval > .zero)
    }
  }

  @Test(arguments: [(0, 10), (1, 10), (1_000, 9), (1_001, 9), (9_500, 1), (9_999, 1)])
  func `Retry-After is rounded up to whole seconds`(milliseconds: Int, seconds: Int) {
    let bucket = TokenBucket(interval: .seconds(10), burst: 1)
    var limiter = RequestLimiter(bucket: bucket, maximumAtOnce: nil)
    #expect(limiter.admit("a", at: .zero) == .admitted)
    let second = limiter.admit("a", at: .milliseconds(milliseconds))
    #expect(second == .refused(retryAfter: seconds))
  }

  @Test func `each key has a bucket of its own`() {
    let bucket = TokenBucket(rate: 1, burst: 1)
    var limiter = RequestLimiter(bucket: bucket, maximumAtOnce: nil)
    #expect(limiter.admit("a", at: .zero) == .admitted)
    #expect(limiter.admit("a", at: .zero) == .refused(retryAfter: 1))
    #expect(limiter.admit("b", at: .zero) == .admitted)
  }

  @Test func `so many run at once, and a refused one takes nothing`() {
    let bucket = TokenBucket(rate: 1, burst: 3)
    var limiter = RequestLimiter(bucket: bucket, maximumAtOnce: 2)
    #expect(limiter.admit("a", at: .zero) == .admitted)
    #expect(limiter.admit("a", at: .zero) == .admitted)
    for _ in 0..<5 { #expect(limiter.admit("a", at: .zero) == .refused(retryAfter: 1)) }
    limiter.finish("a")
    #expect(limiter.admit("a", at: .zero) == .admitted)
    limiter.finish("a")
    #expect(limiter.admit("a", at: .zero) == .refused(retryAfter: 1))
  }

  @Test func `an end without a beginning gives no room`() {
    var limiter = RequestLimiter(bucket: nil, maximumAtOnce: 1)
    limiter.finish("a")
    limiter.finish("a")
    #expect(limiter.admit("a", at: .zero) == .admitted)
    #expect(limiter.admit("a", at: .zero) == .refused(retryAfter: 1))
    limiter.finish("a")
    limiter.finish("a")
    #expect(limiter.admit("a", at: .zero) == .admitted)
    #expect(limiter.admit("a", at: .zero) == .refused(retryAfter: 1))
  }

  @Test func `without limits everything is admitted`() {
    var limiter = RequestLimiter(bucket: nil, maximumAtOnce: nil)
    for _ in 0..<1_000 { #expect(limiter.admit("a", at: .zero) == .admitted) }
  }
}
