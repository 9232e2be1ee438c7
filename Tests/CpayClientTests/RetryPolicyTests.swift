import CpayClient
import CpayTestSupport
import Testing

@Suite struct RetryPolicyTests {
  private static func attempts(
    _ failures: [RetryPolicy.Failure], apart: Duration = .seconds(1)
  ) -> [RetryPolicy.Attempt] {
    failures.enumerated().map { RetryPolicy.Attempt($1, at: apart * $0) }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let policy: RetryPolicy
    let failures: [RetryPolicy.Failure]
    var apart = Duration.seconds(1)
    let decision: RetryPolicy.Decision
    var testDescription: String { "\(failures) \(decision)" }

    init(
      _ policy: RetryPolicy, _ failures: [RetryPolicy.Failure], apart: Duration = .seconds(1),
      _ decision: RetryPolicy.Decision
    ) {
      (self.policy, self.failures, self.apart) = (policy, failures, apart)
      self.decision = decision
    }
  }

  private static func many(
    _ failure: RetryPolicy.Failure, _ count: Int
  ) -> [RetryPolicy.Failure] { Array(repeating: failure, count: count) }

  private static let fiveMinutes = RetryPolicy.Failure.paced(RetryAfter(.seconds(300)))

  @Test(arguments: [
    Row(.batch, [], .retry(after: .zero)), Row(.batch, [.definite], .giveUp),
    Row(.batch, [.lost], .retry(after: .milliseconds(500))),
    Row(.batch, many(.lost, 2), .retry(after: .seconds(1))),
    Row(.prompt, many(.lost, 3), .retry(after: .seconds(2))),
    Row(.batch, many(.lost, 4), .giveUp),
    Row(.batch, [.failed(shouldRetry: nil)], .retry(after: .milliseconds(500))),
    Row(.batch, [.failed(shouldRetry: true)], .retry(after: .milliseconds(500))),
    Row(.batch, [.failed(shouldRetry: false)], .giveUp),
    Row(
      .batch, [.failed(shouldRetry: nil, after: RetryAfter(.seconds(10)))],
      .retry(after: .seconds(12))),
    Row(.batch, many(.failed(shouldRetry: nil, after: RetryAfter(.seconds(1))), 4), .giveUp),
    Row(.batch, [.failed(shouldRetry: nil, after: RetryAfter(.seconds(301)))], .giveUp),
    Row(.batch, many(.notSent, 9), .retry(after: .seconds(30))),
    Row(.batch, many(.notSent, 61), .giveUp),
    Row(.batch, many(.notSent, 60) + [.lost, .notSent], .retry(after: .milliseconds(500))),
    Row(.prompt, many(.notSent, 4), .giveUp),
    Row(.batch, [.paced(nil)], .retry(after: .milliseconds(1_200))),
    Row(.batch, many(.paced(nil), 9), .retry(after: .seconds(36))),
    Row(.batch, [.paced(RetryAfter(.seconds(10)))], .retry(after: .seconds(12))),
    Row(.batch, [fiveMinutes], .retry(after: .seconds(360))),
    Row(.batch, [.paced(RetryAfter(.seconds(301)))], .giveUp),
    Row(.batch, many(fiveMinutes, 2), apart: .seconds(360), .giveUp),
    Row(.batch, many(.paced(nil), 3) + many(.lost, 3), .retry(after: .seconds(2))),
  ])
  func `decides by what was tried`(row: Row) {
    let decision = row.policy.decide(
      Self.attempts(row.failures, apart: row.apart), random: .max)
    #expect(decision == row.decision)
  }

  @Test(arguments: 0..<200)
  func `no wait is longer than its bound, and every history ends`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let policy = random.once(in: 2) ? RetryPolicy.prompt : .batch
    let kinds: [RetryPolicy.Failure] = [
      .notSent, .lost, .failed(shouldRetry: nil), .paced(nil), .paced(RetryAfter(.seconds(3))),
    ]
    var history: [RetryPolicy.Attempt] = []
    var now = Duration.zero
    while true {
      now += .milliseconds(1 + random.below(50))
      history.append(RetryPolicy.Attempt(random.pick(kinds), at: now))
      guard case .retry(let wait) = policy.decide(history, random: random.next()) else { break }
      let isPaced = if case .paced? = history.last?.failure { true } else { false }
      #expect(wait >= .zero && wait <= (isPaced ? .seconds(36) : policy.cap))
      now += wait
      guard history.count < 5_000 else {
        Issue.record("seed \(seed) has no end")
        break
      }
    }
  }

  @Test func `the quota lets twenty retries through, then one for five successes`() {
    var quota = RetryQuota()
    #expect(Self.retries(&quota) == 20)
    for _ in 0..<4 { quota.succeed() }
    #expect(Self.retries(&quota) == 0)
    quota.succeed()
    #expect(Self.retries(&quota) == 1)
    for _ in 0..<500 { quota.succeed() }
    #expect(Self.retries(&quota) == 20)
  }

  private static func retries(_ quota: inout RetryQuota) -> Int {
    var count = 0
    while quota.spend() { count += 1 }
    return count
  }
}
