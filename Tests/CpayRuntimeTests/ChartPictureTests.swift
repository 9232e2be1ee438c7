import CpayClient
import CpayLanguage
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

@Suite struct ChartPictureTests {
  private static func text(_ chart: Chart, _ format: ChartFormat = .svg) -> String {
    String(decoding: ChartPicture(chart).bytes(format), as: UTF8.self)
  }

  private static let samples: [Chart] = ChartKind.allCases.flatMap { kind in
    [
      Chart.of(kind, [:]),
      Chart.of(kind, ["a": .null]),
      Chart.of(kind, ["a": .money(.fixture(120_000, "eur"))]),
      Chart.of(kind, ["a": .int(5), "b": .int(5)]),
      Chart.of(kind, ["a": .int(5), "b": .int(-5), "c": .null, "d": .int(0)]),
      Chart.of(
        kind, ["a": .money(.fixture(1, "eur")), "b": .money(.fixture(2, "usd")), "c": .null]),
      Chart.of(
        kind,
        ["<script>alert('1')</script> & \"\u{1b}\u{202e}\u{0}\u{ffff}\n": .int(1), "b": .int(2)]),
      Chart.of(kind, [String(repeating: "漢", count: 300): .int(1), "b": .int(2)]),
      Chart(
        kind: kind, labelName: "i", valueName: "n",
        points: (0..<3_000).map { Chart.Point(label: .int($0), value: .int($0 % 71)) }),
    ]
  }

  /// Whether tags are nested and closed, entities known, and every scalar one that XML has.
  private static func isWellFormed(_ document: String) -> Bool {
    var open: [Substring] = []
    var roots = 0
    for (index, piece) in document.split(separator: "<", omittingEmptySubsequences: false)
      .enumerated()
    {
      if index == 0 {
        if !piece.isEmpty { return false }
        continue
      }
      guard let end = piece.firstIndex(of: ">") else { return false }
      let (tag, text) = (piece[..<end], piece[end...].dropFirst())
      if !hasKnownEntities(tag) || !hasKnownEntities(text) || text.contains(">") { return false }
      if tag.hasPrefix("?") { continue }
      let name = tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" }
      if tag.hasPrefix("/") {
        if open.popLast() != name { return false }
      } else {
        if open.isEmpty { roots += 1 }
        if tag.filter({ $0 == "\"" }).count % 2 != 0 { return false }
        if !tag.hasSuffix("/") { open.append(name) }
      }
    }
    let isLegal = document.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || scalar.value >= 0x20 && scalar.value & 0xfffe != 0xfffe
    }
    return open.isEmpty && roots == 1 && isLegal
  }

  private static func hasKnownEntities(_ text: Substring) -> Bool {
    text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { rest in
      ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { rest.hasPrefix($0) }
    }
  }

  @Test(arguments: samples.indices)
  func `is one well-formed document that loads and runs nothing`(index: Int) throws {
    let text = Self.text(Self.samples[index])
    #expect(Self.isWellFormed(text))
    let page = Self.text(Self.samples[index], .html)
    for word in ["<script", "href", "onload", "url(", "http:", "https:", "@import", "src="] {
      #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains(word))
    }
    for word in ["<script", "href", "onload", "style", "url(", "\u{1b}", "\u{202e}"] {
      #expect(!text.contains(word))
    }
    #expect(text.contains(#"role="img" aria-labelledby="title description""#))
  }

  @Test func `the structure check finds what is wrong`() {
    for text in ["<a><b></a></b>", "<a>", "<a>&b</a>", "<a/><b/>", "<a>\u{1}</a>", "x<a/>"] {
      #expect(!Self.isWellFormed(text), "\(text)")
    }
  }

  @Test(arguments: samples.indices)
  func `is the same each time`(index: Int) throws {
    #expect(Self.text(Self.samples[index]) == Self.text(Self.samples[index]))
  }

  @Test func `says in words what it shows`() throws {
    let text = Self.text(
      Chart.of(.bar, ["a": .money(.fixture(120_000, "eur")), "b": .money(.fixture(5, "eur"))]))
    #expect(text.contains(#"<title id="title">amount by id</title>"#))
    #expect(
      text.contains(
        "amount by id: 2 values, least EUR 0.05 at b, greatest EUR 1,200.00 at a.</desc>"))
    for word in [">a<", ">EUR 1,200.00<", "<title>a: EUR 1,200.00</title>"] {
      #expect(text.contains(word))
    }
  }

  @Test func `draws every bar, and gathers the points of a long line with a note`() throws {
    let points = (0..<3_000).map { Chart.Point(label: .int($0), value: .int(1 + $0 % 71)) }
    let bars = Self.text(Chart(kind: .bar, labelName: "i", valueName: "n", points: points))
    #expect(bars.components(separatedBy: "height=\"14\"") == 3_000)
    let line = Self.text(Chart(kind: .line, labelName: "i", valueName: "n", points: points))
    #expect(line.contains("3000 rows in 600 steps of 5, each drawn from its least"))
  }

  @Test func `a long label is shortened beside its bar and whole over it`() throws {
    let label = String(repeating: "x", count: 100)
    let text = Self.text(Chart.of(.bar, [label: .int(1)]))
    #expect(text.contains(">" + String(repeating: "x", count: 59) + "…<"))
    #expect(text.contains("<title>\(label): 1</title>"))
  }

  @Test func `a page holds the same picture`() throws {
    let chart = Chart.of(.bar, ["a": .int(1)])
    let page = Self.text(chart, .html)
    let picture = Self.text(chart).split(separator: "\n").dropFirst().joined(separator: "\n")
    #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.contains(picture))
  }

  @Test func `a program saves it, and only as what it is`() async throws {
    let files = MemoryFiles()
    let host = Host(
      account: Account(FixtureAPI().account),
      environment: ManualClock(FixtureDispute.now).environment, files: files.store,
      emit: { (_) throws(EvaluationError) in })
    for name in ["a.svg", "b.html"] {
      var evaluator = Evaluator(host)
      let program = try CheckedProgram(
        "disputes | chart id amount | save @\"\(name)\"")
      for statement in program.statements { _ = try await evaluator.run(statement) }
      #expect(files[name]?.count ?? 0 > 1_000)
    }
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count - 1
  }
}
