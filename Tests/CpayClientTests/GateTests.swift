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
    #expect(Self.burst(&gate, .write, at: .seconds(2)) < 10)
    #expect(Self.burst(&gate, .read, at: .seconds(3)) == 1_000, "only writes met a 429")
  }

  @Test func `an unknown server gets five writes a second, and reads as they come`() {
    var gate = Gate(.adaptive)
    #expect(Self.burst(&gate, .read, at: .zero) == 1_000)
    var writes = 0
    for tenth in 0..<100 { writes += Self.burst(&gate, .write, at: .milliseconds(tenth * 100)) }
    #expect((50...53).contains(writes))
  }

  @Test func `a declared limit is kept for reads and writes`() {
    var gate = Gate(.declared(perSecond: 25))
    for kind in Gate.Kind.allCases {
      var count = 0
      for tenth in 0..<100 { count += Self.burst(&gate, kind, at: .milliseconds(tenth * 100)) }
      #expect((250...262).contains(count))
    }
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

  /// A server that takes 25 writes a second and refuses the rest, and one worker that obeys.
  @Test func `finds the pace of a server that does not say it`() {
    var gate = Gate(.adaptive)
    var (now, tokens, last) = (Duration.zero, 25.0, Duration.zero)
    var (applied, refused) = (0, 0)
    while applied < 1_000 {
      switch gate.ask(.write, now: now) {
      case .full: Issue.record("one worker is never too many")
      case .wait(let length): now += length
      case .go:
        tokens = min(25, tokens + 25 * ((now - last) / .seconds(1)))
        last = now
        if tokens >= 1 {
          tokens -= 1
          applied += 1
          gate.finish(.write, .answered, now: now)
        } else {
          refused += 1
          gate.finish(.write, .paced(.seconds(1)), now: now)
        }
      }
    }
    #expect(refused * 20 <= applied, "\(refused) refused")
    #expect(now < .seconds(2 * 1_000 / 25), "\(now)")
  }
}
