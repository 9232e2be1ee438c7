import CpayLanguage
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct ChartPanelTests {
  private static func money(_ minor: Int64, _ code: String = "eur") -> Value {
    .money(.fixture(minor, code))
  }

  private static func texts(_ panel: ChartPanel) -> [String] {
    panel.marks.map { "\($0.label): \($0.text)" }
  }

  @Test func `rows keep their order, and values read as in tables`() throws {
    let chart = Chart.of(
      .bar, ["won": .int(2), "lost": .null, "b": .duration(DurationValue(seconds: -129_600))])
    let panel = try #require(chart.panels.first)
    #expect(panel.title == "amount by id, numbers")
    let one = Chart.of(.bar, ["won": Self.money(120_000), "lost": .null, "new": Self.money(-5)])
    #expect(one.panels.count == 1)
    #expect(Self.texts(one.panels[0]) == ["won: EUR 1,200.00", "lost: –", "new: EUR -0.05"])
  }

  @Test func `amounts of different currencies never share an axis`() {
    let chart = Chart.of(
      .bar,
      [
        "a": Self.money(1), "b": Self.money(2, "usd"), "c": Self.money(3), "d": .null,
        "e": Self.money(4, "jpy"),
      ])
    #expect(
      chart.panels.map(\.title) == [
        "amount by id, EUR", "amount by id, USD", "amount by id, JPY", "amount by id, missing",
      ])
    #expect(chart.panels.map { $0.marks.map(\.label) } == [["a", "c"], ["b"], ["e"], ["d"]])
  }

  @Test(arguments: ChartKind.allCases)
  func `says that there is nothing to draw`(kind: ChartKind) {
    let panels = Chart.of(kind, [:]).panels
    #expect(panels.count == 1 && panels[0].marks.isEmpty && panels[0].notes == ["no rows"])
  }

  @Test(arguments: [ChartKind.line, .hist])
  func `says which rows have no value, a few by name`(kind: ChartKind) {
    let one = Chart.of(kind, ["a": .int(1), "b": .null])
    #expect(one.panels[0].notes == ["– 1 row has no amount (b)"])
    let points = (1...8).map { Chart.Point(label: .int($0), value: $0 == 1 ? .int(1) : .null) }
    let many = Chart(kind: kind, labelName: "id", valueName: "amount", points: points)
    #expect(many.panels[0].notes == ["– 7 rows have no amount (2, 3, 4, 5, 6 and 2 more)"])
  }

  @Test func `labels read as in tables`() {
    let points = [
      Chart.Point(label: .null, value: .int(1)),
      Chart.Point(label: .timestamp(Timestamp(seconds: 1_707_350_400)), value: .int(1)),
      Chart.Point(label: .bool(true), value: .int(1)),
    ]
    let chart = Chart(kind: .bar, labelName: "id", valueName: "amount", points: points)
    #expect(chart.panels[0].marks.map(\.label) == ["–", "2024-02-08 00:00Z", "true"])
  }

  @Test func `the greatest numbers there are can be drawn`() throws {
    let greatest = try #require(Decimal("170141183460469231731"))
    for kind in ChartKind.allCases {
      let chart = Chart.of(
        kind,
        [
          "a": .int(.min), "b": .int(.max), "c": .decimal(greatest),
          "d": .decimal(greatest.negated),
        ])
      let total = kind == .hist ? 4.0 : 0
      let marks = chart.panels[0].marks
      #expect(marks.allSatisfy { $0.length?.isFinite == true })
      if total > 0 { #expect(marks.reduce(0) { $0 + ($1.length ?? 0) } == total) }
    }
  }
}
