import CpayClient
import CpayTestSupport
import Testing

@Suite struct GateTests {
  /// How many of a kind are let through at once at that moment.
  private static func burst(_ gate: inout Gate, _ kind: Gate.Kind, at now: Duration) -> Int {
    var count = 0
    while count < 1_000, gate.ask(kind, now: now) == .go {
      gate.finish(kind, .failed, now: now)
      count += 1
    }
    return count
  }

  @Test func `an unlimited gate is open until a 429 comes`() {
    var gate = Gate(.unlimited)
    #expect(Self.burst(&gate, .read, at: .zero) == 1_000)
    #expect(Self.burst(&gate, .write, at: .zero) == 1_000)
    #expect(gate.ask(.write, now: .zero) == .go)
    gate.finish(.write, .paced(.seconds(2)), now: .zero)
    #expect(gate.ask(.read, now: .seconds(1)) == .wait(.seconds(1)))
    #expect(Self.burst(&gate, .write, at: .seconds(2)) == 1)
    #expect(gate.ask(.read, now: .seconds(2)) != .go, "what was found holds for all requests")
  }

  @Test func `an unknown server gets five writes a second, and reads as they come`() {
    var gate = Gate(.adaptive)
    #expect(Self.burst(&gate, .read, at: .zero) == 1_000)
    var writes = 0
    for tenth in 0..<100 { writes += Self.burst(&gate, .write, at: .milliseconds(tenth * 100)) }
    #expect((50...53).contains(writes))
  }

  @Test func `a declared limit is kept for reads and writes together`() {
    var gate = Gate(.declared(perSecond: 25))
    var counts: [Gate.Kind: Int] = [:]
    for tenth in 0..<100 {
      for kind in tenth % 2 == 0 ? Gate.Kind.allCases : Gate.Kind.allCases.reversed() {
        counts[kind, default: 0] += Self.burst(&gate, kind, at: .milliseconds(tenth * 100))
      }
    }
    #expect((250...262).contains(counts.values.reduce(0, +)))
  }

  @Test func `a limit of writes says nothing of reads`() {
    var gate = Gate(.writes(perSecond: 25))
    #expect(Self.burst(&gate, .read, at: .zero) == 1_000)
    var writes = 0
    for tenth in 0..<100 { writes += Self.burst(&gate, .write, at: .milliseconds(tenth * 100)) }
    #expect((250...262).contains(writes))
  }

  @Test func `four are under way at first, more with each success`() {
    var gate = Gate(.adaptive)
    for _ in 0..<4 { #expect(gate.ask(.read, now: .zero) == .go) }
    #expect(gate.ask(.read, now: .zero) == .full && gate.underWay == 4)
    gate.finish(.read, .answered, now: .zero)
    #expect(gate.ask(.read, now: .zero) == .go && gate.ask(.read, now: .zero) == .go)
    #expect(gate.ask(.read, now: .zero) == .full && gate.underWay == 5)
  }

  @Test func `one wave of 429 halves once`() {
    var gate = Gate(.adaptive)
    for _ in 0..<12 {
      #expect(gate.ask(.read, now: .zero) == .go)
      gate.finish(.read, .answered, now: .zero)
    }
    for _ in 0..<16 { #expect(gate.ask(.read, now: .zero) == .go) }
    for _ in 0..<16 { gate.finish(.read, .paced(.seconds(1)), now: .seconds(1)) }
    let later = Duration.seconds(10)
    var underWay = 0
    for second in 0..<40 {
      if gate.ask(.read, now: later + .seconds(second)) == .go { underWay += 1 }
    }
    #expect(underWay == 8)
  }

  @Test(arguments: [0.0, -1, .nan, .infinity])
  func `a limit that is none is not kept`(limit: Double) {
    var gate = Gate(.unlimited)
    gate.declare(perSecond: limit)
    #expect(Self.burst(&gate, .write, at: .zero) == 1_000)
  }

  /// A server that takes so many requests a second and refuses the rest, and never says so.
  struct Server: Sendable, CustomTestStringConvertible {
    let perSecond: Double
    /// What it takes at once after a pause.
    let bucket: Double
    /// What it takes from the middle on.
    var later: Double?
    /// The wait it asks for.
    var retryAfter: Duration?
    var testDescription: String {
      "\(perSecond)/s, \(bucket) at once" + (later.map { ", then \($0)/s" } ?? "")
        + (retryAfter.map { ", Retry-After \($0)" } ?? "")
    }
  }

  /// How long so many rows take, each read and then written, in parts of the ideal time; and how many
  /// requests were refused.
  private static func pace(_ server: Server, rows: Int) -> (time: Double, refused: Int) {
    var gate = Gate(.adaptive)
    var (now, tokens, last) = (Duration.zero, server.bucket, Duration.zero)
    var (sent, refused) = (0, 0)
    while sent < 2 * rows {
      let kind: Gate.Kind = sent % 2 == 0 ? .read : .write
      switch gate.ask(kind, now: now) {
      case .full: Issue.record("one worker is never too many")
      case .wait(let length): now += length
      case .go:
        let limit = sent < rows ? server.perSecond : server.later ?? server.perSecond
        tokens = min(
          server.bucket * limit / server.perSecond, tokens + limit * ((now - last) / .seconds(1)))
        last = now
        now += .milliseconds(2)
        if tokens >= 1 {
          tokens -= 1
          sent += 1
          gate.finish(kind, .answered, now: now)
        } else {
          refused += 1
          gate.finish(kind, .paced(server.retryAfter ?? .seconds(1)), now: now)
        }
      }
    }
    let ideal =
      Double(rows) / server.perSecond + Double(rows) / (server.later ?? server.perSecond)
    return ((now / .seconds(1)) / ideal, refused)
  }

  @Test(arguments: [
    Server(perSecond: 25, bucket: 25), Server(perSecond: 25, bucket: 25, retryAfter: .seconds(2)),
    Server(perSecond: 25, bucket: 50), Server(perSecond: 5, bucket: 5),
    Server(perSecond: 100, bucket: 100), Server(perSecond: 25, bucket: 25, later: 5),
    Server(perSecond: 25, bucket: 25, later: 5, retryAfter: .seconds(2)),
  ])
  func `finds the pace of a server that does not say it, and finds it again`(server: Server) {
    let (time, refused) = Self.pace(server, rows: 1_000)
    #expect(time <= 1.15, "\(time) of the ideal time")
    #expect(refused * 20 <= 2_000, "\(refused) refused")
  }

  @Test func `where hardly anything may come at once, it still gets there`() {
    let (time, refused) = Self.pace(Server(perSecond: 25, bucket: 2), rows: 1_000)
    #expect(time <= 2, "\(time) of the ideal time")
    #expect(refused * 20 <= 2_000, "\(refused) refused")
  }
}
