import CpayLanguage
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct ChartLineTests {
  private static func line(_ values: [Int64?], places: Int) -> ChartLine {
    let points = values.map { Chart.Point(label: .null, value: $0.map(Value.int) ?? .null) }
    let chart = Chart(kind: .line, labelName: "a", valueName: "b", points: points)
    return ChartLine(chart.panels[0].marks, places: places)
  }

  @Test func `where there is room, each value has its place`() {
    let line = Self.line([3, nil, 5], places: 3)
    #expect(line.places == [3...3, nil, 5...5] && line.note == nil)
    #expect(line.height(3) == 0 && line.height(5) == 1 && line.position(1) == 0.5)
  }

  @Test func `where there is none, peaks stay and the gathering is said`() {
    let line = Self.line([1, 9, 2, 3, nil, nil, 4], places: 4)
    #expect(line.places == [1...9, 2...3, nil, 4...4])
    #expect(
      line.note == "7 rows in 4 steps of 2, each drawn from its least to its greatest value")
  }

  @Test func `equal values lie in the middle`() {
    #expect(Self.line([4, 4], places: 9).height(4) == 0.5)
  }

  @Test func `nothing is a line too`() {
    let line = Self.line([], places: 0)
    #expect(line.places.isEmpty && line.least == nil && line.greatest == nil)
    #expect(Self.line([1, 2], places: 0).places == [1...2])
  }
}
