import CpayTestSupport
import Testing

@testable import CpayRuntime

@Suite struct RunMachineTests {
  private typealias Limits = RunLimits
  typealias Event = RunMachine.Event

  /// Runs a machine one row at a time through those events; rows beyond them are applied.
  private static func run(
    _ events: [Event], rows: Int = 20, _ limits: Limits = Limits(parallel: 1)
  ) -> (given: Int, reason: String?) {
    var machine = RunMachine(Array(0..<rows), limits)
    var given = 0
    while machine.next() != nil {
      machine.finish(given < events.count ? events[given] : .applied)
      given += 1
    }
    return (given, machine.stop?.message)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let events: [Event]
    var stopsAtFirstFailure = false
    let given: Int
    let reason: String?
    var testDescription: String { "\(events)" }
  }

  @Test(arguments: [
    Row(events: [], given: 20, reason: nil),
    Row(events: Array(repeating: .failed, count: 4) + [.applied], given: 20, reason: nil),
    Row(
      events: Array(repeating: .failed, count: 9), given: 5, reason: "5 rows in a row failed"),
    Row(
      events: [.applied, .failed, .failed, .failed, .failed, .failed], given: 6,
      reason: "5 rows in a row failed"),
    Row(events: Array(repeating: .late, count: 9), given: 20, reason: nil),
    Row(
      events: [.failed, .failed, .late, .failed, .failed, .late, .failed], given: 7,
      reason: "5 rows in a row failed"),
    Row(events: [.unknown, .applied, .unknown, .applied], given: 20, reason: nil),
    Row(
      events: [.unknown, .unknown], given: 2, reason: "what became of two rows is unknown"),
    Row(events: [.unknown, .failed, .unknown], given: 20, reason: nil),
    Row(events: [.keyClash, .applied, .unknown, .applied], given: 20, reason: nil),
    Row(
      events: [.keyClash, .applied, .keyClash], given: 3,
      reason: "the API knows the keys of 2 rows from other requests"),
    Row(events: [.applied, .halted("401")], given: 2, reason: "401"),
    Row(events: [.halted("first"), .halted("second")], given: 1, reason: "first"),
    Row(events: [.failed], stopsAtFirstFailure: true, given: 1, reason: "a row failed"),
    Row(
      events: [.unknown], stopsAtFirstFailure: true, given: 1,
      reason: "what became of a row is unknown"),
  ])
  func `stops as promised`(row: Row) {
    let limits = Limits(parallel: 1, stopsAtFirstFailure: row.stopsAtFirstFailure)
    let (given, reason) = Self.run(row.events, limits)
    #expect(given == row.given)
    #expect(reason == row.reason)
  }

  @Test func `goes one at a time until enough are applied`() {
    var machine = RunMachine(Array(0..<20), Limits(parallel: 4, canary: 2))
    #expect(machine.next() == 0 && machine.next() == nil)
    machine.finish(.failed)
    #expect(machine.next() == 1 && machine.next() == nil)
    machine.finish(.applied)
    #expect(machine.next() == 2 && machine.next() == nil)
    machine.finish(.applied)
    #expect((0..<5).map { _ in machine.next() } == [3, 4, 5, 6, nil])
    #expect(machine.inFlight == 4)
  }

  @Test(arguments: [0, 1])
  func `at least one is under way, whatever was asked`(parallel: Int) {
    var machine = RunMachine([7, 8], Limits(parallel: parallel, canary: 0))
    #expect(machine.next() == 7 && machine.next() == nil)
  }

  @Test func `gives nothing out once stopped, and keeps the rest`() {
    var machine = RunMachine([3, 1, 2], Limits())
    #expect(machine.next() == 3)
    machine.stop(.interrupted)
    #expect(machine.next() == nil && machine.unsent == [1, 2])
    machine.finish(.applied)
    #expect(machine.next() == nil && machine.inFlight == 0)
    #expect(machine.stop == .interrupted)
  }

  private static let events: [Event] = [
    .applied, .applied, .applied, .failed, .late, .unknown, .halted("x"),
  ]

  @Test(arguments: 0..<300)
  func `never has more under way than allowed, and gives no row twice`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let rows = Array(0..<Int.random(in: 0...60, using: &random)).shuffled(using: &random)
    let limits = Limits(
      parallel: Int.random(in: 0...9, using: &random),
      canary: Int.random(in: 0...3, using: &random),
      stopsAtFirstFailure: Bool.random(using: &random))
    let last = Int.random(in: 2...7, using: &random)
    var machine = RunMachine(rows, limits)
    var given: [Int] = []
    var underWay = 0
    var applied = 0
    while true {
      while let row = machine.next() {
        #expect(machine.stop == nil)
        given.append(row)
        underWay += 1
        #expect(underWay <= (applied < limits.canary ? 1 : max(1, limits.parallel)))
        if Bool.random(using: &random) { break }
      }
      #expect(machine.inFlight == underWay)
      guard underWay > 0 else { break }
      let event = Self.events[Int.random(in: 0..<last, using: &random)]
      if event == .applied { applied += 1 }
      machine.finish(event)
      underWay -= 1
    }
    #expect(given + machine.unsent == rows)
    #expect(machine.stop != nil || given.count == rows.count)
  }
}
