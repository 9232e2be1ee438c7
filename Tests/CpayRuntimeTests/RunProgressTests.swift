import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// What is said of a run while it goes on rests on what was measured.
@Suite struct RunProgressTests {
  /// Rows that end one after the other.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// When rows ended, in seconds.
    var ended: [Double] = []
    let now: Double
    let perSecond: Double?
  }

  @Test(arguments: [
    Row(testDescription: "nothing yet", now: 100, perSecond: nil),
    Row(testDescription: "four rows are too few", ended: [0, 1, 2, 3], now: 3, perSecond: nil),
    Row(
      testDescription: "less than two seconds are too few", ended: [0, 0.1, 0.2, 0.3, 0.4],
      now: 1.9, perSecond: nil),
    Row(testDescription: "two a second", ended: [0, 0.5, 1, 1.5, 2], now: 2, perSecond: 2),
    Row(
      testDescription: "one that stands still falls", ended: [0, 0.5, 1, 1.5, 2], now: 8,
      perSecond: 0.5),
    Row(
      testDescription: "only the last 64 count",
      ended: (0..<100).map { Double($0) * 10 } + (0..<64).map { 1_000 + Double($0) / 10 },
      now: 1_006.3, perSecond: 10),
  ])
  func `the rate is measured over the last rows, and nothing is said of too few`(row: Row) {
    var rate = CompletionRate()
    for time in row.ended { rate.note(.seconds(time)) }
    let found = rate.perSecond(at: .seconds(row.now))
    #expect((found == nil) == (row.perSecond == nil))
    if let found, let expected = row.perSecond { #expect(abs(found - expected) < 0.001) }
  }

  private static let now = FixtureDispute.now

  /// A plan of rows that each have a deadline so many seconds from now; nil has none.
  private static func plan(_ deadlines: [Int64?], _ action: WriteAction = .submit) throws
    -> WritePlan
  {
    // All of them could still be sent when the plan was made.
    try makePlan(
      action,
      deadlines.enumerated().map { index, due in
        FixtureDispute(
          id: "dp_\(index)", dueBy: due.map { Timestamp(seconds: now.seconds + $0).iso })
      }, now: Timestamp(seconds: now.seconds - 86_400))
  }

  /// The first so many rows of a plan ended, one a second.
  private static func progress(
    _ plan: WritePlan, _ ended: Int, _ kind: Outcome.Kind = .applied
  ) -> RunProgress {
    var progress = RunProgress(plan, toGo: Array(plan.items.indices))
    for position in 0..<ended {
      let outcome = Outcome(
        of: plan.items[position], plan.action, kind, nil, at: now)
      progress.settle(
        [SettledRow(position: position, outcome: outcome)], at: .seconds(position))
    }
    return progress
  }

  @Test(arguments: [(0, nil), (40, nil)] as [(Int64, Int64?)])
  func `before anything is measured nothing is promised`(closed: Int64, left: Int64?) throws {
    let progress = Self.progress(try Self.plan(Array(repeating: nil, count: 20)), 2)
    let report = progress.report(at: .seconds(1), Self.now, closed: .seconds(closed))
    #expect(report.done == 2 && report.total == 20 && report.rate == nil && report.left == nil)
    #expect(report.closed == .seconds(closed))
  }

  @Test(arguments: [0, 40] as [Int64])
  func `what is left takes as long as before, and as the API keeps it back`(closed: Int64) throws {
    let progress = Self.progress(try Self.plan(Array(repeating: nil, count: 30)), 10, .unknown)
    let report = progress.report(at: .seconds(9), Self.now, closed: .seconds(closed))
    #expect(report.rate == 1 && report.left == .seconds(20 + closed))
    #expect(report.done == 10 && report.unknown == 10)
  }

  @Test func `once nothing is left it takes no longer`() throws {
    let progress = Self.progress(try Self.plan(Array(repeating: nil, count: 3)), 3)
    #expect(progress.report(at: .seconds(9), Self.now, closed: .seconds(5)).left == .zero)
  }

  @Test func `rows that nothing was sent for say nothing of the pace`() throws {
    let progress = Self.progress(
      try Self.plan(Array(repeating: nil, count: 30)), 20, .ineligible)
    let report = progress.report(at: .seconds(19), Self.now, closed: .zero)
    #expect(report.done == 20 && report.rate == nil)
  }

  @Test(
    arguments: [
      (WriteAction.submit, 0, 2, "dp_12"), (.submit, 10, 4, "dp_11"), (.draft, 0, 2, "dp_12"),
      (.close, 10, 0, nil),
    ] as [(WriteAction, Int64, Int, String?)])
  func `deadlines that pass before their turn are counted, the first by name`(
    action: WriteAction, closed: Int64, late: Int, first: String?
  ) throws {
    // Ten rows have ended, one a second; of the rest, each has its turn a second after the one before.
    let due: [Int64?] =
      Array(repeating: nil, count: 10) + [100, 5, 2, 100, nil, 12, 5, 100]
    let progress = Self.progress(try Self.plan(due, action), 10)
    let report = progress.report(at: .seconds(9), Self.now, closed: .seconds(closed))
    #expect(report.late == late && report.firstLate?.id == first)
  }

  @Test(
    arguments: [
      (.stale, .submit, 2), (.unsent, .draft, 2), (.applied, .submit, 0), (.stale, .close, 0),
    ] as [(Outcome.Kind, WriteAction, Int)])
  func `deadlines that have passed over rows not sent stay counted`(
    kind: Outcome.Kind, action: WriteAction, missed: Int
  ) throws {
    let progress = Self.progress(try Self.plan([0, 5, 100, nil], action), 4, kind)
    let time = Timestamp(seconds: Self.now.seconds + 5)
    let report = progress.report(at: .zero, time, closed: .zero)
    #expect(report.missed == missed && report.late == 0)
  }

  @Test(arguments: [(0, 0), (40, 1)] as [(Int64, Int)])
  func `what the API keeps back is late by that alone, before anything is measured`(
    closed: Int64, late: Int
  ) throws {
    let progress = Self.progress(try Self.plan([5, 100, nil]), 0)
    let report = progress.report(at: .zero, Self.now, closed: .seconds(closed))
    #expect(report.late == late && report.firstLate?.id == (late == 1 ? "dp_0" : nil))
  }

  @Test func `a run that is taken up again begins with what it has done`() throws {
    let plan = try Self.plan(Array(repeating: nil, count: 10))
    let report = RunProgress(plan, toGo: [7, 3]).report(at: .zero, Self.now, closed: .zero)
    #expect(report.done == 8 && report.total == 10)
  }
}
