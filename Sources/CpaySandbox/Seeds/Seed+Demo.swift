import CpayValue

/// Makes up disputes: the same for the same count and moment, with deadlines around that moment.
struct DemoSeed {
  let count: Int
  /// Now, within the years that the dates below cannot leave.
  let now: Int64

  init(count: Int, now: Timestamp) {
    self.count = count
    self.now = min(max(now.seconds, 0), 1 << 40)
  }

  /// Hands over customers, then each dispute after its charge, intent and lease.
  func emit(_ body: (StoredObject) throws -> Void) throws {
    for index in 0..<customerCount { try body(DemoObjects.customer(index, now: now)) }
    for index in 0..<count {
      let story = DemoStory(index, customers: customerCount, now: now)
      try body(DemoObjects.charge(story))
      if story.hasIntent { try body(DemoObjects.intent(story)) }
      if story.hasLease || index < DemoSeed.namedLeases { try body(DemoObjects.lease(story)) }
      try body(DemoObjects.dispute(story))
    }
  }

  /// The JSON of an object that is not a dispute, made from its story; for a customer, its number.
  func body(_ kind: ObjectKind, story index: Int) -> String? {
    guard index >= 0, index < max(count, customerCount) else { return nil }
    if kind == .customer { return DemoObjects.customerJSON(index, now: now) }
    let story = DemoStory(index, customers: customerCount, now: now)
    return switch kind {
    case .charge: DemoObjects.chargeJSON(story)
    case .paymentIntent: DemoObjects.intentJSON(story)
    case .file: DemoObjects.leaseJSON(story)
    case .dispute, .customer, .event, .webhookEndpoint: nil
    }
  }

  private var customerCount: Int { max(1, count / 3) }

  /// `file_lease_001` and `file_lease_002`, which the example evidence names.
  private static let namedLeases = 2
}

/// The facts behind one made-up dispute.
struct DemoStory {
  private static let day: Int64 = 86_400

  let index: Int
  let customer: Int
  let currency: String
  let charged: Int64
  let disputed: Int64
  let paidAt: Int64
  let createdAt: Int64
  let dueBy: Int64?
  let status: DisputeLifecycle.Status
  let reason: String
  let team: String?
  let hasIntent: Bool
  let hasLease: Bool
  let hasDraft: Bool

  init(_ index: Int, customers: Int, now: Int64) {
    var random = SplitMix64(UInt64(index) &* 0x9e37_79b9 &+ 7)
    self.index = index
    customer = Int(random.next() % UInt64(customers))
    currency = random.pick([("eur", 55), ("gbp", 20), ("usd", 15), ("jpy", 5), ("chf", 5)])
    let rent = random.number(450...2800)
    charged = currency == "jpy" ? rent * 100 : rent * 100 + random.pick([(0, 8), (50, 1), (99, 1)])
    disputed = random.pick([(charged, 9), (charged / 2, 1)])
    createdAt = now - random.number(600...45 * DemoStory.day)
    paidAt = createdAt - random.number(DemoStory.day...30 * DemoStory.day)
    let isRecent = now - createdAt < 14 * DemoStory.day
    status = random.pick(isRecent ? DemoStory.recent : DemoStory.old)
    let isSettled = [.won, .lost, .warningClosed].contains(status)
    dueBy = random.number(0...99) < (isSettled ? 30 : 6) ? nil : createdAt + 14 * DemoStory.day
    reason = random.pick(DemoStory.reasons)
    team = random.pick([("berlin", 3), ("paris", 3), ("lisbon", 2), (nil, 2)])
    hasIntent = random.number(0...99) >= 8
    hasLease = status == .underReview || random.number(0...99) < 75
    hasDraft = random.number(0...99) < 12
  }

  private static let recent: [(DisputeLifecycle.Status, Int)] = [
    (.needsResponse, 60), (.warningNeedsResponse, 12), (.underReview, 15),
    (.warningUnderReview, 5), (.won, 4), (.lost, 4),
  ]
  private static let old: [(DisputeLifecycle.Status, Int)] = [
    (.needsResponse, 3), (.underReview, 20), (.won, 39), (.lost, 28), (.warningClosed, 10),
  ]
  private static let reasons = [
    ("fraudulent", 25), ("unrecognized", 20), ("subscription_canceled", 15), ("general", 12),
    ("product_unacceptable", 12), ("product_not_received", 8), ("duplicate", 8),
  ]
}

/// A small generator whose numbers are the same everywhere (Steele, Lea and Flood's SplitMix64).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return SplitMix64.mixed(state)
  }

  /// A number from `range`.
  mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// One of the choices, as often as its weight says; there is at least one.
  mutating func pick<T>(_ choices: [(T, Int)]) -> T {
    var rest = number(0...Int64(choices.reduce(0) { $0 + $1.1 } - 1))
    for (choice, weight) in choices {
      rest -= Int64(weight)
      if rest < 0 { return choice }
    }
    return choices[0].0
  }

  /// Another number for every number: no two have the same.
  static func mixed(_ number: UInt64) -> UInt64 {
    var z = number
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
