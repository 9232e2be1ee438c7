import CpayLanguage
import CpayRuntime
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayShell

/// Charts as they stand on a screen or in a file.
@Suite struct ChartDrawingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let chart: Chart
    let ink: ChartDrawing.Ink
    let width: Int
    let drawing: String
    var testDescription: String { "\(name), \(ink), \(width)" }

    init(_ name: String, _ chart: Chart, _ ink: ChartDrawing.Ink, _ width: Int, _ drawing: String) {
      (self.name, self.chart, self.ink, self.width) = (name, chart, ink, width)
      self.drawing = drawing
    }
  }

  @Test(arguments: [
    Case(
      "bars of amounts, one missing",
      Chart.of(.bar, ["dp_a1": euro(120_000), "dp_b2": .null, "dp_h8": euro(45_000)]), .blocks, 80,
      """
      amount by id
      dp_a1  EUR 1,200.00  ███████████████████████████████████████████████████████████
      dp_b2             –
      dp_h8    EUR 450.00  ██████████████████████▏
      """),
    Case(
      "bars of amounts, one missing",
      Chart.of(.bar, ["dp_a1": euro(120_000), "dp_b2": .null, "dp_h8": euro(45_000)]), .plain, 80,
      """
      amount by id
      dp_a1  EUR 1,200.00  ###########################################################
      dp_b2             –
      dp_h8    EUR 450.00  ######################
      """),
    Case(
      "bars of amounts, one missing",
      Chart.of(.bar, ["dp_a1": euro(120_000), "dp_b2": .null, "dp_h8": euro(45_000)]), .blocks, 40,
      """
      amount by id
      dp_a1  EUR 1,200.00  ███████████████████
      dp_b2             –
      dp_h8    EUR 450.00  ███████▏
      """),
    Case(
      "bars of amounts, one missing",
      Chart.of(.bar, ["dp_a1": euro(120_000), "dp_b2": .null, "dp_h8": euro(45_000)]), .plain, 40,
      """
      amount by id
      dp_a1  EUR 1,200.00  ###################
      dp_b2             –
      dp_h8    EUR 450.00  #######
      """),
    Case(
      "negative bars to the left of an axis",
      Chart.of(.bar, ["up": .int(40), "down": .int(-15), "level": .int(0)]), .blocks, 80,
      """
      amount by id
      up      40                    │████████████████████████████████████████████████
      down   -15  ██████████████████│
      level    0                    │
      """),
    Case(
      "negative bars to the left of an axis",
      Chart.of(.bar, ["up": .int(40), "down": .int(-15), "level": .int(0)]), .plain, 80,
      """
      amount by id
      up      40                    |################################################
      down   -15  ##################|
      level    0                    |
      """),
    Case(
      "negative bars to the left of an axis",
      Chart.of(.bar, ["up": .int(40), "down": .int(-15), "level": .int(0)]), .blocks, 40,
      """
      amount by id
      up      40         │██████████████████▋
      down   -15  ███████│
      level    0         │
      """),
    Case(
      "negative bars to the left of an axis",
      Chart.of(.bar, ["up": .int(40), "down": .int(-15), "level": .int(0)]), .plain, 40,
      """
      amount by id
      up      40         |###################
      down   -15  #######|
      level    0         |
      """),
    Case(
      "negative bars only", Chart.of(.bar, ["a": .int(-10), "b": .int(-5)]), .blocks, 40,
      """
      amount by id
      a  -10  ███████████████████████████████│
      b   -5                 ▐███████████████│
      """),
    Case(
      "equal bars", Chart.of(.bar, ["a": .int(3), "b": .int(3)]), .blocks, 40,
      """
      amount by id
      a  3  ██████████████████████████████████
      b  3  ██████████████████████████████████
      """),
    Case(
      "bars of zero", Chart.of(.bar, ["a": .int(0), "b": .int(0)]), .blocks, 40,
      """
      amount by id
      a  0
      b  0
      """),
    Case(
      "one bar", Chart.of(.bar, ["a": .decimal(Decimal(7))]), .blocks, 40,
      """
      amount by id
      a  7  ██████████████████████████████████
      """),
    Case(
      "a bar next to nothing", Chart.of(.bar, ["a": .int(1), "b": .int(1_000_000)]), .blocks, 40,
      """
      amount by id
      a        1  ▏
      b  1000000  ████████████████████████████
      """),
    Case(
      "a bar next to nothing", Chart.of(.bar, ["a": .int(1), "b": .int(1_000_000)]), .plain, 40,
      """
      amount by id
      a        1  #
      b  1000000  ############################
      """),
    Case(
      "labels that are too wide",
      Chart.of(.bar, ["a label that is far too wide for it": .int(1), "漢字": .int(2)]), .blocks, 40,
      """
      amount by id
      a label that is far too w  1  █████
      ide for it
      漢字                       2  ██████████
      """),
    Case(
      "a screen that is too narrow",
      Chart.of(.bar, ["dp_a1": euro(120_000), "dp_b2": euro(60_000)]), .blocks, 12,
      """
      amount by id
      dp_a1  EUR 1,200.00  █
      dp_b2    EUR 600.00  ▌
      """),
    Case(
      "what would move the cursor", Chart.of(.bar, ["a\u{1b}[2J": .int(1)]), .blocks, 40,
      """
      amount by id
      a^[[2J  1  █████████████████████████████
      """),
    Case(
      "several currencies",
      Chart.of(
        .bar,
        ["dp_a1": euro(120_000), "dp_c3": dollar(250_000), "dp_b2": euro(60_000), "dp_x": .null]),
      .blocks, 40,
      """
      amount by id, EUR
      dp_a1  EUR 1,200.00  ███████████████████
      dp_b2    EUR 600.00  █████████▌

      amount by id, USD
      dp_c3  USD 2,500.00  ███████████████████

      amount by id, missing
      dp_x  –
      """),
    Case(
      "no bars", Chart.of(.bar, [:]), .blocks, 40,
      """
      amount by id
      no rows
      """),
    Case(
      "missing bars only", Chart.of(.bar, ["a": .null]), .blocks, 40,
      """
      amount by id
      a  –
      """),
    Case(
      "a line with a gap",
      Chart.of(
        .line,
        [
          "dp_a1": euro(10_000), "dp_b2": euro(30_000), "dp_c3": .null, "dp_d4": euro(20_000),
          "dp_e5": euro(-5_000),
        ]), .blocks, 80,
      """
      amount by id
       EUR 300.00 ┤             ⢀⡠⠔⠊
                  │          ⣀⠔⠊⠁
       EUR 200.00 ┤      ⣀⠤⠒⠉                                        ⠢⢄
                  │  ⢀⡠⠔⠊                                              ⠉⠢⢄
       EUR 100.00 ┤⠔⠊⠁                                                    ⠉⠢⢄
                  │                                                          ⠉⠢⢄
         EUR 0.00 ┤                                                             ⠉⠢⢄
                  │                                                                ⠉⠢⢄
      EUR -100.00 ┤
                  └───────────────────────────────────────────────────────────────────
                   dp_a1                                                         dp_e5
      – 1 row has no amount (dp_c3)
      """),
    Case(
      "a line with a gap",
      Chart.of(
        .line,
        [
          "dp_a1": euro(10_000), "dp_b2": euro(30_000), "dp_c3": .null, "dp_d4": euro(20_000),
          "dp_e5": euro(-5_000),
        ]), .plain, 80,
      """
      amount by id
       EUR 300.00 +               ***
                  |           ****
       EUR 200.00 +       ****                                       **
                  |   ****                                             ***
       EUR 100.00 +***                                                    ***
                  |                                                          ****
         EUR 0.00 +                                                              ***
                  |                                                                 **
      EUR -100.00 +
                  +-------------------------------------------------------------------
                   dp_a1                                                         dp_e5
      – 1 row has no amount (dp_c3)
      """),
    Case(
      "a line with a gap",
      Chart.of(
        .line,
        [
          "dp_a1": euro(10_000), "dp_b2": euro(30_000), "dp_c3": .null, "dp_d4": euro(20_000),
          "dp_e5": euro(-5_000),
        ]), .blocks, 40,
      """
      amount by id
       EUR 300.00 ┤     ⢀⠎
                  │    ⡰⠁
       EUR 200.00 ┤  ⢀⠜                ⢢
                  │ ⡠⠃                  ⠣⡀
       EUR 100.00 ┤⠜                     ⠱⡀
                  │                       ⠘⡄
         EUR 0.00 ┤                        ⠘⢄
                  │                         ⠈⢆
      EUR -100.00 ┤
                  └───────────────────────────
                   dp_a1                 dp_e5
      – 1 row has no amount (dp_c3)
      """),
    Case(
      "a line with a gap",
      Chart.of(
        .line,
        [
          "dp_a1": euro(10_000), "dp_b2": euro(30_000), "dp_c3": .null, "dp_d4": euro(20_000),
          "dp_e5": euro(-5_000),
        ]), .plain, 40,
      """
      amount by id
       EUR 300.00 +       *
                  |     **
       EUR 200.00 +   **               *
                  | **                  *
       EUR 100.00 +*                     *
                  |                       **
         EUR 0.00 +                         *
                  |                          *
      EUR -100.00 +
                  +---------------------------
                   dp_a1                 dp_e5
      – 1 row has no amount (dp_c3)
      """),
    Case(
      "a line of many points",
      Chart(
        kind: .line, labelName: "day", valueName: "n",
        points: (0..<1_000).map { Chart.Point(label: .int($0), value: .int($0 * $0 % 997)) }),
      .blocks, 40,
      """
      n by day
      1000 ┤ ⣆⣦⢰⣴⣷⣶⣶⢰⣤⣸⣴⣿⣰⣠⡄⣇⢸⣄⣄⣾⢸⣤⣇⣴⢀⣶⣦⣷⣴⣠⣴⣴
           │⢠⣿⣿⣾⣿⣿⣿⣿⢸⣿⣿⣿⣿⣿⣿⣿⡿⣾⣿⣿⣿⣼⣿⣿⣿⣾⣿⣿⣿⣿⣿⣿⣿
           │⢸⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⡇⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
           │⢸⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⡇⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
       500 ┤⢸⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⡇⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⡆
           │⢸⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⡇⢸⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⡇
           │⢸⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⡇⢸⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣇
           │⡇⣿⣿⣿⣿⣿⣿⣿⢹⣿⣿⣿⣿⣿⣿⡿⡇⢸⣿⣿⣿⣿⡇⣿⣿⠉⣿⣿⣿⣿⣿⣿⣿⣿
         0 ┤⡇⠿⠋⠿⡏⠿⠁⠙⠸⠹⡟⡏⠛⠉⠟⡇⠇⠸⣿⠻⠉⠋⡇⡟⠿ ⠋⠸⠏⡿⠟⠻⠿⢻
           └──────────────────────────────────
            0                              999
      1000 rows in 67 steps of 15, each drawn
      from its least to its greatest value
      """),
    Case(
      "a line of one point", Chart.of(.line, ["dp_a1": euro(10_000)]), .blocks, 40,
      """
      amount by id
      EUR 100.00 ┤⠁
                 │
                 │
                 │
       EUR 50.00 ┤
                 │
                 │
                 │
        EUR 0.00 ┤
                 └────────────────────────────
                  dp_a1
      """),
    Case(
      "a line of equal points", Chart.of(.line, ["a": .int(5), "b": .int(5), "c": .int(5)]),
      .blocks, 40,
      """
      amount by id
      6 ┤
        │⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
      4 ┤
        │
      2 ┤
        │
      0 ┤
        └─────────────────────────────────────
         a                                   c
      """),
    Case(
      "a line of equal points", Chart.of(.line, ["a": .int(5), "b": .int(5), "c": .int(5)]), .plain,
      40,
      """
      amount by id
      6 +
        |*************************************
      4 +
        |
      2 +
        |
      0 +
        +-------------------------------------
         a                                   c
      """),
    Case(
      "a line with labels that are too wide",
      Chart.of(.line, ["a label that takes much room": .int(1), "another such label": .int(2)]),
      .plain, 40,
      """
      amount by id
      2 +                                *****
        |                       *********
        |              *********
        |     *********
      1 +*****
        |
        |
        |
      0 +
        +-------------------------------------
      a label that takes much room
      to another such label
      """),
    Case(
      "a line of nothing", Chart.of(.line, ["a": .null, "b": .null]), .blocks, 40,
      """
      amount by id
      – 2 rows have no amount (a, b)
      """),
    Case(
      "no line", Chart.of(.line, [:]), .blocks, 40,
      """
      amount by id
      no rows
      """),
    Case(
      "steps of amounts",
      Chart.of(
        .hist,
        ["a": euro(45_000), "b": euro(120_000), "c": euro(130_000), "d": euro(300_000), "e": .null]),
      .blocks, 80,
      """
      rows by amount
                       2
                  ███████████
                  ███████████
                  ███████████
           1      ███████████                  1
      ███████████ ███████████             ███████████
      ███████████ ███████████             ███████████
      ███████████ ███████████             ███████████
      ███████████ ███████████             ███████████
      ┬───────────────────────┬───────────────────────┬
      EUR 0.00                EUR 2,000.00            EUR 4,000.00
      – 1 row has no amount (e)
      """),
    Case(
      "steps of amounts",
      Chart.of(
        .hist,
        ["a": euro(45_000), "b": euro(120_000), "c": euro(130_000), "d": euro(300_000), "e": .null]),
      .plain, 80,
      """
      rows by amount
                       2
                  ###########
                  ###########
                  ###########
           1      ###########                  1
      ########### ###########             ###########
      ########### ###########             ###########
      ########### ###########             ###########
      ########### ###########             ###########
      +-----------------------+-----------------------+
      EUR 0.00                EUR 2,000.00            EUR 4,000.00
      – 1 row has no amount (e)
      """),
    Case(
      "steps of amounts",
      Chart.of(
        .hist,
        ["a": euro(45_000), "b": euro(120_000), "c": euro(130_000), "d": euro(300_000), "e": .null]),
      .blocks, 40,
      """
      rows by amount
                    2
                █████████
                █████████
                █████████
          1     █████████               1
      █████████ █████████           █████████
      █████████ █████████           █████████
      █████████ █████████           █████████
      █████████ █████████           █████████
      ┬───────────────────┬───────────────────
      from EUR 0.00 to EUR 4,000.00
      – 1 row has no amount (e)
      """),
    Case(
      "steps of amounts",
      Chart.of(
        .hist,
        ["a": euro(45_000), "b": euro(120_000), "c": euro(130_000), "d": euro(300_000), "e": .null]),
      .plain, 40,
      """
      rows by amount
                    2
                #########
                #########
                #########
          1     #########               1
      ######### #########           #########
      ######### #########           #########
      ######### #########           #########
      ######### #########           #########
      +-------------------+-------------------
      from EUR 0.00 to EUR 4,000.00
      – 1 row has no amount (e)
      """),
    Case(
      "one value in one step", Chart.of(.hist, ["a": euro(45_000)]), .blocks, 40,
      """
      rows by amount
           1
      ███████████
      ███████████
      ███████████
      ███████████
      ███████████
      ███████████
      ███████████
      ███████████
      ┬────────────
      EUR 450.00
      """),
    Case(
      "equal values in one step", Chart.of(.hist, ["a": .int(4), "b": .int(4)]), .blocks, 40,
      """
      rows by amount
           2
      ███████████
      ███████████
      ███████████
      ███████████
      ███████████
      ███████████
      ███████████
      ███████████
      ┬────────────
      4
      """),
    Case(
      "no steps", Chart.of(.hist, [:]), .blocks, 40,
      """
      rows by amount
      no rows
      """),
  ])
  func `draws`(_ row: Case) {
    #expect(Self.drawn(row.chart, row.ink, row.width) == row.drawing)
  }

  private static func drawn(_ chart: Chart, _ ink: ChartDrawing.Ink, _ width: Int) -> String {
    ChartDrawing(chart, ink).lines(width: width).joined(separator: "\n")
  }

  @Test(arguments: 1...90)
  func `says every label and value at any width, and stays within it`(width: Int) {
    let chart = Chart.of(
      .bar, ["dp_a1": euro(120_000), "dp_b2": .null, "a rather long label": euro(-45_000)])
    for ink in [ChartDrawing.Ink.blocks, .plain] {
      let lines = ChartDrawing(chart, ink).lines(width: width)
      let text = lines.joined().filter { $0 != " " }
      for word in ["EUR1,200.00", "EUR-450.00", "dp_a1", "–"] { #expect(text.contains(word)) }
      if width >= 36 { #expect(lines.allSatisfy { DisplayText($0).width <= width }) }
    }
  }

  @Test func `draws every bar, however many there are`() {
    let points = (0..<5_000).map { Chart.Point(label: .int($0), value: .int($0)) }
    let chart = Chart(kind: .bar, labelName: "i", valueName: "n", points: points)
    #expect(ChartDrawing(chart, .plain).lines(width: 80).count == 5_001)
  }

  @Test func `a pipe gets ASCII where values are`() {
    for kind in ChartKind.allCases {
      let chart = Chart.of(kind, ["a": .int(1), "b": .int(-2), "c": .int(5)])
      #expect(
        ChartDrawing(chart, .plain).lines(width: 60).allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
      )
    }
  }
}

private func euro(_ minor: Int64) -> Value { .money(.fixture(minor, "eur")) }

private func dollar(_ minor: Int64) -> Value { .money(.fixture(minor, "usd")) }
