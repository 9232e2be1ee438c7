import Testing

@testable import CpayValue

/// Lines of cells that are added whole.
@Suite struct CellLineTests {
  private static let layout = ColumnLayout(
    ["a", "b"].map { ColumnLayout.Column($0, .any, isRequired: false) })

  private static func append(_ text: String, line: Int, to builder: inout TextRowBuilder) -> Int? {
    builder.appendLine(
      of: Array(text.utf8), from: 0, separator: UInt8(ascii: ","), cells: 2, line: line)
  }

  @Test(
    arguments: [
      ("1,2\n3", 4, #"{"a":"1","b":"2"}"#), ("1,2", 3, #"{"a":"1","b":"2"}"#),
      ("x y,\r\n", 6, #"{"a":"x y","b":null}"#), (",\n", 2, #"{"a":null,"b":null}"#),
      (",~\n", 3, #"{"a":null,"b":"~"}"#),
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
    "", "1", "1\n2", "1,2,3\n", "\"1\",2\n", "1,\"2\"\n", "1,\\\n", "é,2\n", "1,\t\n", "1,2\rx\n",
    "1,2\r", "1,\u{7f}\n", "\n", "\r\n",
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
}
