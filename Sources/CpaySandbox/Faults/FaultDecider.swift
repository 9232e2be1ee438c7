/// Decides which requests faults strike.
///
/// A request is known by its method, path and idempotency key, and every count belongs to one
/// target or one request. So requests to different objects cannot change each other's faults,
/// whichever comes first; a second run with the same seed strikes the same ones.
struct FaultDecider: Sendable {
  private struct Target: Hashable {
    let method: String
    let path: String
  }

  private struct Request: Hashable {
    let target: Target
    let key: String?
  }

  private struct Spent: Hashable {
    let rule: Int
    let request: Request
  }

  private let rules: [FaultRule]
  private let seed: UInt64
  private var targetCounts: [Target: UInt64] = [:]
  private var requestCounts: [Request: UInt64] = [:]
  private var spent: Set<Spent> = []

  /// A decider that has seen no request.
  init(_ rules: [FaultRule], seed: UInt64) {
    self.rules = rules
    self.seed = seed
  }

  /// The first rule that strikes the next request, or nil; call it once for each request.
  ///
  /// The path is as it was sent, without its query; the key is the idempotency key, when there is
  /// one. A webhook has ``FaultTarget/webhook`` as its method, the event's type as its path and its
  /// id as its key. A request counts for `nth` and `every` also when an earlier rule strikes it.
  mutating func decide(method: String, path: String, key: String?) -> FaultRule? {
    guard !rules.isEmpty else { return nil }
    let request = Request(target: Target(method: method, path: path), key: key)
    targetCounts[request.target, default: 0] &+= 1
    requestCounts[request, default: 0] &+= 1
    for (index, rule) in rules.enumerated()
    where rule.target.matches(method: method, path: path) {
      if strikes(rule, at: index, request) { return rule }
    }
    return nil
  }

  private mutating func strikes(_ rule: FaultRule, at index: Int, _ request: Request) -> Bool {
    let number = targetCounts[request.target, default: 0]
    switch rule.frequency {
    case .nth(let wanted): return number == UInt64(wanted)
    case .every(let step): return number.isMultiple(of: UInt64(step))
    case .once: return spent.insert(Spent(rule: index, request: request)).inserted
    case .rate(let share):
      let product = hash(rule, request).multipliedFullWidth(by: 1_000_000_000)
      return product.high < UInt64(share.count)
    }
  }

  /// A number that depends on nothing but the seed, the rule and the request with its count.
  private func hash(_ rule: FaultRule, _ request: Request) -> UInt64 {
    var hash = FNV1a()
    hash.add(seed)
    hash.add(rule.description)
    hash.add(request.target.method)
    hash.add(request.target.path)
    hash.add(request.key ?? "")
    hash.add(requestCounts[request, default: 0])
    return SplitMix64.mixed(hash.value)
  }
}

/// The FNV-1a hash of 64 bits; unlike `Hasher` it is the same in every process.
private struct FNV1a {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    // No text contains this byte, so that "ab" "c" is not "a" "bc".
    add(0xff as UInt8)
  }

  mutating func add(_ number: UInt64) {
    for shift in stride(from: 0 as UInt64, to: 64, by: 8) {
      add(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }
}
