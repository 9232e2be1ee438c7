import Testing

@testable import CpayValue

@Suite struct RowScannerRecordsTests {
  private static let layout = ColumnLayout([ColumnLayout.Column("a", .any, isRequired: false)])

  private static func seen(_ rows: Batch) -> [String] {
    (0..<rows.count).map { index in
      let row = rows[index]
      let json = String(decoding: row.json(0) ?? [], as: UTF8.self)
      return "\(row.place?.description ?? "") \(json)"
    }
  }

  @Test(
    arguments: [
      ("{\"a\":1}\n{\"a\":2}\n", ["line 7 1", "line 8 2"]), ("{\"a\":1}", ["line 7 1"]), ("", []),
      (" \n\t\r\n", []),
      ("\n\n{\"a\":1}\r\n\r\n {\"b\":2,\"a\":3} \n", ["line 9 1", "line 11 3"]),
      ("{\"a\":\"\u{202e}\"}\n{}", ["line 7 \"\u{202e}\"", "line 8 "]),
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
      (["[]"], []), ([" [\n] \n"], []), (["[{\"a\":1}]"], ["element 1 1"]),
      (
        ["\n[{\"a\":1},", "\n{\"a\":\n[2]},{\"a\":3},", " {\"a\":4}]", "\n"],
        ["element 1 1", "element 2 [2]", "element 3 3", "element 4 4"]
      ),
    ])
  func `reads an array in pieces`(pieces: [String], rows: [String]) throws {
    var scanner = RowScanner(Self.layout)
    var progress = RowScanner.ArrayProgress.beforeArray
    var seen: [String] = []
    for piece in pieces {
      seen += Self.seen(try scanner.elements(Array(piece.utf8), &progress))
    }
    #expect(seen == rows)
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
      try scanner.elements(Array(text.utf8), &progress)
    }
  }

  @Test(
    arguments: [
      ("{\"a\":1}", ["line 1 1"]), ("\n{}", ["line 2 "]),
      (
        "{\"object\":\"list\",\n\"data\":[{\"a\":1},\n{\"a\":2}],\"has_more\":false}",
        ["element 1 1", "element 2 2"]
      ),
      ("{\"object\":\"list\",\"data\":[]}", []),
      ("{\"object\":\"dispute\",\"data\":[{\"a\":1}],\"a\":5}", ["line 1 5"]),
      ("{\"data\":[{\"a\":1}]}", ["line 1 "]),
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

  @Test(
    arguments: [
      ("{\"object\":\"list\",\"data\":[],\"has_more\":true}", true),
      ("{\"object\":\"list\",\"data\":[],\"has_more\":false}", false),
      ("{\"object\":\"list\",\"data\":[]}", false),
      ("{\"object\":\"dispute\",\"has_more\":true}", false),
    ])
  func `knows a page from a list`(text: String, isPage: Bool) throws {
    var scanner = RowScanner(Self.layout)
    _ = try scanner.document(Array(text.utf8), from: 1)
    #expect(scanner.isPage == isPage)
  }

  @Test func `counts the row in which a fault is`() {
    var scanner = RowScanner(Self.layout)
    var progress = RowScanner.ArrayProgress.beforeArray
    #expect(throws: JSONError.self) {
      _ = try scanner.elements(Array("[{},".utf8), &progress)
      _ = try scanner.elements(Array("{\"a\":1},{\"a\":}".utf8), &progress)
    }
    #expect(scanner.faultyRow == 3)
    #expect(throws: JSONError.self) { try scanner.elements(Array("5".utf8), &progress) }
  }

  @Test func `tells of keys that no column has`() throws {
    var scanner = RowScanner(Self.layout)
    let rows = try scanner.lines(Array("{\"a\":1}\n{\"b\":1}\n{\"a\":1,\"b\":{}}".utf8), from: 1)
    #expect((0..<rows.count).map { rows[$0].hasOtherKeys } == [false, true, true])
    var builder = BatchBuilder(Self.layout)
    let fitted = builder.append(rows[1])
    #expect(fitted)
    #expect(builder.build()[0].hasOtherKeys)
  }
}
