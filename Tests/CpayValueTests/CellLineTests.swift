import CpayTestSupport
import Testing

@testable import CpayValue

/// Lines of cells that are added whole.
@Suite struct CellLineTests {
  private static let layout = ColumnLayout(
    ["a", "b"].map { ColumnLayout.Column($0, .any, isRequired: false) })

  private static func append(_ text: String, line: Int, to builder: inout TextRowBuilder) -> Int? {
    builder.begin(Array(text.utf8))
    return builder.appendLine(
      from: 0, before: text.utf8.count, separator: UInt8(ascii: ","), cells: 2, line: line)
  }

  @Test(
    arguments: [
      ("1,2\n3", 4, #"{"a":"1","b":"2"}"#), ("1,2", 3, #"{"a":"1","b":"2"}"#),
      ("x y,\r\n", 6, #"{"a":"x y","b":null}"#), (",\n", 2, #"{"a":null,"b":null}"#),
      (",~\n", 3, #"{"a":null,"b":"~"}"#), ("\"\",é\r\n", 7, #"{"a":"","b":"é"}"#),
      ("\"x, y\",\"ü\"\n1", 12, #"{"a":"x, y","b":"ü"}"#), ("\"\",", 3, #"{"a":"","b":null}"#),
      (
        "0123456789abcdef0,0123456789abcdef\n", 35,
        #"{"a":"0123456789abcdef0","b":"0123456789abcdef"}"#
      ),
    ])
  func `adds a plain line`(text: String, end: Int, json: String) {
    var builder = TextRowBuilder(Self.layout)
    let found = Self.append(text, line: 7, to: &builder)
    #expect(found == end)
    let rows = builder.take()
    #expect(rows.count == 1)
    #expect(String(decoding: rows[0].bytes, as: UTF8.self) == json)
    #expect(rows[0].line == 7)
  }

  @Test(arguments: [
    "", "1", "1\n2", "1,2,3\n", "1,\\\n", "1,\t\n", "1,2\rx\n", "1,2\r", "1,\u{7f}\n", "\n", "\r\n",
    "\"1\"x,2\n", "\"1\"\"2\",3\n", "1\",2\n", "\"1,2\n", "\"a\nb\",1\n", "a\u{202e},b\n",
    "1,\"\u{ad}\"\n",
    "\"\\\",2\n",
  ])
  func `adds nothing of any other`(text: String) {
    var builder = TextRowBuilder(Self.layout)
    for _ in 0..<2 {
      let end = Self.append(text, line: 1, to: &builder)
      #expect(end == nil)
      #expect(builder.count == 0)
    }
    let end = Self.append("1,2", line: 1, to: &builder)
    #expect(end == 3)
    let rows = builder.take()
    #expect(String(decoding: rows[0].bytes, as: UTF8.self) == #"{"a":"1","b":"2"}"#)
  }

  /// A text of cells, and what they are.
  private struct Written {
    var text = ""
    var rows: [[String?]] = []

    init(_ generator: inout SeededGenerator) {
      for _ in 0..<(1 + generator.below(5)) {
        let cells = (0..<2).map { _ in Written.cell(&generator) }
        rows.append(cells)
        text += cells.map { Written.written($0, &generator) }.joined(separator: ",")
        text += generator.pick(["\n", "\r\n"])
      }
    }

    private static func cell(_ generator: inout SeededGenerator) -> String? {
      switch generator.below(4) {
      case 0: nil
      case 1: generator.text()
      default: String(repeating: "ab ö", count: generator.below(9)) + "\(generator.below(100))"
      }
    }

    private static func written(_ cell: String?, _ generator: inout SeededGenerator) -> String {
      guard let cell else { return "" }
      let isPlain =
        !cell.isEmpty && !cell.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
      if isPlain, generator.once(in: 2) { return cell }
      return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
  }

  @Test func `lines that stay where they are are what their cells make`() throws {
    var kept = 0
    for seed in UInt64(1)...400 {
      var generator = SeededGenerator(seed: seed)
      let written = Written(&generator)
      let text = Array(written.text.utf8)
      var (builder, oracle) = (TextRowBuilder(Self.layout), TextRowBuilder(Self.layout))
      builder.begin(text)
      var position = 0
      for (place, cells) in written.rows.enumerated() {
        for cell in cells { oracle.append(cell.map { Array($0.utf8)[...] }) }
        oracle.endRow(line: place + 1)
        if let end = builder.appendLine(
          from: position, before: text.count, separator: UInt8(ascii: ","), cells: 2,
          line: place + 1)
        {
          kept += 1
          position = end
          continue
        }
        for cell in cells { builder.append(cell.map { Array($0.utf8)[...] }) }
        builder.endRow(line: place + 1)
        var isInQuotes = false
        position = try #require(
          text.firstLineEnd(in: position..<text.count, isInQuotes: &isInQuotes))
      }
      #expect(position == text.count)
      Self.expectSame(builder.take(), oracle.take(), "seed \(seed)")
    }
    #expect(kept > 400)
  }

  /// Holds rows against others by all that can be asked of them, and by what is made of them.
  private static func expectSame(_ rows: Batch, _ wanted: Batch, _ comment: Comment) {
    #expect(told(rows) == told(wanted), comment)
    var (copies, made) = (BatchBuilder(layout), BatchBuilder(layout))
    for index in (0..<rows.count).reversed() {
      let isCopied = copies.append(rows[index])
      let isMade = made.append(madeFrom: nil, at: rows[index]) { slot, writer in
        writer.field(rows[index], slot)
      }
      #expect(isCopied && isMade)
    }
    let reversed = wanted.reordered((0..<wanted.count).reversed())
    #expect(told(copies.build()) == told(reversed), comment)
    #expect(told(made.build()) == told(reversed), comment)
    let frame = rows.frame.flatMap { Batch(frame: $0, layouts: rows.layouts) }
    #expect(frame.map(told) == told(wanted), comment)
    #expect(told(rows.lowercased(0)) == told(wanted.lowercased(0)), comment)
  }

  private static func told(_ rows: Batch) -> [String] {
    (0..<rows.count).map { index in
      let row = rows[index]
      var writer = JSONWriter()
      writer.beginArray()
      row.write(to: &writer)
      row.write(to: &writer)
      writer.endArray()
      let fields = (0..<2).map { slot in
        let json = String(decoding: row.json(slot) ?? [], as: UTF8.self)
        return "\(json) \(row.isNull(slot)) \(row.text(slot) ?? "-") \(row.integer(slot) ?? -1)"
      }
      let texts = [Array(row.bytes), writer.bytes].map { String(decoding: $0, as: UTF8.self) }
      return "\(row.line ?? 0) \(fields) \(texts)"
    }
  }
}
