import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct TextRowBuilderTests {
  private static let layout = ColumnLayout(
    ["a", "b \"quoted\""].map { ColumnLayout.Column($0, .any, isRequired: false) })

  private static func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

  @Test func `makes rows that print as objects`() {
    var builder = TextRowBuilder(Self.layout)
    builder.append(Self.bytes("x"))
    builder.append(nil)
    builder.endRow(line: 2)
    builder.append(Self.bytes(""))
    builder.append(Self.bytes("é\"\n\u{202e}"))
    builder.append(Self.bytes("one too many"))
    builder.endRow(line: 3)
    builder.endRow(line: 5)
    #expect(builder.count == 3)
    let rows = builder.take()
    #expect(
      (0..<3).map { String(decoding: rows[$0].bytes, as: UTF8.self) } == [
        #"{"a":"x","b \"quoted\"":null}"#, #"{"a":"","b \"quoted\"":"é\"\n\u202e"}"#,
        #"{"a":null,"b \"quoted\"":null}"#,
      ])
    #expect((0..<3).map { rows[$0].line } == [2, 3, 5])
    #expect(rows[0].isNull(1))
    #expect(rows[1].text(0) == "")
    #expect(rows[1].text(1) == "é\"\n\u{202e}")
    let rest = builder.take()
    #expect(rest.isEmpty)
  }

  @Test func `makes rows of no columns`() {
    var builder = TextRowBuilder(ColumnLayout([]))
    builder.endRow(line: 1)
    let rows = builder.take()
    #expect(Array(rows[0].bytes) == Array("{}".utf8))
  }

  @Test func `makes what a scanner reads back`() throws {
    var generator = SeededGenerator(seed: 67)
    for _ in 0..<500 {
      var builder = TextRowBuilder(Self.layout)
      let texts = (0..<2).map { _ in generator.once(in: 4) ? nil : generator.text() }
      for text in texts { builder.append(text.map(Self.bytes)) }
      builder.endRow(line: 1)
      let made = builder.take()[0]
      var scanner = RowScanner(Self.layout)
      let read = try scanner.object(Array(made.bytes))[0]
      for slot in 0..<2 {
        #expect(made.text(slot) == texts[slot])
        #expect(read.text(slot) == texts[slot])
        #expect(made.isNull(slot) == read.isNull(slot))
      }
    }
  }
}
