import CpayTestSupport
import Testing

@testable import CpayValue

/// Rows whose columns are copied from others in one go.
@Suite struct CopiedColumnTests {
  private static let names = ["a", "b", "c", "é", "a\u{202e}b", "say \"b\""]

  /// What the columns of a row come from: rows as a program writes them, as people do, and lines of
  /// cells.
  private static func source(_ random: inout SeededGenerator) throws -> Batch {
    let names = names.shuffled(using: &random).prefix(1 + random.below(names.count))
    let layout = ColumnLayout(
      names.map {
        ColumnLayout.Column(
          $0, random.pick([.any, .any, .string, .integer, .object]), isRequired: false)
      })
    let isRegular = random.once(in: 2)
    if random.once(in: 5) { return cells(layout, &random) }
    var lines: [String] = []
    for _ in 0..<8 {
      var writer = JSONWriter()
      writer.beginObject()
      for column in layout.columns where isRegular || !random.once(in: 6) {
        if random.once(in: 20) {
          writer.key("more")
          writer.integer(7)
        }
        writer.key(column.name)
        switch column.form {
        case .string: writer.string(random.text())
        case .integer: writer.integer(random.below(1000))
        case .object: writer.raw(#"{"x":[1, {}]}"#.utf8)
        case .any: writer.node(random.node(depth: 2))
        }
      }
      writer.endObject()
      var line = String(decoding: writer.bytes, as: UTF8.self)
      if !isRegular, random.once(in: 3) { line = line.replacing("\":", with: "\" : ") }
      if random.once(in: 5) { line = line.replacing("\\u202e", with: "\u{202e}") }
      if random.once(in: 5) { line = line.replacing("\\u202e", with: "\\u202E") }
      lines.append(line)
    }
    var scanner = RowScanner(layout)
    return try scanner.lines(Array(lines.joined(separator: "\n").utf8), from: 3)
  }

  private static func cells(_ layout: ColumnLayout, _ random: inout SeededGenerator) -> Batch {
    var builder = TextRowBuilder(
      ColumnLayout(layout.columns.map { ColumnLayout.Column($0.name, .any, isRequired: false) }))
    let width = layout.columns.count
    let lines = (0..<8).map { _ in
      (0..<width).map { _ in random.pick(["", "x", "10", "\"\"", "\"a, b\"", "é"]) }
        .joined(separator: ",") + "\n"
    }
    builder.begin(Array(lines.joined().utf8))
    var place = 0
    for (number, line) in lines.enumerated() {
      let end = builder.appendLine(
        from: place, before: lines.joined().utf8.count, separator: UInt8(ascii: ","), cells: width,
        line: number + 1)
      place += line.utf8.count
      if end == nil { builder.endRow(line: number + 1) }
    }
    return builder.take()
  }

  private static func columns(
    _ own: ColumnLayout, _ other: ColumnLayout, _ random: inout SeededGenerator
  ) -> (layout: ColumnLayout, sources: [CopiedColumn]) {
    var (columns, sources): ([ColumnLayout.Column], [CopiedColumn]) = ([], [])
    for slot in own.columns.indices where !random.once(in: 8) {
      columns.append(own.columns[slot])
      sources.append(.field(slot))
    }
    for slot in other.columns.indices where random.once(in: 2) {
      let column = other.columns[slot]
      columns.append(
        ColumnLayout.Column(
          "other \(column.name)", random.once(in: 9) ? .integer : column.form,
          isRequired: random.once(in: 20)))
      sources.append(.field(slot, of: .other))
    }
    return (ColumnLayout(columns), sources)
  }

  @Test(arguments: 0..<400) func `rows that are copied together are what copying fields gives`(
    seed: Int
  ) throws {
    var random = SeededGenerator(seed: seed)
    let (all, others) = (try Self.source(&random), try Self.source(&random))
    let rows = all.reordered((0..<all.count).filter { _ in !random.once(in: 4) })
    let (layout, columns) = Self.columns(
      all.storage.layout, others.storage.layout, &random)
    let partners = (0..<rows.count).map { _ in
      random.once(in: 4) ? -1 : Int32(random.below(others.count))
    }
    var (made, wanted) = (BatchBuilder(layout), BatchBuilder(layout))
    let isMade = made.append(copiesOf: rows, joining: partners, of: others, columns)
    var isWanted = true
    for index in 0..<rows.count where isWanted {
      let partner = partners[index]
      isWanted = wanted.append(madeFrom: nil, at: rows[index]) { slot, writer in
        switch columns[slot] {
        case .field(let source, of: .own): writer.field(rows[index], source)
        case .field(let source, of: .other):
          writer.field(partner < 0 ? nil : others[Int(partner)], source)
        case .money: break
        }
      }
    }
    #expect(isMade == isWanted, "seed \(seed)")
    MadeRowTests.expectSame(made.build(), wanted.build(), seed)
  }

  @Test func `an amount and its currency are copied as money, where both are there`() throws {
    let layout = ColumnLayout(
      ["id", "amount", "currency"].map { ColumnLayout.Column($0, .any, isRequired: false) })
    var scanner = RowScanner(layout)
    let text = #"""
      {"id":"a","amount":100,"currency":"eur"}
      {"id":"b","amount":100}
      {"amount":-0,"currency":"usd","id":"c"}
      """#
    let rows = try scanner.lines(Array(text.utf8), from: 1)
    var builder = BatchBuilder(
      ColumnLayout(
        ["id", "amount", "theirs"].map { ColumnLayout.Column($0, .any, isRequired: false) }))
    let isMade = builder.append(
      copiesOf: rows, joining: [2, -1, 0], of: rows,
      [.field(0), .money(1, currency: 2), .money(1, currency: 2, of: .other)])
    #expect(isMade)
    let made = builder.build()
    #expect(
      (0..<made.count).map { String(decoding: made[$0].bytes, as: UTF8.self) } == [
        #"{"id":"a","amount":{"amount":100,"currency":"eur"},"theirs":{"amount":0,"currency":"usd"}}"#,
        #"{"id":"b","amount":null,"theirs":null}"#,
        #"{"id":"c","amount":{"amount":0,"currency":"usd"},"theirs":{"amount":100,"currency":"eur"}}"#,
      ])
    #expect((0..<made.count).map { made[$0].line } == [1, 2, 3])
  }

  @Test func `the rows before the first that does not fit are there`() throws {
    let layout = ColumnLayout([ColumnLayout.Column("a", .any, isRequired: false)])
    var scanner = RowScanner(layout)
    let rows = try scanner.lines(Array("{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":2}\n".utf8), from: 1)
    var builder = BatchBuilder(ColumnLayout([.init("n", .integer, isRequired: false)]))
    let isMade = builder.append(copiesOf: rows, [.field(0)])
    #expect(!isMade && builder.count == 1)
    #expect(builder.build()[0].integer(0) == 1)
  }
}
