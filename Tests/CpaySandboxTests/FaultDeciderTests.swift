import CpayTestSupport
import Testing

@testable import CpaySandbox

@Suite struct FaultDeciderTests {
  /// One request as the decider sees it.
  struct Request: Hashable, Sendable {
    let method: String
    let path: String
    let key: String?
  }

  private static let rules = [
    "POST /v1/disputes/*:reset:once:after", "GET /v1/disputes/*:status=500:nth=3",
    "*:hang:every=4", "POST /v1/disputes/*:status=429:rate=0.3", "*:truncate:rate=0.2",
  ]

  private func decider(_ rules: [String], seed: UInt64 = 1) throws -> FaultDecider {
    FaultDecider(try rules.map { try FaultRule($0) }, seed: seed)
  }

  /// Which of `count` equal requests are struck, by number from 1.
  private func struck(_ rule: String, key: String?, count: Int) throws -> [Int] {
    var decider = try decider([rule])
    return (1...count).filter { _ in
      decider.decide(method: "POST", path: "/v1/x", key: key) != nil
    }
  }

  @Test(arguments: [
    ("*:reset", [1, 2, 3, 4, 5, 6, 7]), ("*:reset:nth=3", [3]), ("*:reset:every=3", [3, 6]),
    ("*:reset:once", [1]), ("*:reset:rate=1", [1, 2, 3, 4, 5, 6, 7]), ("GET /**:reset", []),
  ])
  func `how often says which requests at a target are struck`(
    rule: String, numbers: [Int]
  ) throws {
    #expect(try struck(rule, key: nil, count: 7) == numbers)
    #expect(try struck(rule, key: "k", count: 7) == numbers)
  }

  @Test func `once is once for each key, and once for each target without a key`() throws {
    var decider = try decider(["*:reset:once"])
    let requests: [(String, String?)] = [
      ("/a", "1"), ("/a", "2"), ("/a", "1"), ("/a", nil), ("/a", nil), ("/b", nil), ("/b", "1"),
    ]
    let fires = requests.map { decider.decide(method: "POST", path: $0.0, key: $0.1) != nil }
    #expect(fires == [true, true, false, true, false, true, true])
  }

  @Test func `the first rule that strikes wins, and once stays owed`() throws {
    var decider = try decider(["*:reset:nth=1", "*:status=500:once", "*:hang:every=2"])
    let kinds = (1...4).map { _ in decider.decide(method: "POST", path: "/a", key: "k")?.kind }
    #expect(kinds == [.reset, .status(500), nil, .hang])
  }

  @Test func `nth strikes once at each target, whatever the keys`() throws {
    var decider = try decider(["*:reset:nth=2"])
    var hits: [String: Int] = [:]
    for round in 0..<10 {
      for path in ["/a", "/b", "/c"]
      where decider.decide(method: "GET", path: path, key: "\(round)") != nil {
        hits[path, default: 0] += 1
      }
    }
    #expect(hits == ["/a": 1, "/b": 1, "/c": 1])
  }

  /// Requests to forty disputes, each with its own order.
  private static func queues(_ random: inout SeededGenerator) -> [[Request]] {
    (0..<40).map { index in
      (0..<random.below(12) + 1).map { number in
        let isRead = random.once(in: 2)
        return Request(
          method: isRead ? "GET" : "POST", path: "/v1/disputes/dp_\(index)",
          key: isRead ? nil : "key_\(index)_\(number / 3)")
      }
    }
  }

  /// What each queue is answered with when they are served in a random order.
  private func served(
    _ queues: [[Request]], _ random: inout SeededGenerator
  ) throws -> [[FaultRule?]] {
    var decider = try decider(Self.rules)
    var results: [[FaultRule?]] = queues.map { _ in [] }
    var waiting = Array(queues.indices)
    while !waiting.isEmpty {
      let place = random.below(waiting.count)
      let index = waiting[place]
      let request = queues[index][results[index].count]
      results[index].append(
        decider.decide(method: request.method, path: request.path, key: request.key))
      if results[index].count == queues[index].count { waiting.remove(at: place) }
    }
    return results
  }

  @Test(arguments: 0..<30)
  func `the order between different targets changes no decision`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let queues = Self.queues(&random)
    let first = try served(queues, &random)
    #expect(try served(queues, &random) == first)
    #expect(first.joined().contains { $0 != nil } && first.joined().contains { $0 == nil })
  }

  /// Which of the keys `0..<count` a rate strikes.
  private func struckKeys(_ rule: String, seed: UInt64, count: Int) throws -> [Int] {
    var decider = try decider([rule], seed: seed)
    return (0..<count).filter {
      decider.decide(method: "POST", path: "/v1/disputes/dp_\($0 % 97)", key: "k\($0)") != nil
    }
  }

  @Test(arguments: [("0.01", 0.01), ("0.1", 0.1), ("0.5", 0.5), ("0.95", 0.95)])
  func `a rate is kept within five standard deviations`(text: String, rate: Double) throws {
    let count = 20_000
    for seed: UInt64 in [0, 1, .max] {
      let hits = try struckKeys("*:reset:rate=\(text)", seed: seed, count: count).count
      let deviation = (rate * (1 - rate) * Double(count)).squareRoot()
      #expect(abs(Double(hits) - rate * Double(count)) < 5 * deviation)
    }
  }

  @Test func `a rate holds for the requests of one target without a key`() throws {
    let hits = try struck("*:reset:rate=0.25", key: nil, count: 4_000).count
    #expect((850...1_150).contains(hits))
  }

  @Test func `a rate strikes the same requests on every machine`() throws {
    let hits = try struckKeys("*:reset:rate=0.1", seed: 7, count: 100)
    // Counted once more by another program.
    #expect(hits == [6, 21, 37, 68, 83, 87])
    #expect(try struckKeys("*:reset:rate=0.1", seed: 8, count: 100) != hits)
    #expect(try struckKeys("*:hang:rate=0.1", seed: 7, count: 100) != hits)
  }

  @Test func `without rules nothing is struck`() throws {
    var decider = try decider([])
    #expect(decider.decide(method: "GET", path: "/", key: nil) == nil)
  }
}
