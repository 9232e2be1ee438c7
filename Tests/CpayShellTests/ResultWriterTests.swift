import CpayLanguage
import CpayModel
import CpayRuntime
import CpayValue
import Synchronization
import Testing

@testable import CpayShell

@Suite struct ResultWriterTests {
  private final class Sink: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func stream(isTerminal: Bool) -> OutputStream {
      OutputStream(isTerminal: isTerminal) { added in self.bytes.withLock { $0 += added } }
    }
  }

  private static func written(
    _ format: OutputFormat, isTerminal: Bool, _ text: String, raw: Bool = false
  ) throws -> String {
    let type = RowType(
      made: ["a", "b"].map { RowType.Field(name: $0, type: FieldType(.string)) },
      over: RowType(.dispute))
    var json = JSONWriter()
    json.value(
      .record([
        Value.Member(name: "a", value: .string(text)), Value.Member(name: "b", value: .string("x")),
      ]))
    var scanner = RowScanner(type.layout)
    let sink = Sink()
    let writer = ResultWriter(
      sink.stream(isTerminal: isTerminal), format, now: Timestamp(seconds: 0))
    if raw { writer.use(format, raw: true) }
    writer.begin(type)
    writer.write(try scanner.object(json.bytes))
    _ = writer.end()
    return sink.text
  }

  @Test func `shows the controls in cells, at a terminal and on a pipe`() throws {
    let text = "\u{1b}[2J\u{202e}é\ny"
    #expect(
      try Self.written(.csv, isTerminal: true, text) == "a,b\n\"^[[2J<U+202E>é\ny\",x\n")
    #expect(
      try Self.written(.tsv, isTerminal: true, text) == "a\tb\n\"^[[2J<U+202E>é\ny\"\tx\n")
    #expect(
      try Self.written(.csv, isTerminal: false, text) == "a,b\n\"^[[2J<U+202E>é\ny\",x\n")
    #expect(try Self.written(.csv, isTerminal: false, text, raw: true) == "a,b\n\"\(text)\",x\n")
    #expect(
      try Self.written(.csv, isTerminal: true, text, raw: true)
        == "a,b\n\"^[[2J<U+202E>é\ny\",x\n")
  }

  @Test(arguments: OutputFormat.allCases, [true, false])
  func `drives no terminal in any format`(format: OutputFormat, isTerminal: Bool) throws {
    let text = try Self.written(
      format, isTerminal: isTerminal, "\u{1b}]52;c;aGk=\u{7}\u{85}\u{9b}\u{202e}\u{2066}x")
    let unsafe = text.unicodeScalars.filter { $0.isUnsafeToPrint && $0 != "\n" && $0 != "\t" }
    #expect(unsafe.isEmpty)
  }

  @Test func `a printed cell is read as the same rows`() {
    let lines = "a,b\n\"x\r\ny\tz\",é\r\n\"\n\",❤️\n"
    #expect(PrintedCells.safe(Array(lines.utf8)) == Array(lines.utf8))
    #expect(PrintedCells.safe(Array("a\rb\u{9b}".utf8)) == Array("a^Mb<U+009B>".utf8))
  }

  @Test func `columns are chosen by the rows that are shown`() throws {
    let rows = (0..<1100).map { $0 == 550 ? String(repeating: "x", count: 200) : "x" }
    #expect(ShownRows(of: rows.count, limit: 1000).pick(rows).allSatisfy { $0 == "x" })
    #expect(ShownRows(of: 3, limit: nil).pick([1, 2, 3]) == [1, 2, 3])
  }

  private struct Stop: Error {}

  /// A table of so many rows, whose writer is asked to stop at some point.
  private static func table(
    rows count: Int, cell: String, stopAfter checks: Int
  ) throws -> (text: String, isStopped: Bool) {
    let type = RowType(made: [RowType.Field(name: "a", type: FieldType(.string))])
    var scanner = RowScanner(type.layout)
    let sink = Sink()
    let writer = ResultWriter(
      sink.stream(isTerminal: true), .table, now: Timestamp(seconds: 0))
    writer.begin(type)
    let line = "{\"a\":\"\(cell)\"}\n"
    writer.write(try scanner.lines(Array(String(repeating: line, count: count).utf8), from: 1))
    var left = checks
    do {
      _ = try writer.end { () throws(Stop) in
        left -= 1
        if left < 0 { throw Stop() }
      }
    } catch { return (sink.text, true) }
    return (sink.text, false)
  }

  /// Rows that stand beside each other, and such that are wider than the screen.
  @Test(arguments: ["x", String(repeating: "x", count: 200)])
  func `a large table is laid out and written only until someone asks to stop`(
    cell: String
  ) throws {
    let whole = try Self.table(rows: 2000, cell: cell, stopAfter: .max)
    #expect(!whole.isStopped && whole.text.hasSuffix("(2,000 rows, 1,000 of them shown)\n"))
    for checks in [0, 500, 999] {
      let (text, isStopped) = try Self.table(rows: 2000, cell: cell, stopAfter: checks)
      #expect(isStopped && text.isEmpty)
    }
    var written: Set<Int> = []
    for checks in Array(1000...1006) + Array(1999...2010) {
      let (text, isStopped) = try Self.table(rows: 2000, cell: cell, stopAfter: checks)
      #expect(whole.text.hasPrefix(text))
      if isStopped { written.insert(text.utf8.count) }
    }
    #expect(written.count > 3)
  }

  @Test(arguments: ChartKind.allCases)
  func `a large chart is drawn and written only until someone asks to stop`(
    kind: ChartKind
  ) throws {
    let points = (0..<2000).map {
      Chart.Point(label: .string("l\($0)"), value: .int(Int64($0)))
    }
    let chart = Chart(kind: kind, labelName: "label", valueName: "n", points: points)
    func drawn(stopAfter checks: Int) -> (text: String, isStopped: Bool) {
      let sink = Sink()
      let writer = ResultWriter(
        sink.stream(isTerminal: true), .table, now: Timestamp(seconds: 0))
      var left = checks
      do {
        try writer.write(chart) { () throws(Stop) in
          left -= 1
          if left < 0 { throw Stop() }
        }
      } catch { return (sink.text, true) }
      return (sink.text, false)
    }
    let whole = drawn(stopAfter: .max)
    #expect(!whole.isStopped && whole.text.hasPrefix(chart.title))
    for checks in [0, 1000, 1999] {
      let (text, isStopped) = drawn(stopAfter: checks)
      #expect(isStopped && text.isEmpty)
    }
    guard kind == .bar else { return }
    #expect(drawn(stopAfter: 3999).text.isEmpty)
    let (text, isStopped) = drawn(stopAfter: 4003)
    #expect(isStopped && !text.isEmpty && whole.text.hasPrefix(text))
  }

  @Test(arguments: OutputFormat.allCases, [true, false])
  func `shows a single text without its controls`(format: OutputFormat, isTerminal: Bool) {
    let sink = Sink()
    let writer = ResultWriter(
      sink.stream(isTerminal: isTerminal), format, now: Timestamp(seconds: 0))
    writer.write(.string("a\u{1b}b"))
    #expect(!sink.text.contains("\u{1b}"))
    #expect(sink.text.hasSuffix("\n"))
  }
}
