import Testing

@testable import CpayValue

@Suite struct RowScannerRecordsTests {
  private static let layout = ColumnLayout([ColumnLayout.Column("a", .any, isRequired: false)])

  private static func seen(_ rows: Batch) -> [String] {
    (0..<rows.count).map { index in
      let row = rows[index]
      let json = String(decoding: row.json(0) ?? [], as: UTF8.self)
      return "\(row.line ?? 0) \(json)"
    }
  }

  @Test(
    arguments: [
      ("{\"a\":1}\n{\"a\":2}\n", ["7 1", "8 2"]), ("{\"a\":1}", ["7 1"]), ("", []),
      (" \n\t\r\n", []),
      ("\n\n{\"a\":1}\r\n\r\n {\"b\":2,\"a\":3} \n", ["9 1", "11 3"]),
      ("{\"a\":\"\u{202e}\"}\n{}", ["7 \"\u{202e}\"", "8 "]),
    ])
  func `reads an object a line`(text: String, rows: [String]) throws {
    var scanner = RowScanner(Self.layout)
    #expect(Self.seen(try scanner.lines(Array(text.utf8), from: 7)) == rows)
  }

  @Test(
    arguments: [
      ("{\"a\":1} {\"a\":2}", 8, "something follows the object in its line"),
      ("{\"a\":\n1}", 0, "the object goes over several lines"),
      ("{}\n[]", 3, "an object is missing"), ("{}\n{\"a\":1", 9, "a , or } is missing"),
      ("{\"a\":1,\"a\":2}", 7, "the key \"a\" occurs twice"),
    ])
  func `refuses lines that are no objects`(text: String, offset: Int, reason: String) {
    var scanner = RowScanner(Self.layout)
    #expect(throws: JSONError(at: offset, reason)) {
      try scanner.lines(Array(text.utf8), from: 1)
    }
  }

  @Test(
    arguments: [
      (["[]"], []), ([" [\n] \n"], []), (["[{\"a\":1}]"], ["1 1"]),
      (
        ["\n[{\"a\":1},", "\n{\"a\":\n[2]},{\"a\":3},", " {\"a\":4}]", "\n"],
        ["2 1", "3 [2]", "4 3", "4 4"].map { $0.replacing("[2]", with: "\n[2]") }
      ),
    ])
  func `reads an array in pieces`(pieces: [String], rows: [String]) throws {
    var scanner = RowScanner(Self.layout)
    var progress = RowScanner.ArrayProgress.beforeArray
    var (seen, line): ([String], Int) = ([], 1)
    for piece in pieces {
      seen += Self.seen(try scanner.elements(Array(piece.utf8), from: line, &progress))
      line += piece.utf8.count { $0 == UInt8(ascii: "\n") }
    }
    #expect(seen == rows.map { $0.replacing("\n", with: "") })
    #expect(progress == .afterArray)
  }

  @Test(
    arguments: [
      ("[1]", 1, "an object is missing"), ("5", 0, "an array or an object is missing"),
      ("[{},]", 4, "an object is missing"), ("[,{}]", 1, "an object is missing"),
      ("[{} {}]", 4, "a , or ] is missing"), ("[]x", 2, "something follows the value"),
      ("[{}] []", 5, "something follows the value"),
    ])
  func `refuses what is no array of objects`(text: String, offset: Int, reason: String) {
    var scanner = RowScanner(Self.layout)
    var progress = RowScanner.ArrayProgress.beforeArray
    #expect(throws: JSONError(at: offset, reason)) {
      try scanner.elements(Array(text.utf8), from: 1, &progress)
    }
  }

  @Test(
    arguments: [
      ("{\"a\":1}", ["1 1"]), ("\n{}", ["2 "]),
      (
        "{\"object\":\"list\",\n\"data\":[{\"a\":1},\n{\"a\":2}],\"has_more\":false}",
        ["2 1", "3 2"]
      ),
      ("{\"object\":\"list\",\"data\":[]}", []),
      ("{\"object\":\"dispute\",\"data\":[{\"a\":1}],\"a\":5}", ["1 5"]),
      ("{\"data\":[{\"a\":1}]}", ["1 "]),
    ])
  func `reads one object, or the rows of a saved answer`(text: String, rows: [String]) throws {
    var scanner = RowScanner(Self.layout)
    #expect(Self.seen(try scanner.document(Array(text.utf8), from: 1)) == rows)
  }

  @Test(
    arguments: [
      ("{\"a\":1}\n{\"a\":2}", 8, "something follows the value"),
      ("", 0, "an array or an object is missing"),
      ("{\"object\":\"list\",\"data\":[1]}", 25, "an object is missing"),
      ("{\"object\":\"list\",\"data\":[],\"data\":[]}", 27, "the key \"data\" occurs twice"),
    ])
  func `refuses what is no single object`(text: String, offset: Int, reason: String) {
    var scanner = RowScanner(Self.layout)
    #expect(throws: JSONError(at: offset, reason)) {
      try scanner.document(Array(text.utf8), from: 1)
    }
  }

  @Test func `refuses a row over its limit`() {
    var scanner = RowScanner(Self.layout)
    #expect(scanner.rowLimit == 16 << 20)
    scanner.rowLimit = 1000
    let text = "{\"a\":\"" + String(repeating: "x", count: 993) + "\"}"
    #expect(throws: JSONError(at: 0, "the row is over 16 MiB")) {
      try scanner.lines(Array(text.utf8), from: 1)
    }
  }
}
