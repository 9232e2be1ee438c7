import CpayLanguage
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// Axes name round values and round times.
@Suite struct ChartScaleTests {
  private static func panel(_ values: [Value]) -> ChartPanel {
    let points = values.map { Chart.Point(label: .null, value: $0) }
    return Chart(kind: .line, labelName: "a", valueName: "b", points: points).panels[0]
  }

  private static func ticks(_ panel: ChartPanel) -> [String] {
    if case .line(_, let scale, _) = panel.content { scale.ticks.map(\.text) } else { [] }
  }

  @Test(
    arguments: [
      ([3, 17], ["0", "5", "10", "15", "20"]), ([-3, 9], ["-5", "0", "5", "10"]),
      ([0], ["0", "1"]), ([7, 7], ["0", "2", "4", "6", "8"]),
      ([-7], ["-8", "-6", "-4", "-2", "0"]),
      // Far from zero and near each other, so that it would show nothing.
      ([901, 947], ["900", "920", "940", "960"]),
      ([-947, -901], ["-960", "-940", "-920", "-900"]),
    ] as [([Int64], [String])])
  func `a scale is round, with zero where it can have it`(_ values: [Int64], _ wanted: [String]) {
    let panel = Self.panel(values.map { .int($0) })
    #expect(Self.ticks(panel) == wanted)
    let note = "the scale goes from \(wanted[0]) to \(wanted[wanted.count - 1]), without zero"
    #expect(panel.notes == (wanted.contains("0") ? [] : [note]))
  }

  @Test func `the ends of what there is have a scale`() {
    #expect(Self.ticks(Self.panel([.int(.min), .int(.max)])).count > 1)
  }

  @Test(arguments: [
    (
      "2024-02-05T05:17Z", "2024-02-05T12:00Z",
      ["2024-02-05 06:00Z", "2024-02-05 09:00Z", "2024-02-05 12:00Z"]
    ),
    ("2024-02-05", "2024-02-08", ["2024-02-05", "2024-02-06", "2024-02-07", "2024-02-08"]),
    (
      "2024-02-05", "2024-03-04",
      ["2024-02-05", "2024-02-12", "2024-02-19", "2024-02-26", "2024-03-04"]
    ),
    ("2023-11-20", "2024-03-10", ["2023-12", "2024-01", "2024-02", "2024-03"]),
    ("2022-01-15", "2024-01-20", ["2022-07", "2023-01", "2023-07", "2024-01"]),
  ])
  func `times are round, too`(_ first: String, _ last: String, _ wanted: [String]) throws {
    let (start, end) = (
      try #require(Timestamp(iso: first)), try #require(Timestamp(iso: last))
    )
    let times = try #require(ChartTimes(start, end))
    let ticks = times.ticks(atMost: 5)
    #expect(ticks.map(\.text) == wanted)
    #expect(ticks.allSatisfy { (0...1).contains($0.position) })
  }

  /// Times in hours, minutes and seconds between which a line may run.
  @Test(arguments: [1, 59, 60, 61, 600, 3_599, 4 * 3_600, 14_400, 20_000, 86_400, 100_000, 604_800])
  func `two round times are named wherever there are two`(_ length: Int64) throws {
    for start: Int64 in [0, 7 * 3_600, 12_345, 86_399] {
      let times = try #require(
        ChartTimes(Timestamp(seconds: start), Timestamp(seconds: start + length)))
      for maximum in 2...6 {
        let ticks = times.ticks(atMost: maximum)
        #expect(ticks.count <= maximum)
        if length >= 120 { #expect(ticks.count >= 2, "\(start) + \(length), \(maximum)") }
        #expect(ticks.allSatisfy { (0...1).contains($0.position) })
      }
    }
  }

  @Test(arguments: [(0, 0), (5, 4), (Int64.min, Int64.max), (0, 1 << 40)] as [(Int64, Int64)])
  func `times that make no axis have none`(_ first: Int64, _ last: Int64) {
    #expect(ChartTimes(Timestamp(seconds: first), Timestamp(seconds: last)) == nil)
  }

  @Test func `a line along time runs forwards, each value at its time`() {
    let points = [300, 0, 100].map {
      Chart.Point(label: .timestamp(Timestamp(seconds: $0)), value: .int($0))
    }
    let panel = Chart(kind: .line, labelName: "a", valueName: "b", points: points).panels[0]
    #expect(panel.marks.map(\.text) == ["0", "100", "300"])
    #expect(panel.marks.map(\.position) == [0, 100.0 / 300, 1])
  }

  @Test(arguments: [
    (
      "chart status amount",
      "summarize by=[status, currency] total=sum(amount) | chart status total"
    ),
    (
      "select status, n=1 | chart status n",
      "summarize by=status total=sum(n) | chart status total"
    ),
    (
      "chart (lower(status)) amount",
      "summarize by=[label=(lower(status)), currency] total=sum(amount) | chart label total"
    ),
  ])
  func `a label that comes again leads to what its rows come to`(
    _ stages: String, _ meant: String
  ) async throws {
    let host = Host(
      account: Account(FixtureAPI().account),
      environment: ManualClock(FixtureDispute.now).environment,
      emit: { (_) throws(EvaluationError) in })
    var evaluator = Evaluator(host)
    let program = try CheckedProgram("disputes | \(stages)")
    var message = ""
    do {
      for statement in program.statements { _ = try await evaluator.run(statement) }
    } catch {
      if case .invalid(let text) = error { message = text }
    }
    #expect(message.contains("`\(meant)`"), "\(message)")
    // What is meant is a program that runs.
    let before = stages.split(separator: "|").dropLast().map { "\($0)|" }.joined()
    for statement in try CheckedProgram("disputes | \(before)\(meant)").statements {
      _ = try await evaluator.run(statement)
    }
  }
}
